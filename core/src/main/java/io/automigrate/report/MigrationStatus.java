package io.automigrate.report;

import java.util.List;
import java.util.Set;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
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
 * @param migrationNeeded whether anything that is expected is missing
 * @param expectedTables the tables that the sources ask for
 * @param existingTables those of them that exist
 * @param missingTables those of them that do not
 * @param missing everything that is missing, tables included, as lines such as
 * {@code column note of items}
 * @param differences what exists but differs from what is expected, each with the way out
 * @param versioned where versioned migrations stand
 * @param failure why the state is not known, or {@code null}
 * @param belongsTo the newer release that the database belongs to, as people read it;
 * {@code null} where there is none
 */
public record MigrationStatus(boolean databaseExists, boolean connectionHealthy, boolean migrationNeeded,
		List<String> expectedTables, List<String> existingTables, List<String> missingTables, List<String> missing,
		List<String> differences, VersionedFacts versioned, @Nullable MigrationException failure,
		@Nullable String belongsTo) {

	/** How many versions a message lists. */
	private static final int SHOWN = 20;

	public MigrationStatus {
		expectedTables = List.copyOf(expectedTables);
		existingTables = List.copyOf(existingTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		differences = List.copyOf(differences);
	}

	/**
	 * Create a status without versioned migrations.
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
				differences, VersionedFacts.NONE, failure);
	}

	/**
	 * Create the status of a release than which there is no newer one.
	 * @param databaseExists whether the server has the database
	 * @param connectionHealthy whether the database answered
	 * @param migrationNeeded whether anything that is expected is missing
	 * @param expectedTables the tables that the sources ask for
	 * @param existingTables those of them that exist
	 * @param missingTables those of them that do not
	 * @param missing everything that is missing
	 * @param differences what exists but differs
	 * @param versioned where versioned migrations stand
	 * @param failure why the state is not known, or {@code null}
	 */
	public MigrationStatus(boolean databaseExists, boolean connectionHealthy, boolean migrationNeeded,
			List<String> expectedTables, List<String> existingTables, List<String> missingTables, List<String> missing,
			List<String> differences, VersionedFacts versioned, @Nullable MigrationException failure) {
		this(databaseExists, connectionHealthy, migrationNeeded, expectedTables, existingTables, missingTables, missing,
				differences, versioned, failure, null);
	}

	/**
	 * Tell what a comparison found.
	 * @param found what was found
	 * @return the status
	 */
	public static MigrationStatus of(RunResult found) {
		Set<String> missing = Set.copyOf(found.missingTables());
		List<String> existing = found.expectedTables().stream().filter((table) -> !missing.contains(table)).toList();
		boolean needed = !found.missing().isEmpty() || !found.versioned().pending().isEmpty();
		return new MigrationStatus(true, true, needed, found.expectedTables(), existing, found.missingTables(),
				found.missing(), found.differences(), found.versioned(), null, found.belongsTo());
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
		if (this.belongsTo != null) {
			return "The database belongs to " + this.belongsTo
					+ ", which is newer than this one, and has all that is expected.";
		}
		if (!this.differences.isEmpty()) {
			return "The database has all that is expected; " + this.differences.size()
					+ " differences were left alone.";
		}
		return "The database has all that is expected.";
	}

}
