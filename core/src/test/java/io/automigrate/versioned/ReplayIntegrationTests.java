package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;

import io.automigrate.GeneratedMigration;
import io.automigrate.SchemaMigrator;
import io.automigrate.error.InvalidSourceException;
import io.automigrate.sql.SqlScript;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What checks and writes migrations runs them as a run on a new database does, in a
 * database of their own, of which nothing stays.
 */
class ReplayIntegrationTests {

	private static final String LEFT = "select datname from pg_database where datname like 'automigrate\\_throwaway%'";

	private final TestServer server = TestServer.get();

	private final TestDatabase database = this.server.createDatabase();

	private final MigrationFolder folder;

	private List<String> roles = List.of();

	ReplayIntegrationTests(@TempDir Path path) {
		this.folder = new MigrationFolder(path);
	}

	@BeforeEach
	void rolesBefore() {
		this.roles = roles();
	}

	@AfterEach
	void nothingStays() {
		assertThat(roles()).isEqualTo(this.roles);
		assertThat(this.database.query(LEFT)).isEmpty();
		this.database.close();
	}

	private List<String> roles() {
		return this.database.query("select rolname || rolcanlogin from pg_roles order by 1");
	}

	private SchemaMigrator.Builder migrator(String... wanted) {
		return this.folder.migrator(this.database)
			.source(() -> List.of(new SqlScript("schema.sql", String.join(";\n", wanted))));
	}

	private List<String> problems(String... wanted) {
		return migrator(wanted).build().generator().check().problems();
	}

	private void migration(String version, String up, String down) {
		this.folder.write(version + "_m.sql", "-- migrate:up" + up + ";\n-- migrate:down" + down + ";\n");
	}

	@Test
	void anEnumsNewValueCanBeUsedByTheNextMigration() {
		migration("1", "\ncreate type mood as enum ('sad'); create table p (m mood)", "\ndrop table p; drop type mood");
		this.folder.write("2_m.sql", "-- migrate:up\nalter type mood add value 'happy';\n-- irreversible: no\n");
		migration("3", "\ninsert into p values ('happy')", "\ndelete from p where m = 'happy'");
		String[] wanted = { "create type mood as enum ('sad', 'happy')", "create table p (m mood default 'happy')" };
		assertThat(problems(wanted)).singleElement().asString().contains("default");
		GeneratedMigration generated = migrator(wanted).build().generator().generate("default");
		assertThat(generated.files()).singleElement()
			.satisfies((file) -> assertThat(file.text()).contains("SET DEFAULT 'happy'"));
		generated.files().forEach((file) -> this.folder.write(file.name(), file.text()));
		assertThat(problems(wanted)).isEmpty();
		assertThat(migrator(wanted).build().generator().document()).contains("mood");
		assertThat(migrator(wanted).build().generator().squash("3", "three").text()).contains("'happy'");
	}

	@Test
	void whatARunWouldRefuseFails() {
		for (String statement : List.of("vacuum", "create index concurrently a_id on a (id)",
				"alter type mood add value 'happy'; insert into m values ('happy')",
				"alter system set work_mem = '5MB'", "do $$ begin perform 1; commit; end $$",
				"create database other")) {
			migration("1", "\ncreate table a (id int); create type mood as enum ('sad'); create table m (m mood)",
					"\ndrop table a, m; drop type mood");
			migration("2", "\n" + statement, "\nselect 1");
			List<String> problems = problems("create table a (id int)", "create type mood as enum ('sad', 'happy')",
					"create table m (m mood)", "create index a_id on a (id)");
			assertThat(problems).as(statement)
				.anySatisfy((problem) -> assertThat(problem).contains("2_m.sql")
					.containsAnyOf("nothing of it stays", "cannot run inside a transaction"));
		}
	}

	@Test
	void whatCommitsIsRunForReal() {
		migration("1",
				" transaction:false\ncreate table a (id int); create index concurrently a_id on a (id); vacuum a",
				" transaction:false\ndrop index concurrently a_id; drop table a");
		String procedure = "create procedure fill() language plpgsql as $$ begin for i in 1..3 loop insert into a values (i); commit; end loop; end $$";
		migration("2", " transaction:false\n" + procedure + "; call fill()", "\ndrop procedure fill; delete from a");
		assertThat(problems("create table a (id int)", "create index a_id on a (id)", procedure)).isEmpty();
		assertThat(migrator().build().generator().squash("2", "both").text()).contains("INSERT INTO", "3");
	}

	@Test
	void aDownMigrationThatDoesNotRestoreDoesNotKeepTheOthersFromBeingChecked() {
		migration("1", "\ncreate table a (id int)", "\nselect 1");
		migration("2", "\ncreate table b (id int); create index b_id on b (id)", "\ndrop table b");
		migration("3", "\ncreate table c (id int); create index c_id on c (id)", "\ndrop index c_id");
		assertThat(problems("create table a (id int)", "create table b (id int)", "create index b_id on b (id)",
				"create table c (id int)", "create index c_id on c (id)"))
			.satisfiesExactlyInAnyOrder((problem) -> assertThat(problem).contains("1_m.sql", "drop table a"),
					(problem) -> assertThat(problem).contains("3_m.sql", "drop table c"));
	}

	@Test
	void rolesAndOtherDatabasesOfTheServerAreLeftAlone() {
		String present = this.database.createRole("present", "");
		String made = this.database.name() + "_made";
		String guarded = this.database.name() + "_guarded";
		this.roles = roles();
		String name = this.database.name();
		migration("1", """

				create role %2$s login password 'x';
				do $$ begin
					if not exists (select from pg_roles where rolname = '%3$s') then create role %3$s; end if;
				end $$;
				alter role %1$s nologin;
				grant %1$s to %2$s;
				alter database %4$s set work_mem = '7MB';
				grant create on database %4$s to %1$s;
				comment on database %4$s is 'mine';
				create table a (id int);
				grant select on a to %1$s, %2$s, %3$s""".formatted(present, made, guarded, name), """

				drop table a;
				drop owned by %1$s;
				drop role %1$s""".formatted(present));
		assertThat(problems("create table a (id int)", "grant select on a to " + present)).singleElement()
			.asString()
			.contains("revoke on table a");
		assertThat(this.database
			.query("select shobj_description(oid, 'pg_database') from pg_database where datname = '" + name + "'"))
			.containsExactly("null");
		assertThat(this.database.query("select count(*) from pg_db_role_setting")).containsExactly("0");
		assertThat(this.database.query("select datacl from pg_database where datname = '" + name + "'"))
			.containsExactly("null");
		migration("2", "\ndo $$ begin alter role " + present + " nologin; end $$", "\nselect 1");
		assertThat(problems()).singleElement().asString().contains("2_m.sql", "line 2", "--dev-url");
	}

	@Test
	void theDatabaseIsLikeTheLiveOne() {
		this.database.execute("create schema ext; create extension citext schema ext; create schema app");
		this.database
			.execute("alter database " + this.database.name() + " set search_path = app, ext, public; alter database "
					+ this.database.name() + " set my.tenant = 'it''s \"one\", two'");
		migration("1", """

				create table a (name citext default current_setting('my.tenant'));
				insert into a default values;
				do $$ begin
					if exists (select from app.a where name = 'it''s "one", two') then
						create table app.b (id int);
					end if;
				end $$""", "\ndrop table a, b");
		assertThat(problems("create table a (name citext default current_setting('my.tenant'))",
				"create table b (id int)"))
			.isEmpty();
	}

	@Test
	void aLentDatabaseIsUsedAndEmptied() {
		migration("1",
				"\ncreate schema app; create table app.a (id int); create extension hstore; create table b (h hstore)",
				"\ndrop table b; drop extension hstore; drop schema app cascade");
		migration("2", "\ncreate publication p for table b", "\ndrop publication p");
		try (TestDatabase lent = this.server.createDatabase()) {
			String role = this.database.createRole("lender", "");
			this.roles = roles();
			lent.execute("alter database " + lent.name() + " owner to " + role
					+ "; create schema mine; create table mine.kept (id int)");
			List<String> before = contents(lent);
			String[] wanted = { "create schema app", "create table app.a (id int)", "create extension hstore",
					"create table b (h hstore)" };
			for (int i = 0; i < 2; i++) {
				assertThat(migrator(wanted).devDatabase(lent.dataSource()).build().generator().check().problems())
					.isEmpty();
				assertThat(contents(lent)).isEqualTo(before);
			}
			// As a process leaves it that is killed.
			lent.execute(
					"create schema automigrate_throwaway; create table automigrate_throwaway.kept as select 'schema'::text as type, 'mine'::text as identity, null::name as schema "
							+ "union all select 'table', 'mine.kept', 'mine' union all select 'schema', 'public', null; create table public.left_behind (id int)");
			assertThat(migrator(wanted).build().generator().devUrl(lent.url()).check().problems()).isEmpty();
			assertThat(contents(lent)).isEqualTo(before);
			lent.execute("create table in_use (id int)");
			assertThatExceptionOfType(InvalidSourceException.class)
				.isThrownBy(() -> migrator(wanted).devDatabase(lent.dataSource()).build().generator().generate("x"))
				.withMessageContaining("is not empty")
				.withMessageContaining("in_use");
			assertThat(lent.query("select count(*) from in_use")).containsExactly("0");
		}
	}

	private static List<String> contents(TestDatabase database) {
		return database
			.query("""
					select relname::text from pg_class where relnamespace >= 2200 and relnamespace <> 'pg_toast'::regnamespace
						and relnamespace <> 'information_schema'::regnamespace
					union all select nspname from pg_namespace where nspname !~ '^pg_' union all select extname from pg_extension
					union all select pubname from pg_publication order by 1""");
	}

	@Test
	void whatAKilledProcessLeftIsDropped() {
		this.database.execute("create database automigrate_throwaway_1000000000_1");
		assertThat(this.database.query(LEFT)).hasSize(1);
		migration("1", "\ncreate table a (id int)", "\ndrop table a");
		assertThat(problems("create table a (id int)")).isEmpty();
		assertThat(this.database.query(LEFT)).isEmpty();
	}

}
