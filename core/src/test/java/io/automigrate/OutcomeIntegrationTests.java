package io.automigrate;

import java.util.List;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.error.OpenChange;
import io.automigrate.error.SchemaIncompleteException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.report.Outcome;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Report, status and what is thrown tell the same truth about a run.
 */
class OutcomeIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void drop() {
		this.database.close();
	}

	private SchemaMigrator.Builder builder(String ddl, ChangePolicy policy) {
		return SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("source.sql", ddl))
			.policy(policy);
	}

	private SchemaMigrator migrator(String ddl, ChangePolicy policy) {
		return builder(ddl, policy).build();
	}

	@ParameterizedTest
	@EnumSource(names = { "CREATE", "ALTER", "FULL" })
	void columnThatRowsWouldHaveToFillLeavesTheSchemaIncomplete(ChangePolicy policy) {
		this.database.execute("create table p (id int primary key); insert into p values (1)");
		SchemaMigrator migrator = migrator(
				"create table p (id int primary key, age int not null); create table q (id int)", policy);
		MigrationReport report = migrator.migrate();
		assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
		assertThat(report.success()).isFalse();
		assertThat(report.failure()).isNull();
		assertThat(report.created()).containsExactly("table q");
		assertThat(report.message()).isEqualTo(
				"1 object that the application needs is missing: column \"age\" of \"public\".\"p\". Created 1 object (1 table: q).");
		assertThat(report.errors()).singleElement()
			.asString()
			.contains("Column \"age\" of \"public\".\"p\" cannot be added", "Give it a default");
		assertThatThrownBy(report::orThrow).asInstanceOf(type(SchemaIncompleteException.class)).satisfies((failure) -> {
			assertThat(failure.getMessage()).contains("\"age\"", "the table has rows");
			assertThat(failure.wayOut()).contains("Give it a default");
			assertThat(failure.missing()).extracting(OpenChange::object)
				.containsExactly("column \"age\" of \"public\".\"p\"");
		});
		assertThatThrownBy(migrator::migrateOrThrow).isInstanceOf(SchemaIncompleteException.class);
		MigrationStatus status = migrator.status();
		assertThat(status.healthy()).isFalse();
		assertThat(status.migrationNeeded()).isTrue();
		assertThat(status.needed()).containsExactly("column \"age\" of \"public\".\"p\"");
		this.database.execute("delete from p");
		assertThat(migrator.migrate().outcome()).isEqualTo(Outcome.CHANGED);
		assertThat(migrator.migrate().outcome()).isEqualTo(Outcome.UP_TO_DATE);
		assertThat(migrator.status().healthy()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			drop table r                 | INCOMPLETE
			alter table t drop column b  | INCOMPLETE
			drop view v                  | INCOMPLETE
			drop sequence s              | INCOMPLETE
			drop function f              | INCOMPLETE
			drop type e                  | INCOMPLETE
			drop schema audit cascade    | INCOMPLETE
			drop index i                 | UP_TO_DATE
			alter table t drop constraint k | UP_TO_DATE
			alter table t alter c drop default | UP_TO_DATE
			comment on table t is null   | UP_TO_DATE
			drop trigger g on t          | UP_TO_DATE
			""")
	void onlyWhatTheApplicationNeedsMakesAValidationIncomplete(String change, Outcome outcome) {
		String ddl = """
				create schema audit; create table audit.a (id int);
				create type e as enum ('x'); create sequence s;
				create table r (id int); create table t (a int constraint k check (a > 0), b int, c int default 1);
				create index i on t (a); create view v as select a from t; comment on table t is 'mine';
				create function f() returns trigger language plpgsql as 'begin return new; end';
				create function g() returns trigger language plpgsql as 'begin return new; end';
				create trigger g before insert on t for each row execute function g();
				""";
		migrator(ddl, ChangePolicy.CREATE).migrate().orThrow();
		this.database.execute(change);
		MigrationReport report = migrator(ddl, ChangePolicy.VALIDATE).migrate();
		assertThat(report.outcome()).as(report.message()).isEqualTo(outcome);
		assertThat(report.differences()).isNotEmpty();
		assertThat(migrator(ddl, ChangePolicy.VALIDATE).status().healthy()).isEqualTo(outcome.success());
		MigrationStatus behind = migrator(ddl, ChangePolicy.ALTER).status();
		assertThat(behind.healthy()).isEqualTo(outcome.success());
		assertThat(behind.migrationNeeded()).isTrue();
		assertThat(migrator(ddl, ChangePolicy.ALTER).migrate().outcome()).isEqualTo(Outcome.CHANGED);
		assertThat(migrator(ddl, ChangePolicy.ALTER).status().migrationNeeded()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "CREATE, INCOMPLETE", "VALIDATE, INCOMPLETE", "ALTER, CHANGED", "FULL, CHANGED" })
	void statedRenameThatIsNotCarriedOutLeavesTheSchemaIncomplete(ChangePolicy policy, Outcome outcome) {
		this.database.execute("create table t (id int, old_total int); create table old_r (id int);"
				+ " create type m as enum ('x'); insert into t values (1, 5)");
		SchemaMigrator migrator = migrator("""
				create table t (id int,
					-- renamed from old_total
					total int);
				-- renamed from old_r
				create table r (id int);
				create type m as enum (
					-- renamed from x
					'y');
				""", policy);
		assertThat(migrator.status().healthy()).isFalse();
		MigrationReport report = migrator.migrate();
		assertThat(report.outcome()).as(report.message()).isEqualTo(outcome);
		assertThat(report.renamed()).hasSize(outcome.success() ? 3 : 0);
		assertThat(report.created()).isEmpty();
		assertThat(report.errors()).hasSize(outcome.success() ? 0 : 3);
		assertThat(migrator.status().healthy()).isEqualTo(outcome.success());
		assertThat(this.database.query("select count(*) from pg_attribute where attname = 'old_total'"))
			.containsExactly(outcome.success() ? "0" : "1");
	}

	@Test
	void whatNeedsARenameThatIsNotCarriedOutIsDeferredWithIt() {
		this.database.execute("create table t (id int, old_total int); create table old_r (id int);"
				+ " create type old_m as enum ('x')");
		MigrationReport report = migrator("""
				create table t (id int,
					-- renamed from old_total
					total int);
				create index by_total on t (total);
				comment on column t.total is 'sum';
				-- renamed from old_r
				create table r (id int, note text);
				create index by_id on r (id);
				comment on table r is 'mine';
				-- renamed from old_m
				create type m as enum ('x');
				create table users (m m);
				create table others (id int);
				""", ChangePolicy.CREATE).migrate();
		assertThat(report.outcome()).as(report.message()).isEqualTo(Outcome.INCOMPLETE);
		assertThat(report.created()).containsExactly("table others");
	}

	@Test
	void misspelledRenameOfAColumnLeavesTheSchemaIncomplete() {
		this.database.execute("create table t (id int, old_total int)");
		SchemaMigrator migrator = builder("create table t (id int)", ChangePolicy.CREATE)
			.rename(RenameHint.parse("public.t.old_total->totl"))
			.build();
		MigrationReport report = migrator.migrate();
		assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
		assertThat(migrator.health().healthy()).isFalse();
		assertThat(report.errors()).singleElement()
			.asString()
			.contains("\"totl\"", "\"old_total\"", "Correct the names");
	}

	@Test
	void renameBesideTheOldNameIsWarnedOf() {
		this.database.execute("create table t (id int, old_total int, total int)");
		SchemaMigrator migrator = builder("create table t (id int, total int)", ChangePolicy.CREATE)
			.rename(RenameHint.parse("public.t.old_total->total"))
			.build();
		MigrationReport report = migrator.migrate().orThrow();
		assertThat(report.outcome()).isEqualTo(Outcome.UP_TO_DATE);
		assertThat(report.message()).isEqualTo("Nothing to do. 1 difference was left alone.");
		assertThat(report.differences()).singleElement()
			.asString()
			.contains("\"total\" of \"public\".\"t\" exists beside the old one", "Move what is still");
		assertThat(migrator.migrate().differences()).isEqualTo(report.differences());
		assertThat(migrator.status().healthy()).isTrue();
	}

	@Test
	void renameWhoseOldNameIsDeclaredAsWellIsAnErrorBeforeAnEmptyTwinIsCreated() {
		this.database.execute("create table t (id int, old_total int)");
		MigrationReport report = migrator(
				"create table t (id int, old_total int,\n-- renamed from old_total\ntotal int)", ChangePolicy.CREATE)
			.migrate();
		assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(report.failure()).isInstanceOf(InvalidSourceException.class).hasMessageContaining("old_total");
		assertThat(this.database.query("select count(*) from pg_attribute where attname = 'total'"))
			.containsExactly("0");
	}

	@Test
	void countsEachObjectOnceUnderItsVerb() {
		this.database.execute("""
				create table items (id int primary key, old_name text, amount int, note text);
				create index by_note on items (note);
				create view v as select amount from items;
				create table legacy (id int);
				""");
		SchemaMigrator migrator = builder("""
				create table items (id int primary key,
					-- renamed from old_name
					name text, amount bigint default 0);
				comment on column items.amount is 'how many';
				create index by_name on items (name);
				create view v as select amount from items;
				create table orders (id int primary key);
				""", ChangePolicy.FULL).dropUnmanaged(true)
			.allow("DELETES_DATA:public.items.note", "DELETES_DATA:public.legacy")
			.build();
		MigrationReport report = migrator.migrate().orThrow();
		assertThat(report.created()).containsExactlyInAnyOrder("table orders", "index by_name on items");
		assertThat(report.altered()).containsExactly("column amount of items");
		assertThat(report.renamed()).containsExactly("column name of items");
		assertThat(report.dropped()).containsExactlyInAnyOrder("column note of items", "index by_note on items",
				"table legacy");
		assertThat(report.message()).isEqualTo("Created 2 objects (1 table: orders), altered 1, renamed 1, dropped 3.");
	}

	@Test
	void stepsThatOnlyHelpOthersCountForNothing() {
		this.database.execute("""
				create table items (id int primary key, amount int, code int);
				create index by_amount on items (amount);
				insert into items select n, n, n from generate_series(1, 100) n;
				""");
		MigrationReport report = builder("""
				create table items (id int primary key, amount int not null, code int,
					constraint positive check (code > 0), constraint once unique (code),
					token uuid default gen_random_uuid());
				create index by_amount on items (amount desc);
				""", ChangePolicy.ALTER).onlineAbove(-1).build().migrate().orThrow();
		assertThat(report.created()).containsExactlyInAnyOrder("check constraint positive on items",
				"unique constraint once on items", "column token of items");
		assertThat(report.altered()).containsExactlyInAnyOrder("column amount of items", "index by_amount on items");
		assertThat(report.renamed()).isEmpty();
		assertThat(report.dropped()).isEmpty();
		assertThat(report.message()).isEqualTo("Created 3 objects, altered 2.");
	}

	@Test
	void validatedConstraintsAndCommentsCountAsAlteredOnce() {
		this.database.execute("create table t (a int); alter table t add constraint k check (a > 0) not valid");
		MigrationReport report = migrator(
				"create table t (a int constraint k check (a > 0)); comment on table t is 'mine'; comment on column t.a is 'a'",
				ChangePolicy.ALTER)
			.migrate()
			.orThrow();
		assertThat(report.altered()).containsExactlyInAnyOrder("check constraint k on t", "table t", "column a of t");
		assertThat(report.message()).isEqualTo("Altered 3 objects.");
	}

	@Test
	void manyNamesAreOnlyCounted() {
		StringBuilder ddl = new StringBuilder();
		List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).forEach((n) -> ddl.append("create table t" + n + " (id int);"));
		MigrationReport report = migrator(ddl.toString(), ChangePolicy.CREATE).migrate().orThrow();
		assertThat(report.message()).isEqualTo("Created 11 objects (11 tables).");
		assertThat(report.tablesCreated()).hasSize(11);
	}

}
