package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Tells every few seconds how far a long step has come, and for whom it waits. It asks on
 * another connection, since the step's own is at work, and does without if none is to be
 * had.
 */
final class BuildProgress {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final String SQL = """
			SELECT coalesce(p.phase, a.wait_event_type || ': ' || a.wait_event, a.state), p.blocks_done, p.blocks_total,
				p.tuples_done, p.tuples_total, p.current_locker_pid, b.application_name
			FROM pg_catalog.pg_stat_activity a
			LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON p.pid = a.pid
			LEFT JOIN pg_catalog.pg_stat_activity b ON b.pid = p.current_locker_pid
			WHERE a.pid = %d""";

	private final DataSource dataSource;

	private final RunListener listener;

	BuildProgress(DataSource dataSource, RunListener listener) {
		this.dataSource = dataSource;
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
			Thread thread = new Thread(() -> tell(watch, backend, title), "automigrate-progress");
			thread.setDaemon(true);
			thread.start();
		}
		return watch;
	}

	private void tell(Watch watch, int backend, String title) {
		long start = System.nanoTime();
		long next = start + INTERVAL.toNanos();
		while (!watch.closed) {
			LockSupport.parkNanos(this, Math.min(INTERVAL.toNanos(), 100_000_000));
			if (watch.closed || System.nanoTime() - next < 0) {
				continue;
			}
			next = System.nanoTime() + INTERVAL.toNanos();
			String how = ask(backend);
			if (!watch.closed) {
				this.listener.progress(title, (System.nanoTime() - start) / 1_000_000_000 + " s so far" + how);
			}
		}
	}

	private String ask(int backend) {
		try (Connection connection = TimedConnections.take(this.dataSource, PATIENCE);
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout((int) PATIENCE.toSeconds());
			try (ResultSet row = statement.executeQuery(SQL.formatted(backend))) {
				return row.next() ? describe(row) : "";
			}
		}
		catch (SQLException ex) {
			return "";
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

	/** Watches until it is closed. */
	static final class Watch implements AutoCloseable {

		private volatile boolean closed;

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
