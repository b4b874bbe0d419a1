package io.automigrate.versioned;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.automigrate.HookedDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.error.HistoryTableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationGraphException.Problem;
import io.automigrate.error.MigrationGraphException;
import io.automigrate.history.RunRecord;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.Outcome;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The history's tables, what is done to them by hand, and what they have to do with a
 * comparison.
 */
class HistoryIntegrationTests extends AbstractVersionedTests {

	HistoryIntegrationTests(@TempDir Path path) {
		super(path);
	}

	private static void failsWith(@Nullable MigrationException failure, Problem problem, String... words) {
		assertThat(failure).isInstanceOfSatisfying(MigrationGraphException.class,
				(ex) -> assertThat(ex.problem()).isEqualTo(problem));
		assertThat(List.of(words)).allSatisfy((word) -> assertThat(String.valueOf(failure)).contains(word));
	}

	@Test
	void adoptsTableOfAnOlderTool() {
		this.database.execute("""
				create table migrations (id serial primary key, version varchar(50) unique not null,
					name varchar(255) not null, description text, dependencies text,
					created_at timestamp default current_timestamp, applied_at timestamp default current_timestamp);
				insert into migrations (version, name, dependencies) values ('001', 'initial_schema', ''),
					('002', 'add_user_authentication', '001');
				""");
		this.folder.with(MigrationFolder.FIVE)
			.write("003_add_changelog_publishing.sql", "-- depends: 001\n-- migrate:up\nselect 1;")
			.write("004_seed_default_roles.sql", "-- depends: 001\n-- migrate:up\nselect 1;")
			.write("005_seed_initial_data.sql", "-- depends: 001\n-- migrate:up\nselect 1;");
		assertThat(migrator().status().versioned().pending()).containsExactly("003", "004", "005");
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("003", "004", "005");
		assertThat(versioned().history()).hasSize(5).first().satisfies((row) -> assertThat(row.checksum()).isNull());
		assertThat(versioned().repair(COMMAND, List.of())).containsExactly("001", "002");
		assertThat(migrator().migrate().orThrow().versioned().applied()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table migrations (id serial primary key, migration text, batch int)",
			"create table migrations (id serial primary key, version bigint unique, name text, description text, dependencies text, applied_at timestamp)",
			"create table migrations (id serial primary key, version text, name text, description text, dependencies text, applied_at timestamp)",
			"create table migrations (id serial primary key, version text unique, name text, description text, dependencies text, applied_at timestamp, hash text not null)",
			"create view migrations as select 1 as id" })
	void leavesTableOfAnotherShapeAlone(String ddl) {
		this.database.execute(ddl);
		this.folder.with(MigrationFolder.FIVE);
		List<String> before = this.database
			.query("select attname from pg_attribute where attrelid = 'migrations'::regclass order by attnum");
		MigrationReport report = migrator().migrate();
		assertThat(report.failure()).isInstanceOfSatisfying(HistoryTableException.class,
				(ex) -> assertThat(ex.wayOut()).contains("migration.versioned.table"));
		assertThat(this.database
			.query("select attname from pg_attribute where attrelid = 'migrations'::regclass order by attnum"))
			.isEqualTo(before);
		assertThat(this.database.query("select to_regclass('users')")).containsExactly("null");
		this.folder.migrator(this.database).historyTable("own", "schema_history").build().migrate().orThrow();
		assertThat(this.database.query("select count(*) from own.schema_history")).containsExactly("5");
		assertThat(this.database.query("select count(*) from own.schema_history_runs")).containsExactly("1");
	}

	@Test
	void refusesChangedAndMissingUntilRepaired() {
		this.folder.with(MigrationFolder.FIVE);
		migrator().migrate().orThrow();
		this.folder.write("003_add_changelog_publishing.sql", "-- depends: 001\n-- migrate:up\nselect 1;");
		failsWith(migrator().migrate().failure(), Problem.CHANGED, "003 (", "003_add_changelog_publishing.sql");
		this.folder.delete("005_seed_initial_data.sql");
		failsWith(migrator().migrate().failure(), Problem.MISSING, "005 (005_seed_initial_data)");
		failsWith(this.folder.migrator(this.database).missing(Tolerance.WARN).build().migrate().failure(),
				Problem.CHANGED);
		assertThat(versioned().repair(COMMAND, List.of("005"))).containsExactly("003");
		assertThat(history()).containsExactly("001", "002", "003", "004");
		assertThat(migrator().migrate().orThrow().versioned().applied()).isEmpty();
	}

	@Test
	void checksOrderAndHeads() {
		this.folder.with(Map.of("1_a.sql", "-- migrate:up\nselect 1;", "3_c.sql", "-- migrate:up\nselect 3;"));
		migrator().migrate().orThrow();
		this.folder.write("2_b.sql", "-- migrate:up\nselect 2;");
		failsWith(this.folder.migrator(this.database).outOfOrder(Tolerance.REFUSE).build().migrate().failure(),
				Problem.OUT_OF_ORDER, "2_b.sql");
		assertThat(versioned().info()).extracting((info) -> info.state().name())
			.containsExactly("APPLIED", "OUT_OF_ORDER", "APPLIED");
		assertThat(this.folder.migrator(this.database)
			.outOfOrder(Tolerance.WARN)
			.build()
			.migrate()
			.orThrow()
			.versioned()
			.applied()).containsExactly("2");
		this.folder.write("4_d.sql", "-- depends: 1\n-- migrate:up\nselect 4;");
		failsWith(this.folder.migrator(this.database).singleHead(true).build().migrate().failure(),
				Problem.SEVERAL_HEADS, "3_c.sql", "4_d.sql");
		this.folder.write("5_merge.sql", versioned().merge("Join 3 and 4"));
		this.folder.migrator(this.database).singleHead(true).build().migrate().orThrow();
		assertThat(versioned().current()).containsExactly("5");
	}

	@Test
	void takesVersionsOf255CharactersWhereAnOlderToolHasFifty() {
		this.database.execute("""
				create table migrations (id serial primary key, version varchar(50) unique not null,
					name varchar(255) not null, description text, dependencies text,
					created_at timestamp default current_timestamp, applied_at timestamp default current_timestamp)""");
		String version = "1".repeat(240);
		this.folder.write("1_a.sql", "-- migrate:up\nselect 1;").write(version + "_b.sql", "-- migrate:up\nselect 2;");
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("1", version);
		assertThat(migrator().migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(this.database.query(
				"select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'migrations'::regclass and attname = 'version'"))
			.containsExactly("character varying(255)");
	}

	@Test
	void refusesOneVersionInTwoPlaces() throws java.io.IOException {
		java.nio.file.Files.createDirectory(this.path.resolve("more"));
		this.folder.write("1_a.sql", "-- migrate:up\n").write("more/1_a.sql", "-- migrate:up\n");
		failsWith(migrator().migrate().failure(), Problem.DUPLICATE_VERSION, this.path + "/1_a.sql",
				this.path + "/more/1_a.sql");
	}

	@Test
	void stampsAndTakesBaseline() {
		this.folder.with(MigrationFolder.SIX);
		assertThat(versioned().baseline(COMMAND, "20240110").orThrow().message())
			.isEqualTo("Marked 3 migrations as applied, without running them: 20240101, 20240105, 20240110.");
		assertThat(versioned().baseline(COMMAND, "20240110").success()).isFalse();
		assertThat(this.database.query("select to_regclass('items')")).containsExactly("null");
		versioned().stamp(COMMAND, MigrationTarget.LATEST).orThrow();
		assertThat(history()).hasSize(6);
		assertThat(migrator().migrate().orThrow().versioned().applied()).isEmpty();
		MigrationReport stamped = versioned().stamp(COMMAND, MigrationTarget.version("20240301")).orThrow();
		assertThat(stamped.message()).isEqualTo("Marked 1 migration as not applied, without running it: 20240419.");
		assertThat(stamped.versioned().rolledBack()).isEmpty();
		assertThat(versioned().stamp(COMMAND, MigrationTarget.version("20240105")).orThrow().versioned().unmarked())
			.hasSize(3);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> versioned().stamp(COMMAND, MigrationTarget.only("20240105")));
		versioned().stamp(COMMAND, MigrationTarget.BASE).orThrow();
		assertThat(history()).isEmpty();
		assertThat(migrator().migrate().orThrow().versioned().applied()).hasSize(6);
		assertThat(versioned().runs(10)).hasSize(7);
	}

	@Test
	void onlyValidatesWhereNoPolicyIsSet() {
		this.folder.with(MigrationFolder.FIVE);
		SchemaSource source = SchemaSource.ddl("source",
				"create table users (id serial primary key, name varchar(100) not null); create table extra (id int);");
		SchemaMigrator validating = this.folder.migrator(this.database).source(source).build();
		MigrationReport report = validating.migrate();
		assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
		assertThat(report.created()).isEmpty();
		assertThat(report.versioned().applied()).hasSize(5);
		assertThat(validating.versioned().runs(1)).singleElement()
			.extracting(RunRecord::outcome)
			.isEqualTo(RunRecord.Outcome.INCOMPLETE);
		assertThat(this.database.query("select to_regclass('extra'), to_regclass('users')")).containsExactly("null");
		assertThat(validating.status().missing()).contains("table extra");
		SchemaMigrator full = this.folder.migrator(this.database)
			.source(source)
			.policy(ChangePolicy.FULL)
			.dropUnmanaged(true)
			.allow("DELETES_DATA:public.roles", "DELETES_DATA:public.moods", "DELETES_DATA:public.changelog",
					"DELETES_DATA:public.users.password_hash", "DELETES_DATA:public.users.login_attempts")
			.build();
		assertThat(full.plan().sql()).contains("extra").doesNotContain("migration");
		full.migrate().orThrow();
		assertThat(history()).hasSize(5);
		assertThat(this.database.query("select to_regclass('extra'), to_regclass('users')")).containsExactly("extra");
		assertThat(this.database.query("select to_regclass('roles')")).containsExactly("null");
		assertThat(full.plan().isEmpty()).isTrue();
		assertThat(full.versioned().runs(1).get(0).statements()).contains("extra");
	}

	@Test
	void needsOneQuestionIfNothingHasChanged() {
		this.folder.with(IntStream.range(0, 300)
			.boxed()
			.collect(Collectors.toMap((i) -> "%03d_x.sql".formatted(i),
					(i) -> "-- migrate:up\ncreate table t" + i + " (id int);\n")));
		assertThat(migrator().migrate().orThrow().versioned().applied()).hasSize(300);
		AtomicInteger sent = new AtomicInteger();
		SchemaMigrator counted = SchemaMigrator
			.builder(new HookedDataSource(this.database.dataSource(),
					(connection, backend, what) -> sent.incrementAndGet()))
			.detailedLog(false)
			.scripts(this.folder.location())
			.build();
		MigrationReport report = counted.migrate().orThrow();
		assertThat(report.message()).isEqualTo("Nothing to do.");
		assertThat(report.versioned().heads()).containsExactly("299");
		assertThat(sent).hasValue(1);
		// The first comparison finds out where the managed schemas are.
		assertThat(counted.status().healthy()).isTrue();
		sent.set(0);
		assertThat(counted.status().healthy()).isTrue();
		assertThat(sent).hasValue(2);
	}

	@Test
	void keepsSettingsOfOneMigrationFromTheNextAndFromThePool() throws SQLException {
		this.database.execute("create schema other; create role settler_" + this.database.name());
		this.folder.with(Map.of("1_a.sql", "-- migrate:up\ncreate table a ();\nset search_path = other;\n"
				+ "create table b ();\nset statement_timeout = 0;\nset my.own = 'x';\nselect set_config('work_mem', '5MB', false);",
				"2_b.sql",
				"-- migrate:up\ncreate table c ();\ngrant all on schema public to settler_" + this.database.name()
						+ ";\nset role settler_" + this.database.name() + ";\ncreate table owned ();",
				"3_c.sql", "-- migrate:up\ncreate table d ();", "4_d.sql",
				"-- migrate:up transaction:false\nset search_path = other;\ncreate table e ();\nset work_mem = '6MB';"));
		PGSimpleDataSource one = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		try (var connection = one.getConnection()) {
			SchemaMigrator
				.builder(new org.springframework.jdbc.datasource.SingleConnectionDataSource(connection, true) {
					@Override
					public java.sql.Connection getConnection(String user, String password) throws SQLException {
						return one.getConnection(user, password);
					}
				})
				.detailedLog(false)
				.scripts(this.folder.location())
				.target("3")
				.build()
				.migrate()
				.orThrow();
			try (var statement = connection.createStatement();
					var row = statement.executeQuery(
							"select current_setting('search_path'), current_setting('statement_timeout'), current_setting('work_mem'), current_setting('role'), coalesce(current_setting('my.own', true), '')")) {
				row.next();
				assertThat(row.getString(1)).isEqualTo("\"$user\", public");
				assertThat(row.getString(2)).isEqualTo("0");
				assertThat(row.getString(3)).isEqualTo("4MB");
				assertThat(row.getString(4)).isEqualTo("none");
				assertThat(row.getString(5)).isEmpty();
			}
		}
		migrator().migrate().orThrow();
		assertThat(
				this.database.query("select relname from pg_class where relname in ('a', 'b', 'c', 'd', 'e', 'owned')"
						+ " and relnamespace = 'public'::regnamespace order by 1"))
			.containsExactly("a", "c", "d", "owned");
		assertThat(this.database.query("select tableowner = current_user from pg_tables where tablename = 'd'"))
			.containsExactly("t");
		this.database
			.execute("drop owned by settler_" + this.database.name() + "; drop role settler_" + this.database.name());
	}

}
