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
 * @param migrationNeeded whether anything that is expected is missing
 * @param expectedTables the tables that the sources ask for
 * @param existingTables those of them that exist
 * @param missingTables those of them that do not
 * @param missing everything that is missing, tables included, as lines such as
 * {@code column note of items}, or {@code column age of items is text now, was integer}
 * for a column that cannot be used as before
 * @param differences what exists but differs from what is expected, each with the way out
 * @param versioned where versioned migrations stand
 * @param unfinished what is left of runs that were interrupted, which the next run
 * completes or removes
 * @param inProgress who runs a migration of this database at the moment, or {@code null}
 * where nobody does or that is not known
 * @param checkedAt when the database gave this answer, or {@code null} where it has given
 * none
 * @param failure why the state is not known, or {@code null}
 */
public record MigrationStatus(boolean databaseExists, boolean connectionHealthy, boolean migrationNeeded,
		List<String> expectedTables, List<String> existingTables, List<String> missingTables, List<String> missing,
		List<String> differences, VersionedFacts versioned, List<String> unfinished, @Nullable LockHolder inProgress,
		@Nullable Instant checkedAt, @Nullable MigrationException failure) {

	/** How many versions a message lists. */
	private static final int SHOWN = 20;

	public MigrationStatus {
		expectedTables = List.copyOf(expectedTables);
		existingTables = List.copyOf(existingTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
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
		boolean needed = !look.missing().isEmpty() || !look.versioned().pending().isEmpty();
		return new MigrationStatus(true, true, needed, look.expectedTables(), existing, look.missingTables(),
				look.missing(), look.differences(), look.versioned(), look.unfinished(), look.inProgress(), checkedAt,
				null);
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
				VersionedFacts.NONE, List.of(), null, checkedAt, failure);
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
	 * Returns whether the database answers and has all that is expected.
	 * @return whether the application can work with it
	 */
	public boolean healthy() {
		return this.connectionHealthy && !this.migrationNeeded && this.failure == null;
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
			return ((pending.size() == 1) ? "1 versioned migration is pending: "
					: pending.size() + " versioned migrations are pending: ")
					+ String.join(", ", pending.subList(0, Math.min(SHOWN, pending.size())))
					+ ((pending.size() > SHOWN) ? ", …." : ".");
		}
		if (this.migrationNeeded) {
			return "The database lacks " + this.missing.size() + " expected "
					+ ((this.missing.size() == 1) ? "object" : "objects") + ": " + String.join(", ", this.missing)
					+ ".";
		}
		if (!this.differences.isEmpty()) {
			return "The database has all that is expected; " + RunLog.count(this.differences.size(), "difference")
					+ ((this.differences.size() == 1) ? " was" : " were") + " left alone.";
		}
		return "The database has all that is expected.";
	}

}
