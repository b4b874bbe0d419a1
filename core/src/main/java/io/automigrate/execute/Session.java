package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;

/**
 * A connection for the time of a run, given back as it was taken. No setting of it
 * outlives a transaction, so that it may go through a pooler.
 */
final class Session implements AutoCloseable {

	/**
	 * How long a statement waits for a lock before all is rolled back and tried again.
	 */
	private static final Duration STATEMENT_LOCK_TIMEOUT = Duration.ofSeconds(2);

	/** What the server is given to answer beyond what its own timeout allows. */
	private static final int GRACE_MILLIS = 5_000;

	private final Connection connection;

	private final MigrationSettings settings;

	private final boolean autoCommit;

	private final int networkTimeout;

	private Session(Connection connection, MigrationSettings settings) throws SQLException {
		this.connection = connection;
		this.settings = settings;
		this.autoCommit = connection.getAutoCommit();
		this.networkTimeout = connection.getNetworkTimeout();
		connection.setAutoCommit(true);
		long longest = Math.max(settings.scanTimeout().toMillis(),
				Math.max(settings.timeout().toMillis(), settings.lockTimeout().toMillis())) + GRACE_MILLIS;
		connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, longest));
	}

	static Session open(DataSource dataSource, MigrationSettings settings) {
		try {
			return new Session(dataSource.getConnection(), settings);
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.of(ex);
		}
	}

	/** The same, and tell about it. */
	static Session open(DataSource dataSource, MigrationSettings settings, RunListener listener) {
		long start = System.nanoTime();
		listener.decided(() -> "Connecting to the database");
		try {
			Session session = open(dataSource, settings);
			double seconds = (System.nanoTime() - start) / 1e9;
			listener.decided(() -> String.format(Locale.ROOT, "Connected in %.3f s", seconds));
			return session;
		}
		catch (DatabaseUnavailableException ex) {
			double seconds = (System.nanoTime() - start) / 1e9;
			listener.decided(() -> String.format(Locale.ROOT, "The attempt to connect failed after %.3f s", seconds));
			throw ex;
		}
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * Begin a transaction that waits for no lock for long, and not longer than the
	 * deadline for anything.
	 */
	void begin(Deadline deadline) throws SQLException {
		this.connection.setAutoCommit(false);
		long lockTimeout = Math.min(STATEMENT_LOCK_TIMEOUT.toMillis(), this.settings.lockTimeout().toMillis());
		String application = "automigrate: " + this.settings.application();
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("""
					SET LOCAL statement_timeout = %d;
					SET LOCAL lock_timeout = %d;
					SET LOCAL idle_in_transaction_session_timeout = 0;
					SET LOCAL client_min_messages = warning;
					SET LOCAL standard_conforming_strings = on;
					SET LOCAL jit = off;
					SET LOCAL application_name = %s""".formatted(Math.max(1, deadline.remainingMillis()),
					Math.max(1, lockTimeout), Identifier.literal(application)));
		}
	}

	/**
	 * Set the budget of statements that cannot be in a transaction. None for locks: what
	 * builds an index concurrently waits for old snapshots under the same timeout, and
	 * keeps nobody waiting meanwhile.
	 */
	void outsideOfTransactions(Deadline deadline) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(
					"SET statement_timeout = " + Math.max(1, deadline.remainingMillis()) + "; SET lock_timeout = 0");
		}
	}

	/**
	 * Set the budget of a migration's statements that cannot be in a transaction.
	 * @param patient whether they may wait for locks as long as for anything
	 */
	void outsideOfTransactions(Deadline deadline, boolean patient) throws SQLException {
		outsideOfTransactions(deadline);
		if (!patient) {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute("SET lock_timeout = "
						+ Math.min(STATEMENT_LOCK_TIMEOUT.toMillis(), this.settings.lockTimeout().toMillis()));
			}
		}
	}

	/**
	 * Let unqualified names mean the territory's default schema, if that is not the
	 * connection's own.
	 */
	void searchFirst(Territory territory, boolean local) throws SQLException {
		String schema = territory.defaultSchema();
		if (territory.searchPath().stream().limit(1).toList().equals(List.of(schema))) {
			return;
		}
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', "
					+ Identifier.literal(Identifier.quote(schema))
					+ ", nullif(pg_catalog.current_setting('search_path'), '')), " + local + ")");
		}
	}

	void resetTimeouts() throws SQLException {
		if (!this.connection.isClosed()) {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute("RESET statement_timeout; RESET lock_timeout");
			}
		}
	}

	/**
	 * Make PostgreSQL print names alike for both sides of a comparison, until the
	 * transaction ends: in full, except where the scratch copy is temporary.
	 */
	void printNamesAlike(Territory territory) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET LOCAL search_path = " + territory.printingPath());
		}
	}

	/**
	 * Let bodies of functions speak of what is still to come, until the transaction ends.
	 */
	void trustBodies() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET LOCAL check_function_bodies = off");
		}
	}

	/**
	 * Read the catalogs without trust in their statistics, until the transaction ends:
	 * they know nothing of what it has made, and by them a nested loop would go through
	 * one catalog for each row of another.
	 */
	void distrustStatistics() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET LOCAL enable_nestloop = off");
		}
	}

	void commit() throws SQLException {
		this.connection.commit();
		this.connection.setAutoCommit(true);
	}

	/** End the transaction without effect; a connection that is gone has done so. */
	void rollback() {
		try {
			if (!this.connection.isClosed() && !this.connection.getAutoCommit()) {
				this.connection.rollback();
				this.connection.setAutoCommit(true);
			}
		}
		catch (SQLException ex) {
			// The server rolls back what a lost connection leaves.
		}
	}

	@Override
	public void close() {
		rollback();
		try (this.connection) {
			this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
			this.connection.setAutoCommit(this.autoCommit);
		}
		catch (SQLException ex) {
			// Of no use to the next borrower; the pool finds out by itself.
		}
	}

}
