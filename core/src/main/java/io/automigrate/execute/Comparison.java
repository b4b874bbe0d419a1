package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.error.OpenChange;
import io.automigrate.execute.Needs.ColumnType;
import io.automigrate.execute.Needs.Lack;
import io.automigrate.execute.Needs.Relation;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.LiveFacts;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.plan.Planner;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Extension;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Sequence;
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
 * @param renames stated renames that are not part of it
 * @param lacking what an instance needs and lacks as long as nothing is done
 * @param needsOnly whether only what an instance needs was compared, so that whatever the
 * plan refuses is needed
 */
record Comparison(Territory territory, Schema desired, MigrationPlan plan, LeftRenames renames, Set<ObjectName> lacking,
		boolean needsOnly) {

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
		Needs needs = needs(desired, territory);
		Set<ObjectName> lacking = lacking(connection, needs, Presence.declaredTypes(connection, needs));
		List<SchemaChange> unmet = SchemaDiff.between(live, desired, new LinkedHashSet<>())
			.stream()
			.filter((change) -> meets(change, lacking))
			.toList();
		return new Comparison(territory, desired,
				MigrationPlan.refusing(unmet, reason, action, territory.defaultSchema()), LeftRenames.none(), lacking,
				true);
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
		MigrationPlan plan = Planner.plan(live, desired, changes, List.copyOf(notCompared), settings.plan(), facts,
				territory.defaultSchema());
		Set<ObjectName> lacking = plan.changes().isEmpty() && plan.refused().isEmpty() ? Set.of()
				: renames.within(connection, territory, () -> lacking(connection, needs(desired, territory), Map.of()));
		return new Comparison(territory, desired, plan, renames.left(), lacking, false);
	}

	private static Needs needs(Schema desired, Territory territory) {
		return Needs.of(desired, desired.extensions().stream().map(Extension::name).toList(),
				territory.defaultSchema());
	}

	/** The objects, and the table or view where a column of it is lacking. */
	private static Set<ObjectName> lacking(Connection connection, Needs needs, Map<ColumnName, ColumnType> usable)
			throws SQLException {
		Set<ObjectName> lacking = new HashSet<>();
		for (Lack lack : needs.lacking(Presence.of(connection, needs, 0), usable)) {
			lacking.add(lack.object());
			QualifiedName relation = lack.object().table();
			needs.relations()
				.stream()
				.map(Relation::object)
				.filter((object) -> object.name().equals(relation))
				.forEach(lacking::add);
		}
		return lacking;
	}

	/** Whether a change would give an instance what it lacks. */
	private static boolean meets(SchemaChange change, Set<ObjectName> lacking) {
		boolean gives = change instanceof Create || (change instanceof Alter alter && switch (alter.aspect()) {
			case TYPE, VALUES, DEFINITION -> true;
			default -> false;
		});
		return change.renames() || (gives && lacking.contains(change.object()));
	}

	private boolean needed(SchemaChange change) {
		return this.needsOnly || meets(change, this.lacking);
	}

	/** What the plan refuses and an instance can work without. */
	List<String> leftAlone() {
		return this.plan.refused()
			.stream()
			.filter((refused) -> !needed(refused.change()) && !refused.deferred())
			.map(RefusedChange::message)
			.toList();
	}

	/**
	 * Say what is missing or different, whatever the policy. What is there beyond is no
	 * difference, and of a table that is missing the parts are not listed.
	 * @param connection a connection in a transaction with the territory's printing path
	 * @param live what there is
	 * @param expected what there should be
	 */
	static List<RefusedChange> differences(Connection connection, Territory territory, Schema live, Schema expected)
			throws SQLException {
		Set<OtherObject> notCompared = new LinkedHashSet<>();
		List<SchemaChange> changes = SameMeaning.dropFrom(SchemaDiff.between(live, expected, notCompared), connection);
		List<RefusedChange> refused = Planner
			.plan(live, expected, changes, List.copyOf(notCompared),
					new PlanSettings(ChangePolicy.VALIDATE, false, Set.of(), PlanSettings.DEFAULT_ONLINE_ABOVE),
					new DatabaseFacts(connection, territory.serverVersion(), Map.of(), null), territory.defaultSchema())
			.refused();
		Set<ObjectName> missing = refused.stream()
			.filter(RefusedChange::missing)
			.map(RefusedChange::object)
			.collect(Collectors.toSet());
		return refused.stream()
			.filter((change) -> change.missing() || !missing.contains(change.object()))
			.filter((change) -> whole(change.change()).noneMatch(missing::contains))
			.toList();
	}

	/** The table or view that an object goes with. */
	private static Stream<ObjectName> whole(SchemaChange change) {
		QualifiedName owner = (change instanceof Create create && create.desired() instanceof Sequence sequence
				&& sequence.ownedBy() != null) ? sequence.ownedBy().table() : change.object().table();
		return (owner == null) ? Stream.empty()
				: Stream.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW)
					.map((kind) -> ObjectName.of(kind, owner));
	}

	/** The same without some tables and the sequences of their columns. */
	static Schema without(Schema schema, Set<QualifiedName> hidden) {
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
		Set<String> missing = Set.copyOf(this.plan.missingTables());
		return expectedTables().stream().filter((table) -> !missing.contains(table)).toList();
	}

	/** How things stand before the plan is run, and what it would do. */
	RunResult found() {
		List<OpenChange> needed = Stream
			.concat(this.plan.changes()
				.stream()
				.filter(this::needed)
				.map((change) -> new OpenChange(change.object().quoted(),
						(change instanceof Alter) ? "is not as it is needed" : "does not exist", "Run the migration.")),
					needed())
			.toList();
		List<String> missing = Stream
			.concat(this.plan.changes()
				.stream()
				.filter((change) -> needed(change) || Changes.creates(change))
				.map(SchemaChange::object), refusedAndLacking())
			.map(this::display)
			.toList();
		return result(this.plan.missingTables(), missing, needed);
	}

	/** How things stand after the plan was run, and what it did. */
	RunResult applied() {
		return result(tables(refusedAndMissing()), refusedAndLacking().map(this::display).toList(), needed().toList());
	}

	private RunResult result(List<String> missingTables, List<String> missing, List<OpenChange> needed) {
		List<OpenChange> deferred = this.plan.refused()
			.stream()
			.filter((refused) -> refused.deferred() && !needed(refused.change()))
			.map(Comparison::open)
			.toList();
		List<String> differences = Stream
			.concat(this.plan.refused().stream().map(RefusedChange::message),
					Stream.concat(this.renames.open().stream(), this.renames.ignored().stream())
						.map(OpenChange::message))
			.toList();
		return new RunResult(expectedTables(), missingTables, missing, needed, deferred, differences,
				Changes.of(this.plan), VersionedFacts.NONE, null);
	}

	private Stream<OpenChange> needed() {
		return Stream.concat(
				this.plan.refused().stream().filter((refused) -> needed(refused.change())).map(Comparison::open),
				this.renames.open().stream());
	}

	private static OpenChange open(RefusedChange refused) {
		return new OpenChange(refused.object().quoted(), refused.reason(), refused.wayOut());
	}

	private Stream<ObjectName> refusedAndMissing() {
		return this.plan.refused().stream().filter(RefusedChange::missing).map(RefusedChange::object);
	}

	/**
	 * What is there and of no use, such as a column of another type, is lacking as well.
	 */
	private Stream<ObjectName> refusedAndLacking() {
		return this.needsOnly ? this.plan.refused().stream().map(RefusedChange::object) : refusedAndMissing();
	}

	private List<String> tables(Stream<ObjectName> objects) {
		return objects.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(defaultSchema()))
			.toList();
	}

	private String display(ObjectName object) {
		return object.display(defaultSchema());
	}

	private String defaultSchema() {
		return this.territory.defaultSchema();
	}

}
