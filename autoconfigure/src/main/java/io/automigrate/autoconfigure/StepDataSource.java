package io.automigrate.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.automigrate.execute.StepConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.ClassUtils;

/**
 * Finds out how a pool connects, so that runs can open a session of their own beside it.
 */
final class StepDataSource {

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", null);

	private static final String POSTGRES = "jdbc:postgresql:";

	private StepDataSource() {
	}

	/**
	 * Returns a data source that opens each connection anew, to the same database and as
	 * the same role.
	 * @param dataSource the application's data source
	 * @param settings another address, role or password, as far as they are set
	 * @return the data source; the given one where it does not tell how it connects, and
	 * nothing else is set
	 */
	static DataSource beside(DataSource dataSource, MigrationProperties.Datasource settings) {
		DataSource pool = pool(dataSource);
		if (settings.empty() && pool != null) {
			return pool;
		}
		Address address = (pool instanceof HikariDataSource hikari) ? hikari(hikari) : derived(dataSource);
		String url = (settings.url() != null) ? settings.url() : address.url;
		if (url == null) {
			return settings.empty() ? dataSource : unknown();
		}
		String username = (settings.username() != null) ? settings.username() : address.username;
		String password = (settings.username() != null || settings.password() != null) ? settings.password()
				: address.password;
		Properties properties = (settings.url() != null) ? null : address.properties;
		DataSource direct = direct(url, username, password, properties);
		return (address.initSql != null && settings.url() == null) ? new Initialized(direct, address.initSql) : direct;
	}

	private static DataSource unknown() {
		throw new MigrationSetupException(
				"The data source does not tell its address, so migrations cannot connect with another role.",
				"Set migration.datasource.url as well, or mark a data source with @MigrationDataSource.");
	}

	private static DataSource direct(String url, @Nullable String username, @Nullable String password,
			@Nullable Properties properties) {
		if (url.startsWith(POSTGRES)) {
			try {
				return StepConnections.of(url, username, password, properties);
			}
			catch (SQLException ex) {
				throw new MigrationSetupException(
						"Migrations cannot connect as the application does: the driver does not take a property of its data source.",
						"Correct the property, or set migration.datasource.url.");
			}
		}
		DriverManagerDataSource wrapped = new DriverManagerDataSource(url);
		Properties all = new Properties();
		if (properties != null) {
			all.putAll(properties);
		}
		wrapped.setConnectionProperties(all);
		if (username != null) {
			wrapped.setUsername(username);
		}
		if (password != null) {
			wrapped.setPassword(password);
		}
		return wrapped;
	}

	/**
	 * A pool of HikariCP below whatever wraps it, of which the engine knows how it
	 * connects.
	 */
	private static @Nullable DataSource pool(DataSource dataSource) {
		return HIKARI ? DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class) : null;
	}

	private static Address derived(DataSource dataSource) {
		try {
			DriverManagerDataSource derived = DataSourceBuilder.derivedFrom(dataSource)
				.type(DriverManagerDataSource.class)
				.build();
			return new Address(derived.getUrl(), derived.getUsername(), derived.getPassword(), null, null);
		}
		catch (RuntimeException ex) {
			return new Address(null, null, null, null, null);
		}
	}

	private static Address hikari(HikariDataSource hikari) {
		Properties properties = new Properties();
		properties.putAll(hikari.getDataSourceProperties());
		if (hikari.getSchema() != null) {
			properties.setProperty("currentSchema", hikari.getSchema());
		}
		String url = hikari.getJdbcUrl();
		return new Address(url, hikari.getUsername(), hikari.getPassword(), properties, hikari.getConnectionInitSql());
	}

	/**
	 * How a data source connects.
	 *
	 * @param url its address, or {@code null} where it does not tell
	 * @param username the role, or {@code null} where the address has it
	 * @param password its password, or {@code null}
	 * @param properties the driver's properties, or {@code null}
	 * @param initSql what is sent on each new connection, or {@code null}
	 */
	private record Address(@Nullable String url, @Nullable String username, @Nullable String password,
			@Nullable Properties properties, @Nullable String initSql) {

		@Override
		public String toString() {
			return "address of a data source";
		}

	}

	/**
	 * Sends a statement on each new connection, as the pool does.
	 */
	private static final class Initialized extends DelegatingDataSource {

		private final String initSql;

		Initialized(DataSource dataSource, String initSql) {
			super(dataSource);
			this.initSql = initSql;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			try (Statement statement = connection.createStatement()) {
				statement.execute(this.initSql);
				return connection;
			}
			catch (SQLException ex) {
				connection.close();
				throw ex;
			}
		}

	}

}
