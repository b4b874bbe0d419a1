package io.automigrate.versioned;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A migration in Java. A bean of this type is found by the auto-configuration; it stands
 * in one graph with the files.
 */
public interface VersionedMigration {

	/**
	 * Returns the version, which no other migration has.
	 * @return letters, digits, dots and hyphens, at most 50
	 */
	String version();

	/**
	 * Returns what the migration is called.
	 * @return the name, at most 255 characters
	 */
	String name();

	/**
	 * Returns what the migration is for.
	 * @return a sentence, or {@code null}
	 */
	default @Nullable String description() {
		return null;
	}

	/**
	 * Returns the versions that must have been applied before.
	 * @return the versions, empty for none; {@code null} for all that are smaller, as for
	 * a file without {@code -- depends:}
	 */
	default @Nullable List<String> dependencies() {
		return null;
	}

	/**
	 * Carry out the migration.
	 * @param context the connection to work with
	 * @throws SQLException if the database rejects something; then nothing of the batch
	 * stays
	 */
	void up(MigrationContext context) throws SQLException;

	/**
	 * Undo what {@link #up} did. Called only if {@link #reversible()}.
	 * @param context the connection to work with
	 * @throws SQLException if the database rejects something
	 */
	default void down(MigrationContext context) throws SQLException {
		throw new UnsupportedOperationException("Migration " + version() + " has no way back");
	}

	/**
	 * Returns whether {@link #down} is there.
	 * @return whether it can be undone
	 */
	default boolean reversible() {
		return false;
	}

	/**
	 * Returns whether the migration runs in the transaction that it shares with the
	 * others. If it does not, each statement is committed by itself, and the migration
	 * must be able to begin again where it was interrupted.
	 * @return whether it runs in the batch's transaction
	 */
	default boolean transactional() {
		return true;
	}

	/**
	 * Returns a value that changes whenever the migration does.
	 * @return the value; an empty one is not checked
	 */
	default String checksum() {
		return "";
	}

}
