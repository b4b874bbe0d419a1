package io.automigrate.execute;

import java.util.List;

import io.automigrate.error.OpenChange;
import io.automigrate.lock.LockHolder;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a database found. Names are as people read them.
 *
 * @param expectedTables the tables that the sources ask for
 * @param missingTables those that are not there
 * @param missing everything that is not there
 * @param needed what of it an instance cannot work without
 * @param differences what is there but different, and left alone
 * @param versioned where versioned migrations stand
 * @param unfinished what is left of runs that were interrupted
 * @param inProgress who runs a migration of this database at the moment, or {@code null}
 * @param changes whether a run would change anything
 * @param belongsTo the newer release that the database belongs to, or {@code null}
 */
public record Look(List<String> expectedTables, List<String> missingTables, List<String> missing, List<String> needed,
		List<String> differences, VersionedFacts versioned, List<String> unfinished, @Nullable LockHolder inProgress,
		boolean changes, @Nullable String belongsTo) {

	public Look {
		expectedTables = List.copyOf(expectedTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		needed = List.copyOf(needed);
		differences = List.copyOf(differences);
		unfinished = List.copyOf(unfinished);
	}

	/**
	 * Tell how things stand after a run.
	 * @param result what the run found and did
	 * @return what a look would find now
	 */
	public static Look after(RunResult result) {
		return of(result.afterwards(), null);
	}

	/**
	 * Tell what a run, or a comparison, found.
	 * @param found what it found
	 * @param inProgress who runs a migration at the moment, or {@code null}
	 * @return the same as a look
	 */
	public static Look of(RunResult found, @Nullable LockHolder inProgress) {
		return new Look(found.expectedTables(), found.missingTables(), found.missing(),
				found.needed().stream().map(OpenChange::object).toList(), found.differences(), found.versioned(),
				List.of(), inProgress, !found.changes().isEmpty(), found.belongsTo());
	}

}
