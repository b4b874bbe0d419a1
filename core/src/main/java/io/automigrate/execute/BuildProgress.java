package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells every few seconds how far a long step has come, and for whom it waits. It asks on
 * another connection, since the step's own is at work. Where the server gives no answer
 * to that either for as long as a run's budget, or does not know the step's session any
 * more, the step is given up: a network that swallows everything would keep it waiting
 * for as long as a scan may take.
 */
final class BuildProgress {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** The driver counts whole seconds. */
	private static final Duration IMPATIENCE = Duration.ofSeconds(1);

	private static final String SQL = """
			SELECT coalesce(p.phase, a.wait_event_type || ': ' || a.wait_event, a.state), p.blocks_done, p.blocks_total,
				p.tuples_done, p.tuples_total, p.current_locker_pid, b.application_name
			FROM pg_catalog.pg_stat_activity a
			LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON p.pid = a.pid
			LEFT JOIN pg_catalog.pg_stat_activity b ON b.pid = p.current_locker_pid
			WHERE a.pid = %d""";

	private final StepConnections connections;

	private final RunListener listener;

	BuildProgress(StepConnections connections, RunListener listener) {
		this.connections = connections;
		this.listener = listener;
	}

	/**
	 * Watch a step until the watch is closed.
	 * @param title what is done
	 */
	Watch watch(Session session, String title) throws SQLException {
		int backend = SessionKeeper.backend(session.connection());
		Watch watch = new Watch();
		if (backend != 0) {
			Thread thread = new Thread(() -> tell(watch, session, backend, title), "automigrate-progress");
			thread.setDaemon(true);
			thread.start();
		}
		return watch;
	}

	private void tell(Watch watch, Session session, int backend, String title) {
		long start = System.nanoTime();
		Duration budget = session.clock().budgets().timeout();
		long interval = Math.min(INTERVAL.toNanos(), budget.toNanos() / 2);
		long next = start + interval;
		long told = start;
		long answered = start;
		while (!watch.closed) {
			LockSupport.parkNanos(this, 100_000_000);
			if (watch.closed || System.nanoTime() - next < 0) {
				continue;
			}
			Answer answer = ask(backend, budget.minusNanos(System.nanoTime() - answered));
			long now = System.nanoTime();
			boolean silent = answer.state() == State.SILENT;
			next = silent ? now : now + interval;
			answered = silent ? answered : now;
			boolean givenUp = silent && now - answered > budget.toNanos();
			if (!watch.closed && (givenUp || answer.state() == State.GONE)) {
				session.giveUp();
				return;
			}
			if (!watch.closed && answer.state() == State.THERE && System.nanoTime() - told >= INTERVAL.toNanos()) {
				told = System.nanoTime();
				this.listener.progress(title, (System.nanoTime() - start) / 1_000_000_000 + " s so far" + answer.how());
			}
		}
	}

	private Answer ask(int backend, Duration left) {
		Duration patience = (left.compareTo(IMPATIENCE) < 0) ? IMPATIENCE
				: (left.compareTo(PATIENCE) < 0) ? left : PATIENCE;
		try (Connection connection = this.connections.open("automigrate: progress", patience).connection();
				Statement statement = connection.createStatement()) {
			connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
			statement.setQueryTimeout((int) patience.toSeconds());
			try (ResultSet row = statement.executeQuery(SQL.formatted(backend))) {
				return row.next() ? new Answer(State.THERE, describe(row)) : new Answer(State.GONE, "");
			}
		}
		catch (SQLException ex) {
			// A server that has no connection left does answer.
			String state = ex.getSQLState();
			boolean answers = state != null && !state.startsWith("08");
			return new Answer(answers ? State.THERE : State.SILENT, "");
		}
	}

	private static String describe(ResultSet row) throws SQLException {
		StringBuilder text = new StringBuilder();
		if (row.getString(1) != null) {
			text.append(", ").append(row.getString(1));
		}
		boolean blocks = row.getLong(3) > 0;
		long done = row.getLong(blocks ? 2 : 4);
		long total = row.getLong(blocks ? 3 : 5);
		if (total > 0) {
			text.append(String.format(Locale.ROOT, ", %d %%", Math.min(100, done * 100 / total)));
		}
		if (row.getInt(6) != 0) {
			text.append(", waits for backend ").append(row.getInt(6));
			if (row.getString(7) != null && !row.getString(7).isEmpty()) {
				text.append(" (application \"").append(row.getString(7)).append("\")");
			}
		}
		return text.toString();
	}

	private enum State {

		/** The server does not answer. */
		SILENT,
		/** The server does not know the step's session. */
		GONE,
		/** The server answers. */
		THERE

	}

	/**
	 * What the server says.
	 *
	 * @param state whether it says anything
	 * @param how how far the step has come
	 */
	private record Answer(State state, String how) {

	}

	/** Watches until it is closed. */
	static final class Watch implements AutoCloseable {

		private volatile boolean closed;

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
