package io.automigrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a database is reached, or not.
 */
class ConnectionIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void tellsOfAServerThatIsDown() throws IOException {
		int closedPort;
		try (ServerSocket socket = new ServerSocket(0)) {
			closedPort = socket.getLocalPort();
		}
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:" + closedPort + "/any");
		dataSource.setUser("any");
		dataSource.setPassword("s3cret");
		MigrationStatus status = migrator(dataSource).status();
		assertThat(status.connectionHealthy()).isFalse();
		assertThat(status.databaseExists()).isTrue();
		assertThat(status.healthy()).isFalse();
		MigrationReport report = migrator(dataSource).migrate();
		assertThat(report.errors().get(0)).startsWith("The database cannot be reached: ").contains("DB_HOST");
		assertThat(everythingSaid(report)).doesNotContain("s3cret");
		assertThat(migrator(dataSource).validateEnvironment().errors()).hasSize(1);
	}

	@Test
	void tellsOfADatabaseThatIsMissing() {
		PGSimpleDataSource dataSource = this.database.dataSource(this.database.server().user(),
				this.database.server().password());
		dataSource.setDatabaseName("not_there");
		MigrationReport report = migrator(dataSource).migrate();
		assertThat(report.failure()).isInstanceOf(DatabaseUnavailableException.class)
			.hasMessageContaining("database \"not_there\" does not exist");
		assertThat(report.errors().get(0)).contains("CREATE DATABASE");
		MigrationStatus status = migrator(dataSource).status();
		assertThat(status.databaseExists()).isFalse();
	}

	@Test
	void tellsOfAWrongPasswordWithoutShowingIt() throws Exception {
		String role = this.database.createRole("login", "");
		askForPassword(role);
		MigrationReport report = migrator(this.database.dataSource(role, "s3cret")).migrate();
		assertThat(report.failure()).isInstanceOf(DatabaseUnavailableException.class)
			.hasMessageContaining("password authentication failed for user \"" + role + "\"");
		assertThat(report.errors().get(0)).contains("DB_PASSWORD");
		assertThat(everythingSaid(report)).doesNotContain("s3cret");
		assertThat(migrator(this.database.dataSource(role, "s3cret")).status().databaseExists()).isTrue();
	}

	@Test
	void tellsOfARoleWithoutConnectionsLeft() throws SQLException {
		String role = this.database.createRole("few", "connection limit 1");
		DataSource dataSource = this.database.dataSource(role, role);
		try (Connection taken = dataSource.getConnection()) {
			assertThat(taken.isValid(5)).isTrue();
			assertThat(migrator(dataSource).migrate().errors().get(0)).contains("too many connections for role");
		}
	}

	@Test
	void givesAConnectionBackAsAPoolLentItOut() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			connection.setNetworkTimeout(Runnable::run, 1234);
			SchemaMigrator migrator = migrator(new PGSimpleDataSource() {

				@Override
				public Connection getConnection() {
					return keepOpen(connection);
				}

			});
			assertThat(migrator.migrate().orThrow().tablesCreated()).containsExactly("pets");
			assertThat(migrator.status().healthy()).isTrue();
			assertThat(migrator.plan().isEmpty()).isTrue();
			assertThat(connection.getAutoCommit()).isFalse();
			assertThat(connection.getNetworkTimeout()).isEqualTo(1234);
			try (var statement = connection.createStatement();
					var row = statement.executeQuery("select current_setting('search_path') || "
							+ "current_setting('statement_timeout') || current_setting('lock_timeout')")) {
				row.next();
				assertThat(row.getString(1)).isEqualTo("\"$user\", public00");
			}
			connection.rollback();
		}
		assertThat(this.database.query("select count(*) from pets")).containsExactly("0");
	}

	@Test
	void seesNoDifferenceWhenTheDatabaseHasADefaultTablespace() {
		this.database.execute("alter database " + this.database.name() + " set default_tablespace = 'pg_default'");
		SchemaMigrator migrator = migrator(this.database.dataSource());
		migrator.migrate().orThrow();
		assertThat(migrator.plan().refused()).isEmpty();
	}

	/** Both a container and the embedded server may trust whom they know. */
	private void askForPassword(String role) throws Exception {
		this.database.execute("""
				select lo_from_bytea(4711, convert_to('host all %s all scram-sha-256' || chr(10)
					|| pg_read_file(current_setting('hba_file')), 'UTF8'))""".formatted(role));
		this.database.execute("select lo_export(4711, current_setting('hba_file')); select pg_reload_conf()");
		while (lets(role)) {
			Thread.sleep(20);
		}
	}

	private boolean lets(String role) {
		try (Connection connection = DriverManager.getConnection(this.database.url(), role, "wrong")) {
			return connection.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static SchemaMigrator migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource)
			.source(SchemaSource.ddl("test.sql", "create table pets (id bigint primary key)"))
			.build();
	}

	/** What a pool does: closing gives back. */
	private static Connection keepOpen(Connection connection) {
		return (Connection) Proxy.newProxyInstance(ConnectionIntegrationTests.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> method.getName().equals("close")
						? null : method.invoke(connection, arguments));
	}

	private static String everythingSaid(MigrationReport report) {
		StringWriter text = new StringWriter();
		if (report.failure() != null) {
			report.failure().printStackTrace(new PrintWriter(text));
		}
		return text + report.toString() + report.errors();
	}

}
