package io.automigrate.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Opens the connections that runs carry out their steps on. Each is opened for one run
 * and closed with it, beside the application's pool, wherever the data source says how:
 * one of the driver's own, one of Spring's without a pool, or one of HikariCP. Of any
 * other a connection is borrowed, and given back as it was.
 */
public final class StepConnections {

	private static final String PREFIX = "jdbc:postgresql:";

	/** The server starts, stops or recovers. */
	private static final String CANNOT_CONNECT_NOW = "57P03";

	private static final long RETRY_MILLIS = 200;

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			StepConnections.class.getClassLoader());

	private final DataSource dataSource;

	/** What is sent on each new connection, or {@code null}. */
	private final @Nullable String initSql;

	private StepConnections(DataSource dataSource, @Nullable String initSql) {
		this.dataSource = dataSource;
		this.initSql = initSql;
	}

	/**
	 * Choose where the connections come from.
	 * @param dataSource the data source
	 * @return the connections
	 */
	public static StepConnections of(DataSource dataSource) {
		StepConnections beside = HIKARI ? Hikari.beside(dataSource) : null;
		return (beside != null) ? beside : new StepConnections(dataSource, null);
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
		Connection connection = whenItTakesConnections(direct, budget);
		if (this.initSql != null) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(this.initSql);
			}
			catch (SQLException ex) {
				connection.close();
				throw ex;
			}
		}
		return new Opened(connection, true);
	}

	/** A server that starts, stops or recovers may take connections soon. */
	private static Connection whenItTakesConnections(PGSimpleDataSource direct, Duration budget) throws SQLException {
		Deadline deadline = Deadline.in(budget);
		while (true) {
			try {
				return TimedConnections.take(direct, Duration.ofMillis(Math.max(1, deadline.remainingMillis())));
			}
			catch (SQLException ex) {
				if (!CANNOT_CONNECT_NOW.equals(ex.getSQLState()) || deadline.remainingMillis() < RETRY_MILLIS) {
					throw ex;
				}
			}
			LockRetry.sleep(RETRY_MILLIS);
		}
	}

	/**
	 * Returns what opens connections to another database of the same server.
	 * @param database the database's name
	 * @return the connections, or {@code null} where the data source does not tell how it
	 * connects
	 */
	@Nullable StepConnections inDatabase(String database) throws SQLException {
		StepConnections beside = unwrapped();
		PGSimpleDataSource direct = beside.direct();
		if (direct == null) {
			return null;
		}
		direct.setDatabaseName(database);
		return new StepConnections(direct, beside.initSql);
	}

	/**
	 * Returns what connects to an address, as the same role where that names none.
	 * @param url an address of the driver's
	 * @return a data source without a pool
	 * @throws IllegalArgumentException if the address is none of PostgreSQL's
	 */
	DataSource at(String url) {
		PGSimpleDataSource there = new PGSimpleDataSource();
		try {
			there.setURL(url);
			PGSimpleDataSource here = unwrapped().direct();
			if (there.getUser() == null && here != null) {
				there.setUser(here.getUser());
				there.setPassword(here.getPassword());
			}
			return there;
		}
		catch (IllegalArgumentException | SQLException ex) {
			// The driver's message would show the address, and a password in it.
			throw new IllegalArgumentException(
					"The JDBC URL cannot be read; it is to look like jdbc:postgresql://host:5432/database.");
		}
	}

	/** Wrappers are for the application. */
	private StepConnections unwrapped() {
		DataSource target = this.dataSource;
		while (target instanceof DelegatingDataSource wrapper && wrapper.getTargetDataSource() != null) {
			target = wrapper.getTargetDataSource();
		}
		return (target != this.dataSource) ? of(target) : this;
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

	/** Apart, since HikariCP need not be there. */
	private static final class Hikari {

		/** What connects as a pool does, or {@code null} where it does not tell how. */
		static @Nullable StepConnections beside(DataSource dataSource) {
			if (!(dataSource instanceof HikariDataSource pool) || pool.getJdbcUrl() == null
					|| !pool.getJdbcUrl().startsWith(PREFIX)) {
				return null;
			}
			Properties properties = new Properties();
			properties.putAll(pool.getDataSourceProperties());
			if (pool.getSchema() != null) {
				properties.setProperty("currentSchema", pool.getSchema());
			}
			try {
				return new StepConnections(of(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword(), properties),
						pool.getConnectionInitSql());
			}
			catch (SQLException ex) {
				// The driver does not take a property, so the pool cannot connect either.
				return null;
			}
		}

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
