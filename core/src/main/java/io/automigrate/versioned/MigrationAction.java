package io.automigrate.versioned;

import java.util.List;

import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;

/**
 * One direction of a migration.
 */
public sealed interface MigrationAction {

	/**
	 * Returns what shares its transaction.
	 * @return what does, as far as the migration says; {@link TransactionScope#BATCH}
	 * where it says nothing
	 */
	TransactionScope scope();

	/**
	 * Returns whether it runs in a transaction.
	 * @return whether it does
	 */
	default boolean transactional() {
		return scope() != TransactionScope.NONE;
	}

	/**
	 * A section of a file.
	 *
	 * @param script the file's name
	 * @param firstLine the line of the file that the text begins in
	 * @param text the statements
	 * @param scope what shares its transaction
	 */
	record Sql(String script, int firstLine, String text, TransactionScope scope) implements MigrationAction {

		/**
		 * Split the section.
		 * @return the statements, with their places in the file
		 */
		public List<SqlStatement> statements() {
			return new SqlScript(this.script, "\n".repeat(this.firstLine - 1) + this.text).statements();
		}

	}

	/**
	 * A method of a bean.
	 *
	 * @param migration the bean
	 * @param down whether it is the way back
	 */
	record Java(VersionedMigration migration, boolean down) implements MigrationAction {

		@Override
		public TransactionScope scope() {
			return this.migration.transactional() ? TransactionScope.BATCH : TransactionScope.NONE;
		}

	}

}
