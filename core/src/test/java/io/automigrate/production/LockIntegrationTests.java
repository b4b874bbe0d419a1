package io.automigrate.production;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.ChildProcess;
import io.automigrate.test.OwnServer;
import io.automigrate.test.TcpProxy;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.test.VanishingHost;
import io.automigrate.test.Waiting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The lock is held as long as a step goes on and free soon after its holder is gone, in
 * whatever way it goes.
 */
class LockIntegrationTests {

	/** All that a server needs to learn that a client was killed. */
	private static final Duration AT_ONCE = Duration.ofSeconds(10);

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Duration SLACK = Duration.ofSeconds(5);

	private static final Duration START = Duration.ofMinutes(2);

	private static final Duration END = Duration.ofMinutes(2);

	private static final int STOPPED_SECONDS = 60;

	/** "AMIG", the first half of the lock's key. */
	private static final String LOCKS = "select count(*) from pg_locks where locktype = 'advisory' and granted and classid = "
			+ 0x414D4947 + " and database = (select oid from pg_database where datname = current_database())";

	private static final String BUILDING = "select count(*) from pg_stat_activity where state = 'active' and query ilike '%create index concurrently%' and pid <> pg_backend_pid()";

	private static final String BEFORE = """
			create table pets (id int primary key, name text);
			insert into pets select n, 'pet ' || n from generate_series(1, 1000) n;""";

	private static final String AFTER = """
			create table pets (id int primary key, name text, chip int);
			create index pets_name on pets (name);
			create index pets_id_name on pets (id, name);""";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	/** Where a run is when something happens to it. */
	enum Moment {

		/** A step is done, and the next one has not begun. */
		BETWEEN_STEPS,

		/** A concurrent build waits for an old snapshot. */
		IN_A_STEP;

		/** Start a run, and wait until it is there. */
		Run begin(TestDatabase database, MigratorProcess.Settings settings) {
			try {
				Connection blocker = (this == IN_A_STEP) ? oldSnapshot(database) : null;
				ChildProcess child = ((this == BETWEEN_STEPS) ? settings.with("pauseAfter", "ADD COLUMN") : settings)
					.start();
				if (this == BETWEEN_STEPS) {
					child.await((line) -> line.equals("paused"), START);
				}
				else {
					Waiting.until("the index is being built", START,
							() -> !database.query(BUILDING).equals(List.of("0")));
				}
				assertThat(database.query(LOCKS)).as("locks").containsExactly("1");
				return new Run(child, blocker);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static Connection oldSnapshot(TestDatabase database) throws SQLException {
			Connection connection = database.dataSource().getConnection();
			connection.setAutoCommit(false);
			connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			try (var statement = connection.createStatement()) {
				statement.execute("select 1");
			}
			return connection;
		}

	}

	/**
	 * A run in a process.
	 *
	 * @param child the process
	 * @param blocker what its step waits for, or {@code null}
	 */
	record Run(ChildProcess child, @Nullable Connection blocker) implements AutoCloseable {

		void letTheStepEnd() throws SQLException {
			if (this.blocker != null) {
				this.blocker.close();
			}
		}

		@Override
		public void close() throws SQLException {
			this.child.close();
			letTheStepEnd();
		}

	}

	@ParameterizedTest
	@EnumSource
	void theLockOfAKilledProcessIsFreeAtOnce(Moment moment) throws SQLException {
		this.database.execute(BEFORE);
		try (Run run = moment.begin(this.database, MigratorProcess.Settings.of(this.database, AFTER))) {
			run.child().kill();
			Duration took = awaitFree(this.database, AT_ONCE);
			System.out.println("Lock of a killed process, " + moment + ": free after " + took.toMillis() + " ms");
			run.letTheStepEnd();
			completes(this.database);
		}
	}

	@Thorough
	@ParameterizedTest
	@EnumSource
	void theLockOfAVanishedHostIsFreeSoon(Moment moment) throws SQLException {
		assumeTrue(VanishingHost.possible(), "no right to change addresses");
		try (VanishingHost host = VanishingHost.appear();
				OwnServer own = OwnServer.start(Map.of("listen_addresses", "*"))) {
			own.trust(host.address());
			TestDatabase there = own.createDatabase();
			there.execute(BEFORE);
			MigratorProcess.Settings settings = MigratorProcess.Settings.of(there, AFTER)
				.with("url", "jdbc:postgresql://" + host.address() + ":" + own.server().port() + "/" + there.name());
			try (Run run = moment.begin(there, settings)) {
				host.vanish();
				Duration took = awaitFree(there, SOON.plus(SLACK));
				System.out.println("Lock of a vanished host, " + moment + ": free after " + took.toMillis() + " ms");
				run.letTheStepEnd();
				completes(there);
			}
		}
	}

	@Thorough
	@Test
	void theLockIsFreeSoonAfterPacketsAreSwallowedBetweenSteps() throws SQLException {
		this.database.execute(BEFORE);
		try (TcpProxy proxy = TcpProxy.to(this.database.server());
				Run run = Moment.BETWEEN_STEPS.begin(this.database,
						MigratorProcess.Settings.of(this.database, AFTER).with("url", proxy.url(this.database)))) {
			assertThat(run.child().alive()).isTrue();
			proxy.swallow();
			Duration took = awaitFree(this.database, SOON.plus(SLACK));
			System.out.println("Lock behind a black hole: free after " + took.toMillis() + " ms");
			completes(this.database);
		}
	}

	/**
	 * A process that stands still for a minute. Nobody takes over while its step goes on;
	 * when it goes on itself, it has lost its session and writes nothing.
	 */
	@Thorough
	@ParameterizedTest
	@EnumSource
	void aStoppedProcessThatWakesFindsItsSessionGone(Moment moment) throws SQLException {
		assumeTrue(ChildProcess.stoppable());
		this.database.execute(BEFORE);
		MigratorProcess.Settings settings = MigratorProcess.Settings.of(this.database, AFTER)
			.with("timeout", 300)
			.with("pause", STOPPED_SECONDS / 2);
		try (Run run = moment.begin(this.database, settings)) {
			run.child().stop();
			long stopped = System.nanoTime();
			if (moment == Moment.IN_A_STEP) {
				Waiting.pause(SOON.toMillis());
				assertThat(this.database.query(LOCKS)).as("locks while a step goes on").containsExactly("1");
				assertThat(migrator(this.database).lockTimeout(Duration.ofSeconds(1)).build().migrate().success())
					.as("another run while a step goes on")
					.isFalse();
				run.letTheStepEnd();
			}
			Duration took = awaitFree(this.database, SOON.plus(SLACK));
			System.out.println("Lock of a stopped process, " + moment + ": free after " + took.toMillis() + " ms");
			completes(this.database);
			this.database.execute("drop index pets_id_name");
			while (System.nanoTime() - stopped < Duration.ofSeconds(STOPPED_SECONDS).toNanos()) {
				Waiting.pause(100);
			}
			run.child().resume();
			String end = run.child().await(MigratorProcess::ended, END);
			assertThat(end).matches((line) -> !MigratorProcess.succeeded(line)).containsIgnoringCase("lost");
			assertThat(this.database.query("select relname from pg_class where relname = 'pets_id_name'"))
				.as("what the woken process has written")
				.isEmpty();
		}
	}

	@Test
	void aRunWhoseSessionIsTerminatedSaysSo() {
		this.database.execute(BEFORE);
		try (TcpProxy proxy = TcpProxy.to(this.database.server(), terminatesTheHolder(this.database))) {
			MigrationReport report = migrator(this.database, proxy).migrate();
			assertThat(report.success()).isFalse();
			assertThat(report.errors()).singleElement()
				.asString()
				.containsPattern("(?i)lost|terminat")
				.doesNotContain("budget")
				.doesNotContain("rolled back");
		}
		completes(this.database);
	}

	/** It goes back by an hour whenever it is read. */
	@Test
	void aClockThatIsSetBackDuringARunMovesNeitherDeadlineNorLock() throws SQLException {
		this.database.execute(BEFORE);
		Duration budget = Duration.ofSeconds(3);
		AtomicInteger hours = new AtomicInteger();
		InstantSource goesBack = () -> Instant.now().minus(Duration.ofHours(hours.incrementAndGet()));
		SchemaMigrator migrator = migrator(this.database).clock(goesBack.withZone(ZoneOffset.UTC))
			.timeout(budget)
			.lockTimeout(budget)
			.build();
		try (Connection blocker = this.database.dataSource().getConnection();
				var statement = blocker.createStatement()) {
			blocker.setAutoCommit(false);
			statement.execute("lock table pets in access share mode");
			long start = System.nanoTime();
			TestThread<MigrationReport> run = TestThread.of(migrator::migrate);
			Waiting.until("the run has the lock", START, () -> this.database.query(LOCKS).equals(List.of("1")));
			assertThat(migrator(this.database).lockTimeout(Duration.ofMillis(500)).build().migrate().failure())
				.as("another run meanwhile")
				.isInstanceOf(MigrationUnderWayException.class);
			assertThat(run.get(END).failure()).isInstanceOf(MigrationTimeoutException.class);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as("what the run took")
				.isBetween(budget, budget.multipliedBy(2).plus(SLACK));
			assertThat(hours).as("how often the clock was set back").hasPositiveValue();
		}
		assertThat(this.database.query(LOCKS)).as("locks").containsExactly("0");
		completes(this.database);
	}

	private static TcpProxy.Watcher terminatesTheHolder(TestDatabase database) {
		return Places.before((sql) -> sql.contains("CONCURRENTLY"), () -> database.query("""
				select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
					and classid = %d and database = (select oid from pg_database where datname = current_database())"""
			.formatted(0x414D4947)));
	}

	@Test
	void aRunWhoseServerRestartsSaysSo() {
		try (OwnServer own = OwnServer.start(Map.of())) {
			TestDatabase there = own.createDatabase();
			there.execute(BEFORE);
			CompletableFuture<Boolean> restarted = new CompletableFuture<>();
			try (TcpProxy proxy = TcpProxy.to(there.server(),
					Places.before((sql) -> sql.contains("CONCURRENTLY"), () -> {
						own.stop();
						own.start();
						restarted.complete(true);
					}))) {
				MigrationReport report = migrator(there, proxy).migrate();
				if (!report.success()) {
					assertThat(report.errors()).singleElement()
						.asString()
						.containsPattern("(?i)lost|terminat|closed|restart|shut")
						.doesNotContain("budget");
				}
			}
			// The run may be over before the server is there again.
			assertThat(restarted).succeedsWithin(Duration.ofMinutes(1));
			completes(there);
			there.execute("drop index pets_name");
			CompletableFuture<Boolean> crashed = new CompletableFuture<>();
			try (TcpProxy proxy = TcpProxy.to(there.server(),
					Places.before((sql) -> sql.contains("CONCURRENTLY"), () -> {
						own.crash();
						crashed.complete(true);
					}))) {
				assertThat(migrator(there, proxy).migrate().success()).isFalse();
			}
			assertThat(crashed).succeedsWithin(Duration.ofMinutes(1));
			own.start();
			completes(there);
		}
	}

	/** Two with one list of schemas, whose runs take turns, and one with another list. */
	@Test
	void applicationsThatBuildOnOneTableAtOnceAllEndWell() {
		this.database.execute("""
				create schema other;
				create table pets (id int primary key, name text, a int, b int, c int);
				insert into pets select n, 'pet ' || n, n, n, n from generate_series(1, 50000) n;
				analyze""");
		List<TestThread<MigrationReport>> runs = Stream.of("a", "b", "c")
			.map((column) -> SchemaMigrator.builder(this.database.dataSource())
				.application(column)
				.policy(ChangePolicy.ALTER)
				.onlineAbove(-1)
				.detailedLog(false)
				.lockTimeout(END)
				.timeout(END)
				.schemas(column.equals("c") ? new String[] { "public", "other" } : new String[] { "public" })
				.source(SchemaSource.ddl(column + ".sql", """
						create table pets (id int primary key, name text, a int, b int, c int);
						create index pets_%1$s on pets (%1$s);
						create index pets_%1$s_name on pets (%1$s, name);""".formatted(column)))
				.build())
			.map((migrator) -> TestThread.of(migrator::migrate))
			.toList();
		runs.forEach((run) -> assertThat(run.get(END.plus(SLACK)).failure()).isNull());
		assertThat(this.database.query("""
				select indexrelid::regclass from pg_index where indrelid = 'pets'::regclass and indisvalid
				order by 1""")).containsExactlyInAnyOrder("pets_pkey", "pets_a", "pets_a_name", "pets_b", "pets_b_name",
				"pets_c", "pets_c_name");
	}

	/** The lock is never free while a step that it was taken for goes on. */
	private static Duration awaitFree(TestDatabase database, Duration atMost) {
		Duration took = Waiting.until("the lock is free", atMost, () -> database.query(LOCKS).equals(List.of("0")));
		Waiting.until("the step has ended whose lock is free", Duration.ofSeconds(1),
				() -> database.query(BUILDING).equals(List.of("0")));
		return took;
	}

	private static void completes(TestDatabase database) {
		SchemaMigrator migrator = migrator(database).build();
		assertThat(migrator.migrate().failure()).as("the next run").isNull();
		assertThat(migrator.plan().inStep()).isTrue();
		assertThat(database.query("select indexrelid::regclass from pg_index where not (indisvalid and indisready)"))
			.isEmpty();
	}

	private static SchemaMigrator migrator(TestDatabase database, TcpProxy proxy) {
		return migrator(proxy.dataSource(database)).build();
	}

	private static SchemaMigrator.Builder migrator(TestDatabase database) {
		return migrator(database.dataSource());
	}

	private static SchemaMigrator.Builder migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource)
			.application("child")
			.policy(ChangePolicy.FULL)
			.onlineAbove(-1)
			.detailedLog(false)
			.source(SchemaSource.ddl("child.sql", AFTER));
	}

}
