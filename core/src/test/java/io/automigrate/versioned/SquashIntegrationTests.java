package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;

import io.automigrate.SchemaMigrator;
import io.automigrate.SquashedMigration;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.history.RunOrigin;
import io.automigrate.report.MigrationReport;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Old migrations are folded into one, and nothing changes for databases that have them.
 */
class SquashIntegrationTests {

	private static final RunOrigin COMMAND = RunOrigin.command("test");

	private final TestDatabase old = TestServer.get().createDatabase();

	private final TestDatabase fresh = TestServer.get().createDatabase();

	private final MigrationFolder folder;

	SquashIntegrationTests(@TempDir Path path) {
		this.folder = new MigrationFolder(path);
		this.folder
			.write("001_a.sql",
					"""
							-- migrate:up
							create table a (id bigint generated always as identity primary key, name text unique, doubled int generated always as (2 * 21) stored);
							create table log (name text);
							-- migrate:down
							drop table log, a;
							""")
			.write("002_rows.sql", """
					-- migrate:up
					insert into a (name) values ('it''s \\ one'), (null), ('three');
					delete from a where name = 'three';
					-- migrate:down
					delete from a;
					""")
			.write("003_b.sql",
					"""
							-- migrate:up
							create table b (a_id bigint references a, at date default '2026-01-02');
							insert into b select id from a;
							create materialized view names as select name from a;
							create function note() returns trigger language plpgsql as $$ begin insert into log values (new.name); return new; end $$;
							create trigger note after insert on a for each row execute function note();
							-- migrate:down
							drop trigger note on a; drop function note; drop materialized view names; drop table b;
							""")
			.write("004_c.sql", """
					-- depends: 002
					-- migrate:up
					create table c (id int);
					-- migrate:down
					drop table c;
					""");
	}

	@AfterEach
	void drop() {
		this.old.close();
		this.fresh.close();
	}

	private SchemaMigrator on(TestDatabase database) {
		return this.folder.migrator(database).build();
	}

	private SquashedMigration squash() {
		SquashedMigration squashed = on(this.fresh).generator().squash("003", "first three");
		assertThat(squashed.fileName()).isEqualTo("003_first_three.sql");
		assertThat(squashed.versions()).containsExactly("001", "002", "003");
		squashed.origins().forEach((origin) -> this.folder.delete(origin.substring(origin.lastIndexOf('/') + 1)));
		this.folder.write(squashed.fileName(), squashed.text());
		return squashed;
	}

	private static List<String> rows(TestDatabase database) {
		return database
			.query("select id || coalesce(name, '-') || doubled from a union all select a_id || ' ' || at from b "
					+ "union all select 'v ' || coalesce(name, '-') from names union all select 'log ' || name from log order by 1");
	}

	@Test
	void makesTheSameAtOnce() {
		on(this.old).migrate().orThrow();
		squash();
		MigrationReport report = on(this.fresh).migrate().orThrow();
		assertThat(report.versioned().applied()).containsExactly("003", "004");
		assertThat(rows(this.fresh)).isEqualTo(rows(this.old)).isNotEmpty();
		this.old.execute("insert into a (name) values ('next')");
		this.fresh.execute("insert into a (name) values ('next')");
		assertThat(rows(this.fresh)).isEqualTo(rows(this.old)).contains("4next42", "log next");
		assertThat(on(this.fresh).generator().check().problems())
			.noneMatch((problem) -> problem.contains("way down") || problem.contains("again"));
	}

	@Test
	void goesOnWhereAllWasApplied() {
		on(this.old).versioned().migrate(COMMAND, MigrationTarget.version("003")).orThrow();
		squash();
		assertThat(on(this.old).migrate().orThrow().versioned().applied()).containsExactly("004");
		assertThat(on(this.old).migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(on(this.old).versioned().history()).hasSize(4);
		assertThat(on(this.old).versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow().versioned().rolledBack())
			.containsExactly("004", "003");
		assertThat(on(this.old).versioned().history()).isEmpty();
		on(this.old).migrate().orThrow();
		assertThat(rows(this.old)).hasSize(6);
	}

	@Test
	void foldsConditionsThatPostgresPrintsInAnotherWayTheSecondTime() {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			List.of("001_a.sql", "002_rows.sql", "003_b.sql", "004_c.sql").forEach(this.folder::delete);
			this.folder.write("1_a.sql",
					"-- migrate:up\ncreate table l (a varchar(20) not null check (a in ('X','Y')), b char(3) check (b not in ('p', 'q')), c text check (c like 'x%' or c in ('1', '2')));"
							+ "create index part on l (a) where a in ('X', 'Z'); create view seen as select * from l where a in ('X', 'Y');"
							+ "insert into l values ('X', 'r', '1');")
				.write("2_b.sql", "-- migrate:up\nalter table l add d varchar(9) default 'n' check (d in ('n', 'm'));");
			SquashedMigration squashed = on(database).generator().squash("2", "both");
			assertThat(squashed.text()).contains("INSERT INTO");
			squashed.origins().forEach((origin) -> this.folder.delete(origin.substring(origin.lastIndexOf('/') + 1)));
			this.folder.write(squashed.fileName(), squashed.text());
			on(database).migrate().orThrow();
			assertThat(database.query("select d from l where a = 'X'")).containsExactly("n");
		}
	}

	@Test
	void refusesWhatHasOnlySome() {
		on(this.old).versioned().migrate(COMMAND, MigrationTarget.version("002")).orThrow();
		squash();
		MigrationReport report = on(this.old).migrate();
		assertThat(report.success()).isFalse();
		assertThat(report.message()).contains("003", "001, 002");
		assertThat(this.old.query("select version from migrations order by id")).containsExactly("001", "002");
	}

	@Test
	void refusesAnotherFileUnderTheVersion() {
		on(this.old).migrate().orThrow();
		SquashedMigration squashed = squash();
		this.folder.write(squashed.fileName(), squashed.text().replaceAll("(?m)@.*$", "@0"));
		assertThat(on(this.old).migrate().message()).contains("not what was applied", "003");
	}

	@Test
	void neverTakesRealRowsForThoseOfMigrations() {
		on(this.old).migrate().orThrow();
		this.old.execute("insert into a (name) values ('secret')");
		String role = this.old.createRole("squasher", "");
		this.old.execute("grant usage on schema public to " + role + "; grant select on all tables in schema public to "
				+ role + "; grant create, temporary on database " + this.old.query("select current_database()").get(0)
				+ " to " + role);
		SchemaMigrator migrator = SchemaMigrator.builder(this.old.dataSource(role, role))
			.scripts(this.folder.location())
			.build();
		assertThatExceptionOfType(MissingPrivilegeException.class)
			.isThrownBy(() -> migrator.generator().squash("003", "first three"))
			.withMessageContaining("may not create databases")
			.satisfies((ex) -> assertThat(ex.wayOut()).contains("CREATEDB", "--dev-url"));
		this.old.execute("alter role " + role + " createdb");
		assertThat(migrator.generator().squash("003", "first three").text()).contains("create", "a")
			.doesNotContain("secret");
	}

}
