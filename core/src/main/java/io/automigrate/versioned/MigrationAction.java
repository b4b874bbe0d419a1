package io.automigrate.versioned;

import java.util.List;

import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;

/**
 * One direction of a migration.
 */
public sealed interface MigrationAction {

	/**
	 * Returns whether it runs in the transaction that a batch shares.
	 * @return whether it does
	 */
	boolean transactional();

	/**
	 * A section of a file.
	 *
	 * @param script the file's name
	 * @param firstLine the line of the file that the text begins in
	 * @param text the statements
	 * @param transactional whether it runs in the batch's transaction
	 */
	record Sql(String script, int firstLine, String text, boolean transactional) implements MigrationAction {

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
		public boolean transactional() {
			return this.migration.transactional();
		}

	}

}
