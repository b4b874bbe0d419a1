package io.automigrate.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/**
 * Opens the connections that runs carry out their steps on. Each is opened for one run
 * and closed with it, beside the application's pool, wherever the data source says how:
 * one of the driver's own, or one of Spring's that opens each connection anew. Of any
 * other a connection is borrowed, and given back as it was.
 */
public final class StepConnections {

	private static final String PREFIX = "jdbc:postgresql:";

	private final DataSource dataSource;

	private StepConnections(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Choose where the connections come from.
	 * @param dataSource the data source
	 * @return the connections
	 */
	public static StepConnections of(DataSource dataSource) {
		return new StepConnections(dataSource);
	}

	/**
	 * Open a connection.
	 * @param application the name that the server tells others
	 * @param budget how long that may take
	 * @return the connection
	 * @throws SQLException if there is none, or none in time
	 */
	Opened open(String application, Duration budget) throws SQLException {
		PGSimpleDataSource direct = direct();
		if (direct == null) {
			return new Opened(TimedConnections.take(this.dataSource, budget), false);
		}
		direct.setApplicationName(application);
		direct.setTcpKeepAlive(true);
		int seconds = (int) Math.max(1, Math.min(Integer.MAX_VALUE, budget.toSeconds()));
		direct.setLoginTimeout(seconds);
		direct.setConnectTimeout(seconds);
		direct.setCancelSignalTimeout(1);
		// A read may take as long as a step; the budget of each is watched.
		direct.setSocketTimeout(0);
		return new Opened(TimedConnections.take(direct, budget), true);
	}

	private @Nullable PGSimpleDataSource direct() throws SQLException {
		if (this.dataSource.getClass() == PGSimpleDataSource.class) {
			PGSimpleDataSource copy = new PGSimpleDataSource();
			try {
				copy.initializeFrom((PGSimpleDataSource) this.dataSource);
			}
			catch (IOException | ClassNotFoundException ex) {
				throw new SQLException("The settings of the data source cannot be copied", "08001", ex);
			}
			return copy;
		}
		if (this.dataSource instanceof AbstractDriverBasedDataSource driverBased) {
			String url = driverBased.getUrl();
			return (url != null && url.startsWith(PREFIX)) ? of(url, driverBased.getUsername(),
					driverBased.getPassword(), driverBased.getConnectionProperties()) : null;
		}
		return null;
	}

	/**
	 * Describe connections by an address.
	 * @param url an address of the driver's
	 * @param username the role, or {@code null} for the one that the address names
	 * @param password its password, or {@code null}
	 * @param properties further properties of the driver, or {@code null}
	 * @return a data source without a pool
	 * @throws SQLException if the driver does not know a property
	 */
	public static PGSimpleDataSource of(String url, @Nullable String username, @Nullable String password,
			@Nullable Properties properties) throws SQLException {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		if (properties != null) {
			for (String name : properties.stringPropertyNames()) {
				// The driver takes more names by an address than by a setter.
				Properties parsed = Driver.parseURL(PREFIX + "//localhost/", properties);
				String value = (parsed != null) ? parsed.getProperty(name) : null;
				if (value != null && !name.equals("user") && !name.equals("password")) {
					dataSource.setProperty(name, value);
				}
			}
			dataSource.setUser(properties.getProperty("user", dataSource.getUser()));
			dataSource.setPassword(properties.getProperty("password", dataSource.getPassword()));
		}
		if (username != null) {
			dataSource.setUser(username);
		}
		if (password != null) {
			dataSource.setPassword(password);
		}
		return dataSource;
	}

	/**
	 * A connection that was opened.
	 *
	 * @param connection the connection
	 * @param own whether it was opened for this purpose, rather than borrowed
	 */
	record Opened(Connection connection, boolean own) {

	}

}
