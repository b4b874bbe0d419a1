package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;

/**
 * Keeps the session of a run alive while nothing is sent on it, and ends what takes
 * longer than its budget: first the statement, then, if the network or the server gives
 * no answer, the connection.
 * <p>
 * The server ends a session that is idle for {@link Session#IDLE}. A beat comes from a
 * process that works, so that a lock is free soon after its holder was stopped or its
 * host has vanished. A beat is an empty statement: it takes no snapshot, for which a
 * concurrent index build would wait, and begins no transaction.
 */
final class SessionKeeper implements AutoCloseable {

	private static final long BEAT_NANOS = 4_000_000_000L;

	/**
	 * The driver's flags of a simple query without results that begins no transaction:
	 * QUERY_EXECUTE_AS_SIMPLE, QUERY_SUPPRESS_BEGIN, QUERY_NO_RESULTS, QUERY_NO_METADATA.
	 */
	private static final int NO_TRANSACTION = 1024 | 16 | 4 | 2;

	private static final long LOOK_NANOS = 100_000_000L;

	/** What the server is given to end a statement by its own timeout. */
	private static final long CANCEL_MILLIS = 300;

	/** What the server is given to answer the end of a statement. */
	private static final long GRACE_MILLIS = 1_000;

	private final BaseConnection connection;

	private final RunClock clock;

	private volatile boolean closed;

	private volatile boolean aborted;

	private SessionKeeper(BaseConnection connection, RunClock clock) {
		this.connection = connection;
		this.clock = clock;
	}

	/**
	 * Start to keep a session.
	 * @param beating whether to keep it alive; otherwise only its budget is kept
	 * @return the keeper, or {@code null} where the connection is not the driver's
	 */
	static @Nullable SessionKeeper start(Connection connection, RunClock clock, boolean beating) throws SQLException {
		if (!connection.isWrapperFor(BaseConnection.class)) {
			return null;
		}
		SessionKeeper keeper = new SessionKeeper(connection.unwrap(BaseConnection.class), clock);
		keeper.start("automigrate-deadline", keeper::watch);
		if (beating) {
			keeper.start("automigrate-heartbeat", keeper::beat);
		}
		return keeper;
	}

	private void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/** Whether the connection was ended since the budget was used up. */
	boolean aborted() {
		return this.aborted;
	}

	private void beat() {
		long next = System.nanoTime() + BEAT_NANOS;
		while (!this.closed) {
			LockSupport.parkNanos(this, LOOK_NANOS);
			if (System.nanoTime() - next < 0 || this.closed) {
				continue;
			}
			try (Statement statement = this.connection.createStatement()) {
				// Waits for a statement that is under way, which needs no beat.
				statement.unwrap(BaseStatement.class).executeWithFlags("", NO_TRANSACTION);
			}
			catch (SQLException ex) {
				// The run meets it with its next statement, and tells.
				return;
			}
			next = System.nanoTime() + BEAT_NANOS;
		}
	}

	private void watch() {
		Deadline cancelled = null;
		while (!this.closed) {
			Deadline deadline = this.clock.current();
			long left = (deadline != null) ? deadline.remainingMillis() : Long.MAX_VALUE;
			if (left <= -GRACE_MILLIS) {
				abort();
				return;
			}
			// The server's own timeout comes first, and a cancel too late meets another
			// statement.
			if (left <= -CANCEL_MILLIS && deadline != cancelled) {
				cancelled = deadline;
				cancel();
			}
			LockSupport.parkNanos(this, Math.min(LOOK_NANOS, Math.max(1, left) * 1_000_000));
		}
	}

	/** On a thread of its own, since it opens another connection. */
	private void cancel() {
		start("automigrate-cancel", () -> {
			try {
				if (!this.closed) {
					this.connection.cancelQuery();
				}
			}
			catch (SQLException ex) {
				// The connection is ended a little later.
			}
		});
	}

	/** End the connection, whatever it is doing. */
	void abort() {
		this.aborted = true;
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			// It is gone already.
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * The process that the server, or a pooler in its place, has told when the connection
	 * was opened.
	 * @return its number, or 0 where the connection is not the driver's
	 */
	static int backend(Connection connection) throws SQLException {
		return connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class).getBackendPID() : 0;
	}

}
