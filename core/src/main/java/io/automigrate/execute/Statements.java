package io.automigrate.execute;

import java.io.IOException;
import java.io.StringReader;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Sends statements within a budget: all in one trip, and only if that fails one by one,
 * to find the one at fault.
 */
final class Statements {

	private final Deadline deadline;

	private final String wayOut;

	private final boolean versioned;

	private RunListener listener = RunListener.SILENT;

	Statements(Deadline deadline, String wayOut) {
		this(deadline, wayOut, false);
	}

	private Statements(Deadline deadline, String wayOut, boolean versioned) {
		this.deadline = deadline;
		this.wayOut = wayOut;
		this.versioned = versioned;
	}

	static Statements ofMigrations(Deadline deadline, String wayOut) {
		return new Statements(deadline, wayOut, true);
	}

	/** Tell a listener what is run, and how long it takes. */
	Statements toldTo(RunListener listener) {
		this.listener = listener;
		return this;
	}

	void run(Connection connection, List<SqlStatement> statements) throws SQLException {
		int start = 0;
		for (int i = 0; i < statements.size(); i++) {
			if (statements.get(i).copyData() != null) {
				send(connection, statements.subList(start, i));
				oneByOne(connection, statements.subList(i, i + 1));
				start = i + 1;
			}
		}
		send(connection, statements.subList(start, statements.size()));
	}

	private void send(Connection connection, List<SqlStatement> statements) throws SQLException {
		if (statements.isEmpty()) {
			return;
		}
		if (this.listener.timesStatements()) {
			oneByOne(connection, statements);
			return;
		}
		Savepoint savepoint = connection.setSavepoint();
		try {
			long start = System.nanoTime();
			batch(connection, statements);
			this.listener.ran(statements, since(start));
		}
		catch (SQLException ex) {
			SQLException cause = (ex instanceof BatchUpdateException && ex.getCause() instanceof SQLException sql) ? sql
					: ex;
			// HikariCP closes a connection over what the server does not support (0A000).
			if (endsTheRun(cause) || connection.isClosed()) {
				throw cause;
			}
			connection.rollback(savepoint);
			oneByOne(connection, statements);
		}
		connection.releaseSavepoint(savepoint);
	}

	private void batch(Connection connection, List<SqlStatement> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(this.deadline.remainingSeconds());
			statement.setEscapeProcessing(false);
			for (SqlStatement sql : statements) {
				statement.addBatch(sql.text());
			}
			statement.executeBatch();
		}
	}

	/** Each by itself, outside of any transaction. */
	void runEach(Connection connection, List<SqlStatement> statements) throws SQLException {
		oneByOne(connection, statements);
	}

	private void oneByOne(Connection connection, List<SqlStatement> statements) throws SQLException {
		for (SqlStatement sql : statements) {
			runOne(connection, sql);
		}
	}

	/** Returns how many rows the statement wrote, as far as it says. */
	long runOne(Connection connection, SqlStatement sql) throws SQLException {
		try {
			long start = System.nanoTime();
			long rows = execute(connection, sql);
			this.listener.ran(List.of(sql), since(start));
			return rows;
		}
		catch (SQLException ex) {
			if (endsTheRun(ex)) {
				throw ex;
			}
			throw rejected(sql, ex);
		}
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private long execute(Connection connection, SqlStatement sql) throws SQLException {
		if (sql.copyData() != null) {
			return copyIn(connection, sql, sql.copyData());
		}
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(this.deadline.remainingSeconds());
			statement.setEscapeProcessing(false);
			return statement.execute(sql.text()) ? 0 : Math.max(0, statement.getLargeUpdateCount());
		}
	}

	private static long copyIn(Connection connection, SqlStatement sql, String data) throws SQLException {
		try {
			return new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(sql.text(), new StringReader(data));
		}
		catch (IOException ex) {
			throw new SQLException("The data of COPY cannot be sent", "08006", ex);
		}
	}

	/** Whether the circumstances are to blame rather than the statement. */
	static boolean endsTheRun(SQLException failure) {
		return Failures.triesAgain(failure) || Failures.cancelled(failure) || Failures.readOnly(failure)
				|| Failures.connectionLost(failure);
	}

	private RuntimeException rejected(SqlStatement sql, SQLException failure) {
		if ("42501".equals(failure.getSQLState())) {
			return new MissingPrivilegeException(
					"The role may not run a statement of " + sql.script() + ", line " + sql.line() + ": "
							+ SqlFailure.message(failure) + "; statement: " + sql.text().replaceAll("\\s+", " "),
					"Grant the privilege, or let the owner of the object run the statement (the whole plan is to be had with a dry run).",
					SqlFailure.withoutData(failure));
		}
		String reserved = "42601".equals(failure.getSQLState())
				? " If the word is a reserved one that is meant as a name, quote it (in JPA: @Column(name = \"\\\"order\\\"\"))."
				: "";
		return new StatementFailedException(sql.script(), sql.line(), sql.column(), sql.text(), failure,
				this.wayOut + reserved + outside(failure.getSQLState()));
	}

	/** What a versioned migration can do about a statement that wants no transaction. */
	private String outside(@Nullable String state) {
		if (!this.versioned || state == null) {
			return "";
		}
		return switch (state) {
			case "25001", "2D000" ->
				" A statement that cannot be in a transaction goes into a migration of its own with -- migrate:up transaction:false.";
			case "55P04" ->
				" A new value of an enum cannot be used before it is committed: add it in a migration of its own with -- migrate:up transaction:false.";
			default -> "";
		};
	}

}
