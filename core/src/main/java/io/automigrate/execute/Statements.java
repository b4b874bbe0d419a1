package io.automigrate.execute;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Runs statements within a budget, each to its end, as psql would. Those that return no
 * rows are sent together, and one by one only if that fails, to find the one at fault.
 */
final class Statements {

	/** Rows that a statement returns are fetched in portions, and forgotten. */
	private static final int PORTION = 1000;

	/**
	 * What may be sent in one trip with others: statements that return no rows. Of one
	 * that does, the driver asks for a single row where it is part of a batch, and a
	 * SELECT does no more than what is asked for.
	 */
	private static final Pattern RETURNS_NO_ROWS = Pattern.compile(
			"(?is)(ALTER|ANALYZE|COMMENT|CREATE|DELETE|DO|DROP|GRANT|INSERT|LOCK|REFRESH|RESET|REVOKE|SECURITY|SET|TRUNCATE|UPDATE)\\b(?!.*\\bRETURNING\\b).*");

	private static final Pattern COPIES_OUT = Pattern.compile("(?is)COPY\\b.*\\bTO\\s+STDOUT\\b.*");

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
			if (!RETURNS_NO_ROWS.matcher(statements.get(i).text()).matches()) {
				send(connection, statements.subList(start, i));
				runOne(connection, statements.get(i));
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
			if (COPIES_OUT.matcher(sql.text()).matches()) {
				return copyOut(connection, sql);
			}
			return toItsEnd(statement, sql.text());
		}
	}

	/**
	 * Run SQL to its end, whatever it returns and whatever portions the connection is set
	 * to fetch rows in: a SELECT has its effects only as far as its rows are fetched.
	 * @return how many rows it wrote, as far as it says
	 */
	static long toItsEnd(Statement statement, String sql) throws SQLException {
		statement.setEscapeProcessing(false);
		statement.setMaxRows(0);
		statement.setFetchSize(PORTION);
		long written = 0;
		boolean rows = statement.execute(sql);
		while (rows || statement.getLargeUpdateCount() >= 0) {
			if (rows) {
				try (ResultSet result = statement.getResultSet()) {
					while (result.next()) {
						// Fetched, which is all that is wanted of it.
					}
				}
			}
			else {
				written += statement.getLargeUpdateCount();
			}
			rows = statement.getMoreResults();
		}
		return written;
	}

	private static long copyOut(Connection connection, SqlStatement sql) throws SQLException {
		try {
			return new CopyManager(connection.unwrap(BaseConnection.class)).copyOut(sql.text(),
					OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw new SQLException("The rows of COPY cannot be received", "08006", ex);
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

	/** What else a versioned migration can do about it. */
	private String outside(@Nullable String state) {
		if (!this.versioned || state == null) {
			return "";
		}
		return switch (state) {
			case "25001", "2D000" ->
				" A statement that cannot be in a transaction goes into a migration of its own with -- migrate:up transaction:false.";
			case "55P04" ->
				" A new value of an enum cannot be used before it is committed: add it in a migration of its own with -- migrate:up transaction:false.";
			case "42P07", "42P06", "42710", "42701", "42723" ->
				" If the database has it from before there were migrations, mark the migration as applied instead of running it: the command baseline with its version, or stamp.";
			default -> "";
		};
	}

}
