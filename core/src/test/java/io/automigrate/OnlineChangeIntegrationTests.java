package io.automigrate;

import java.util.List;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.TransactionMode;
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
	void takesASecondConnectionOnlyForAPlanThatNeedsIt() {
		OnlineChange.INDEX_BUILT.prepare(this.database);
		int[] connections = new int[1];
		HookedDataSource hooked = new HookedDataSource(this.database.dataSource(),
				(connection, backend, what) -> connections[0] = Math.max(connections[0], connection));
		OnlineChange.INDEX_BUILT.migrator(hooked).migrate().orThrow();
		assertThat(connections[0]).isEqualTo(2);
	}

}
