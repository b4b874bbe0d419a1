package io.automigrate.production;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.automigrate.SchemaMigrator;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.LoadMeter;
import io.automigrate.test.LoadMeter.Load;
import io.automigrate.test.LoadMeter.Target;
import io.automigrate.test.TcpProxy;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.test.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What readers and writers feel of a run that has to wait for a long transaction.
 */
class PolitenessIntegrationTests {

	/** For how long a statement may be kept waiting, and what a busy machine may add. */
	private static final Duration STALL = Duration.ofMillis(300);

	private static final Duration SLACK = Duration.ofMillis(300);

	/** Which share of the time may be stalled, and what a busy machine may add. */
	private static final double SHARE = 0.1;

	private static final double SHARE_SLACK = 0.05;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String SHOPS = "create table shops (id int primary key, visits int not null default 0%s);";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	/** What is wanted of the table beside a long transaction. */
	private static final List<String> CHANGES = List
		.of("create table pets (id int primary key, visits int not null default 0, name text, chip int);", """
				create table pets (id int primary key, visits int not null default 0, name text,
					constraint pets_named check (name <> ''));
				create index pets_name on pets (name);""");

	@Test
	void aLongTransactionMakesNobodyElseWaitLong() throws SQLException {
		waitsPolitely(100_000, Duration.ofSeconds(10), 0);
	}

	@Thorough
	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void aTransactionOfAMinuteOnAMillionRowsMakesNobodyElseWaitLong(int change) throws SQLException {
		waitsPolitely(1_000_000, Duration.ofMinutes(1), change);
	}

	private void waitsPolitely(int rows, Duration open, int change) throws SQLException {
		this.database.execute("""
				create table pets (id int primary key, visits int not null default 0, name text);
				insert into pets select n, 0, 'pet ' || n from generate_series(1, %d) n;""".formatted(rows)
				+ SHOPS.formatted("") + "insert into shops select generate_series(1, 1000); analyze");
		SchemaMigrator migrator = migrator(CHANGES.get(change) + SHOPS.formatted(", since date"))
			.lockTimeout(open.plus(PATIENCE))
			.timeout(PATIENCE)
			.build();
		List<Load> loads;
		try (Connection blocker = this.database.dataSource().getConnection();
				Statement statement = blocker.createStatement()) {
			blocker.setAutoCommit(false);
			statement.execute("lock table pets in access share mode");
			try (LoadMeter meter = LoadMeter.start(this.database.dataSource(), new Target("pets", rows),
					new Target("shops", 1000))) {
				TestThread<MigrationReport> run = TestThread.of(migrator::migrate);
				Waiting.pause(open.toMillis());
				assertThat(run.isDone()).as("it waits for the transaction").isFalse();
				loads = meter.stop();
				blocker.commit();
				assertThat(run.get(open.plus(PATIENCE)).failure()).isNull();
			}
		}
		String name = (change == 0) ? "add a column" : "check and index";
		System.out.println(LoadMeter.HEAD);
		loads.forEach((load) -> System.out.println(load.row(name + " beside " + open.toSeconds() + " s")));
		List<Load> plain = plain(rows, (change == 0) ? "alter table pets add also int"
				: "alter table pets add constraint pets_also check (name <> '')");
		plain.forEach((load) -> System.out.println(load.row("plain DDL beside 2 s")));
		for (Load load : loads) {
			assertThat(load.statements()).as("%s", load).isPositive();
			assertThat(load.longest()).as("longest stall: %s", load).isLessThanOrEqualTo(STALL.plus(SLACK));
			assertThat(load.share()).as("stalled share: %s", load)
				.isLessThanOrEqualTo(load.table().equals("shops") ? SHARE_SLACK : SHARE + SHARE_SLACK);
		}
	}

	/** The same by hand, for the table that is printed. */
	private List<Load> plain(int rows, String ddl) throws SQLException {
		try (Connection blocker = this.database.dataSource().getConnection();
				Statement statement = blocker.createStatement()) {
			blocker.setAutoCommit(false);
			statement.execute("lock table pets in access share mode");
			try (LoadMeter meter = LoadMeter.start(this.database.dataSource(), new Target("pets", rows),
					new Target("shops", 1000))) {
				TestThread<Boolean> byHand = TestThread.of(() -> {
					this.database.execute(ddl);
					return true;
				});
				Waiting.pause(2_000);
				blocker.commit();
				byHand.get(PATIENCE);
				return meter.stop();
			}
		}
	}

	/** The catalogs are read before a table is locked, or after. */
	@Test
	void noCatalogsAreReadWhileATableThatIsUsedIsLocked() {
		String tables = IntStream.rangeClosed(1, 100)
			.mapToObj((n) -> "create table t_" + n + " (id int primary key, name text);")
			.collect(Collectors.joining());
		this.database.execute(tables + "insert into t_7 values (1, 'a')");
		List<String> sent = new CopyOnWriteArrayList<>();
		try (TcpProxy proxy = TcpProxy.to(this.database.server(), new TcpProxy.Watcher() {

			@Override
			public void sending(int connection, int backend, String statements) {
				sent.add(statements);
			}

		})) {
			SchemaMigrator.builder(proxy.dataSource(this.database))
				.policy(ChangePolicy.ALTER)
				.detailedLog(false)
				.source(SchemaSource.ddl("tables.sql",
						tables.replace("t_7 (id int primary key,", "t_7 (id int primary key, chip int,")))
				.build()
				.migrate()
				.orThrow();
		}
		List<String> locked = new ArrayList<>();
		boolean holds = false;
		for (String statement : sent) {
			String lower = statement.toLowerCase(Locale.ROOT);
			if (lower.startsWith("lock table") || (lower.contains("alter table") && lower.contains("add column"))) {
				holds = true;
			}
			else if (lower.startsWith("commit") || lower.startsWith("rollback")) {
				holds = false;
			}
			else if (holds) {
				locked.add(statement);
			}
		}
		assertThat(sent).as("what was sent").anyMatch((statement) -> statement.contains("ADD COLUMN"));
		assertThat(locked.stream()
			.filter((statement) -> statement.contains("pg_attribute"))
			.map((statement) -> statement.lines().limit(3).collect(Collectors.joining(" "))))
			.as("what reads catalogs under the lock")
			.isEmpty();
	}

	private SchemaMigrator.Builder migrator(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource())
			.policy(ChangePolicy.ALTER)
			.detailedLog(false)
			.source(SchemaSource.ddl("test.sql", ddl));
	}

}
