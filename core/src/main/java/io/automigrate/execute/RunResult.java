package io.automigrate.execute;

import java.util.List;
import java.util.stream.Stream;

import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a run, or a comparison, found and did. Names are as people read them.
 *
 * @param expectedTables the tables that the sources ask for
 * @param missingTables those that are not there, after the run
 * @param missing everything that is not there, after the run
 * @param tablesCreated the tables that were created
 * @param created everything that was created
 * @param differences what is left alone, with reason and way out
 * @param versioned what became of versioned migrations
 * @param belongsTo the newer release that the database belongs to, as people read it, so
 * that nothing was changed; {@code null} where there is none
 */
public record RunResult(List<String> expectedTables, List<String> missingTables, List<String> missing,
		List<String> tablesCreated, List<String> created, List<String> differences, VersionedFacts versioned,
		@Nullable String belongsTo) {

	public RunResult {
		expectedTables = List.copyOf(expectedTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		tablesCreated = List.copyOf(tablesCreated);
		created = List.copyOf(created);
		differences = List.copyOf(differences);
	}

	/** A comparison's result, without versioned migrations. */
	RunResult(List<String> expectedTables, List<String> missingTables, List<String> missing, List<String> tablesCreated,
			List<String> created, List<String> differences) {
		this(expectedTables, missingTables, missing, tablesCreated, created, differences, VersionedFacts.NONE, null);
	}

	/**
	 * Tell what became of versioned migrations where nothing else was looked at.
	 * @param facts what became of them
	 * @return the result
	 */
	public static RunResult of(VersionedFacts facts) {
		return notCompared().with(facts);
	}

	/** The result of a run that compared nothing. */
	static RunResult notCompared() {
		return new RunResult(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
	}

	/** What a run has made of nothing. */
	static RunResult made(List<ObjectName> objects, String defaultSchema) {
		List<String> tables = objects.stream()
			.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(defaultSchema))
			.toList();
		return new RunResult(tables.stream().sorted().toList(), List.of(), List.of(), tables,
				objects.stream().map((object) -> object.display(defaultSchema)).toList(), List.of());
	}

	/** The same with what became of versioned migrations. */
	RunResult with(VersionedFacts facts) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.tablesCreated, this.created,
				this.differences, facts, this.belongsTo);
	}

	/** The same with more that is left alone. */
	RunResult differing(List<String> more) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.tablesCreated, this.created,
				Stream.concat(this.differences.stream(), more.stream()).toList(), this.versioned, this.belongsTo);
	}

	/** The same, as an older release than the database's has found it. */
	RunResult of(@Nullable String newer) {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, this.tablesCreated, this.created,
				this.differences, this.versioned, newer);
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
	 * @return the same without what was created
	 */
	RunResult afterwards() {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, List.of(), List.of(),
				this.differences, this.versioned.afterwards(), this.belongsTo);
	}

}
