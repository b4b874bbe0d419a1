package io.automigrate.execute;

import java.util.List;
import java.util.stream.Stream;

import io.automigrate.error.OpenChange;
import io.automigrate.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a run, or a comparison, found and did. Names are as people read them.
 *
 * @param expectedTables the tables that the sources declare
 * @param missingTables those that do not exist, after the run
 * @param missing everything that does not exist, after the run; where only the needs of
 * an older release or of a role without powers were compared, also what is there in a
 * form that it cannot use
 * @param needed what of it an application cannot work without: missing tables, views,
 * columns, sequences, types, schemas, extensions and routines, and stated renames that
 * were not carried out
 * @param deferred changes that wait for older releases to end
 * @param differences everything that is left alone, {@code needed} and {@code deferred}
 * included, each with the reason and the action
 * @param changes what the run did, or, where it was only compared, would do
 * @param versioned what became of versioned migrations
 * @param belongsTo the newer release that the database belongs to, as people read it, so
 * that nothing was changed; {@code null} where there is none
 */
public record RunResult(List<String> expectedTables, List<String> missingTables, List<String> missing,
		List<OpenChange> needed, List<OpenChange> deferred, List<String> differences, Changes changes,
		VersionedFacts versioned, @Nullable String belongsTo) {

	/** The result of a run that compared nothing, and that did nothing. */
	public static final RunResult NONE = inPlace(List.of(), List.of(), List.of(), null);

	public RunResult {
		expectedTables = List.copyOf(expectedTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		needed = List.copyOf(needed);
		deferred = List.copyOf(deferred);
		differences = List.copyOf(differences);
	}

	/** Everything is there. */
	static RunResult inPlace(List<String> expectedTables, List<String> differences, List<String> heads,
			@Nullable String belongsTo) {
		return new RunResult(expectedTables, List.of(), List.of(), List.of(), List.of(), differences, Changes.NONE,
				VersionedFacts.heads(heads), belongsTo);
	}

	/**
	 * Tell what became of versioned migrations where nothing else was looked at.
	 * @param facts what became of them
	 * @return the result
	 */
	public static RunResult of(VersionedFacts facts) {
		return NONE.with(facts);
	}

	/** What a run that fails has committed before. */
	static RunResult kept(Changes changes, VersionedFacts facts) {
		return new RunResult(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), changes, facts, null);
	}

	/** The result of a run that compared nothing. */
	static RunResult notCompared() {
		return NONE;
	}

	/** What a run has made of nothing. */
	static RunResult made(List<ObjectName> objects, String defaultSchema) {
		Changes changes = Changes.created(objects, defaultSchema);
		return new RunResult(changes.tablesCreated().stream().sorted().toList(), List.of(), List.of(), List.of(),
				List.of(), List.of(), changes, VersionedFacts.NONE, null);
	}

	/** The same with what became of versioned migrations. */
	RunResult with(VersionedFacts facts) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				this.differences, this.changes, facts, this.belongsTo);
	}

	/** The same with more that is left alone. */
	RunResult differing(List<String> more) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				Stream.concat(this.differences.stream(), more.stream()).toList(), this.changes, this.versioned,
				this.belongsTo);
	}

	/** The same, as an older release than the database's has found it. */
	RunResult belongingTo(@Nullable String newer) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				this.differences, this.changes, this.versioned, newer);
	}

	/**
	 * Returns which release the database belongs to, where that is a newer one.
	 * @return a sentence, or {@code null}
	 */
	public @Nullable String olderMessage() {
		return (this.belongsTo != null)
				? "The database belongs to " + this.belongsTo + ", which is newer than this one; nothing was changed."
				: null;
	}

	/**
	 * Returns how things stand after the run, as a later question would find it.
	 * @return the same without what was changed
	 */
	RunResult afterwards() {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.needed, this.deferred,
				this.differences, Changes.NONE, this.versioned.afterwards(), this.belongsTo);
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
