package io.automigrate.versioned;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a migration in Java works with.
 */
public interface MigrationContext {

	/**
	 * Returns the run's connection, with the {@code search_path} that migrations have. In
	 * a shared transaction it refuses to commit, to roll back and to be closed;
	 * savepoints work.
	 * @return the connection
	 */
	Connection connection();

	/**
	 * Execute one or more statements.
	 * @param sql the statements, separated by semicolons
	 * @throws SQLException if the database rejects one of them
	 */
	void execute(String sql) throws SQLException;

	/**
	 * Change the rows of a table batch by batch.
	 * @param table the table as SQL names it, such as {@code orders} or
	 * {@code shop.orders}
	 * @return the back-fill, which begins when it is told what to do
	 */
	Backfill backfill(String table);

	/**
	 * Tell how far the migration has come.
	 * @param done a sentence such as {@code 120,000 of about 1,000,000 rows}
	 */
	void progress(String done);

}
