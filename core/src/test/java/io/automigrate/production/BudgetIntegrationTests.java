package io.automigrate.production;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TcpProxy;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.test.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run ends within its budget, whatever it is that takes so long.
 */
class BudgetIntegrationTests {

	/** What a run may take beyond its budget. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	/** What a busy machine may. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	private static final Duration BUDGET = Duration.ofSeconds(6);

	/** When to give up on a run that does not keep its budget. */
	private static final Duration NEVER = Duration.ofSeconds(20);

	private static final String BEFORE = "create table pets (id int primary key, name text);";

	private static final String AFTER = """
			create table pets (id int primary key, name text, chip int);
			create index pets_name on pets (name);""";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	/** At each of these, packets begin to vanish right before it is sent. */
	@ParameterizedTest
	@ValueSource(strings = { "ADD COLUMN", "CREATE INDEX CONCURRENTLY" })
	void aBlackHoleEndsTheRun(String moment) {
		endsAt(moment);
	}

	@Thorough
	@ParameterizedTest
	@ValueSource(strings = { "SELECT", "CREATE TABLE", "pg_attribute", "ALTER", "COMMIT" })
	void aBlackHoleAtAnyMomentEndsTheRun(String moment) {
		endsAt(moment);
	}

	private void endsAt(String moment) {
		this.database.execute(BEFORE + "insert into pets select generate_series(1, 100)");
		TcpProxy[] self = new TcpProxy[1];
		try (TcpProxy proxy = TcpProxy.to(this.database.server(),
				Places.before((sql) -> sql.toUpperCase(Locale.ROOT).contains(moment.toUpperCase(Locale.ROOT)),
						() -> self[0].swallow()))) {
			self[0] = proxy;
			MigrationReport report = endsInTime(BUDGET,
					migrator(proxy.dataSource(this.database), AFTER).timeout(BUDGET).lockTimeout(BUDGET).build());
			assertThat(report.success()).isFalse();
			assertThat(report.errors()).singleElement().asString().containsPattern("\\b6(\\.0)? s\\b");
			if (moment.contains("INDEX")) {
				assertThat(report.errors()).singleElement().asString().containsPattern("pets_name|chip");
			}
		}
		leavesNothing();
		assertThat(migrator(this.database.dataSource(), AFTER).build().migrate().failure()).isNull();
	}

	@Test
	void aBlackHoleFromTheStartEndsTheRun() {
		try (TcpProxy proxy = TcpProxy.to(this.database.server())) {
			proxy.swallow();
			MigrationReport report = endsInTime(BUDGET,
					migrator(proxy.dataSource(this.database), AFTER).timeout(BUDGET).lockTimeout(BUDGET).build());
			assertThat(report.success()).isFalse();
			assertThat(report.errors()).singleElement().asString().containsPattern("(?i)connect");
		}
	}

	@Test
	void aPoolThatHasNothingToGiveEndsTheRun() {
		DataSource empty = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() {
				Waiting.pause(NEVER.toMillis());
				throw new IllegalStateException("given up");
			}

		};
		MigrationReport report = endsInTime(BUDGET, migrator(empty, AFTER).timeout(BUDGET).lockTimeout(BUDGET).build());
		assertThat(report.success()).isFalse();
		assertThat(report.errors()).singleElement().asString().containsPattern("(?i)connect");
	}

	@Test
	void manyShortStatementsTogetherHaveOneBudget(@TempDir Path folder) throws IOException {
		for (int i = 1; i <= 8; i++) {
			Files.writeString(folder.resolve("00" + i + "_sleep.sql"), "-- migrate:up\nselect pg_sleep(0.9);\n");
		}
		Duration budget = Duration.ofSeconds(2);
		MigrationReport report = endsInTime(budget,
				SchemaMigrator.builder(this.database.dataSource())
					.scripts("file:" + folder)
					.timeout(budget)
					.detailedLog(false)
					.build());
		assertThat(report.success()).isFalse();
		assertThat(report.errors()).singleElement()
			.asString()
			.containsPattern("\\b2(\\.0)? s\\b")
			.containsPattern("00[1-4]");
		leavesNothing();
		assertThat(this.database
			.query("select count(*) from pg_class where relname = 'migrations' and pg_relation_size(oid) > 0"))
			.containsExactly("0");
	}

	@Thorough
	@Test
	void theComparisonOfAThousandTablesHasABudget() {
		String tables = tables(1_000);
		this.database.execute(tables);
		Duration budget = Duration.ofSeconds(2);
		MigrationReport report = endsInTime(budget,
				migrator(this.database.dataSource(), tables + "alter table t_7 add more int;").timeout(budget).build());
		if (!report.success()) {
			assertThat(report.errors()).singleElement().asString().containsPattern("\\b2(\\.0)? s\\b");
			leavesNothing();
		}
	}

	@Thorough
	@Test
	void theFirstStartOfALargeSchemaSucceedsByDefault() {
		String tables = tables(1_400);
		MigrationReport report = SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("large.sql", tables))
			.detailedLog(false)
			.build()
			.migrate();
		assertThat(report.failure()).isNull();
		assertThat(report.tablesCreated()).hasSize(1_400);
		System.out.println("The first start with 1,400 tables took " + report.duration().toMillis() + " ms");
	}

	private static String tables(int number) {
		return IntStream.rangeClosed(1, number)
			.mapToObj((n) -> "create table t_" + n + " (id bigint generated by default as identity primary key, "
					+ Stream.of("a", "b", "c", "d", "e", "f")
						.map((column) -> column + " text not null default ''")
						.collect(Collectors.joining(", "))
					+ ", other bigint" + ((n > 1) ? " references t_" + (n - 1) : "")
					+ ", created timestamptz default now());" + "create index t_" + n + "_a on t_" + n + " (a, b);")
			.collect(Collectors.joining());
	}

	private static MigrationReport endsInTime(Duration budget, SchemaMigrator migrator) {
		long start = System.nanoTime();
		MigrationReport report = TestThread.of(migrator::migrate).get(NEVER);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		assertThat(took).as("time of the run that ended with: %s", report.message())
			.isLessThan(budget.plus(GRACE).plus(SLACK));
		return report;
	}

	private void leavesNothing() {
		Waiting.until("the run's sessions end", NEVER, () -> this.database.query("""
				select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
					and backend_type = 'client backend'""").isEmpty());
		assertThat(this.database.query("""
				select nspname from pg_namespace where nspname like 'automigrate%'
				union all select conname from pg_constraint where not convalidated
				union all select indexrelid::regclass::text from pg_index where not (indisvalid and indisready)"""))
			.as("what is left")
			.isEmpty();
	}

	private static SchemaMigrator.Builder migrator(DataSource dataSource, String ddl) {
		return SchemaMigrator.builder(dataSource)
			.policy(ChangePolicy.ALTER)
			.onlineAbove(-1)
			.detailedLog(false)
			.source(SchemaSource.ddl("test.sql", ddl));
	}

}
