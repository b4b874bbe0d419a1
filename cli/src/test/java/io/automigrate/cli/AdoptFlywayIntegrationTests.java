package io.automigrate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.versioned.MigrationContext;
import io.automigrate.versioned.Tolerance;
import io.automigrate.versioned.VersionedMigration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdoptCommands} with projects that Flyway itself has migrated.
 */
class AdoptFlywayIntegrationTests {

	@TempDir
	private Path folder = Path.of("");

	private final AdoptedProject project = new AdoptedProject();

	@AfterEach
	void dropsTheDatabases() {
		this.project.close();
	}

	@Test
	void adoptsFilesAndHistory() throws IOException {
		project();
		flyway().load().migrate();
		assertThat(adopt(3, "--dry-run")).contains("V1_2__add_status.sql", "1.2_add_status.sql", "APPLIED")
			.contains("beforeMigrate.sql: a callback, which is not taken over")
			.contains("write 6 files to")
			.contains("take 6 applied migrations over from \"public\".\"flyway_schema_history\"");
		assertThat(this.project.migrations()).isEmpty();
		assertThat(adopt(2)).contains("--yes");
		assertThat(adopt(0, "--yes")).contains("Done: write 6 files");
		assertThat(this.project.migrations()).containsExactly("003_moods.sql", "1.10_fill.sql", "1.2_add_status.sql",
				"1_create_orders.sql", "20240419120000_index_concurrently.sql", "R__order_count.sql");
		assertThat(this.project.file("1.2_add_status.sql")).startsWith("-- description: add status\n")
			.containsSubsequence("-- migrate:up\n", "add status", "-- migrate:down\n", "drop status");
		assertThat(this.project.file("20240419120000_index_concurrently.sql"))
			.contains("-- migrate:up transaction:false\n");
		this.project.run(0, "status");
		this.project.run(0, "check");
		assertThat(adopt(0)).contains("Nothing to do");
		assertThat(this.project.query(
				"select m.version || ' ' || m.application from migrations m join flyway_schema_history f on f.version = m.version and f.installed_on = m.applied_at and f.execution_time = m.duration_ms and f.installed_by = m.applied_by order by m.id"))
			.containsExactly("1 Flyway", "1.2 Flyway", "1.10 Flyway", "003 Flyway", "20240419120000 Flyway");
		assertThat(this.project.query("select command from migration_runs")).containsExactly("adopt Flyway");
		assertThat(this.project.differencesOnAnEmptyDatabase()).isEmpty();
	}

	@Test
	void refusesWhatWouldNotBeTrue() throws IOException {
		file("V1__orders.sql", "create table orders (id int);");
		file("V2__status.sql", "alter table orders add status text;");
		file("V3__note.sql", "alter table orders add note text;");
		file("V4__more.sql", "alter table orders add more text;");
		flyway().load().migrate();
		file("V2__status.sql", "alter table orders add status varchar(9);");
		Files.delete(this.folder.resolve("V3__note.sql"));
		this.project.execute("update flyway_schema_history set success = false where version = '4'");
		assertThat(adopt(1, "--yes")).contains("V2__status.sql is not what Flyway applied", "repair")
			.contains("Migration 3 (note) is applied, and its file is not there", "migration.versioned.missing=WARN")
			.contains("V4__more.sql failed under Flyway")
			.contains("Nothing was written");
		assertThat(this.project.migrations()).isEmpty();
		file("V2__status.sql", "alter table orders add status text;\r\n");
		this.project.execute("update flyway_schema_history set success = true where version = '4'");
		this.project.missing(Tolerance.WARN);
		assertThat(adopt(0, "--yes")).contains("Note: Migration 3 (note) is applied");
		assertThat(this.project.run(3, "status")).contains("MISSING");
		assertThat(this.project.query("select version from migrations order by id")).containsExactly("1", "2", "3",
				"4");
	}

	@Test
	void followsWhatWasUndoneAndDeleted() throws IOException {
		file("V1__orders.sql", "create table orders (id int);");
		file("V2__status.sql", "alter table orders add status text;");
		file("V3__note.sql", "alter table orders add note text;");
		file("R__count.sql", "create view counted as select count(*) from orders;");
		flyway().load().migrate();
		this.project.execute("drop view counted; alter table orders drop note, drop status;"
				+ history(5, "'2'", "status", "UNDO_SQL") + history(6, "'3'", "note", "DELETE")
				+ history(7, "null", "count", "DELETE") + "alter table orders add note text;"
				+ history(8, "'3'", "note", "SQL") + history(9, "'1.5'", "in java", "JDBC"));
		assertThat(adopt(1)).contains("1.5", "bean of type VersionedMigration");
		this.project.bean(new InJava());
		adopt(0, "--yes");
		assertThat(this.project.query("select version from migrations order by id")).containsExactly("1", "3", "1.5");
		assertThat(this.project.run(3, "status")).contains("2  ", "PENDING");
		this.project.run(0, "migrate");
		this.project.run(0, "status");
	}

	@Test
	void countsWhatABaselineCoversAsApplied() throws IOException {
		file("V1__orders.sql", "create table orders (id int);");
		file("V1.1__status.sql", "alter table orders add status text;");
		file("V2__note.sql", "alter table orders add note text;");
		this.project.execute("create table orders (id int, status text)");
		Flyway flyway = flyway().baselineVersion("1.1").table("Our history").load();
		flyway.baseline();
		flyway.migrate();
		assertThat(adopt(1, "--table=no history")).contains("There is no table \"no history\"");
		assertThat(adopt(0, "--yes", "--table=public.Our history")).contains("3 applied migrations");
		assertThat(this.project.query("select version || ' ' || (duration_ms is null) from migrations order by id"))
			.containsExactly("1 true", "1.1 true", "2 false");
		this.project.run(0, "status");
	}

	@Test
	void takesABaselineMigrationForWhatItStandsFor() throws IOException {
		file("V1__orders.sql", "create table orders (id int);");
		file("V2__status.sql", "alter table orders add status text;");
		flyway().target("1").load().migrate();
		file("B2__orders.sql", "create table orders (id int, status text);");
		assertThat(adopt(1)).contains("The database is at version 1, before the baseline migration", "to version 2");
		flyway().load().migrate();
		file("V3__note.sql", "alter table orders add note text;");
		assertThat(adopt(0, "--yes", "--format=json")).contains("\"imported\": [\n    \"2\"\n  ]")
			.contains("V1__orders.sql; ",
					"V2__status.sql: left out, since the baseline migration B2__orders.sql stands for it");
		assertThat(this.project.migrations()).containsExactly("2_orders.sql", "3_note.sql");
		this.project.run(0, "migrate");
		assertThat(this.project.differencesOnAnEmptyDatabase()).isEmpty();
	}

	@Test
	void asksForPlaceholders() throws IOException {
		file("V1__orders.sql", "create table orders (id int);\ncomment on table ${table} is '${text}';\n");
		file("R__count.sql", "create or replace view counted as select count(*) from ${table};");
		flyway().placeholders(Map.of("table", "orders", "text", "all")).load().migrate();
		assertThat(adopt(1, "--placeholder=text=all")).containsOnlyOnce("${table}")
			.contains("V1__orders.sql, line 2; ", "R__count.sql, line 1: the placeholder ${table} has no value",
					"--placeholder table=");
		adopt(0, "--yes", "--placeholder=TABLE=orders", "--placeholder=text=all");
		assertThat(this.project.file("1_orders.sql")).contains("comment on table orders is 'all';");
		this.project.run(0, "status");
		assertThat(this.project.differencesOnAnEmptyDatabase()).isEmpty();
	}

	@Test
	void adoptsOneDatabaseAfterTheOther() throws IOException {
		file("V1__orders.sql", "create table orders (id int);");
		file("R__count.sql", "create or replace view counted as select count(*) from orders;");
		assertThat(adopt(0, "--yes")).contains("leave the history alone, since the database has none of Flyway");
		assertThat(this.project.run(3, "status")).contains("PENDING");
		this.project.execute("create table orders (id int)");
		assertThat(adopt(0, "--yes")).contains("with the command baseline and the version that the database is at");
		this.project.execute("drop table orders");
		flyway().load().migrate();
		Files.writeString(this.project.directory().resolve("1_orders.sql"), "-- migrate:down\ndrop table orders;\n",
				StandardOpenOption.APPEND);
		file("R__count.sql", "create or replace view counted as select count(*) from orders; -- again");
		assertThat(adopt(0, "--yes")).contains("write no file, and take 1 applied migration over")
			.contains("1_orders.sql is there already", "R__count.sql has changed since it was applied");
		assertThat(this.project.run(3, "status")).contains("R__count");
		assertThat(adopt(0)).contains("Nothing to do");
		this.project.run(0, "stamp", "base", "--yes");
		file("V2__more.sql", "create table more (id int);");
		file("U2__more.sql", "drop table more;");
		flyway().load().migrate();
		adopt(0, "--yes");
		this.project.run(0, "rollback", "--steps=1", "--yes");
		assertThat(adopt(1, "--yes")).contains("The history has 1 applied migrations already");
	}

	@Test
	void tellsWhoseProjectItIs() throws IOException {
		assertThat(adopt(1)).contains("There are no migrations in " + this.folder);
		file("V1__orders.sql", "create table orders (id int);");
		file("changelog.sql", "--liquibase formatted sql\n--changeset a:1\ncreate table orders (id int);");
		assertThat(adopt(1)).contains("of both tools", "--from");
		assertThat(adopt(3, "--from=flyway", "--dry-run"))
			.contains("changelog.sql: left out, as Flyway does, since it has no name of a migration");
		assertThat(this.project.run(1, "adopt")).contains("There are no migrations in the places");
		assertThat(this.project.run(0, "adopt", "--help")).contains("What ${NAME} stands for");
	}

	@Test
	void readsTheClassPath() throws IOException {
		Flyway.configure().dataSource(this.project.dataSource()).locations("classpath:adopt/flyway").load().migrate();
		assertThat(this.project.run(0, "adopt", "--source=classpath:adopt/flyway", "--yes"))
			.contains("adopt/flyway/more/V2__note.sql");
		assertThat(this.project.migrations()).containsExactly("1_orders.sql", "2_note.sql");
		this.project.run(0, "status");
	}

	private static String history(int rank, String version, String description, String type) {
		return "insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) values (%d, %s, '%s', '%s', 'x', 'me', 1, true);"
			.formatted(rank, version, description, type);
	}

	private void project() throws IOException {
		file("V1__create_orders.sql",
				"create table orders (id int generated always as identity primary key, note text);\n");
		file("V1_2__add_status.sql",
				"-- depends: nothing\nbegin; alter table orders add status text not null default 'new';\ncommit;\n");
		file("U1.2__add_status.sql", "alter table orders drop status;");
		file("sub/V1.10__fill.sql", "insert into orders (note) values ('a;b'), ('${x}');\n");
		file("sub/V1.10__fill.sql.conf", "placeholderReplacement=false\n");
		file("V003__moods.sql",
				"create type mood as enum ('sad');\nalter type mood add value 'happy';\nalter table orders add mood mood default 'sad';\r\n");
		file("V20240419120000__index_concurrently.sql", "create index concurrently orders_by_note on orders (note);\n");
		file("R__order_count.sql",
				"-- note: counts\ncreate or replace view order_count as select count(*) from orders;");
		file("beforeMigrate.sql", "select 1;");
		file("notes.txt", "nothing");
	}

	private FluentConfiguration flyway() {
		// Its own lock would keep an index from being built concurrently.
		return Flyway.configure()
			.configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
			.dataSource(this.project.dataSource())
			.locations("filesystem:" + this.folder);
	}

	private void file(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	/** Applied under Flyway already. */
	private static final class InJava implements VersionedMigration {

		@Override
		public String version() {
			return "1.5";
		}

		@Override
		public String name() {
			return "in java";
		}

		@Override
		public void up(MigrationContext context) {
			throw new IllegalStateException("It is applied");
		}

	}

	private String adopt(int code, String... arguments) {
		return this.project.run(code, Stream.concat(Stream.of("adopt", "--source=" + this.folder), Stream.of(arguments))
			.toArray(String[]::new));
	}

}
