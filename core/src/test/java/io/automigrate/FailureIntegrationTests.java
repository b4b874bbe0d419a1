package io.automigrate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.InvalidSourceException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.VerificationFailedException;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What goes wrong with sources and with what is in the database. Whatever it is, nothing
 * stays of the run.
 */
class FailureIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void leavesNoSchemaAndDropsTheDatabase() {
		try (this.database) {
			assertThat(this.database.query("select nspname from pg_namespace where nspname like 'automigrate%'"))
				.isEmpty();
			assertThat(this.database.query("select relname from pg_class where relname like 'automigrate%'")).isEmpty();
		}
	}

	@Test
	void rollsEverythingBackAndShowsTheDuplicatesThatPreventAKey() {
		this.database.execute("create table people (mail text); insert into people values ('s3cret'), ('s3cret')");
		var failure = failure(StatementFailedException.class, """
				create table pets (id bigint primary key);
				create table people (mail text constraint one_mail unique);
				""");
		assertThat(failure).hasMessageContaining("one_mail").hasMessageContaining("plan, ");
		assertThat(failure.sqlState()).isEqualTo("23505");
		assertThat(failure.statement()).contains("ADD CONSTRAINT");
		assertThat(failure.wayOut()).isNotEmpty();
		assertThat(failure).hasMessageContaining(
				"2 rows stand in the way of unique constraint \"one_mail\" on \"public\".\"people\": mail = s3cret (2)");
		assertThat(tables()).containsExactly("people");
	}

	@Test
	void saysWhatTheServerDoesNotSupportThoughThePoolClosesTheConnectionOverIt() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(this.database.dataSource());
			pool.setMaximumPoolSize(1);
			MigrationReport report = SchemaMigrator.builder(pool)
				.source(SchemaSource.ddl("orders.sql",
						"create table orders (id int unique, day date) partition by range (day)"))
				.build()
				.migrate();
			assertThat(report.failure()).isInstanceOf(StatementFailedException.class)
				.hasMessageContaining("must include all partitioning columns");
		}
	}

	@Test
	void showsNoRowWhenACheckCannotEvenBeEvaluated() {
		this.database.execute("create table people (age text); insert into people values ('s3cret')");
		var failure = failure(StatementFailedException.class, "create table people (age text check (age::int > 0))");
		assertThat(failure).hasMessageContaining("invalid input syntax for type integer");
		assertThat(everythingSaid(failure)).doesNotContain("s3cret");
	}

	@Test
	void saysWhatToSetWhenTheServerHasNoRoomForTheLocks() throws SQLException {
		try (Connection other = this.database.dataSource().getConnection(); Statement locks = other.createStatement()) {
			assertThatThrownBy(() -> locks.execute("select pg_advisory_lock(n) from generate_series(1, 1000000) n"))
				.hasMessageContaining("out of shared memory");
			locks.execute("select pg_advisory_unlock(n) from generate_series(1, 300) n");
			String ddl = IntStream.range(0, 1_000)
				.mapToObj((number) -> "create table t" + number + " (id int primary key);\n")
				.collect(Collectors.joining());
			var failure = failure(DatabaseUnavailableException.class, ddl);
			assertThat(failure).hasMessageContaining("out of shared memory");
			assertThat(failure.wayOut()).contains("raise max_locks_per_transaction");
		}
		assertThat(tables()).isEmpty();
	}

	@Test
	void showsWhatRefersToNoRow() {
		this.database.execute("""
				create table owners (name text primary key);
				create table pets (owner text); insert into pets values ('s3cret')""");
		var failure = failure(StatementFailedException.class, """
				create table owners (name text primary key);
				create table pets (owner text constraint pet_owner references owners);
				""");
		assertThat(failure).hasMessageContaining(
				"1 row stands in the way of foreign key \"pet_owner\" on \"public\".\"pets\": owner = s3cret");
	}

	@Test
	void saysWhatToDoWhenAForeignKeyMeetsATableWithoutKey() {
		this.database.execute("create table owners (id bigint); create table pets (owner_id bigint)");
		var failure = failure(StatementFailedException.class, """
				create table pets (owner_id bigint references owners (id));
				create table owners (id bigint);
				""");
		assertThat(failure.script()).isEqualTo("test.sql");
		assertThat(failure.wayOut()).isNotEmpty();
		assertThat(tables()).containsExactly("owners", "pets");
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMMIT", "rollback", "Begin", "end", "abort", "start transaction", "savepoint a",
			"prepare transaction 'a'", "release a", "/* a /* b */ */ -- c\n commit and chain" })
	void refusesTransactionControlBeforeAnythingIsSent(String statement) {
		var failure = failure(InvalidSourceException.class, """
				create table pets (id bigint);
				create function f() returns int language plpgsql as $$ begin return 1; end $$;
				%s;
				""".formatted(statement));
		assertThat(failure).hasMessageContaining("test.sql, line " + (statement.contains("\n") ? 4 : 3))
			.hasMessageContaining("is not allowed");
		assertThat(tables()).isEmpty();
	}

	@Test
	void refusesCommitInsideAnAnonymousBlock() {
		var failure = failure(StatementFailedException.class, "create table a (b int);\ndo $$ begin commit; end $$;");
		assertThat(failure.line()).isEqualTo(2);
		assertThat(failure).hasMessageContaining("invalid transaction termination");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n" })
	void namesLineAndColumnOfASyntaxError(String newline) {
		String ddl = String.join(newline, "-- Größe 😀", "create table a (b int); /* é */", "create tabel c (d int);");
		var failure = failure(StatementFailedException.class, ddl);
		assertThat(failure.line()).isEqualTo(3);
		assertThat(failure.column()).isEqualTo(8);
		assertThat(failure).hasMessageStartingWith("test.sql, line 3, column 8: syntax error at or near \"tabel\"");
	}

	@Test
	void countsCharactersOutsideTheBasicPlaneAsOneColumn() {
		var failure = failure(StatementFailedException.class, "create table a (\n\"😀😀\" int, b nonsense)");
		assertThat(failure.line()).isEqualTo(2);
		assertThat(failure.column()).isEqualTo(13);
	}

	@Test
	void namesThePlaceWhenTheEndIsMissing() {
		var failure = failure(StatementFailedException.class, "create table a (\nb int,\n");
		assertThat(failure).hasMessageContaining("syntax error at end of input");
		assertThat(failure.line()).isEqualTo(2);
	}

	@Test
	void passesOnTheHintOfTheServer() {
		var failure = failure(StatementFailedException.class, "create table a (b int check (bb > 0))");
		assertThat(failure.wayOut()).contains("Perhaps you meant to reference the column \"a.b\"");
	}

	@Test
	void namesTheSecondSourceWhenTwoCreateTheSameTable() {
		MigrationReport report = SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("first.sql", "create table a (b int)"))
			.source(SchemaSource.ddl("second.sql", "\ncreate table a (b text)"))
			.build()
			.migrate();
		assertThat(report.success()).isFalse();
		assertThat(report.tablesCreated()).isEmpty();
		assertThat(report.errors().get(0)).startsWith("second.sql, line 2: relation \"a\" already exists");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table %s (id bigint)", "create table a (%s bigint)",
			"create table a (b int constraint \"%s\" check (b > 0))", "create type %s as enum ('a')" })
	void refusesANameThatTheServerWouldCutOff(String ddl) {
		for (String name : List.of("n".repeat(64), "ü".repeat(32))) {
			var failure = failure(InvalidSourceException.class, ddl.formatted(name));
			assertThat(failure).hasMessageContaining("is longer than the 63 bytes");
			assertThat(tables()).isEmpty();
		}
	}

	@Test
	void takesNamesOfFullLengthAndLongTextsThatAreNoNames() {
		String longest = "ü".repeat(31) + "n";
		String text = "x".repeat(70);
		migrator("""
				/* %2$s */ create table %1$s (a text default '%2$s'); -- %2$s
				create function f() returns text language sql as $b$ select '%2$s' as %2$s $b$;
				comment on table %1$s is '%2$s';
				""".formatted(longest, text)).migrate().orThrow();
		assertThat(tables()).containsExactly(longest);
		this.database.execute("drop table automigrate_state, automigrate_desired, automigrate_instances");
	}

	@Test
	void endsARunWhoseSourceTakesTooLong() {
		var failure = failure(MigrationTimeoutException.class, "create table a (b int); select pg_sleep(60)",
				(builder) -> builder.timeout(Duration.ofSeconds(1)));
		assertThat(failure).hasMessageContaining("budget of 1 s").hasMessageContaining("Everything was rolled back");
		assertThat(failure.wayOut()).contains("MIGRATION_TIMEOUT");
		assertThat(tables()).isEmpty();
	}

	@Test
	void endsARunWhoseStatementsTakeTooLong() {
		this.database.execute("""
				create function wait() returns event_trigger language plpgsql as
					$$ begin if current_setting('search_path') = '""' then perform pg_sleep(60); end if; end $$;
				create event trigger slow on ddl_command_end execute function wait()""");
		failure(MigrationTimeoutException.class, "create table a (b int)",
				(builder) -> builder.timeout(Duration.ofSeconds(1)));
		assertThat(tables()).isEmpty();
	}

	@Test
	void tellsOfAConnectionThatIsKilled() {
		var failure = failure(DatabaseUnavailableException.class,
				"create table a (b int); select pg_terminate_backend(pg_backend_pid()); create table c (d int)");
		assertThat(failure.databaseMissing()).isFalse();
		assertThat(failure).hasMessageContaining("terminating connection");
		assertThat(tables()).isEmpty();
		migrator("create table a (b int)").migrate().orThrow();
		this.database.execute("drop table a, automigrate_state, automigrate_desired, automigrate_instances");
	}

	@Test
	void tellsOfARoleThatOnlyReads() {
		String role = this.database.createRole("reader", "");
		this.database.execute("alter role " + role + " set default_transaction_read_only = on");
		this.database.execute("grant all on schema public to " + role + "; grant create on database "
				+ this.database.name() + " to " + role);
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource(role, role))
			.source(SchemaSource.ddl("test.sql", "create table a (b int)"))
			.build();
		MigrationReport report = migrator.migrate();
		assertThat(report.failure()).isInstanceOf(MissingPrivilegeException.class)
			.hasMessageContaining("this connection only reads");
		assertThat(report.errors().get(0)).contains("default_transaction_read_only");
		assertThat(migrator.status().failure()).isInstanceOf(MissingPrivilegeException.class);
	}

	@Test
	void rollsBackWhenAnEventTriggerDropsWhatWasCreated() {
		this.database.execute("""
				create function spoil() returns event_trigger language plpgsql as
					$$ begin if to_regclass('public.b') is not null and to_regnamespace('automigrate_aside_0') is null
					then drop table public.b; end if; end $$;
				create event trigger spoil on ddl_command_end when tag in ('CREATE TABLE') execute function spoil()""");
		var failure = failure(VerificationFailedException.class, "create table a (c int); create table b (c int)");
		assertThat(failure.objects()).containsExactly("table \"public\".\"b\" is still missing");
		assertThat(tables()).isEmpty();
	}

	@Test
	void rollsBackWhenAnEventTriggerAltersWhatWasCreated() {
		this.database.execute("""
				create function spoil() returns event_trigger language plpgsql as
					$$ begin if to_regclass('public.b') is not null and to_regnamespace('automigrate_aside_0') is null
					then alter table public.b alter c type bigint; end if; end $$;
				create event trigger spoil on ddl_command_end when tag in ('CREATE TABLE') execute function spoil()""");
		var failure = failure(VerificationFailedException.class, "create table b (c int)");
		assertThat(failure.objects()).singleElement().asString().startsWith("column \"c\" of \"public\".\"b\" ");
		assertThat(failure.wayOut()).contains("event triggers");
		assertThat(tables()).isEmpty();
	}

	private SchemaMigrator migrator(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource()).source(SchemaSource.ddl("test.sql", ddl)).build();
	}

	private <T extends MigrationException> T failure(Class<T> type, String ddl) {
		return failure(type, ddl, UnaryOperator.identity());
	}

	private <T extends MigrationException> T failure(Class<T> type, String ddl,
			UnaryOperator<SchemaMigrator.Builder> settings) {
		MigrationReport report = settings
			.apply(SchemaMigrator.builder(this.database.dataSource()).source(SchemaSource.ddl("test.sql", ddl)))
			.build()
			.migrate();
		assertThat(report.failure()).isInstanceOf(type);
		assertThat(report.success()).isFalse();
		return type.cast(Objects.requireNonNull(report.failure()));
	}

	private List<String> tables() {
		return this.database.query("""
				select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
				and relname not like 'automigrate%' order by relname""");
	}

	private static String everythingSaid(MigrationException failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text + failure.getMessage() + failure.wayOut();
	}

}
