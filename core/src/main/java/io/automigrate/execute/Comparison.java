package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.ObjectName;
import io.automigrate.diff.SchemaChange.CreateTable;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.Planner;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Schema;
import io.automigrate.source.Territory;
import io.automigrate.sql.QualifiedName;

/**
 * Both sides and what follows from them.
 *
 * @param territory the managed schemas
 * @param desired what is asked for
 * @param plan what would be done
 */
record Comparison(Territory territory, Schema desired, MigrationPlan plan) {

	/**
	 * Compare what is asked for with what there is now.
	 * @param connection a connection in a transaction with the territory's printing path
	 */
	static Comparison of(Connection connection, Territory territory, Schema desired, ChangePolicy policy)
			throws SQLException {
		Schema live = CatalogReader.read(connection, territory.schemas(), NameMapping.NONE);
		List<OtherObject> notCompared = Stream.concat(live.others().stream(), desired.others().stream())
			.distinct()
			.toList();
		MigrationPlan plan = Planner.plan(SameMeaning.dropFrom(SchemaDiff.between(live, desired), connection),
				notCompared, policy, rowsIn(connection), territory.defaultSchema());
		return new Comparison(territory, desired, plan);
	}

	private static Predicate<QualifiedName> rowsIn(Connection connection) {
		return (table) -> {
			try (Statement statement = connection.createStatement();
					ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM " + table.quoted() + ")")) {
				return row.next() && row.getBoolean(1);
			}
			catch (SQLException ex) {
				throw new UncheckedSqlException(ex);
			}
		};
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
			.concat(this.plan.steps().stream().map(MigrationStep::object),
					refusedAndMissing().map(RefusedChange::object))
			.map(this::display)
			.toList();
		return new RunResult(expectedTables(), missingTables(), missing, List.of(), List.of(), differences());
	}

	/** What is not there after the plan was run, and what it made. */
	RunResult applied() {
		List<String> missingTables = refusedAndMissing().filter((refused) -> refused.change() instanceof CreateTable)
			.map((refused) -> refused.object().name().display(defaultSchema()))
			.toList();
		List<String> missing = refusedAndMissing().map((refused) -> display(refused.object())).toList();
		return new RunResult(expectedTables(), missingTables, missing, this.plan.tablesToCreate(),
				this.plan.steps().stream().map((step) -> display(step.object())).toList(), differences());
	}

	private Stream<RefusedChange> refusedAndMissing() {
		return this.plan.refused().stream().filter(RefusedChange::missing);
	}

	private List<String> missingTables() {
		return Stream
			.concat(this.plan.tablesToCreate().stream(),
					refusedAndMissing().filter((refused) -> refused.change() instanceof CreateTable)
						.map((refused) -> refused.object().name().display(defaultSchema())))
			.toList();
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
