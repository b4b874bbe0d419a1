package io.automigrate.execute;

import java.util.List;
import java.util.stream.Stream;

import io.automigrate.error.OpenChange;
import io.automigrate.schema.ObjectName;

/**
 * What a run, or a comparison, found and did. Names are as people read them.
 *
 * @param expectedTables the tables that the sources declare
 * @param missingTables those that do not exist, after the run
 * @param missing everything that does not exist, after the run
 * @param needed what of it an application cannot work without: missing tables, views,
 * columns, sequences, types, schemas, extensions and routines, and stated renames that
 * were not carried out
 * @param deferred changes that wait for older releases to end
 * @param differences everything that is left alone, {@code needed} and {@code deferred}
 * included, each with the reason and the action
 * @param changes what the run did, or, where it was only compared, would do
 * @param versioned what became of versioned migrations
 */
public record RunResult(List<String> expectedTables, List<String> missingTables, List<String> missing,
		List<OpenChange> needed, List<OpenChange> deferred, List<String> differences, Changes changes,
		VersionedFacts versioned) {

	/** The result of a run that compared nothing, and that did nothing. */
	public static final RunResult NONE = inPlace(List.of(), List.of(), List.of());

	public RunResult {
		expectedTables = List.copyOf(expectedTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		needed = List.copyOf(needed);
		deferred = List.copyOf(deferred);
		differences = List.copyOf(differences);
	}

	/** Everything is there. */
	static RunResult inPlace(List<String> expectedTables, List<String> differences, List<String> heads) {
		return new RunResult(expectedTables, List.of(), List.of(), List.of(), List.of(), differences, Changes.NONE,
				VersionedFacts.heads(heads));
	}

	/**
	 * Tell what became of versioned migrations where nothing else was looked at.
	 * @param facts what became of them
	 * @return the result
	 */
	public static RunResult of(VersionedFacts facts) {
		return NONE.with(facts);
	}

	/** The result of a run that compared nothing. */
	static RunResult notCompared() {
		return NONE;
	}

	/** What a run has made of nothing. */
	static RunResult made(List<ObjectName> objects, String defaultSchema) {
		Changes changes = Changes.created(objects, defaultSchema);
		return new RunResult(changes.tablesCreated().stream().sorted().toList(), List.of(), List.of(), List.of(),
				List.of(), List.of(), changes, VersionedFacts.NONE);
	}

	/** The same with what became of versioned migrations. */
	RunResult with(VersionedFacts facts) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				this.differences, this.changes, facts);
	}

	/** The same with more that is left alone. */
	RunResult differing(List<String> more) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				Stream.concat(this.differences.stream(), more.stream()).toList(), this.changes, this.versioned);
	}

	/**
	 * Returns how things stand after the run, as a later question would find it.
	 * @return the same without what was changed
	 */
	RunResult afterwards() {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				this.differences, Changes.NONE, this.versioned.afterwards());
	}

	/**
	 * Returns whether the same question needs no new answer as long as the catalogs stay:
	 * nothing is missing, and nothing waits.
	 */
	boolean settled() {
		return this.missing.isEmpty() && this.needed.isEmpty() && this.deferred.isEmpty()
				&& this.versioned.pending().isEmpty();
	}

}
