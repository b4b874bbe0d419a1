package io.automigrate.report;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.Look;
import io.automigrate.execute.VersionedFacts;
import io.automigrate.lock.LockHolder;
import org.jspecify.annotations.Nullable;

/**
 * Where a database stands against what its application expects. Table names are qualified
 * with the schema unless that is the connection's own.
 *
 * @param databaseExists whether the server has the database; {@code true} also where the
 * server could not be asked
 * @param connectionHealthy whether the database answered
 * @param migrationNeeded whether a migration would do anything, or anything that is
 * expected is missing
 * @param expectedTables the tables that the sources ask for
 * @param existingTables those of them that exist
 * @param missingTables those of them that do not
 * @param missing everything that is missing, tables included, as lines such as
 * {@code column note of items}
 * @param needed what of it the application cannot work without; an index that is missing,
 * for one, is not among it
 * @param differences what exists but differs from what is expected, each with the way out
 * @param versioned where versioned migrations stand
 * @param unfinished what is left of runs that were interrupted, which the next run
 * completes or removes
 * @param inProgress who runs a migration of this database at the moment, or {@code null}
 * where nobody does or that is not known
 * @param checkedAt when the database gave this answer, or {@code null} where it has given
 * none
 * @param failure why the state is not known, or {@code null}
 * @param belongsTo the newer release that the database belongs to, as people read it;
 * {@code null} where there is none
 */
public record MigrationStatus(boolean databaseExists, boolean connectionHealthy, boolean migrationNeeded,
		List<String> expectedTables, List<String> existingTables, List<String> missingTables, List<String> missing,
		List<String> needed, List<String> differences, VersionedFacts versioned, List<String> unfinished,
		@Nullable LockHolder inProgress, @Nullable Instant checkedAt, @Nullable MigrationException failure,
		@Nullable String belongsTo) {

	public MigrationStatus {
		expectedTables = List.copyOf(expectedTables);
		existingTables = List.copyOf(existingTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		needed = List.copyOf(needed);
		differences = List.copyOf(differences);
		unfinished = List.copyOf(unfinished);
	}

	/**
	 * Tell what a look found.
	 * @param look what was found
	 * @param checkedAt when
	 * @return the status
	 */
	public static MigrationStatus of(Look look, Instant checkedAt) {
		Set<String> missing = Set.copyOf(look.missingTables());
		List<String> existing = look.expectedTables().stream().filter((table) -> !missing.contains(table)).toList();
		boolean migrationNeeded = !look.missing().isEmpty() || !look.needed().isEmpty() || look.changes()
				|| !look.versioned().pending().isEmpty();
		return new MigrationStatus(true, true, migrationNeeded, look.expectedTables(), existing, look.missingTables(),
				look.missing(), look.needed(), look.differences(), look.versioned(), look.unfinished(),
				look.inProgress(), checkedAt, null, look.belongsTo());
	}

	/**
	 * Tell why it is not known how things stand.
	 * @param failure what went wrong
	 * @param checkedAt when the database was asked, or answered last; {@code null} where
	 * it never was
	 * @return the status
	 */
	public static MigrationStatus failed(MigrationException failure, @Nullable Instant checkedAt) {
		boolean unavailable = failure instanceof DatabaseUnavailableException;
		boolean missing = failure instanceof DatabaseUnavailableException database && database.databaseMissing();
		return new MigrationStatus(!missing, !unavailable, false, List.of(), List.of(), List.of(), List.of(), List.of(),
				List.of(), VersionedFacts.NONE, List.of(), null, checkedAt, failure, null);
	}

	/**
	 * Return the later one of two answers.
	 * @param one an answer, or {@code null}
	 * @param other another one, or {@code null}
	 * @return the one that was asked for last; of two alike, the other one
	 */
	public static @Nullable MigrationStatus later(@Nullable MigrationStatus one, @Nullable MigrationStatus other) {
		Instant first = (one != null) ? one.checkedAt() : null;
		Instant second = (other != null) ? other.checkedAt() : null;
		if (first == null || other == null) {
			return (other != null) ? other : one;
		}
		return (second == null || second.isBefore(first)) ? one : other;
	}

	/**
	 * Returns whether the database answers and has all that the application needs. A
	 * migration may be needed all the same, such as for an index.
	 * @return whether the application can work with it
	 */
	public boolean healthy() {
		return this.connectionHealthy && this.failure == null && this.needed.isEmpty()
				&& this.versioned.pending().isEmpty();
	}

	/**
	 * Returns one sentence that says how things stand.
	 * @return the message
	 */
	public String message() {
		if (this.failure != null) {
			return this.failure.getMessage();
		}
		List<String> pending = this.versioned.pending();
		if (!pending.isEmpty()) {
			return Sentences.count(pending.size(), "versioned migration") + ((pending.size() == 1) ? " is" : " are")
					+ " pending" + Sentences.after(": ", pending) + ".";
		}
		List<String> lacking = this.missing.isEmpty() ? this.needed : this.missing;
		if (!lacking.isEmpty()) {
			return "The database lacks " + Sentences.count(lacking.size(), "expected object")
					+ Sentences.after(": ", lacking) + ".";
		}
		if (this.migrationNeeded) {
			return "The database has all that is expected; a migration would change some of it.";
		}
		if (this.belongsTo != null) {
			return "The database belongs to " + this.belongsTo
					+ ", which is newer than this one, and has all that is expected.";
		}
		if (!this.differences.isEmpty()) {
			return "The database has all that is expected; " + Sentences.count(this.differences.size(), "difference")
					+ ((this.differences.size() == 1) ? " was" : " were") + " left alone.";
		}
		return "The database has all that is expected.";
	}

}
