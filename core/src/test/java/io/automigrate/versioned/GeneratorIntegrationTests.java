package io.automigrate.versioned;

import java.nio.file.Path;
import java.sql.SQLException;
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
		assertThat(generated.text()).contains("-- depends: 2", "CREATE TABLE").doesNotContain("name");
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
		assertThat(generated.fileName()).isEqualTo("2_next_one.sql");
		assertThat(generated.text()).contains("ADD VALUE", "ADD COLUMN", "name");
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
