package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL server that all tests of a JVM share. A container where a container
 * engine answers, the embedded binaries otherwise; {@code -Dtest.server=embedded} or
 * {@code container} insists on one. The major version is the build's
 * {@code -Dpostgres=…}. Nothing is vacuumed or analyzed by itself: what a plan measures
 * would change in the middle of a test.
 */
public final class TestServer {

	private static final TestServer INSTANCE = start();

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final String host;

	private final int port;

	private final String user;

	private final String password;

	TestServer(String host, int port, String user, String password) {
		this.host = host;
		this.port = port;
		this.user = user;
		this.password = password;
	}

	/**
	 * Returns the server, started on first use and ended with the JVM.
	 * @return the server
	 */
	public static TestServer get() {
		return INSTANCE;
	}

	/**
	 * Create an empty database whose name no other test has.
	 * @return the database, to be closed by the caller
	 */
	public TestDatabase createDatabase() {
		String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
		execute("create database " + name);
		return new TestDatabase(this, name);
	}

	public String host() {
		return this.host;
	}

	public int port() {
		return this.port;
	}

	public String user() {
		return this.user;
	}

	public String password() {
		return this.password;
	}

	/**
	 * Execute statements as superuser in the server's maintenance database.
	 * @param statements the statements, each sent by itself
	 */
	public void execute(String... statements) {
		try (Connection connection = connect("postgres"); var statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End a backend, and wait until it has let go of everything.
	 * {@code pg_terminate_backend} itself looks every tenth of a second.
	 * @param backend its process ID
	 */
	public void end(int backend) {
		execute("""
				do $$ begin
					perform pg_terminate_backend(%1$d);
					while exists (select from pg_stat_activity where pid = %1$d) loop
						perform pg_sleep(0.001), pg_stat_clear_snapshot();
					end loop;
				end $$""".formatted(backend));
	}

	Connection connect(String database) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", this.user);
		properties.setProperty("password", this.password);
		return DriverManager.getConnection(url(database), properties);
	}

	String url(String database) {
		return "jdbc:postgresql://%s:%d/%s".formatted(this.host, this.port, database);
	}

	private static TestServer start() {
		return switch (System.getProperty("test.server", "")) {
			case "embedded" -> startEmbedded();
			case "container" -> startContainer();
			default -> containerEngineAnswers() ? startContainer() : startEmbedded();
		};
	}

	private static boolean containerEngineAnswers() {
		try {
			return DockerClientFactory.instance().isDockerAvailable();
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	@SuppressWarnings("resource") // ended with the JVM
	private static TestServer startContainer() {
		var container = new PostgreSQLContainer("postgres:" + System.getProperty("postgres.major", "17"))
			.withUsername("postgres")
			.withCommand("postgres", "-c", "fsync=off", "-c", "autovacuum=off", "-c", "max_connections=300");
		container.start();
		Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
		return new TestServer(container.getHost(), container.getMappedPort(5432), container.getUsername(),
				container.getPassword());
	}

	@SuppressWarnings("resource") // ended with the JVM
	private static TestServer startEmbedded() {
		try {
			EmbeddedPostgres postgres = EmbeddedPostgres.builder()
				.setServerConfig("fsync", "off")
				.setServerConfig("autovacuum", "off")
				.start();
			return new TestServer("localhost", postgres.getPort(), "postgres", "postgres");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
