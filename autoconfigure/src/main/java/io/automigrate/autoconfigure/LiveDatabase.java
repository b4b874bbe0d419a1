package io.automigrate.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.execute.TimedConnections;

/**
 * A database that has just answered.
 *
 * @param product the name it goes by, such as {@code PostgreSQL}
 */
record LiveDatabase(String product) {

	/**
	 * Open a connection and close it again.
	 * @param dataSource where the connection comes from
	 * @param budget how long that may take
	 * @return the database
	 * @throws DatabaseUnavailableException if no connection is to be had, or none in time
	 */
	static LiveDatabase of(DataSource dataSource, Duration budget) {
		try (Connection connection = TimedConnections.take(dataSource, budget)) {
			return new LiveDatabase(connection.getMetaData().getDatabaseProductName());
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.of(ex);
		}
	}

	/**
	 * Refuse databases that the migration does not speak the language of.
	 * @param name how the message names the data source
	 * @throws MigrationSetupException if this is not PostgreSQL
	 */
	void requirePostgres(String name) {
		if (!"PostgreSQL".equals(this.product)) {
			throw new MigrationSetupException(
					"The migration works with PostgreSQL only, and %s is %s.".formatted(name, this.product),
					"Switch it off where the application runs on %s, with migration.enabled=false."
						.formatted(this.product));
		}
	}

}
