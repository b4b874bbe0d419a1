package io.automigrate.report;

import java.util.List;
import java.util.Set;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.OpenChange;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.VersionedFacts;
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
 * @param failure why the state is not known, or {@code null}
 */
public record MigrationStatus(boolean databaseExists, boolean connectionHealthy, boolean migrationNeeded,
		List<String> expectedTables, List<String> existingTables, List<String> missingTables, List<String> missing,
		List<String> needed, List<String> differences, VersionedFacts versioned, @Nullable MigrationException failure) {

	public MigrationStatus {
		expectedTables = List.copyOf(expectedTables);
		existingTables = List.copyOf(existingTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		needed = List.copyOf(needed);
		differences = List.copyOf(differences);
	}

	/**
	 * Create a status without versioned migrations, where everything that is missing is
	 * needed.
	 * @param databaseExists whether the server has the database
	 * @param connectionHealthy whether the database answered
	 * @param migrationNeeded whether anything that is expected is missing
	 * @param expectedTables the tables that the sources ask for
	 * @param existingTables those of them that exist
	 * @param missingTables those of them that do not
	 * @param missing everything that is missing
	 * @param differences what exists but differs
	 * @param failure why the state is not known, or {@code null}
	 */
	public MigrationStatus(boolean databaseExists, boolean connectionHealthy, boolean migrationNeeded,
			List<String> expectedTables, List<String> existingTables, List<String> missingTables, List<String> missing,
			List<String> differences, @Nullable MigrationException failure) {
		this(databaseExists, connectionHealthy, migrationNeeded, expectedTables, existingTables, missingTables, missing,
				missing, differences, VersionedFacts.NONE, failure);
	}

	/**
	 * Tell what a comparison found.
	 * @param found what was found
	 * @return the status
	 */
	public static MigrationStatus of(RunResult found) {
		Set<String> missing = Set.copyOf(found.missingTables());
		List<String> existing = found.expectedTables().stream().filter((table) -> !missing.contains(table)).toList();
		boolean migrationNeeded = !found.missing().isEmpty() || !found.needed().isEmpty() || !found.changes().isEmpty()
				|| !found.versioned().pending().isEmpty();
		return new MigrationStatus(true, true, migrationNeeded, found.expectedTables(), existing, found.missingTables(),
				found.missing(), found.needed().stream().map(OpenChange::object).toList(), found.differences(),
				found.versioned(), null);
	}

	/**
	 * Tell why it is not known how things stand.
	 * @param failure what went wrong
	 * @return the status
	 */
	public static MigrationStatus failed(MigrationException failure) {
		boolean unavailable = failure instanceof DatabaseUnavailableException;
		boolean missing = failure instanceof DatabaseUnavailableException database && database.databaseMissing();
		return new MigrationStatus(!missing, !unavailable, false, List.of(), List.of(), List.of(), List.of(), List.of(),
				failure);
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
		if (!this.differences.isEmpty()) {
			return "The database has all that is expected; " + Sentences.count(this.differences.size(), "difference")
					+ ((this.differences.size() == 1) ? " was" : " were") + " left alone.";
		}
		return "The database has all that is expected.";
	}

}
