package io.automigrate.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A server for the benchmark alone. A transaction that creates a table locks it and each
 * of its indexes, so ten thousand tables, made twice, want more locks than a server has
 * room for by default.
 */
final class ComparisonServer implements AutoCloseable {

	static final String USER = "postgres";

	private final EmbeddedPostgres postgres;

	private int databases;

	private ComparisonServer(EmbeddedPostgres postgres) {
		this.postgres = postgres;
	}

	static ComparisonServer start() throws IOException {
		return new ComparisonServer(EmbeddedPostgres.builder()
			.setServerConfig("fsync", "off")
			.setServerConfig("max_locks_per_transaction", "8192")
			.start());
	}

	/** Create an empty database and return its name. */
	String createDatabase() throws SQLException {
		String name = "benchmark_" + this.databases++;
		execute(dataSource(USER), "CREATE DATABASE " + name);
		return name;
	}

	void dropDatabase(String name) throws SQLException {
		execute(dataSource(USER), "DROP DATABASE " + name + " WITH (FORCE)");
	}

	DataSource dataSource(String database) {
		return this.postgres.getDatabase(USER, database);
	}

	String url(String database) {
		return this.postgres.getJdbcUrl(USER, database);
	}

	static void execute(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
