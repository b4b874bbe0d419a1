package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.JavaMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.NewRow;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import io.automigrate.versioned.MigrationContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations that share a transaction. Many small ones go in one trip; then nobody
 * knows how long each took.
 */
final class MigrationBatch {

	/** Up to how many migrations each is sent by itself, and its time is taken. */
	private static final int TIMED = 50;

	static final String ROLLED_BACK = "Correct the migration; everything was rolled back and none of the batch is marked as applied.";

	private final Session session;

	private final Connection connection;

	private final VersionedState state;

	private final RunListener listener;

	private final @Nullable SessionSettings staying;

	private final String kept;

	private final List<NewRow> rows = new ArrayList<>();

	private final List<String> removed = new ArrayList<>();

	private final List<MigrationUnit> waiting = new ArrayList<>();

	/**
	 * Create a batch.
	 * @param session a session in a transaction
	 * @param staying the session's settings outside of the transaction, or {@code null}
	 * where no migration changes any
	 * @param kept what a failure tells of the migrations before and of this one
	 */
	MigrationBatch(Session session, VersionedState state, RunListener listener, @Nullable SessionSettings staying,
			String kept) {
		this.session = session;
		this.connection = session.connection();
		this.state = state;
		this.listener = listener;
		this.staying = staying;
		this.kept = kept;
	}

	/** Run the migrations and write the history. */
	void run(List<MigrationUnit> units, String application) throws SQLException {
		boolean deferring = units.size() > 1 && DeferredConstraints.any(this.connection);
		for (int i = 0; i < units.size(); i++) {
			MigrationUnit unit = units.get(i);
			this.session.check("running migration " + unit.migration().display());
			deferring |= unit.defers();
			if (deferring || unit.sets() || unit.leaves() || units.size() <= TIMED) {
				flush();
				alone(unit, deferring && i < units.size() - 1);
			}
			else {
				this.waiting.add(unit);
			}
		}
		flush();
		HistoryTable history = this.state.history();
		history.remove(this.connection, this.removed);
		history.add(this.connection, this.rows, application);
	}

	private void flush() throws SQLException {
		List<SqlStatement> statements = this.waiting.stream().flatMap((unit) -> unit.statements().stream()).toList();
		Statements.ofMigrations(this.session.clock().deadline(), this.kept)
			.toldTo(this.listener)
			.run(this.connection, statements);
		this.waiting.forEach((unit) -> done(unit, null));
		this.waiting.clear();
	}

	/**
	 * Run one.
	 * @param checks whether to check what is deferred, as the end of a transaction would
	 */
	private void alone(MigrationUnit unit, boolean checks) throws SQLException {
		SessionSettings before = unit.sets() ? SessionSettings.read(this.connection, unit.ownSettings()) : null;
		long start = System.nanoTime();
		if (unit.action() instanceof MigrationAction.Java java) {
			runJava(unit, java, GuardedConnection.shared(this.connection, unit.migration(),
					this.session.clock().deadline(), this.listener), this.kept);
		}
		else {
			Statements.ofMigrations(this.session.clock().deadline(), this.kept)
				.toldTo(this.listener)
				.run(this.connection, unit.statements());
		}
		if (checks) {
			DeferredConstraints.check(this.connection, unit.migration(), this.kept);
		}
		Duration duration = unit.marks() ? null : Duration.ofNanos(System.nanoTime() - start);
		if (unit.leaves()) {
			this.session.leaveNothing();
		}
		if (before != null) {
			before.restore(this.connection, (this.staying != null) ? this.staying : before, this.session.handedOn());
		}
		done(unit, duration);
	}

	static void runJava(MigrationUnit unit, MigrationAction.Java java, MigrationContext context, String wayOut)
			throws SQLException {
		Migration migration = unit.migration();
		try {
			if (unit.down()) {
				java.migration().down(context);
			}
			else {
				java.migration().up(context);
			}
		}
		catch (MigrationException ex) {
			throw ex;
		}
		catch (SQLException ex) {
			if (Failures.triesAgain(ex) || (ex.getSQLState() != null && Failures.connectionLost(ex))) {
				throw ex;
			}
			throw new JavaMigrationException(migration.version(), migration.origin(), ex, wayOut);
		}
		catch (RuntimeException ex) {
			if (ex.getCause() instanceof SQLException sql && Failures.triesAgain(sql)) {
				throw sql;
			}
			throw new JavaMigrationException(migration.version(), migration.origin(), ex, wayOut);
		}
	}

	private void done(MigrationUnit unit, @Nullable Duration duration) {
		if (unit.down() || unit.migration().repeatable()) {
			this.removed.addAll(this.state.rowsOf(unit.migration()));
		}
		if (!unit.down()) {
			this.rows.add(this.state.row(unit.migration(), duration));
		}
		if (unit.marks()) {
			this.listener.marked(unit.migration());
		}
		else {
			this.listener.done(unit.migration(), unit.down(), duration);
		}
	}

}
