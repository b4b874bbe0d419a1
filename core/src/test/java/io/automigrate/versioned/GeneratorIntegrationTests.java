package io.automigrate.versioned;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.automigrate.GeneratedMigration;
import io.automigrate.SchemaMigrator;
import io.automigrate.sql.SqlScript;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations are replayed where nothing stays of them: to write the next one, and to
 * check those there are.
 */
class GeneratorIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final MigrationFolder folder;

	GeneratorIntegrationTests(@TempDir Path path) {
		this.folder = new MigrationFolder(path);
	}

	@AfterEach
	void nothingStays() {
		assertThat(this.database.query(
				"select relname from pg_class where relnamespace = 'public'::regnamespace and relname not like 'automigrate%'"))
			.isEmpty();
		this.database.close();
	}

	private SchemaMigrator.Builder migrator(String... wanted) {
		return this.folder.migrator(this.database)
			.source(() -> List.of(new SqlScript("schema.sql", String.join(";\n", wanted))));
	}

	private List<String> problems(String... wanted) {
		return migrator(wanted).build().generator().check().problems();
	}

	private GeneratedMigration generate(String... wanted) {
		return migrator(wanted).build().generator().generate("next one");
	}

	@Test
	void checksWhatEndsItsOwnTransaction() {
		this.folder.write("1_a.sql", """
				-- migrate:up
				create table a (id int);
				create temporary table rows (id int) on commit drop;
				insert into rows values (1);
				insert into a select id from rows;
				-- migrate:down
				drop table a;
				""").write("2_b.sql", """
				-- migrate:up transaction:false
				begin;
				create temp table rows (id int);
				commit;
				create index concurrently a_id on a (id);
				vacuum a;
				-- migrate:down transaction:false
				drop index concurrently if exists a_id;
				""");
		assertThat(problems("create table a (id int)", "create index a_id on a (id)")).isEmpty();
	}

	@Test
	void doesNotLetSettingsOfOneMigrationReachTheNext() {
		this.folder.write("1_a.sql", """
				-- migrate:up
				select pg_catalog.set_config('search_path', '', false);
				create table public.a (id int);
				""").write("2_b.sql", """
				-- migrate:up
				create table b (id int);
				""");
		assertThat(problems("create table a (id int)", "create table b (id int)")).isEmpty();
	}

	@Test
	void demandsThatLossOfDataIsAccepted() {
		this.folder.write("1_a.sql", """
				-- migrate:up
				create table a (id int, old_total int, note text);
				create table gone (id int);
				-- migrate:down
				drop table a, gone;
				""").write("2_b.sql", """
				-- migrate:up
				alter table a drop column old_total;
				alter table a rename note to remark;
				drop table gone;
				""");
		String[] wanted = { "create table a (id int, remark text)" };
		assertThat(problems(wanted)).hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).contains("2_b.sql",
					"-- allow: DELETES_DATA:public.a.old_total above"))
			.anySatisfy((problem) -> assertThat(problem).contains("-- allow: DELETES_DATA:public.gone above"));
		String checksum = migrator(wanted).build().versioned().graph().require("2").checksum();
		this.folder.write("2_b.sql", """
				-- allow: DELETES_DATA:public.a.old_total, DELETES_DATA:public.gone
				-- migrate:up
				alter table a drop column old_total;
				alter table a rename note to remark;
				drop table gone;
				""");
		assertThat(problems(wanted)).isEmpty();
		assertThat(migrator(wanted).build().versioned().graph().require("2").checksum()).isEqualTo(checksum);
	}

	@Test
	void acceptsLossOfDataThatSettingsAllow() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int, old_total int);\n")
			.write("2_b.sql", "-- migrate:up\nalter table a drop column old_total;\n");
		assertThat(migrator("create table a (id int)").allow("DELETES_DATA:public.a.old_total")
			.build()
			.generator()
			.check()
			.problems()).isEmpty();
	}

	@Test
	void tellsWhichWayDownDoesNotRestore() {
		this.folder.write("1_a.sql", """
				-- migrate:up
				create table a (id int);
				create index a_id on a (id);
				-- migrate:down
				drop index a_id;
				""");
		assertThat(problems("create table a (id int)", "create index a_id on a (id)")).hasSize(1)
			.first()
			.asString()
			.contains("1_a.sql", "does not restore", "drop table a");
	}

	@Test
	void replaysMigrationsInJava() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int);\n");
		SchemaMigrator migrator = migrator("create table a (id int, name text)", "create table b (id int)")
			.migrations(List.of(new AddName()))
			.build();
		GeneratedMigration generated = migrator.generator().generate("next one");
		assertThat(generated.files().get(0).text()).contains("-- depends: 2", "CREATE TABLE").doesNotContain("name");
	}

	/** The files are written, run, taken back and run again. */
	private List<String> tryOut(String... wanted) {
		List<GeneratedMigration.File> files = generate(wanted).files();
		files.forEach((file) -> this.folder.write(file.name(), file.text()));
		// A replay is one transaction, in which an enum's new value cannot be used yet.
		assertThat(problems(wanted)).as("%s", files)
			.noneMatch((problem) -> !problem.contains("unsafe use of new value"));
		try (TestDatabase used = TestServer.get().createDatabase()) {
			SchemaMigrator migrator = this.folder.migrator(used)
				.source(() -> List.of(new SqlScript("schema.sql", String.join(";\n", wanted))))
				.build();
			for (int i = 0; i < 2; i++) {
				migrator.migrate().orThrow();
				assertThat(migrator.status().differences()).as("%s", files).isEmpty();
				migrator.versioned().rollback(AbstractVersionedTests.COMMAND, MigrationTarget.BASE).orThrow();
				assertThat(used.query("select relname from pg_class where relnamespace = 'public'::regnamespace"
						+ " and relkind in ('r', 'v') and relname not similar to '(automigrate|migration)%'"))
					.as("%s", files)
					.isEmpty();
			}
		}
		return files.stream().map(GeneratedMigration.File::text).toList();
	}

	private void have(String up, String down) {
		this.folder.write("001_have.sql", "-- migrate:up\n" + up + ";\n-- migrate:down\n" + down + ";\n");
	}

	@Test
	void writesTheIndexOfATableThatExistsIntoAFileOfItsOwn() {
		have("create table a (id int primary key, day date)", "drop table a");
		List<String> texts = tryOut("create table a (id int primary key, day date, name text)",
				"create index a_day on a (day)", "create unique index a_name on a (name)", "create table b (id int)",
				"create index b_id on b (id)");
		assertThat(texts).hasSize(2);
		assertThat(texts.get(0)).contains("-- migrate:up\n", "-- migrate:down\n", "-- depends: 001", "(1 of 2)")
			.contains("CREATE INDEX b_id")
			.doesNotContain("CONCURRENTLY", "ANALYZE");
		assertThat(texts.get(1)).contains("-- migrate:up transaction:false\n", "-- migrate:down transaction:false\n",
				"-- depends: 002", "CREATE INDEX CONCURRENTLY", "CREATE UNIQUE INDEX CONCURRENTLY");
	}

	@Test
	void writesConstraintsOfATableThatExistsApartFromTheirValidation() {
		have("create table p (id int primary key); create table a (id int primary key, p int, n int, c varchar(9))",
				"drop table a, p");
		List<String> texts = tryOut("create table p (id int primary key)",
				"create table a (id int primary key, p int references p, n int not null check (n in (1, 2)), c varchar(9) unique check (c in ('A', 'it''s')))");
		assertThat(String.join("", texts)).contains("n IN (1, 2)", "c IN ('A', 'it''s')").doesNotContain("ARRAY[");
		assertThat(texts).filteredOn((text) -> text.contains("VALIDATE CONSTRAINT"))
			.allMatch((text) -> text.contains("-- migrate:up transaction:false"));
	}

	@Test
	void writesAnEnumsNewValueApartFromItsUse() {
		have("create type mood as enum ('sad'); create table a (id int, mood mood)", "drop table a; drop type mood");
		tryOut("create type mood as enum ('sad', 'happy')", "create table a (id int, mood mood default 'happy')",
				"create table b (mood mood default 'happy' check (mood <> 'happy'))");
	}

	@Test
	void whatCannotBeUndoneHasNoStatementsInItsDownMigration() {
		this.folder.write("001_have.sql", "-- migrate:up\ncreate extension hstore version '1.4';");
		GeneratedMigration.File file = generate("create extension hstore version '1.5'").files().get(0);
		assertThat(file.text()).contains("UPDATE TO '1.5'").doesNotContain("SELECT 1");
		assertThat(new MigrationFile(file.name(), file.name(), file.text()).parse().down()).isNull();
	}

	@Test
	void tellsThatANewColumnNeedsAValueInEveryRow() {
		have("create table a (id int)", "drop table a");
		List<String> texts = tryOut("create table a (id int, n int not null, m int not null default 1)",
				"create table b (n int not null)");
		assertThat(texts).singleElement().asString().containsOnlyOnce("Hazard: fails if the table has rows");
	}

	@Test
	void datesFollowDatesAndTimesFollowTimes() {
		this.folder.write("20240430_a.sql", "-- migrate:up\nselect 1;");
		assertThat(named("2026-12-01T10:20:30Z")).isEqualTo("20261201_x.sql");
		assertThat(named("2024-04-30T10:20:30Z")).isEqualTo("20240430102030_x.sql");
		this.folder.write("20240430102030_b.sql", "-- migrate:up\nselect 1;");
		assertThat(named("2026-12-01T10:20:30Z")).isEqualTo("20261201102030_x.sql");
		this.folder.delete("20240430_a.sql")
			.delete("20240430102030_b.sql")
			.write("09_a.sql", "-- migrate:up\nselect 1;");
		assertThat(named("2026-12-01T10:20:30Z")).isEqualTo("10_x.sql");
	}

	@Test
	void namesWhatTwoHeadsBothChange() {
		this.folder.write("1_t.sql", "-- depends: none\n-- migrate:up\ncreate table t (a varchar(40), b int, c int);")
			.write("2_left.sql", "-- depends: 1\n-- migrate:up\nalter table t alter a type varchar(50), add x int;")
			.write("3_right.sql",
					"-- depends: 1\n-- migrate:up\nalter table t alter a type varchar(60), alter b set default 1, add y int;")
			.write("4_other.sql", "-- depends: 1\n-- migrate:up\nalter table t drop c, alter b set not null;");
		String[] wanted = { "create table t (a varchar(60), b int not null default 1, x int, y int)" };
		assertThat(problems(wanted)).filteredOn((problem) -> problem.contains("heads"))
			.singleElement()
			.asString()
			.contains("The heads 2 and 3 both change column a of t", "merge");
		this.folder.write("5_merge.sql", "-- depends: 2, 3\n-- migrate:up\nselect 1;");
		assertThat(problems(wanted)).noneMatch((problem) -> problem.contains("heads"));
	}

	private String named(String now) {
		return this.folder.migrator(this.database)
			.clock(Clock.fixed(Instant.parse(now), ZoneOffset.UTC))
			.build()
			.generator()
			.fileName("x");
	}

	@Test
	void plansFromWhatMigrationsMake() {
		this.folder.write("1_a.sql", """
				-- migrate:up
				create type mood as enum ('ok');
				create table a (id int, mood mood);
				-- migrate:down
				drop table a;
				drop type mood;
				""");
		GeneratedMigration generated = generate("create type mood as enum ('ok', 'good')",
				"create table a (id int, mood mood, name text)");
		assertThat(generated.files().get(0).name()).isEqualTo("2_next_one.sql");
		assertThat(generated.files().get(0).text()).contains("ADD VALUE", "ADD COLUMN", "name");
		assertThat(generate("create type mood as enum ('ok')", "create table a (id int, mood mood)").isEmpty())
			.isTrue();
		assertThat(migrator().build().generator().document()).contains("erDiagram", "mood");
	}

	/** Changes the schema and, as it ought, the rows. */
	private static final class AddName implements VersionedMigration {

		@Override
		public String version() {
			return "2";
		}

		@Override
		public String name() {
			return "add_name";
		}

		@Override
		public void up(MigrationContext context) throws SQLException {
			context.execute("alter table a add name text");
			context.execute("update a set name = 'x'");
		}

	}

}
