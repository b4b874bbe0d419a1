package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.plan.LiveFacts;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.Planner;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Schema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.Territory;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Both sides and what follows from them.
 *
 * @param territory the managed schemas
 * @param desired what is asked for
 * @param plan what would be done
 * @param needsOnly whether only what an instance needs was compared, so that whatever the
 * plan refuses is missing
 */
record Comparison(Territory territory, Schema desired, MigrationPlan plan, boolean needsOnly) {

	/** Compare where we have no tables of our own. */
	static Comparison of(Connection connection, Territory territory, Schema desired, MigrationSettings settings,
			List<RenameHint> hints) throws SQLException {
		return of(connection, territory, desired, settings, hints, Set.of(), null);
	}

	/**
	 * Compare only what an instance needs with what there is now. Nothing would be done
	 * about what it lacks.
	 * @param connection a connection in a transaction with the territory's printing path
	 * @param hidden tables of our own that neither side shows
	 * @param reason why nothing would be done, as a clause that follows an object's name
	 * @param action what the reader can do, as a sentence
	 */
	static Comparison ofNeeds(Connection connection, Territory territory, Schema asked, Set<QualifiedName> hidden,
			String reason, String action) throws SQLException {
		Schema desired = without(asked, hidden);
		Schema live = without(CatalogReader.read(connection, territory.schemas(), NameMapping.NONE), hidden);
		return new Comparison(territory, desired, MigrationPlan.refusing(Needs.unmet(connection, desired, live), reason,
				action, territory.defaultSchema()), true);
	}

	/**
	 * Compare what is asked for with what there is now.
	 * @param connection a connection in a transaction with the territory's printing path
	 * @param hidden tables of our own that neither side shows
	 * @param releases this release among others, or {@code null} where no application is
	 * compared
	 */
	static Comparison of(Connection connection, Territory territory, Schema asked, MigrationSettings settings,
			List<RenameHint> hints, Set<QualifiedName> hidden, @Nullable Releases releases) throws SQLException {
		Schema desired = without(asked, hidden);
		Renames renames = Renames.of(CatalogReader.read(connection, territory.schemas(), NameMapping.NONE), desired,
				hints, territory.defaultSchema());
		Schema live = without(renames.live(connection, territory), hidden);
		List<SchemaChange> changes = new ArrayList<>(renames.changes());
		Set<OtherObject> notCompared = new LinkedHashSet<>();
		changes.addAll(SameMeaning.dropFrom(SchemaDiff.between(live, desired, notCompared), connection));
		LiveFacts facts = new DatabaseFacts(connection, territory.serverVersion(), renames.presentNames(), releases);
		return new Comparison(territory, desired, Planner.plan(live, desired, changes, List.copyOf(notCompared),
				settings.plan(), facts, territory.defaultSchema()), false);
	}

	/** The same without some tables and the sequences of their columns. */
	private static Schema without(Schema schema, Set<QualifiedName> hidden) {
		if (schema.tables().stream().noneMatch((table) -> hidden.contains(table.name()))) {
			return schema;
		}
		Map<ObjectName, Set<ObjectName>> uses = new HashMap<>(schema.uses());
		uses.keySet().removeIf((object) -> hidden.contains(object.name()));
		return new Schema(schema.namespaces(), schema.extensions(), schema.enums(), schema.domains(),
				schema.composites(),
				schema.sequences()
					.stream()
					.filter((sequence) -> sequence.ownedBy() == null || !hidden.contains(sequence.ownedBy().table()))
					.toList(),
				schema.routines(), schema.tables().stream().filter((table) -> !hidden.contains(table.name())).toList(),
				schema.views(), schema.others(), schema.otherUses(), uses);
	}

	List<String> expectedTables() {
		return this.desired.tables().stream().map((table) -> table.name().display(defaultSchema())).toList();
	}

	List<String> existingTables() {
		Set<String> missing = Set.copyOf(missingTables());
		return expectedTables().stream().filter((table) -> !missing.contains(table)).toList();
	}

	/** What is not there before the plan is run. */
	RunResult found() {
		List<String> missing = Stream
			.concat(this.plan.steps().stream().map((step) -> step.subject(defaultSchema())),
					refusedAndMissing().map((refused) -> display(refused.object())))
			.distinct()
			.toList();
		return new RunResult(expectedTables(), missingTables(), missing, List.of(), List.of(), differences());
	}

	/** What is not there after the plan was run, and what it made. */
	RunResult applied() {
		List<String> missingTables = refusedAndMissing().filter((refused) -> table(refused))
			.map((refused) -> refused.object().name().display(defaultSchema()))
			.toList();
		List<String> missing = refusedAndMissing().map((refused) -> display(refused.object())).toList();
		return new RunResult(expectedTables(), missingTables, missing, this.plan.tablesToCreate(),
				this.plan.steps().stream().map((step) -> step.subject(defaultSchema())).distinct().toList(),
				differences());
	}

	private Stream<RefusedChange> refusedAndMissing() {
		return this.plan.refused().stream().filter((refused) -> this.needsOnly || refused.missing());
	}

	private List<String> missingTables() {
		return Stream
			.concat(this.plan.tablesToCreate().stream(),
					refusedAndMissing().filter((refused) -> table(refused))
						.map((refused) -> refused.object().name().display(defaultSchema())))
			.toList();
	}

	private static boolean table(RefusedChange refused) {
		return refused.object().kind() == ObjectKind.TABLE;
	}

	private List<String> differences() {
		return this.plan.refused().stream().map(RefusedChange::message).collect(Collectors.toList());
	}

	private String display(ObjectName object) {
		return object.display(defaultSchema());
	}

	private String defaultSchema() {
		return this.territory.defaultSchema();
	}

}
