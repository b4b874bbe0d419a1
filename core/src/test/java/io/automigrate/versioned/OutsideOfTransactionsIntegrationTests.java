package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.automigrate.HookedDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.error.InvalidMigrationException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.execute.Resolution;
import io.automigrate.history.RunRecord;
import io.automigrate.history.RunRecord.Outcome;
import io.automigrate.execute.RunListener;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What cannot be in a transaction splits the batch, and is gone on with where it stopped.
 */
class OutsideOfTransactionsIntegrationTests extends AbstractVersionedTests {

	private static final Map<String, String> SPLIT = Map.of("1_a.sql",
			"-- migrate:up\ncreate table a (id int);\n-- migrate:down\ndrop table a;", "2_index.sql", """
					-- migrate:up transaction:false
					insert into a values (1);
					create index concurrently a_id on a (id);
					set lock_timeout = '7s';
					insert into a values (2);
					-- migrate:down transaction:false
					drop index concurrently a_id;
					delete from a;
					""", "3_b.sql", "-- migrate:up\ncreate table b ();\n-- migrate:down\ndrop table b;");

	OutsideOfTransactionsIntegrationTests(@TempDir Path path) {
		super(path);
	}

	@Test
	void splitsBatch() {
		this.folder.with(SPLIT);
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("1", "2", "3");
		assertThat(this.database.query("select indisvalid from pg_index where indexrelid = 'a_id'::regclass"))
			.containsExactly("t");
		assertThat(history()).containsExactly("1", "2", "3");
		assertThat(this.database.query("select count(distinct applied_at) > 1 from migrations")).containsExactly("t");
		assertThat(journal()).isEmpty();
		assertThat(migrator().migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow().versioned().rolledBack())
			.containsExactly("3", "2", "1");
		assertThat(history()).isEmpty();
	}

	@Test
	void commitsWhatIsBeforeAndGoesOnAfterTheFix() {
		this.folder.with(SPLIT).write("2_index.sql", """
				-- migrate:up transaction:false
				insert into a values (1);
				insert into nowhere values (1);
				insert into a values (2);
				""");
		MigrationReport report = migrator().migrate();
		assertThat(report.failure()).isInstanceOfSatisfying(StatementFailedException.class,
				(ex) -> assertThat(ex.line()).isEqualTo(3));
		assertThat(history()).containsExactly("1");
		assertThat(journal()).isEqualTo("2 1 -");
		assertThat(versioned().info()).extracting((info) -> info.version() + info.state())
			.containsExactly("1APPLIED", "2UNFINISHED", "3PENDING");
		assertThat(migrator().migrate().success()).isFalse();
		assertThat(versioned().rollback(COMMAND, MigrationTarget.steps(1)).failure())
			.isInstanceOf(UnresolvedMigrationException.class);
		this.folder.write("2_index.sql", """
				-- migrate:up transaction:false
				insert into a values (1);
				insert into a values (3);
				insert into a values (2);
				""");
		migrator().migrate().orThrow();
		assertThat(this.database.query("select id from a")).containsExactly("1", "3", "2");
		assertThat(history()).containsExactly("1", "2", "3");
		assertThat(versioned().runs(10)).extracting(RunRecord::outcome)
			.containsExactly(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.FAILED);
	}

	@Test
	void whatFailsLeavesTheRunningReleaseAbleToWrite() {
		this.database.execute("""
				create table p (id int primary key);
				create domain code as text;
				create table a (id int primary key, p int, n int, c code, u int);
				insert into a values (1, null, 0, '', 1), (2, 1, 1, 'x', 1)""");
		this.folder.write("1_strict.sql", """
				-- migrate:up transaction:false
				alter table a add constraint a_n check (n > 0) not valid;
				alter table "a" add constraint "a_p" foreign key (p) references p not valid;
				begin;
				alter domain public.code add constraint code_c check (value <> '') not valid;
				alter table a add column extra int;
				commit;
				alter table a validate constraint a_n;
				create unique index concurrently a_u on a (u);
				alter table public.a validate constraint A_p;
				alter domain public.code validate constraint code_c;
				-- migrate:down transaction:false
				alter table a drop constraint a_n, drop constraint a_p, drop column extra;
				alter domain code drop constraint code_c;
				drop index concurrently a_u;
				""");
		List<String> repairs = List.of("update a set n = 1", "update a set u = id", "update a set p = null",
				"update a set c = 'x'");
		for (int i = 0; i < repairs.size(); i++) {
			MigrationReport report = migrator().migrate();
			assertThat(report.success()).as(repairs.get(i)).isFalse();
			assertThat(this.database.query(
					"select conname from pg_constraint where not convalidated union all select indexrelid::regclass::text from pg_index where not indisvalid"))
				.as("after %s", report.message())
				.isEmpty();
			// As the running release writes.
			this.database.execute("insert into a (id, p, n, c, u) values (%d, %s, %d, '', %d)".formatted(10 + i,
					(i < 3) ? "7" : "null", Math.min(i, 1), 10 + i));
			this.database.execute(repairs.get(i));
		}
		migrator().migrate().orThrow();
		assertThat(this.database.query(
				"select conname from pg_constraint where convalidated and conname in ('a_n', 'a_p', 'code_c') order by 1"))
			.containsExactly("a_n", "a_p", "code_c");
		assertThat(this.database.query("select indisvalid from pg_index where indexrelid = 'a_u'::regclass"))
			.containsExactly("t");
		versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow();
	}

	@Test
	void anotherRoleMakesWhatTheMigrationSaysAndNotTheJournal() {
		String role = this.database.createRole("owner", "");
		this.database.execute("grant create on schema public to " + role);
		this.folder.write("1_a.sql", """
				-- migrate:up transaction:false
				set role %s;
				create table a (id int);
				create index concurrently a_id on a (id);
				insert into nowhere values (1);
				create table b (id int);
				""".formatted(role)).write("2_c.sql", "-- migrate:up\ncreate table c (id int);");
		assertThat(migrator().migrate().message()).contains("nowhere");
		this.database.execute("create table nowhere (id int); grant insert on nowhere to " + role);
		migrator().migrate().orThrow();
		assertThat(this.database
			.query("select tableowner = '%s' from pg_tables where tablename in ('a', 'b', 'c') order by tablename"
				.formatted(role)))
			.containsExactly("t", "t", "f");
	}

	@Test
	void whatANewerReleaseHasNotFinishedKeepsNoOlderOneFromStarting() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int);");
		migrator().migrate().orThrow();
		this.folder.write("2_b.sql", "-- migrate:up transaction:false\ncreate table b (id int);\nselect 1 / 0;\n");
		assertThat(migrator().migrate().success()).isFalse();
		this.folder.delete("2_b.sql");
		List<String> warnings = new ArrayList<>();
		SchemaMigrator older = this.folder.migrator(this.database)
			.source(SchemaSource.ddl("a.sql", "create table a (id int)"))
			.build();
		older.watchedBy(new RunListener() {
			@Override
			public void warning(String warning) {
				warnings.add(warning);
			}
		}).migrate().orThrow();
		assertThat(warnings).anyMatch((warning) -> warning.contains("Migration 2, which this release does not know"));
		this.folder.write("3_c.sql", "-- migrate:up\ncreate table c (id int);");
		assertThat(migrator().migrate().failure()).isInstanceOf(UnresolvedMigrationException.class);
	}

	@Test
	void refusesToGoOnIfWhatWasRunIsNotWhatStandsThere() {
		this.folder.with(SPLIT)
			.write("2_index.sql", "-- migrate:up transaction:false\ninsert into a values (1);\nselect * from nowhere;");
		migrator().migrate();
		this.folder.write("2_index.sql", "-- migrate:up transaction:false\ninsert into a values (9);\nselect 1;");
		assertThat(migrator().migrate().failure()).isInstanceOf(UnresolvedMigrationException.class)
			.hasMessageContaining("since then they were changed");
		versioned().resolve(COMMAND, "2", Resolution.ROLLED_BACK).orThrow();
		migrator().migrate().orThrow();
		assertThat(this.database.query("select id from a")).containsExactly("1", "9");
	}

	@Test
	void asksWhatBecameOfInterruptedStatement() {
		for (Resolution resolution : Resolution.values()) {
			empty();
			this.folder.with(SPLIT).write("1_a.sql", """
					-- migrate:up
					create table a (id int);
					create procedure fill() language plpgsql as $$
					begin
						insert into a values (2);
						commit;
					end $$;
					""").write("2_index.sql", """
					-- migrate:up transaction:false
					insert into a values (1);
					call fill();
					""");
			HookedDataSource killing = new HookedDataSource(this.database.dataSource(), (connection, backend, what) -> {
				if (what.equals("call fill()")) {
					TestServer.get().end(backend);
				}
			});
			assertThat(migrateOver(killing).success()).isFalse();
			assertThat(journal()).startsWith("2 1 line 3 (call fill())");
			assertThat(versioned().runs(1)).extracting(RunRecord::outcome).containsExactly(Outcome.FAILED);
			MigrationReport next = migrator().migrate();
			assertThat(next.failure()).isInstanceOf(UnresolvedMigrationException.class)
				.hasMessageContaining("nobody knows whether its statement at line 3")
				.extracting((ex) -> ((UnresolvedMigrationException) ex).wayOut())
				.asString()
				.contains("resolve --retry", "resolve --applied", "resolve --rolled-back");
			if (resolution == Resolution.ROLLED_BACK) {
				this.database.execute("delete from a");
			}
			versioned().resolve(COMMAND, "2", resolution).orThrow();
			migrator().migrate().orThrow();
			assertThat(history()).containsExactly("1", "2", "3");
			assertThat(this.database.query("select id from a")).as(resolution.name())
				.isEqualTo((resolution == Resolution.APPLIED) ? List.of("1") : List.of("1", "2"));
		}
	}

	@Test
	void dropsWhatFailedBuildLeft() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int); insert into a values (1), (1);")
			.write("2_u.sql",
					"-- migrate:up transaction:false\ncreate unique index concurrently if not exists \"A_id\" on public.a (id);");
		assertThat(migrator().migrate().message()).contains("could not create unique index");
		assertThat(this.database.query("select to_regclass('\"A_id\"')")).containsExactly("null");
		// As a process leaves it that is killed while it builds.
		assertThatException()
			.isThrownBy(() -> this.database.execute("create unique index concurrently \"A_id\" on public.a (id)"));
		assertThat(this.database.query("select indisvalid from pg_index where indexrelid = '\"A_id\"'::regclass"))
			.containsExactly("f");
		this.database.execute("delete from a");
		migrator().migrate().orThrow();
		assertThat(this.database.query("select indisvalid from pg_index where indexrelid = '\"A_id\"'::regclass"))
			.containsExactly("t");
	}

	@Test
	void keepsTransactionsOfItsOwnTogether() {
		this.folder.write("1_a.sql", """
				-- migrate:up transaction:false
				create table a (id int);
				begin;
				insert into a values (1);
				insert into a values (2);
				insert into nowhere values (2);
				commit;
				vacuum a;
				""");
		assertThat(migrator().migrate().success()).isFalse();
		assertThat(this.database.query("select id from a")).isEmpty();
		assertThat(journal()).isEqualTo("1 1 -");
		this.database.execute("create table nowhere (id int)");
		migrator().migrate().orThrow();
		assertThat(this.database.query("select id from a")).containsExactly("1", "2");
	}

	@Test
	void refusesToEndTheSharedTransaction() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a ();\nsavepoint s;\nrollback to s;\ncommit;\n");
		assertThat(migrator().migrate().failure()).isInstanceOfSatisfying(InvalidMigrationException.class, (ex) -> {
			assertThat(ex).hasMessageContaining("line 5: COMMIT would end the transaction");
			assertThat(ex.wayOut()).contains("transaction:false");
		});
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a ();\n create index concurrently i on a ((1));");
		MigrationReport report = migrator().migrate();
		assertThat(report.errors()).first().asString().contains("transaction:false", "line 3");
	}

}
