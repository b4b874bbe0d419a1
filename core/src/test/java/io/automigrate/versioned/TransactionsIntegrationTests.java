package io.automigrate.versioned;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.automigrate.execute.RunListener;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What share a transaction, where a batch is committed, and what of a session one
 * migration leaves to the next.
 */
class TransactionsIntegrationTests extends AbstractVersionedTests {

	/** Each in a transaction of its own is the oracle. */
	private static final Map<String, String> MOODS = Map.of("001_mood.sql", "create type mood as enum ('sad');",
			"002_happy.sql", "alter type mood add value 'happy'; create table between_them (id int);", "003_person.sql",
			"create table person (id int, mood mood default 'happy'); insert into person values (1, 'happy');");

	TransactionsIntegrationTests(@TempDir Path folder) {
		super(folder);
	}

	private void write(Map<String, String> files) {
		files.forEach((name, text) -> this.folder.write(name, "-- migrate:up\n" + text));
	}

	private MigrationReport migrate(TransactionScope scope) {
		return this.folder.migrator(this.database).transaction(scope).build().migrate();
	}

	private List<String> announced(TransactionScope scope) {
		List<String> told = new ArrayList<>();
		RunListener listener = new RunListener() {
			@Override
			public void commitsBetween(List<String> reasons) {
				assertThat(database.query("select to_regclass('person')")).containsExactly("null");
				told.addAll(reasons);
			}
		};
		this.folder.migrator(this.database).transaction(scope).build().watchedBy(listener).migrate().orThrow();
		return told;
	}

	@Test
	void commitsBeforeAnEnumsNewValueIsUsedAndSaysSoBefore() {
		write(MOODS);
		String reason = "003 person uses 'happy', which 002 happy adds to an enum";
		assertThat(versioned().commits(MigrationTarget.LATEST)).containsExactly(reason);
		assertThat(versioned().trace(MigrationTarget.LATEST).statements()).isNotEmpty();
		assertThat(announced(TransactionScope.BATCH)).containsExactly(reason);
		assertThat(this.database.query("select mood from person")).containsExactly("happy");
		assertThat(history()).containsExactly("001", "002", "003");
		assertThat(versioned().script(MigrationTarget.LATEST, "base")).containsSubsequence("add value 'happy'",
				"COMMIT;\n", "BEGIN;\n", "insert into person");
	}

	@Test
	void commitsWhereOnlyTheServerKnowsThatANewValueIsUsed() {
		this.database
			.execute("create type mood as enum ('sad'); create function cheer() returns void language plpgsql as"
					+ " $$ begin execute format('insert into person values (1, %L)', 'hap' || 'py'); end $$");
		write(Map.of("001_person.sql", "create table person (id int, mood mood);", "002_happy.sql",
				"alter type mood add value 'happy';", "003_use.sql", "select cheer();", "004_more.sql",
				"create table more (id int);"));
		assertThat(versioned().trace(MigrationTarget.LATEST).notTraced()).containsExactly("003", "004");
		assertThat(migrate(TransactionScope.BATCH).orThrow().versioned().applied()).hasSize(4);
		assertThat(this.database.query("select mood from person")).containsExactly("happy");
	}

	@Test
	void sharesOneTransactionWhereNothingDemandsMore() {
		write(Map.of("001_mood.sql", "create type mood as enum ('sad'); alter type mood add value 'happy';",
				"002_a.sql", "create table a (id int);", "003_b.sql", "create table b (id int); select 1 / 0;"));
		assertThat(versioned().commits(MigrationTarget.LATEST)).isEmpty();
		MigrationReport report = migrate(TransactionScope.BATCH);
		assertThat(report.errors()).singleElement().asString().contains("003_b.sql", "division by zero");
		assertThat(report.errors().toString() + report.message()).contains("everything was rolled back");
		assertThat(this.database.query("select coalesce(to_regclass('a')::text, to_regtype('mood')::text)"))
			.containsExactly("null");
	}

	@Test
	void saysWhatStaysOfABatchThatWasCommittedInParts() {
		write(MOODS);
		this.folder.write("004_wrong.sql", "-- migrate:up\nselect 1 / 0;");
		MigrationReport report = migrate(TransactionScope.BATCH);
		assertThat(report.success()).isFalse();
		assertThat(report.errors().toString()).contains("stays: 001, 002.")
			.doesNotContain("everything was rolled back");
		assertThat(history()).containsExactly("001", "002");
		assertThat(this.database.query("select to_regclass('person')")).containsExactly("null");
	}

	@Test
	void eachHasATransactionOfItsOwnIfThatIsWanted() {
		write(Map.of("001_a.sql", "create table a (x text); insert into a values (pg_current_xact_id()::text);",
				"002_b.sql", "insert into a values (pg_current_xact_id()::text);", "003_c.sql",
				"insert into a values (pg_current_xact_id()::text); select 1 / 0;"));
		MigrationReport report = migrate(TransactionScope.EACH);
		assertThat(report.success()).isFalse();
		assertThat(report.errors().toString()).contains("stays: 001, 002.");
		assertThat(this.database.query("select count(distinct x) from a")).containsExactly("2");
		assertThat(history()).containsExactly("001", "002");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.folder.migrator(this.database).transaction(TransactionScope.NONE))
			.withMessageContaining("BATCH or EACH");
	}

	@Test
	void oneFileMayHaveATransactionOfItsOwn() {
		String insert = "insert into a values (pg_current_xact_id()::text);";
		this.folder.write("001_a.sql", "-- migrate:up\ncreate table a (x text);" + insert)
			.write("002_b.sql", "-- migrate:up\n" + insert)
			.write("003_c.sql", "-- migrate:up transaction:each\n" + insert)
			.write("004_d.sql", "-- migrate:up\n" + insert)
			.write("005_e.sql", "-- migrate:up\n" + insert);
		assertThat(announced(TransactionScope.BATCH)).containsExactly("003 c has a transaction of its own");
		assertThat(this.database.query("select count(*) from a group by x order by min(x)")).containsExactly("2", "1",
				"2");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void deferredConstraintsAreCheckedAtTheEndOfEachMigration(TransactionScope scope) {
		write(Map.of("001_t.sql",
				"create table p (id int primary key); create table c (id int primary key, p int references p deferrable initially deferred, q int references p deferrable);",
				"002_rows.sql", "insert into c values (1, 1); insert into p values (1);", "003_alter.sql",
				"alter table c add x int; insert into c values (2, 2, 1); insert into p values (2);", "004_mode.sql",
				"set constraints all deferred; insert into c values (3, 3, 3); insert into p values (3);",
				"005_again.sql",
				"alter table c drop x; do $$ begin insert into c values (9, 1, 9); raise 'not checked'; exception when foreign_key_violation then null; end $$;"));
		migrate(scope).orThrow();
		assertThat(this.database.query("select c::text from c order by id")).containsExactly("(1,1,)", "(2,2,1)",
				"(3,3,3)");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void aDeferredConstraintThatIsBrokenNamesItsMigration(TransactionScope scope) {
		write(Map.of("001_t.sql",
				"create table p (id int primary key); create table c (p int references p deferrable initially deferred);",
				"002_rows.sql", "insert into c values (7);", "003_late.sql", "insert into p values (7);"));
		MigrationReport report = migrate(scope);
		assertThat(report.success()).isFalse();
		assertThat(history()).hasSize((scope == TransactionScope.EACH) ? 1 : 0);
		assertThat(report.errors().toString()).contains("c_p_fkey").contains("002");
	}

	@ParameterizedTest
	@EnumSource
	void nothingOfASessionReachesTheNextMigration(TransactionScope scope) {
		String up = "-- migrate:up" + ((scope == TransactionScope.NONE) ? " transaction:false" : "") + "\n";
		this.folder
			.write("001_leaves.sql", up + "create temp table left_over (id int); prepare p as select 1; listen x;"
					+ " set work_mem = '7MB'; create function pg_temp.f() returns int language sql as 'select 1';")
			.write("002_cursor.sql", up + "select 1;")
			.write("003_looks.sql", up
					+ "create table found as select to_regclass('pg_temp.left_over')::text as t, (select count(*) from pg_prepared_statements where from_sql) as p,"
					+ " (select count(*) from pg_listening_channels()) as l, current_setting('work_mem') as w;");
		this.folder.migrator(this.database)
			.transaction((scope == TransactionScope.EACH) ? scope : TransactionScope.BATCH)
			.build()
			.migrate()
			.orThrow();
		assertThat(this.database.query("select (t, p, l, w = current_setting('work_mem'))::text from found"))
			.containsExactly("(,0,0,t)");
	}

	@Test
	void namesTheCommandForObjectsThatWereThereBefore() {
		this.database.execute("create table a (id int)");
		write(Map.of("001_a.sql", "create table a (id int);"));
		assertThat(migrate(TransactionScope.BATCH).errors()).singleElement()
			.asString()
			.contains("relation \"a\" already exists", "baseline");
		versioned().baseline(COMMAND, "001").orThrow();
		assertThat(history()).containsExactly("001");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					at rows, in one transaction | create table d (x int unique) | The rest was rolled back | could not create unique index
					at rows, found by looking   | create table d (x int check (x > 1)) | Nothing else was changed | 2 rows stand in the way
					at a statement of a source  | create table e (x nonsense) | Nothing else was changed | nonsense
					at a lock                   | create table d (x bigint) | The rest was rolled back | kept locks
					at its end                  | create table d (x int); select pg_sleep(60) | The rest was rolled back | budget
					""")
	void saysWhatStaysWhereTheComparisonFails(String how, String source, String rest, String reason)
			throws SQLException {
		this.database.execute("create table d (x int); insert into d values (1), (1)");
		write(Map.of("001_a.sql", "create table a (id int);"));
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute(how.equals("at a lock") ? "lock table d in share mode" : "select 1");
			MigrationReport report = this.folder.migrator(this.database)
				.source(SchemaSource.ddl("d.sql", "create table a (id int);" + source))
				.policy(ChangePolicy.ALTER)
				.onlineAbove(how.contains("looking") ? -1 : 1_000_000)
				.lockTimeout(Duration.ofSeconds(1))
				.timeout(Duration.ofSeconds(how.equals("at its end") ? 3 : 30))
				.build()
				.migrate();
			assertThat(report.success()).isFalse();
			assertThat(report.errors()).singleElement()
				.asString()
				.contains(reason, rest + "; what this run has applied before stays: 001.")
				.doesNotContain("verything was rolled back", "othing was changed");
			assertThat(report.versioned().applied()).containsExactly("001");
		}
		assertThat(history()).containsExactly("001");
	}

	@Test
	void cursorsAreClosed() {
		write(Map.of("001_cursor.sql", "declare c cursor with hold for select 1;", "002_again.sql",
				"declare c cursor for select 2;"));
		migrate(TransactionScope.BATCH).orThrow();
	}

	@Test
	void manyMigrationsAreCheckedAsFewAre() {
		this.folder.write("000_t.sql",
				"-- migrate:up\ncreate table p (id int primary key); create table c (p int references p deferrable initially deferred);");
		for (int i = 1; i < 80; i++) {
			this.folder.write("%03d_x.sql".formatted(i), "-- migrate:up\nalter table c add x" + i
					+ " int; insert into c values (" + i + "); insert into p values (" + i + ");");
		}
		migrate(TransactionScope.BATCH).orThrow();
		assertThat(history()).hasSize(80);
	}

}
