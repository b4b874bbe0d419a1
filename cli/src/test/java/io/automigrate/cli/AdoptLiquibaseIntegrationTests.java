package io.automigrate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.versioned.Tolerance;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdoptCommands} with projects that Liquibase itself has migrated.
 */
@SuppressWarnings("try") // Liquibase's close could be interrupted, as far as it says
class AdoptLiquibaseIntegrationTests {

	@TempDir
	private Path folder = Path.of("");

	private final AdoptedProject project = new AdoptedProject();

	@AfterEach
	void dropsTheDatabases() {
		this.project.close();
	}

	@Test
	void adoptsFilesAndHistory() throws Exception {
		file("db/changelog/db.changelog-master.yaml", """
				databaseChangeLog:
				  - include:
				      file: db/changelog/orders.sql
				  - includeAll:
				      path: changes/ # in the order of their names
				      relativeToChangelogFile: true
				""");
		file("db/changelog/orders.sql", """
				--liquibase formatted sql

				--property name:note_type value:text

				--changeset alice:create-orders
				--comment: Orders of customers
				create table orders (id int generated always as identity primary key, note ${note_type});
				insert into orders (note) values ('a;b');
				--rollback drop table orders;

				--changeset alice:2 dbms:h2
				create nonsense;

				--changeset bob:3 splitStatements:false stripComments:false
				create function touch() returns trigger language plpgsql as $$
				begin
					new.note = 'touched'; -- really
					return new;
				end
				$$;
				/* liquibase rollback
				drop function touch();
				*/

				--changeset bob:4 endDelimiter:/
				create function half(a int) returns int language plpgsql as '
				begin
					return a / 2;
				end'
				/
				create trigger touched before insert on orders for each row execute function touch()
				/
				--rollback drop trigger touched on orders;
				--rollback drop function half(int);

				--changeset bob:5
				insert into orders (note) values ('c');
				--rollback not required
				""");
		file("db/changelog/changes/010-index.sql", """
				--liquibase formatted sql
				--changeset bob:1 runInTransaction:false
				create index concurrently orders_by_note on orders (note);
				--rollback drop index concurrently orders_by_note;
				""");
		file("db/changelog/changes/020-views.sql", """
				--liquibase formatted sql
				--changeset bob:order-count runOnChange:true
				create or replace view order_count as select count(*) from orders;
				""");
		file("db/changelog/changes/030-raw.sql", "create table raw (id int);\ncreate table rawer (id int);\n");
		update("db/changelog/db.changelog-master.yaml", "");
		String master = source("db/changelog/db.changelog-master.yaml");
		assertThat(this.project.run(3, "adopt", master, "--dry-run")).contains("left out");
		assertThat(this.project.run(0, "adopt", master, "--yes")).contains("left out, since it is for another database")
			.contains("order-count: it becomes repeatable");
		assertThat(this.project.migrations()).containsExactly("0001_create-orders.sql", "0003_orders_3.sql",
				"0004_orders_4.sql", "0005_orders_5.sql", "0006_010-index_1.sql", "0008_030-raw.sql",
				"R__0007_order-count.sql");
		assertThat(this.project.file("0001_create-orders.sql")).isEqualTo("""
				-- description: Orders of customers
				-- Adopted from Liquibase, orders.sql, changeset alice:create-orders

				-- migrate:up
				create table orders (id int generated always as identity primary key, note text);
				insert into orders (note) values ('a;b');

				-- migrate:down
				drop table orders;
				""");
		this.project.run(0, "status");
		this.project.run(0, "check");
		assertThat(this.project.run(0, "adopt", master)).contains("Nothing to do");
		assertThat(this.project.query(
				"select m.version || ' ' || m.application from migrations m join databasechangelog l on l.dateexecuted = m.applied_at and m.applied_by is null order by m.id"))
			.containsExactly("0001 Liquibase", "0003 Liquibase", "0004 Liquibase", "0005 Liquibase", "0006 Liquibase",
					"R__0007_order-count Liquibase", "0008 Liquibase");
		assertThat(this.project.differencesOnAnEmptyDatabase()).isEmpty();
	}

	@Test
	void takesOverWhatAContextAsksFor() throws Exception {
		file("master.xml",
				"""
						<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
								xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
								xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
							<include file="changes.sql" relativeToChangelogFile="true"/>
						</databaseChangeLog>
						""");
		file("changes.sql", """
				--liquibase formatted sql
				--changeset a:1 context:"(prod or demo) and !test"
				create table orders (id int);
				--changeset a:2 contextFilter:test labels:x
				create table tested (id int);
				--changeset a:3
				--preconditions onFail:MARK_RAN
				--precondition-sql-check expectedResult:1 select 2
				create table more (id int);
				--changeset a:4 runAlways:true
				select 1;
				""");
		update("master.xml", "prod");
		assertThat(this.project.run(1, "adopt", source("master.xml")))
			.contains("changeset a:1: it is for the context \"((prod or demo) and !test)\"", "--contexts")
			.contains("changeset a:4: runAlways:true cannot be taken over", "--accept-losses");
		assertThat(this.project.run(0, "adopt", source("master.xml"), "--contexts=prod", "--accept-losses", "--yes"))
			.contains("changeset a:2: left out, since it is for the context \"test\"");
		assertThat(this.project.query("select version from migrations order by id")).containsExactly("0001", "0003",
				"0004");
		this.project.run(0, "status");
	}

	@Test
	void refusesWhatWouldNotBeTrue() throws Exception {
		file("a.sql", """
				--liquibase formatted sql
				--changeset a:1
				create table orders (id int);
				--changeset a:2
				create table lost (id int);
				--changeset a:3
				create table failed (id int);
				""");
		update("a.sql", "");
		file("a.sql", """
				--liquibase formatted sql
				--changeset a:1
				create table orders (id int);
				--changeset a:3
				create table ${name} (id int);
				""");
		this.project.execute("update databasechangelog set exectype = 'FAILED' where id = '3'");
		assertThat(this.project.run(1, "adopt", source(""), "--yes"))
			.contains("a.sql: changeset a:3: it failed under Liquibase")
			.contains("Migration liquibase-2", "Put the changeset back")
			.contains("a.sql: changeset a:3: the placeholder ${name} has no value");
		this.project.execute("update databasechangelog set exectype = 'MARK_RAN', md5sum = null where id = '3'");
		this.project.missing(Tolerance.ALLOW);
		this.project.run(0, "adopt", source(""), "--keep-placeholders", "--yes");
		assertThat(this.project.query("select version from migrations order by id")).containsExactly("0001",
				"liquibase-2", "0002");
		file("b.xml", "<databaseChangeLog>");
		file("c.yaml", "databaseChangeLog:\n- include: {file: no.sql}\n");
		assertThat(this.project.run(1, "adopt", "--from=liquibase", source("b.xml"), source("c.yaml")))
			.contains("b.xml: Liquibase cannot read it")
			.contains("c.yaml: Liquibase cannot read it: The file no.sql was not found");
		assertThat(this.project.run(1, "adopt", "--from=liquibase", source(""))).contains("a changelog in the folder");
	}

	@Test
	void adoptsEveryFormatThroughLiquibase() throws Exception {
		String master = "adopt/library/master.yaml";
		try (ClassLoaderResourceAccessor files = new ClassLoaderResourceAccessor()) {
			update(files, master, "prod");
		}
		String[] adopt = { "adopt", "--source=classpath:" + master, "--contexts=prod", "--yes" };
		assertThat(this.project.run(0, adopt))
			.contains("changeset bob:for-others: left out, since it has preconditions that cannot hold here")
			.contains("changeset carol:4: left out, since it is for the context")
			.contains("taken over whatever labels are asked for; it has shop");
		assertThat(this.project.run(0, adopt)).contains("Nothing to do");
		assertThat(Path.of("databasechangelog.csv")).doesNotExist();
		this.project.run(0, "status");
		assertThat(this.project.run(3, "check")).contains("The way down of 0012")
			.contains("DELETES_DATA:public.orders.picture", "DELETES_DATA:public.customers.active")
			.doesNotContain("The way down of 0001");
		assertThat(this.project.file("0002_rows.sql"))
			.contains("COPY customers (name, note, CITY, \"Mixed Case\", born, balance) FROM stdin;\n")
			.contains("Empty\t\\N\t\t5\t\\N\t\\N\n");
		assertThat(this.project.file("0013_more_8.sql")).contains("lo_from_bytea(0, '\\x68656c6c6f')");
		assertThat(this.project.file("0003_where-missing.sql")).contains(
				"IF (NOT (EXISTS (SELECT FROM pg_catalog.pg_class",
				"EXECUTE $statement$insert into tags values ('a;b'), ('c')$statement$;");
	}

	@Test
	void refusesByNameWhatIsNoSql() throws Exception {
		file("a.yaml", """
				databaseChangeLog:
				- changeSet:
				    id: code
				    author: a
				    changes:
				    - customChange: {class: com.example.Filling}
				- changeSet:
				    id: shell
				    author: a
				    changes:
				    - executeCommand: {executable: rm}
				- changeSet:
				    id: who
				    author: a
				    preConditions:
				    - customPrecondition: {className: com.example.Asking}
				    changes:
				    - createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
				""");
		file("b.groovy", "databaseChangeLog {}");
		assertThat(this.project.run(1, "adopt", "--from=liquibase", source("a.yaml"), source("b.groovy")))
			.contains("changeset a:code: customChange of the class com.example.Filling cannot be taken over")
			.contains("changeset a:shell: executeCommand cannot be taken over")
			.contains("changeset a:who: the precondition customPrecondition cannot be taken over")
			.contains("b.groovy: Liquibase cannot read it");
	}

	@Test
	void verifiesChecksums() throws Exception {
		String changelog = """
				databaseChangeLog:
				- changeSet:
				    id: 1
				    author: a
				    changes:
				    - createTable: {tableName: t, columns: [{column: {name: id, type: %s}}]}
				""";
		file("a.yaml", changelog.formatted("int"));
		update("a.yaml", "");
		file("a.yaml", changelog.formatted("bigint"));
		assertThat(this.project.run(1, "adopt", source("a.yaml"), "--yes"))
			.contains("changeset a:1: it is not what Liquibase applied", "clear-checksums");
		file("a.yaml", changelog.formatted("int"));
		this.project.execute("delete from databasechangelog; drop table t");
		Scope.child(Scope.Attr.latestChecksumVersion, ChecksumVersion.V8, () -> update("a.yaml", ""));
		assertThat(this.project.query("select left(md5sum, 2) from databasechangelog")).containsExactly("8:");
		this.project.run(3, "adopt", source("a.yaml"), "--dry-run");
		this.project.execute("update databasechangelog set md5sum = overlay(md5sum placing '00' from 5)");
		assertThat(this.project.run(1, "adopt", source("a.yaml"), "--yes"))
			.contains("it is not what Liquibase applied");
		this.project.execute("update databasechangelog set md5sum = null");
		this.project.run(0, "adopt", source("a.yaml"), "--yes");
	}

	@Test
	void readsTheClassPath() throws Exception {
		try (ClassLoaderResourceAccessor files = new ClassLoaderResourceAccessor()) {
			update(files, "adopt/changelog/master.yaml", "");
		}
		assertThat(this.project.run(0, "adopt", "--source=classpath:adopt/changelog/master.yaml", "--yes"))
			.contains("take 2 applied migrations over");
		assertThat(this.project.migrations()).containsExactly("0001_orders.sql", "0002_note.sql");
		this.project.run(0, "status");
	}

	private String source(String name) {
		return "--source=" + this.folder.resolve(name);
	}

	private void file(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private void update(String changelog, String contexts) throws Exception {
		try (DirectoryResourceAccessor files = new DirectoryResourceAccessor(this.folder)) {
			update(files, changelog, contexts);
		}
	}

	private void update(ResourceAccessor files, String changelog, String contexts) throws Exception {
		try (Connection connection = this.project.dataSource().getConnection()) {
			Database database = DatabaseFactory.getInstance()
				.findCorrectDatabaseImplementation(new JdbcConnection(connection));
			Scope.child(Map.of(Scope.Attr.resourceAccessor.name(), files),
					() -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
						.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
						.addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, changelog)
						.addArgumentValue(UpdateCommandStep.CONTEXTS_ARG, contexts)
						.execute());
		}
	}

}
