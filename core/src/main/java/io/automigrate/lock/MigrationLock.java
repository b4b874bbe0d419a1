package io.automigrate.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.automigrate.sql.Identifier;

/**
 * An advisory lock that keeps runs apart. It belongs to the session that carries out the
 * steps, so it cannot be lost while a step goes on, and is free when the session ends;
 * behind a pooler in transaction mode it belongs to the run's transaction. A run never
 * waits for it inside a statement: a waiting backend would hold a snapshot that a
 * concurrent index build of the lock's holder waits for.
 */
public final class MigrationLock {

	/** The first half of the key: "AMIG" in ASCII. The second is a hash of the name. */
	private static final int KEY = 0x414D4947;

	private final String name;

	/**
	 * Create a lock.
	 * @param name what is locked; runs with different names do not meet
	 */
	public MigrationLock(String name) {
		this.name = name;
	}

	/**
	 * Take the lock for the connection's session if it is free.
	 * @param connection a connection to the server itself
	 * @return whether it was taken
	 * @throws SQLException if the question could not be asked
	 */
	public boolean tryAcquire(Connection connection) throws SQLException {
		return ask(connection, "pg_try_advisory_lock");
	}

	/**
	 * Take the lock for the connection's transaction if it is free.
	 * @param connection a connection in a transaction
	 * @return whether it was taken
	 * @throws SQLException if the question could not be asked
	 */
	public boolean tryAcquireInTransaction(Connection connection) throws SQLException {
		return ask(connection, "pg_try_advisory_xact_lock");
	}

	/**
	 * Give the session's lock back.
	 * @param connection the connection that has it
	 * @return whether it had it
	 * @throws SQLException if the server could not be asked
	 */
	public boolean release(Connection connection) throws SQLException {
		return ask(connection, "pg_advisory_unlock");
	}

	/**
	 * Ask whether the connection's session has the lock: a migration may have given back
	 * all locks of its session.
	 * @param connection the connection
	 * @return whether it has it
	 * @throws SQLException if the question could not be asked
	 */
	public boolean held(Connection connection) throws SQLException {
		String sql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = pg_catalog.pg_backend_pid() AND "
				+ condition() + ")";
		try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
			return answer.next() && answer.getBoolean(1);
		}
	}

	private boolean ask(Connection connection, String function) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet answer = statement.executeQuery("SELECT pg_catalog." + function + "(" + KEY
						+ ", pg_catalog.hashtext(" + Identifier.literal(this.name) + "))")) {
			return answer.next() && answer.getBoolean(1);
		}
	}

	private String condition() {
		return """
				l.locktype = 'advisory' AND l.classid = %d AND l.objsubid = 2 AND l.granted
					AND l.objid::bigint = pg_catalog.hashtext(%s)::bigint & 4294967295
					AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"""
			.formatted(KEY, Identifier.literal(this.name));
	}

	/**
	 * Write what takes the lock for a session that may wait for it, in a script that
	 * nobody repeats.
	 * @return the statement; the session's end gives the lock back
	 */
	public String waitingSql() {
		return "SELECT pg_catalog.pg_advisory_lock(" + KEY + ", pg_catalog.hashtext(" + Identifier.literal(this.name)
				+ "))";
	}

	/**
	 * Tell who has the lock.
	 * @param connection a connection to the same database
	 * @return backend, application and since when, as a clause; "nobody by now" where it
	 * is free
	 * @throws SQLException if the question could not be asked
	 */
	public String holder(Connection connection) throws SQLException {
		String sql = """
				SELECT a.pid, a.application_name, a.usename, a.xact_start
				FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
				WHERE\s""" + condition();
		try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
			return answer.next() ? describe(answer) : "nobody by now";
		}
	}

	private static String describe(ResultSet row) throws SQLException {
		String application = row.getString("application_name");
		String since = row.getString("xact_start");
		return "backend " + row.getInt("pid")
				+ ((application == null || application.isEmpty()) ? "" : ", application \"" + application + "\"")
				+ ", user " + row.getString("usename") + ((since != null) ? ", since " + since : "");
	}

}
