package io.automigrate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of Flyway that run as they are.
 */
class FlywayFormatIntegrationTests {

	@TempDir
	private Path folder = Path.of("");

	private final AdoptedProject project = new AdoptedProject();

	@BeforeEach
	void readsFilesOfFlyway() throws IOException {
		this.project.flyway(this.folder, Map.of("type", "text"));
		file("V1__orders.sql", "create table orders (id int, note ${type});");
		file("V1_2__status.sql",
				"begin;\nalter table orders add status text;\ninsert into orders values (1, 'a;b');\ncommit;");
		file("U1.2__status.sql", "delete from orders;\nalter table orders drop status;");
		file("sub/V1.10__index.sql", "create index concurrently orders_by_note on orders (note);");
		file("V2__keep.sql", "insert into orders (note) values ('${x}');");
		file("V2__keep.sql.conf", "placeholderReplacement=false");
		file("V3__alone.sql", "alter type mood add value 'happy';");
		file("V3__alone.sql.conf", "executeInTransaction=false");
		file("V2.5__mood.sql", "create type mood as enum ('sad');");
		file("R__counted.sql", "create or replace view counted as select count(*)::${type} from orders;");
		file("notes.sql", "nothing");
	}

	@AfterEach
	void dropsTheDatabases() {
		this.project.close();
	}

	@Test
	void makesWhatFlywayMakes() throws IOException {
		flyway().load().migrate();
		assertThat(this.project.differencesOnAnEmptyDatabase()).isEmpty();
	}

	@Test
	void countsWhatFlywayHasAppliedAsApplied() throws IOException {
		flyway().target("2").load().migrate();
		assertThat(this.project.run(3, "status")).contains("2.5", "PENDING", "APPLIED");
		assertThat(this.project.query("select to_regclass('migrations') is null")).containsExactly("t");
		this.project.run(0, "migrate");
		this.project.run(0, "status");
		assertThat(this.project.query("select version || ' ' || application from migrations order by id"))
			.containsExactly("1 Flyway", "1.2 Flyway", "1.10 Flyway", "2 Flyway", "R__counted Flyway",
					"2.5 automigrate", "3 automigrate");
		assertThat(this.project.query("select to_regtype('mood') is null")).containsExactly("f");
	}

	@Test
	void takesTheHistoryOverWhereNothingIsPending() throws IOException {
		flyway().load().migrate();
		this.project.run(0, "migrate");
		this.project.execute("drop table flyway_schema_history");
		this.project.run(0, "status");
		assertThat(this.project.query("select count(*) from migrations")).containsExactly("7");
	}

	@Test
	void refusesWhatFlywayWouldRefuse() throws IOException {
		flyway().load().migrate();
		file("V1__orders.sql", "create table orders (id bigint, note ${type});");
		assertThat(this.project.run(1, "migrate")).contains("V1__orders.sql is not what Flyway applied");
		file("V1__orders.sql", "create table orders (id int, note ${type});");
		file("V4__more.sql", "\nselect ${missing};");
		assertThat(this.project.run(1, "status")).contains(
				"V4__more.sql, line 2: the placeholder ${missing} has no value",
				"migration.versioned.placeholders.missing");
		Files.delete(this.folder.resolve("V4__more.sql"));
		file("V1.0__again.sql", "select 1;");
		assertThat(this.project.run(1, "status")).contains("takes the versions of").contains("for the same");
		Files.delete(this.folder.resolve("V1.0__again.sql"));
		file("afterMigrate.sql", "select 1;");
		assertThat(this.project.run(1, "status")).contains("afterMigrate.sql: a callback");
	}

	@Test
	void beginsWithTheLatestBaseline() throws IOException {
		this.project.run(0, "migrate", "--target=1.10");
		file("B1.10__base.sql", "create table orders (id int, note text, status text);");
		assertThat(this.project.run(3, "status")).doesNotContain("MISSING");
		this.project.run(0, "migrate");
		this.project.run(0, "status");
	}

	@Test
	void goesOnWithFilesOfItsOwnAndIsAdopted() throws IOException {
		this.project.run(0, "migrate");
		Files.createDirectories(this.project.directory());
		Files.writeString(this.project.directory().resolve("4_more.sql"),
				"-- migrate:up\ncreate table more (id int);\n-- migrate:down\ndrop table more;\n");
		this.project.run(0, "migrate");
		this.project.run(0, "rollback", "--yes");
		assertThat(this.project.query("select to_regclass('more') is null")).containsExactly("t");
		this.project.run(0, "check");
		this.project.run(0, "adopt", "--from=flyway", "--source=" + this.folder, "--placeholder=type=text", "--yes");
		this.project.own();
		assertThat(this.project.run(1, "migrate")).contains("Applied migrations are not what was applied");
		this.project.run(0, "repair", "--yes");
		this.project.run(0, "migrate");
		this.project.run(0, "status");
	}

	private FluentConfiguration flyway() {
		return Flyway.configure()
			.configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
			.dataSource(this.project.dataSource())
			.placeholders(Map.of("type", "text"))
			.locations("filesystem:" + this.folder);
	}

	private void file(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
