package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.error.JavaMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Schema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.SchemaMentions;
import io.automigrate.source.Territory;
import io.automigrate.source.WantedExtension;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationSet;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;

/**
 * A session in a throw-away database, in which migrations are run up and down by the code
 * that runs them in earnest, and what they make is read.
 */
final class Rehearsal implements AutoCloseable {

	private static final String CORRECT = "Correct the migration; it ran in a throw-away database, and nothing of it stays.";

	private final Session session;

	private final MigrationSettings settings;

	/** The schemas that statements speak of. */
	private final Set<String> mentioned;

	private final List<SqlStatement> migrations;

	private final List<String> lacking;

	private Territory territory;

	/**
	 * Open a session.
	 * @param database where
	 * @param settings the schemas and budgets
	 * @param migrations all that migrations may run there
	 * @param sources what sources ask for
	 */
	Rehearsal(ThrowAwayDatabase database, MigrationSettings settings, List<SqlStatement> migrations,
			List<SqlStatement> sources) throws SQLException {
		RunClock clock = new RunClock(settings.budgets());
		clock.grow(migrations.size() + sources.size());
		this.session = database.open(clock);
		this.settings = settings;
		this.migrations = migrations;
		this.mentioned = SchemaMentions.in(Stream.concat(sources.stream(), migrations.stream()).toList());
		this.lacking = database.lacking();
		this.territory = survey();
	}

	/** A migration may have made a schema, or dropped one. */
	private Territory survey() throws SQLException {
		return Territory.survey(this.session.connection(), this.settings.schemas(), this.mentioned);
	}

	/** Returns all statements of migrations, in both directions. */
	static List<SqlStatement> statements(MigrationGraph graph) {
		List<SqlStatement> statements = new ArrayList<>();
		Stream.concat(graph.migrations().stream(), graph.repeatables().stream()).forEach((migration) -> {
			for (boolean down : (migration.down() != null) ? List.of(false, true) : List.of(false)) {
				MigrationUnit unit = MigrationUnit.of(migration, down);
				ServerWide.requireOutsideOfTransactions(unit);
				statements.addAll(unit.statements());
			}
		});
		return statements;
	}

	/** Apply everything that is pending, as one run does, repeatable ones included. */
	void up(MigrationGraph graph) throws SQLException {
		move(graph, MigrationTarget.LATEST, false);
	}

	/** Apply the next one in the order. */
	void next(MigrationGraph graph) throws SQLException {
		move(graph, MigrationTarget.steps(1).upwards(), false);
	}

	/** Undo the last one in the order. */
	void back(MigrationGraph graph) throws SQLException {
		move(graph, MigrationTarget.steps(1).downwards(), true);
	}

	private void move(MigrationGraph graph, MigrationTarget target, boolean down) throws SQLException {
		Desired desired = new Desired(List.of(), this.settings, MigrationSet.of(graph), ServerWide::test);
		RunRecorder recorder = new RunRecorder(RunOrigin.command("check"), target.display(),
				this.settings.application());
		LockedRun locked = new LockedRun(this.session, desired.lock(this.territory), desired, RunListener.SILENT);
		VersionedRun run = new VersionedRun(this.session, locked, desired, RunListener.SILENT, recorder);
		try {
			SessionSettings staying = SessionSettings.read(connection());
			if (down) {
				run.down(this.territory, target, staying);
			}
			else {
				run.up(this.territory, target, staying);
			}
			this.territory = survey();
		}
		catch (StatementFailedException ex) {
			throw ex.withWayOut(CORRECT + missingExtensions());
		}
		catch (JavaMigrationException ex) {
			throw ex.withWayOut(CORRECT);
		}
		finally {
			this.session.rollback();
		}
	}

	private String missingExtensions() {
		return this.lacking.isEmpty() ? ""
				: " The database has extensions that this role may not create in a throw-away one: "
						+ String.join(", ", this.lacking)
						+ ". If one is missing, name a database that has them with --dev-url (migration.versioned.dev-url).";
	}

	/** Do something in a transaction that is rolled back, in which names print alike. */
	<T> T look(Look<T> look) throws SQLException {
		try {
			this.session.begin();
			this.session.printNamesAlike(this.territory);
			return look.in(connection());
		}
		finally {
			this.session.rollback();
		}
	}

	/** Read what migrations have made, in {@link #look}. */
	Schema made() throws SQLException {
		Schema read = CatalogReader.readOwn(connection(), this.territory.schemas(), NameMapping.NONE);
		Schema made = ScratchCopy.asked(read, this.territory, this.migrations);
		Set<String> names = made.extensions().stream().map(Extension::name).collect(Collectors.toSet());
		Set<String> versioned = WantedExtension.versioned(this.migrations);
		return made.withExtensions(read.extensions()
			.stream()
			.filter((extension) -> names.contains(extension.name()))
			.map((extension) -> versioned.contains(extension.name()) ? extension : extension.withoutVersion())
			.toList());
	}

	/** Read what migrations have made. */
	Schema schema() throws SQLException {
		return look((connection) -> made());
	}

	/** Plan the way from what migrations have made, in {@link #look}. */
	MigrationPlan plan(Schema desired, List<RenameHint> renames, PlanSettings settings) throws SQLException {
		return SideBySide.plan(this::made, connection(), this.territory,
				new SideBySide.Desired(desired, this.territory, renames), settings, this.session.clock().deadline());
	}

	Connection connection() {
		return this.session.connection();
	}

	Territory territory() {
		return this.territory;
	}

	Deadline deadline() {
		return this.session.clock().deadline();
	}

	@Override
	public void close() {
		this.session.close();
	}

	/**
	 * What is done in a transaction.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Look<T> {

		T in(Connection connection) throws SQLException;

	}

}
