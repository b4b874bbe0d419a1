package io.automigrate.execute;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.sql.SqlStatement;

/**
 * Sends statements within a budget: all in one trip, and only if that fails one by one,
 * to find the one at fault.
 */
final class Statements {

	private final Deadline deadline;

	private final String wayOut;

	Statements(Deadline deadline, String wayOut) {
		this.deadline = deadline;
		this.wayOut = wayOut;
	}

	void run(Connection connection, List<SqlStatement> statements) throws SQLException {
		if (statements.isEmpty()) {
			return;
		}
		Savepoint savepoint = connection.setSavepoint();
		try {
			batch(connection, statements);
		}
		catch (SQLException ex) {
			SQLException cause = (ex instanceof BatchUpdateException && ex.getCause() instanceof SQLException sql) ? sql
					: ex;
			if (endsTheRun(cause)) {
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
			try (Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(this.deadline.remainingSeconds());
				statement.setEscapeProcessing(false);
				statement.execute(sql.text());
			}
			catch (SQLException ex) {
				if (endsTheRun(ex)) {
					throw ex;
				}
				throw rejected(sql, ex);
			}
		}
	}

	/** Whether the circumstances are to blame rather than the statement. */
	private static boolean endsTheRun(SQLException failure) {
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
				this.wayOut + reserved);
	}

}
