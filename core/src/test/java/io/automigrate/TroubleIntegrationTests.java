package io.automigrate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.InvalidSourceException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.VerificationFailedException;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong: a clear error, and nothing lost.
 */
class TroubleIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void leavesNothingBehind() {
		try (this.database) {
			assertThat(this.database.query("select nspname from pg_namespace where nspname like 'automigrate%'"))
				.isEmpty();
			assertThat(this.database.query(
					"select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"))
				.isEmpty();
		}
	}

	private SchemaMigrator.Builder migrator(String... sources) {
		SchemaMigrator.Builder builder = SchemaMigrator.builder(this.database.dataSource());
		for (int i = 0; i < sources.length; i++) {
			builder.source(SchemaSource.ddl("file" + (i + 1) + ".sql", sources[i]));
		}
		return builder;
	}

	private static <T extends MigrationException> T failure(MigrationReport report, Class<T> type) {
		assertThat(report.success()).isFalse();
		assertThat(report.errors()).hasSize(1);
		assertThat(report.failure()).isInstanceOf(type);
		MigrationException failure = Objects.requireNonNull(report.failure());
		assertThat(failure.wayOut()).isNotBlank();
		return type.cast(failure);
	}

	@Test
	void tellsThatTheServerIsDown() {
		PGSimpleDataSource nowhere = new PGSimpleDataSource();
		nowhere.setUrl("jdbc:postgresql://localhost:1/x?password=geheim");
		SchemaMigrator migrator = SchemaMigrator.builder(nowhere)
			.source(SchemaSource.ddl("a", "create table a ()"))
			.build();
		assertThat(failure(migrator.migrate(), DatabaseUnavailableException.class))
			.hasMessageContaining("cannot be reached")
			.hasMessageNotContaining("geheim");
		assertThat(migrator.status().connectionHealthy()).isFalse();
		assertThat(migrator.status().healthy()).isFalse();
		assertThat(migrator.validateEnvironment().errors()).hasSize(1);
	}

	@Test
	void tellsThatTheDatabaseIsMissing() {
		PGSimpleDataSource missing = this.database.dataSource(this.database.server().user(),
				this.database.server().password());
		missing.setDatabaseName("no_such_database");
		SchemaMigrator migrator = SchemaMigrator.builder(missing).build();
		assertThat(failure(migrator.migrate(), DatabaseUnavailableException.class).databaseMissing()).isTrue();
		assertThat(migrator.status().databaseExists()).isFalse();
	}

	@Test
	void tellsThatTheRoleIsNotLetIn() {
		String role = this.database.createRole("nologin", "");
		this.database.execute("alter role " + role + " nologin");
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource(role, "geheim")).build();
		assertThat(failure(migrator.migrate(), DatabaseUnavailableException.class))
			.hasMessageContaining("does not let this user in")
			.hasMessageNotContaining("geheim");
	}

	@Test
	void namesPlaceAndStatementThatPostgresRejects() {
		var failure = failure(migrator("create table a (id int);\r\n\r\ncreate tabel b ();").build().migrate(),
				StatementFailedException.class);
		assertThat(failure.line()).isEqualTo(3);
		assertThat(failure.column()).isEqualTo(8);
		assertThat(failure).hasMessageContainingAll("file1.sql, line 3, column 8", "tabel", "create tabel b ()");
		assertThat(this.database.query("select relname from pg_class where relnamespace = 'public'::regnamespace"))
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "commit", "  /* x */ Rollback", "begin", "-- c\nstart transaction", "end", "savepoint s",
			"prepare transaction 'x'" })
	void refusesStatementsThatEndTheTransaction(String statement) {
		String source = "create function f() returns int language sql as $$ select 1; commit $$;\ncreate table a ();\n"
				+ statement + ";";
		assertThat(failure(migrator(source).build().migrate(), InvalidSourceException.class))
			.hasMessageContaining("file1.sql, line");
		assertThat(this.database.query("select relname from pg_class where relnamespace = 'public'::regnamespace"))
			.isEmpty();
	}

	@Test
	void refusesNamesThatPostgresWouldCutOff() {
		assertThat(failure(migrator("create table " + "x".repeat(64) + " ()").build().migrate(),
				InvalidSourceException.class))
			.hasMessageContaining("63 bytes");
	}

	@Test
	void namesTheSecondOfTwoSourcesThatCreateTheSame() {
		assertThat(failure(migrator("create table a (id int)", "create table a (id text)").build().migrate(),
				StatementFailedException.class))
			.hasMessageContainingAll("file2.sql, line 1", "\"a\" already exists");
	}

	@Test
	void rollsEverythingBackAndTellsNoDataWhenRowsDoNotFit() {
		this.database
			.execute("create table a (id int, secret text); insert into a values (1, 'geheim'), (2, 'geheim')");
		MigrationReport report = migrator(
				"create table a (id int, secret text constraint one_secret unique); create table b (id int)")
			.build()
			.migrate();
		StatementFailedException failure = failure(report, StatementFailedException.class);
		assertThat(failure).hasMessageContaining("one_secret");
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain("geheim");
		assertThat(this.database.query("select to_regclass('b') is null and to_regclass('automigrate_state') is null"))
			.containsExactly("t");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select", "Mixed Case", "na\"me", "it's", "a.b", "öäü漢字", "100%", "$1", "back\\slash" })
	void takesAnyName(String name) {
		String quoted = '"' + name.replace("\"", "\"\"") + '"';
		String literal = "'" + name.replace("'", "''") + "'";
		SchemaMigrator migrator = migrator("""
				create schema %1$s;
				create type %1$s as enum (%2$s, 'other');
				create table %1$s.%1$s (%1$s serial primary key, kind %1$s default %2$s,
					parent int constraint "fk" references %1$s.%1$s (%1$s), i int generated always as identity,
					constraint %1$s check (kind <> 'other'));
				create index on %1$s.%1$s (kind, %1$s) where kind = %2$s;
				create table "other" (id int);
				comment on column %1$s.%1$s.%1$s is %2$s;
				""".formatted(quoted, literal)).build();
		assertThat(migrator.migrate().orThrow().tablesCreated()).hasSize(2);
		assertThat(migrator.plan().isEmpty()).isTrue();
		assertThat(migrator.plan().refused()).isEmpty();
	}

	@Test
	void stopsWhenTheBudgetIsUsedUp() {
		MigrationReport report = migrator("create table a (); select pg_sleep(60)").timeout(Duration.ofSeconds(1))
			.build()
			.migrate();
		assertThat(failure(report, MigrationTimeoutException.class)).hasMessageContaining("budget of 1 s");
	}

	@Test
	void tellsWhoHoldsTheLock() throws Exception {
		SchemaMigrator slow = migrator("create table a (); select pg_sleep(4)").application("slow one").build();
		CompletableFuture<MigrationReport> running = CompletableFuture.supplyAsync(slow::migrate);
		awaitLock();
		SchemaMigrator second = migrator("create table b ()").lockTimeout(Duration.ofMillis(300)).build();
		assertThat(failure(second.migrate(), MigrationUnderWayException.class)).hasMessageContainingAll("backend",
				"automigrate: slow one", "since");
		assertThat(failure(slow.migrate(), MigrationUnderWayException.class)).hasMessageContaining("this application");
		assertThat(slow.running()).isTrue();
		assertThat(running.get().success()).isTrue();
	}

	@Test
	void losesNothingWhenTheConnectionIsKilled() throws Exception {
		SchemaMigrator migrator = migrator("create table a (); select pg_sleep(20)").build();
		CompletableFuture<MigrationReport> running = CompletableFuture.supplyAsync(migrator::migrate);
		awaitLock();
		this.database.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");
		failure(running.get(), DatabaseUnavailableException.class);
		assertThat(migrator("create table a ()").build().migrate().success()).isTrue();
	}

	@Test
	void triesAgainWhileATableIsLockedAndTellsWhoLocksIt() throws SQLException {
		this.database.execute("create table a (id int)");
		SchemaMigrator migrator = migrator("create table a (id int, note text)").lockTimeout(Duration.ofSeconds(1))
			.build();
		try (Connection other = this.database.dataSource().getConnection(); var statement = other.createStatement()) {
			statement.execute("set application_name = 'in the way'");
			other.setAutoCommit(false);
			statement.execute("lock table a in access share mode");
			assertThat(failure(migrator.migrate(), MigrationTimeoutException.class)).hasMessageContaining("in the way");
			other.rollback();
		}
		assertThat(migrator.migrate().success()).isTrue();
	}

	@Test
	void rollsBackWhatIsNotAsAskedFor() {
		this.database.execute("""
				create function spoil() returns event_trigger language plpgsql as $$ begin
					if current_query() like '%%CREATE TABLE "public"."a"%%' then
						execute 'alter table public.a alter column id set default 7';
					end if; end $$;
				create event trigger spoil on ddl_command_end when tag in ('CREATE TABLE') execute function spoil();
				""");
		assertThat(failure(migrator("create table a (id int)").build().migrate(), VerificationFailedException.class)
			.objects()).hasSize(1);
		assertThat(this.database.query("select to_regclass('a') is null")).containsExactly("t");
	}

	@Test
	void namesTheGrantThatIsMissing() {
		String role = this.database.createRole("reader", "");
		this.database.execute("revoke create on schema public from public; create table a (id int)");
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource(role, role))
			.source(SchemaSource.ddl("a.sql", "create table a (id int)"))
			.build();
		assertThat(migrator.migrate().orThrow().created()).isEmpty();
		assertThat(migrator.validateEnvironment().errors())
			.anyMatch((error) -> error.contains("GRANT CREATE ON SCHEMA"));
		this.database.execute("drop table a");
		assertThat(failure(migrator.migrate(), MissingPrivilegeException.class).wayOut())
			.contains("GRANT CREATE ON SCHEMA \"public\" TO \"" + role + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grant create on database %1$s to %2$s", "grant temporary on database %1$s to %2$s" })
	void comparesForRolesThatDoNotOwnTheSchema(String grant) {
		String role = this.database.createRole("app", "");
		this.database.execute("grant create, usage on schema public to " + role + "; revoke temporary on database "
				+ this.database.name() + " from public; " + grant.formatted(this.database.name(), role));
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource(role, role))
			.source(SchemaSource.ddl("a.sql", """
					create type mood as enum ('sad', 'happy');
					create table a (id serial primary key, i int generated always as identity, m mood default 'sad');
					create table b (id int references a, x text check (x in ('a', 'b')));
					create index on b (lower(x));
					"""))
			.build();
		assertThat(migrator.migrate().orThrow().tablesCreated()).containsExactly("a", "b");
		assertThat(migrator.plan().isEmpty()).isTrue();
		assertThat(migrator.plan().refused()).isEmpty();
	}

	@Test
	void tellsThatTheDatabaseOnlyReads() {
		String role = this.database.createRole("ro", "superuser");
		this.database.execute("alter role " + role + " set default_transaction_read_only = on");
		MigrationReport report = SchemaMigrator.builder(this.database.dataSource(role, role))
			.source(SchemaSource.ddl("a.sql", "create table a (id int)"))
			.build()
			.migrate();
		assertThat(failure(report, MigrationException.class)).hasMessageContaining("read-only");
	}

	private void awaitLock() throws InterruptedException {
		String held = "select 1 from pg_locks where locktype = 'advisory' and granted";
		for (int i = 0; i < 500 && this.database.query(held).equals(List.of()); i++) {
			Thread.sleep(10);
		}
	}

}
