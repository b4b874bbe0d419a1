package io.automigrate.execute;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.SqlFailure;
import io.automigrate.lock.LockHolder;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A connection for the time of a question or a run. Of one that answers a question, no
 * setting outlives a transaction, so that it may come from a pool and go through a
 * pooler. One that carries out steps has settings of its own, by which the server ends it
 * soon after the process or its host is gone; it is opened for the run, or given back as
 * it was.
 */
final class Session implements AutoCloseable {

	/** Drops cursors, prepared statements, subscriptions and temporary objects. */
	static final String LEAVE_NOTHING = "CLOSE ALL; DEALLOCATE ALL; UNLISTEN *; DISCARD TEMP";

	private static final String NOTHING_DONE = new Kept().unchanged();

	/** How long the session of a run may be idle. It beats more often. */
	static final Duration IDLE = Duration.ofSeconds(15);

	/** A question locks nothing that others wait for. */
	private static final Duration QUESTION_LOCK_TRY = Duration.ofSeconds(2);

	private static final int LONGEST_NAME = 63;

	/** The driver counts whole seconds when it connects. */
	private static final int ALMOST_OVER_MILLIS = 1_000;

	/** The first server with a timeout for whole transactions. */
	private static final int TRANSACTION_TIMEOUT = 17;

	/** What is set for the whole session of a run; FACTS of PostgreSQL's timeouts. */
	private static final String STEP_SETTINGS = """
			SET idle_session_timeout = %1$d;
			SET idle_in_transaction_session_timeout = %1$d;
			SET tcp_keepalives_idle = 5;
			SET tcp_keepalives_interval = 5;
			SET tcp_keepalives_count = 2;
			SET default_transaction_isolation = 'read committed';
			SET statement_timeout = 0;
			SET lock_timeout = 0""";

	private final Connection connection;

	private final MigrationSettings settings;

	private final RunClock clock;

	private final Kept kept = new Kept();

	private final boolean autoCommit;

	private final int networkTimeout;

	private final @Nullable SessionKeeper keeper;

	/**
	 * Whether a pooler is between, which may have another server for each transaction.
	 */
	private final boolean pooled;

	/** What a borrowed connection was set to, or {@code null}. */
	private final @Nullable SessionSettings borrowed;

	/** Where another session like this one is to be had, or {@code null}. */
	private final @Nullable StepConnections connections;

	private final boolean steps;

	private Duration lockTry;

	private volatile boolean silent;

	private final Set<String> touched = new TreeSet<>();

	private @Nullable Savepoint locked;

	private Session(Connection connection, MigrationSettings settings, RunClock clock,
			@Nullable StepConnections connections, boolean own) throws SQLException {
		boolean steps = connections != null;
		this.connection = connection;
		this.connections = connections;
		this.settings = settings;
		this.clock = clock;
		this.steps = steps;
		this.lockTry = steps ? settings.budgets().lockTry() : QUESTION_LOCK_TRY;
		this.autoCommit = connection.getAutoCommit();
		this.networkTimeout = connection.getNetworkTimeout();
		connection.setAutoCommit(true);
		int announced = SessionKeeper.backend(connection);
		this.pooled = steps && announced != 0 && announced != backend();
		boolean settable = steps && !this.pooled;
		this.borrowed = (settable && !own) ? SessionSettings.read(connection) : null;
		this.keeper = SessionKeeper.start(connection, clock, settable);
		if (this.keeper == null) {
			Duration longest = settings.budgets().scan().plus(settings.budgets().timeout());
			connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, longest.toMillis()));
		}
		if (settable) {
			set();
		}
	}

	/**
	 * Open a session for questions.
	 * @throws DatabaseUnavailableException if there is no connection
	 */
	static Session open(DataSource dataSource, MigrationSettings settings) {
		return open(dataSource, settings, new RunClock(settings.budgets()));
	}

	static Session open(DataSource dataSource, MigrationSettings settings, RunClock clock) {
		try {
			Connection connection = TimedConnections.take(dataSource, remaining(clock));
			return closedOnFailure(connection, settings, clock, null, false);
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.of(ex);
		}
	}

	/**
	 * Open the session of a run.
	 * @throws DatabaseUnavailableException if there is no connection
	 */
	static Session forSteps(StepConnections connections, MigrationSettings settings, RunClock clock) {
		try {
			StepConnections.Opened opened = connections.open(name(settings, ""), remaining(clock));
			return closedOnFailure(opened.connection(), settings, clock, connections, opened.own());
		}
		catch (SQLException ex) {
			DatabaseUnavailableException unavailable = DatabaseUnavailableException.of(ex);
			Deadline deadline = clock.deadline();
			if (deadline.remainingMillis() < ALMOST_OVER_MILLIS && Failures.connectionLost(ex)) {
				throw MigrationTimeoutException.budgetUsedUp(deadline.budget(),
						"connecting (" + unavailable.getMessage() + ")", NOTHING_DONE, SqlFailure.withoutData(ex));
			}
			throw unavailable;
		}
	}

	private static Session closedOnFailure(Connection connection, MigrationSettings settings, RunClock clock,
			@Nullable StepConnections connections, boolean own) throws SQLException {
		try {
			return new Session(connection, settings, clock, connections, own);
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/** The same, and tell about it. */
	static Session open(DataSource dataSource, MigrationSettings settings, RunClock clock, RunListener listener) {
		return told("Connecting to the database", listener, () -> open(dataSource, settings, clock));
	}

	/** The same, and tell about it. */
	static Session forSteps(StepConnections connections, MigrationSettings settings, RunClock clock,
			RunListener listener) {
		return told("Opening the session of the run", listener, () -> forSteps(connections, settings, clock));
	}

	private static Session told(String doing, RunListener listener, Supplier<Session> opening) {
		long start = System.nanoTime();
		listener.decided(() -> doing);
		try {
			Session session = opening.get();
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

	private static Duration remaining(RunClock clock) {
		return Duration.ofMillis(Math.max(1, clock.deadline().remainingMillis()));
	}

	/** PostgreSQL cuts names off after 63 bytes; what follows the application's stays. */
	private static String name(MigrationSettings settings, String step) {
		String application = settings.application();
		while (!application.isEmpty()
				&& (LockHolder.PREFIX + application + step).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
			application = application.substring(0, application.length() - 1);
		}
		return LockHolder.PREFIX + application + step;
	}

	private int backend() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
			row.next();
			return row.getInt(1);
		}
	}

	private void set() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(STEP_SETTINGS.formatted(IDLE.toMillis()));
			statement.execute("SET application_name = " + Identifier.literal(name(this.settings, "")));
			if (this.connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT) {
				statement.execute("SET transaction_timeout = 0");
			}
		}
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET client_connection_check_interval = 2000");
		}
		catch (SQLException ex) {
			// Not every operating system tells a server that its client is gone.
		}
	}

	/** Tell others which step is under way. */
	void atStep(int number, int total) throws SQLException {
		if (this.steps && !this.pooled) {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute("SET application_name = "
						+ Identifier.literal(name(this.settings, " step " + number + "/" + total)));
			}
		}
	}

	Connection connection() {
		return this.connection;
	}

	RunClock clock() {
		return this.clock;
	}

	/** What has been committed on it and stays; behind a pooler nothing is. */
	Kept kept() {
		return this.kept;
	}

	/**
	 * End a run whose budget is used up, between two statements.
	 * @param doing what it was doing, to follow "while"
	 */
	void check(String doing) {
		Deadline deadline = this.clock.current();
		if (deadline != null && deadline.passed()) {
			throw MigrationTimeoutException.budgetUsedUp(deadline.budget(), doing, this.kept.rolledBack(), null);
		}
	}

	/**
	 * Returns whether each transaction may meet another server, so that neither a lock
	 * nor a setting lasts longer than one.
	 */
	boolean pooled() {
		return this.pooled;
	}

	/** Whether the connection was ended by us, since the budget was used up. */
	boolean aborted() {
		return this.keeper != null && this.keeper.aborted();
	}

	/** How long a transaction waits for a lock. */
	Duration lockTry() {
		return this.lockTry;
	}

	/**
	 * Open another session like this one, which is lost.
	 * @return the session, or {@code null} if the server does not answer
	 */
	@Nullable Session again() {
		if (this.connections == null || aborted()) {
			return null;
		}
		try {
			return forSteps(this.connections, this.settings, this.clock);
		}
		catch (DatabaseUnavailableException ex) {
			return null;
		}
	}

	/** Whether the connection is gone. */
	boolean lost() {
		try {
			return this.connection.isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

	/** Whether the connection was given up since the server was silent. */
	boolean silent() {
		return this.silent;
	}

	/**
	 * Give the connection up, on another thread than the one that waits for an answer.
	 */
	void giveUp() {
		this.silent = true;
		if (this.keeper != null) {
			this.keeper.abort();
		}
	}

	/** Set how long the next transaction waits for each lock. */
	void lockTry(Duration wait) {
		this.lockTry = wait;
	}

	/**
	 * Begin a transaction that waits for no lock for long, and not longer than the run's
	 * deadline for anything. Behind a pooler all of a run is in one transaction, which
	 * goes on.
	 */
	void begin() throws SQLException {
		begin(this.clock.deadline());
	}

	void begin(Deadline deadline) throws SQLException {
		boolean own = this.steps && !this.pooled;
		StringBuilder sql = new StringBuilder();
		if (this.locked == null) {
			sql.append("SET TRANSACTION ISOLATION LEVEL READ COMMITTED;\n");
		}
		sql.append("""
				SET LOCAL statement_timeout = %d;
				SET LOCAL lock_timeout = %d;
				SET LOCAL client_min_messages = warning;
				SET LOCAL standard_conforming_strings = on;
				SET LOCAL jit = off""".formatted(Math.max(1, deadline.remainingMillis()),
				Math.max(1, this.lockTry.toMillis())));
		if (!own) {
			sql.append(";\nSET LOCAL idle_in_transaction_session_timeout = 0;\nSET LOCAL application_name = ")
				.append(Identifier.literal(name(this.settings, "")));
			if (this.connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT) {
				sql.append(";\nSET LOCAL transaction_timeout = 0");
			}
		}
		this.connection.setAutoCommit(false);
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql.toString());
		}
	}

	/** Behind a pooler, the transaction that has the lock is the run's only one. */
	void keepTransaction() throws SQLException {
		this.locked = this.connection.setSavepoint();
	}

	/**
	 * Set the budget of statements that cannot be in a transaction.
	 * @param waits whether they may wait for locks as long as for anything: what builds
	 * an index concurrently waits for old snapshots under the same timeout, and blocks
	 * nobody meanwhile
	 */
	void outsideOfTransactions(Deadline deadline, boolean waits) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET statement_timeout = " + Math.max(1, deadline.remainingMillis())
					+ "; SET lock_timeout = " + (waits ? 0 : Math.max(1, this.lockTry.toMillis())));
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
				statement.execute("SET statement_timeout = 0; SET lock_timeout = 0");
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

	/** Another client of a pooler is not to find what a migration has left. */
	void dropTemporary() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("DISCARD TEMP");
		}
	}

	/**
	 * Drop what a migration may leave in the session for the next one: cursors, prepared
	 * statements, subscriptions to notifications and temporary objects.
	 */
	void leaveNothing() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(LEAVE_NOTHING);
		}
	}

	/** Commit what is done so far; behind a pooler it is committed with the run's end. */
	void commitPart() throws SQLException {
		if (this.locked == null) {
			commit();
		}
	}

	/** Take back what was done since the last commit and end the transaction. */
	void rollbackPart() throws SQLException {
		if (this.locked != null) {
			this.connection.rollback(this.locked);
		}
		else {
			rollback();
		}
	}

	/**
	 * Settings that are to be reset before the session goes to another client of a
	 * pooler.
	 * @return a set to add names to, or {@code null} where it goes to none
	 */
	@Nullable Set<String> handedOn() {
		return this.pooled ? this.touched : null;
	}

	void commit() throws SQLException {
		if (!this.touched.isEmpty()) {
			try (Statement statement = this.connection.createStatement()) {
				for (String name : this.touched) {
					statement.execute(SessionSettings.reset(name));
				}
			}
			this.touched.clear();
		}
		this.connection.commit();
		this.locked = null;
		this.connection.setAutoCommit(true);
	}

	/** End the transaction without effect; a connection that is gone has done so. */
	void rollback() {
		try {
			this.locked = null;
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
		if (this.keeper != null) {
			this.keeper.close();
		}
		try (this.connection) {
			if (this.borrowed != null && !this.connection.isClosed()) {
				this.borrowed.restore(this.connection, this.borrowed);
			}
			if (this.keeper == null) {
				this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
			}
			this.connection.setAutoCommit(this.autoCommit);
		}
		catch (SQLException ex) {
			// Of no use to the next borrower; the pool finds out by itself.
		}
	}

}
