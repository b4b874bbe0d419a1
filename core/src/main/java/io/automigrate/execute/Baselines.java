package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.catalog.CatalogNames;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.error.BaselineException;
import io.automigrate.error.MigrationException;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.Territory;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;

/**
 * Decides whether a baseline is run. What it makes is found out in a scratch copy, where
 * it runs after the migrations that it needs, and compared with what there is: where all
 * of it is in place, the baseline is only marked as applied, and where nothing of it is,
 * it is run. Anything between is refused.
 */
final class Baselines {

	/** Makes no difference to whether something of a baseline is there. */
	private static final Set<ObjectKind> COMMON = EnumSet.of(ObjectKind.SCHEMA, ObjectKind.EXTENSION,
			ObjectKind.DEFAULT);

	private final Session session;

	private final Desired desired;

	private final RunListener listener;

	/**
	 * Create the decision.
	 * @param session a session outside of a transaction
	 */
	Baselines(Session session, Desired desired, RunListener listener) {
		this.session = session;
		this.desired = desired;
		this.listener = listener;
	}

	/**
	 * Find the migrations that are to be marked only.
	 * @param route what would be run, in order
	 * @throws BaselineException if only a part of one is in place
	 */
	List<Migration> inPlace(List<Migration> route) throws SQLException {
		List<Migration> inPlace = new ArrayList<>();
		for (Migration migration : route) {
			if (migration.baseline() && inPlace(migration)) {
				inPlace.add(migration);
			}
		}
		return inPlace;
	}

	private boolean inPlace(Migration baseline) throws SQLException {
		Connection connection = this.session.connection();
		Set<String> needed = this.desired.migrations().graph().ancestry(baseline.version());
		List<MigrationUnit> units = this.desired.migrations()
			.graph()
			.migrations()
			.stream()
			.filter((migration) -> needed.contains(migration.version()))
			.map((migration) -> MigrationUnit.of(migration, false))
			.sorted(Comparator.comparing((unit) -> unit.migration().equals(baseline)))
			.toList();
		List<SqlStatement> statements = units.stream().flatMap((unit) -> unit.statements().stream()).toList();
		Territory territory = Territory.survey(connection, this.desired.settings().schemas(),
				DesiredSchema.schemas(statements));
		if (!CatalogNames.hasRelations(connection, territory.schemas())) {
			return false;
		}
		if (units.stream().anyMatch((unit) -> unit.action() instanceof MigrationAction.Java)) {
			undecided(baseline, "it comes after a migration in Java");
			return false;
		}
		this.session.begin();
		try {
			Schema live = new MigratedSchema(this.desired, territory).read(this.session);
			return inPlace(baseline, territory, live, made(territory, statements, units));
		}
		catch (BaselineException ex) {
			throw ex;
		}
		catch (MigrationException ex) {
			undecided(baseline, ex.getMessage());
			return false;
		}
		finally {
			this.session.rollbackPart();
		}
	}

	/** Then it is run, which fails where something of it is there. */
	private void undecided(Migration baseline, String reason) {
		this.listener.warning("Whether all that " + baseline.display()
				+ " makes is in place cannot be found out, so it is run: " + reason);
	}

	/** Run all, the baseline at the end. */
	private Made made(Territory territory, List<SqlStatement> all, List<MigrationUnit> units) throws SQLException {
		return ScratchCopy.within(this.session.connection(), territory, all, (copy, statements) -> {
			int last = units.size() - 1;
			for (MigrationUnit unit : units.subList(0, last)) {
				run(unit, statements);
			}
			Schema before = copy.schema();
			run(units.get(last), statements);
			return new Made(before, copy.schema());
		});
	}

	private void run(MigrationUnit unit, List<SqlStatement> statements) throws SQLException {
		Connection connection = this.session.connection();
		SessionSettings before = unit.sets() ? SessionSettings.read(connection, unit.ownSettings()) : null;
		Statements.ofMigrations(this.session.clock().deadline(), "Correct the migration.")
			.run(connection,
					statements.stream()
						.filter((statement) -> statement.script().equals(unit.migration().origin()))
						.toList());
		if (before != null) {
			before.restore(connection, before);
		}
	}

	private boolean inPlace(Migration baseline, Territory territory, Schema live, Made made) throws SQLException {
		List<SchemaChange> changes = SchemaDiff.between(made.before(), made.after());
		Set<ObjectName> touched = changes.stream().map(SchemaChange::object).collect(Collectors.toSet());
		List<RefusedChange> differences = Comparison
			.differences(this.session.connection(), territory, live, made.after())
			.stream()
			.filter((difference) -> touched.contains(difference.object()) || (difference.object().table() != null
					&& touched.contains(ObjectName.of(ObjectKind.TABLE, difference.object().table()))))
			.toList();
		if (differences.isEmpty()) {
			return !touched.isEmpty();
		}
		Set<ObjectName> missing = creates(SchemaDiff.between(live, made.after()));
		boolean absent = creates(changes).stream()
			.filter((object) -> !COMMON.contains(object.kind()))
			.allMatch(missing::contains);
		if (absent) {
			return false;
		}
		throw new BaselineException(baseline.version(), baseline.display(),
				differences.stream()
					.map((difference) -> difference.object().quoted() + " "
							+ (difference.missing() ? "is missing" : difference.reason()))
					.toList());
	}

	private static Set<ObjectName> creates(List<SchemaChange> changes) {
		return changes.stream().filter(Create.class::isInstance).map(SchemaChange::object).collect(Collectors.toSet());
	}

	/** The schema without the baseline, and with it. */
	private record Made(Schema before, Schema after) {

	}

}
