package io.automigrate.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.automigrate.sql.SqlStatement;

/**
 * Runs statements in the connection's transaction.
 */
@FunctionalInterface
public interface StatementRunner {

	/**
	 * Run the statements in order.
	 * @param connection a connection in a transaction
	 * @param statements the statements
	 * @throws SQLException if the connection is lost or the run's budget is used up
	 * @throws io.automigrate.error.StatementFailedException if PostgreSQL rejects one
	 */
	void run(Connection connection, List<SqlStatement> statements) throws SQLException;

}
