package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.error.StatementFailedException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.schema.Schema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.Territory;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;

/**
 * Runs pending migrations statement by statement, watches what each does, and takes all
 * of it back.
 */
final class TraceRun {

	private static final String NOTHING_STAYS = "Correct the migration; this was a dry run, and nothing was changed.";

	private final Session session;

	private final Territory territory;

	private final Desired desired;

	private final List<StatementTrace> traces = new ArrayList<>();

	private final List<String> notTraced = new ArrayList<>();

	private boolean deferring;

	TraceRun(Session session, Territory territory, Desired desired) {
		this.session = session;
		this.territory = territory;
		this.desired = desired;
	}

	/** Run them, within a savepoint of the session's transaction. */
	MigrationTrace run(List<Migration> route, RunListener listener) throws SQLException {
		Connection connection = this.session.connection();
		Savepoint before = connection.setSavepoint();
		Schema after;
		List<RenameHint> renames;
		try {
			this.session.searchFirst(this.territory, true);
			Relations relations = Relations.read(connection);
			this.deferring = DeferredConstraints.any(connection);
			for (Migration migration : route) {
				MigrationUnit unit = MigrationUnit.of(migration, false);
				if (!this.notTraced.isEmpty() || !unit.transactional() || !traced(unit, relations, listener)) {
					this.notTraced.add(migration.version());
				}
			}
			// What is checked only at the end of a transaction would never be checked
			// here.
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
			}
			renames = relations.renames(connection);
			this.session.printNamesAlike(this.territory);
			after = CatalogReader.read(connection, this.territory.schemas(), NameMapping.NONE);
		}
		finally {
			if (!connection.isClosed()) {
				connection.rollback(before);
			}
		}
		return new MigrationTrace(this.traces, difference(after, renames), this.notTraced);
	}

	/** Returns whether it could be traced, which takes no commit before it. */
	private boolean traced(MigrationUnit unit, Relations relations, RunListener listener) throws SQLException {
		Savepoint start = this.session.connection().setSavepoint();
		int traces = this.traces.size();
		try {
			trace(unit, relations, listener);
			return true;
		}
		catch (StatementFailedException ex) {
			if (!VersionedRun.UNSAFE_NEW_VALUE.equals(ex.sqlState()) || this.session.connection().isClosed()) {
				throw ex;
			}
			this.session.connection().rollback(start);
			this.traces.subList(traces, this.traces.size()).clear();
			return false;
		}
	}

	private void trace(MigrationUnit unit, Relations relations, RunListener listener) throws SQLException {
		Connection connection = this.session.connection();
		SessionSettings settings = unit.sets() ? SessionSettings.read(connection, unit.ownSettings()) : null;
		if (unit.action() instanceof MigrationAction.Java java) {
			long start = System.nanoTime();
			MigrationBatch.runJava(unit, java,
					GuardedConnection.shared(connection, unit.migration(), this.session.clock().deadline(), listener),
					NOTHING_STAYS);
			add(unit, unit.migration().origin(), "", 0, start, relations);
		}
		Statements statements = Statements.ofMigrations(this.session.clock().deadline(), NOTHING_STAYS);
		for (SqlStatement statement : unit.statements()) {
			long start = System.nanoTime();
			long rows = statements.runOne(connection, statement);
			add(unit, statement.script() + ", line " + statement.line(), statement.text(), rows, start, relations);
		}
		this.deferring |= unit.defers();
		if (this.deferring) {
			DeferredConstraints.check(connection, unit.migration(), NOTHING_STAYS);
		}
		if (unit.leaves()) {
			this.session.leaveNothing();
		}
		if (settings != null) {
			settings.restore(connection, settings);
		}
	}

	private void add(MigrationUnit unit, String place, String sql, long rows, long start, Relations relations)
			throws SQLException {
		Duration duration = Duration.ofNanos(System.nanoTime() - start);
		Relations.Changes changes = relations.since(this.session.connection());
		this.traces.add(new StatementTrace(unit.migration().version(), place, sql, rows, duration, changes.locks(),
				changes.rewritten()));
	}

	/** Judged by what is there before, as a plan is. */
	private MigrationPlan difference(Schema after, List<RenameHint> renames) throws SQLException {
		Connection connection = this.session.connection();
		Savepoint savepoint = connection.setSavepoint();
		this.session.printNamesAlike(this.territory);
		MigrationSettings settings = this.desired.settings();
		MigrationSettings everything = settings
			.with(new PlanSettings(ChangePolicy.FULL, true, Set.of("*"), settings.plan().onlineAbove()));
		MigrationPlan plan = Comparison
			.of(connection, this.territory, after, everything, renames,
					this.desired.historyNames(this.territory).tables(), null)
			.plan();
		plan.reverse();
		connection.rollback(savepoint);
		return plan;
	}

}
