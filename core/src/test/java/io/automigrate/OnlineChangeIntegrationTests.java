package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.TransactionMode;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Changes to tables with rows: by which statements they are made, and that they are made.
 */
class OnlineChangeIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@ParameterizedTest
	@EnumSource
	void makesTheChangeInWaysThatKeepNobodyWaiting(OnlineChange change) {
		assumeTrue(change.runsOn(this.database), "not with this major");
		change.prepare(this.database);
		SchemaMigrator migrator = change.migrator(this.database.dataSource());
		MigrationPlan plan = migrator.plan();
		List<String> statements = OnlineChange.statements(plan);
		if (!change.statements.isEmpty()) {
			assertThat(String.join(";\n", statements).replace("\"", "")).containsSubsequence(change.statements);
			assertThat(statements).hasSizeGreaterThanOrEqualTo(change.statements.size());
		}
		assertThat(plan.steps()).as("steps that keep writers waiting while they read the table")
			.noneMatch((step) -> step.scans() && step.lock() != null && step.mode() == TransactionMode.SHARED);
		migrator.migrate().orThrow();
		change.assertComplete(this.database);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			code varchar(10) | code varchar(20)
			code varchar(10) | code text
			code numeric(5,2) | code numeric(8,2)
			code varchar(10) | code varchar(10) default 'none'
			code int | code int, added int not null default 5
			code int | code int, added timestamptz not null default now()
			code int | code int, added text default 'a' check (added <> '')
			""")
	void changesInPlaceWhatNeedNotBeWrittenAnew(String from, String to) {
		this.database.execute("create table plain (id int, " + from + "); create index plain_code on plain (code);"
				+ "insert into plain (id) select generate_series(1, 100)");
		String files = "select string_agg(relname || pg_relation_filenode(oid), ' ' order by relname) from pg_class where relname like 'plain%'";
		List<String> before = this.database.query(files);
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.policy(ChangePolicy.ALTER)
			.onlineAbove(-1)
			.source(SchemaSource.ddl("test.sql",
					"create table plain (id int, " + to + "); create index plain_code on plain (code);"))
			.build();
		migrator.migrate().orThrow();
		assertThat(migrator.plan().isEmpty()).isTrue();
		assertThat(this.database.query(files)).isEqualTo(before);
	}

	@Test
	void fillsAColumnAroundARowThatSomebodyHolds() throws Exception {
		OnlineChange.COLUMN_FILLED.prepare(this.database);
		try (Connection holder = this.database.dataSource().getConnection();
				Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			HookedDataSource hooked = new HookedDataSource(this.database.dataSource(), (connection, backend, what) -> {
				if (what.startsWith("DO ")) {
					hold(statement);
				}
			});
			CompletableFuture<MigrationReport> run = CompletableFuture
				.supplyAsync(() -> OnlineChange.COLUMN_FILLED.migrator(hooked).migrate());
			String filled = "select count(*) from pets where code is not null";
			while (!columns().contains("code") || !this.database.query(filled).equals(List.of("99"))) {
				assertThat(run).isNotDone();
				Thread.sleep(20);
			}
			this.database.execute("set lock_timeout = '1s'; update pets set name = 'new' where id = 2");
			holder.commit();
			run.get().orThrow();
			OnlineChange.COLUMN_FILLED.assertComplete(this.database);
			assertThat(this.database.query("select count(distinct code) from pets")).containsExactly("100");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "COLUMN_FILLED", "SERIAL_FILLED", "COLUMN_OF_PARTITIONED_TABLE_FILLED" })
	void fillsWhatAnInterruptedRunHasNot(OnlineChange change) {
		change.prepare(this.database);
		change.migrator(this.database.dataSource())
			.plan()
			.steps()
			.stream()
			.takeWhile((step) -> step.mode() == TransactionMode.SHARED)
			.forEach((step) -> this.database.execute(String.join(";", step.statements())));
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.policy(ChangePolicy.CREATE)
			.source(SchemaSource.ddl("test.sql", change.after))
			.build();
		migrator.migrate().orThrow();
		change.assertComplete(this.database);
	}

	private List<String> columns() {
		return this.database.query("select attname from pg_attribute where attrelid = 'pets'::regclass");
	}

	private static void hold(Statement statement) {
		try {
			statement.execute("update pets set name = 'held' where id = 1");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void rewritesALargeTableOnlyWithConsent() {
		this.database.execute("create table pets (id int primary key, chip int, picture text);"
				+ "alter table pets alter picture set storage external;"
				+ "insert into pets select n, n, repeat('x', 10000) from generate_series(1, 200) n");
		SchemaMigrator.Builder builder = SchemaMigrator.builder(this.database.dataSource())
			.policy(ChangePolicy.ALTER)
			.source(SchemaSource.ddl("test.sql",
					"create table pets (id int primary key, chip bigint, picture text, code uuid default gen_random_uuid(), twice int generated always as (id * 2) stored)"));
		MigrationPlan plan = builder.build().plan();
		assertThat(plan.refused()).extracting(RefusedChange::message)
			.satisfiesExactlyInAnyOrder(
					(message) -> assertThat(message).contains("rewritten", "REWRITES_TABLE:public.pets.chip"),
					(message) -> assertThat(message).contains("would be added", "REWRITES_TABLE:public.pets.twice"));
		assertThat(OnlineChange.statements(plan)).anyMatch((statement) -> statement.startsWith("DO "));
		assertThat(builder.allow("REWRITES_TABLE:public.pets.chip", "REWRITES_TABLE:public.pets.twice")
			.build()
			.plan()
			.refused()).isEmpty();
	}

	@Test
	void takesASecondConnectionOnlyForAPlanThatNeedsIt() {
		OnlineChange.INDEX_BUILT.prepare(this.database);
		int[] connections = new int[1];
		HookedDataSource hooked = new HookedDataSource(this.database.dataSource(),
				(connection, backend, what) -> connections[0] = Math.max(connections[0], connection));
		OnlineChange.INDEX_BUILT.migrator(hooked).migrate().orThrow();
		assertThat(connections[0]).isEqualTo(2);
	}

}
