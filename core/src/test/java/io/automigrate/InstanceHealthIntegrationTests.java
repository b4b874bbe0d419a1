package io.automigrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.lock.LockHolder;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether an instance has what it needs, whatever others do with the database.
 */
class InstanceHealthIntegrationTests {

	private static final String DDL = """
			create type mood as enum ('sad', 'ok');
			create domain score as int check (value >= 0);
			create sequence numbers;
			create table people (id bigint primary key, age int, name varchar(20), mood mood, score score);
			create table pets (id bigint primary key, owner bigint references people);
			create view grown_ups as select id, age from people where age >= 18;
			create function twice(n int) returns int language sql as 'select 2 * n';
			""";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void drop() {
		this.database.close();
	}

	/** The three ways in which an instance may have come to know its database. */
	private SchemaMigrator started(String how) {
		SchemaMigrator migrator = migrator(this.database.dataSource());
		if (how.equals("created") || how.equals("nothing to do")) {
			migrator.migrate().orThrow();
		}
		if (how.equals("nothing to do")) {
			migrator = migrator(this.database.dataSource());
			assertThat(migrator.migrate().orThrow().message()).isEqualTo("Nothing to do.");
		}
		if (how.equals("compared")) {
			this.database.execute(DDL);
			migrator.migrate().orThrow();
		}
		assertThat(migrator.health().healthy()).isTrue();
		return migrator;
	}

	@Test
	void aClockThatIsSetBackDoesNotKeepAnOldAnswer() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-01T10:00:00Z"));
		InstantSource source = now::get;
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.clock(source.withZone(ZoneOffset.UTC))
			.source(SchemaSource.ddl("test.sql", "create table people (id int)"))
			.build();
		migrator.migrate().orThrow();
		assertThat(Objects.requireNonNull(migrator.lastKnown()).healthy()).isTrue();
		now.set(Instant.parse("2026-05-01T09:00:00Z"));
		this.database.execute("drop table people");
		assertThat(migrator.health().healthy()).isFalse();
		assertThat(Objects.requireNonNull(migrator.lastKnown()).healthy()).isFalse();
	}

	private static SchemaMigrator migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource)
			.application("people")
			.source(SchemaSource.ddl("test.sql", DDL))
			.build();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					drop table pets                                   | table pets
					alter table pets rename to animals                | table pets
					drop view grown_ups; alter table people drop age  | column age of people, view grown_ups
					alter table people rename name to label           | column name of people
					drop sequence numbers                             | sequence numbers
					drop function twice                               | function twice(integer)
					alter table people alter name type int using 0    | column name of people is integer now, was character varying(20)
					alter table people alter mood type text           | column mood of people is text now, was mood
					alter table people alter score type text          | column score of people is text now, was score
					alter table pets alter id type text, drop constraint pets_owner_fkey | column id of pets is text now, was bigint
					""")
	void lacksWhatIsGoneOrCannotBeUsed(String change, String missing) {
		SchemaMigrator migrator = started("compared");
		this.database.execute(change);
		MigrationStatus health = migrator.health();
		assertThat(health.healthy()).isFalse();
		assertThat(String.join(", ", health.missing())).isEqualTo(missing);
		assertThat(migrator.health().missing()).isEqualTo(health.missing());
	}

	/** One that was there before, one that starts now, and one of an older release. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					create index on people (age)                                                           | true
					drop view grown_ups; create table grown_ups (age int, id bigint)                       | true
					drop view grown_ups; create materialized view grown_ups as select id, age from people  | true
					drop view grown_ups; create view grown_ups as select id from people                    | false
					alter table pets rename to pets_; create view pets as select * from pets_              | true
					alter table pets rename to pets_; create view pets as select distinct * from pets_     | false
					alter table pets rename to pets_; create view pets as select id from pets_             | false
					drop function twice; create procedure twice(n int) language sql as 'select 1'          | false
					drop function twice; create function twice(n bigint) returns bigint language sql as 'select n' | true
					alter table people alter mood type text; drop type mood; create domain mood as text    | false
					alter table people alter mood type text; drop type mood; create type mood as enum ('sad'); alter table people alter mood type mood using mood::mood | false
					alter type mood add value 'fine'                                                       | true
					drop sequence numbers; create table numbers (id int)                                   | false
					alter table people drop score; drop domain score; create type score as enum ('a'); alter table people add score score | false
					""")
	void runStatusAndHealthAgree(String change, boolean met) {
		SchemaMigrator running = builder("1").build();
		running.migrate().orThrow();
		this.database.execute(change);
		assertThat(running.health().healthy()).as("health of one that was there before").isEqualTo(met);
		assertAgree(builder("1").policy(ChangePolicy.VALIDATE).build(), met);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			alter table people alter age type bigint    | true
			alter table people alter name type text     | true
			alter table people alter name type int using 0 | false
			alter table people alter mood type text     | false
			alter table pets drop owner                 | false
			alter table pets rename to pets_; create view pets as select * from pets_ | true
			alter table pets rename to pets_; create view pets as select distinct * from pets_ | false
			drop function twice; create procedure twice(n int) language sql as 'select 1' | false
			""")
	void runStatusAndHealthOfAnOlderReleaseAgree(String change, boolean met) {
		SchemaMigrator running = builder("1").build();
		running.migrate().orThrow();
		builder("2").source(SchemaSource.ddl("more.sql", "create table more (id int)")).build().migrate().orThrow();
		this.database.execute("drop view grown_ups; " + change
				+ "; create view grown_ups as select id::bigint, age::int from people");
		assertThat(running.health().healthy()).as("health of one that was there before").isEqualTo(met);
		SchemaMigrator older = builder("1").build();
		assertAgree(older, met);
		assertThat(older.status().belongsTo()).isNotNull();
	}

	private SchemaMigrator.Builder builder(String release) {
		return SchemaMigrator.builder(this.database.dataSource())
			.application("people")
			.release(release)
			.source(SchemaSource.ddl("test.sql", DDL));
	}

	private static void assertAgree(SchemaMigrator migrator, boolean met) {
		assertThat(migrator.status().healthy()).as("status before").isEqualTo(met);
		MigrationReport report = migrator.migrate();
		assertThat(report.failure()).isNull();
		assertThat(report.success()).as(report.message()).isEqualTo(met);
		assertThat(migrator.health().healthy()).as("health: %s", migrator.health()).isEqualTo(met);
		assertThat(migrator.status().healthy()).as("status after").isEqualTo(met);
	}

	@ParameterizedTest
	@ValueSource(strings = { "created", "nothing to do", "compared" })
	void knowsWhatItNeedsHoweverItHasStarted(String how) {
		SchemaMigrator migrator = started(how);
		this.database.execute("create index on people (name); create table more (id int)");
		assertThat(migrator.health().healthy()).isTrue();
		this.database.execute("alter table people drop mood; alter table pets drop owner");
		assertThat(migrator.health().missing()).containsExactly("column mood of people", "column owner of pets");
		this.database.execute("alter table people add mood mood; alter table pets add owner text");
		assertThat(migrator.health().missing()).containsExactly("column owner of pets is text now, was bigint");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table more (id int); create index on people (age)",
			"alter table people add extra text; alter table people drop extra", "drop table if exists unknown",
			"drop view grown_ups; alter table people alter age type bigint, alter name type text; create view grown_ups as select id, age from people",
			"alter table pets drop constraint pets_owner_fkey; alter table people drop constraint people_pkey",
			"alter table pets rename to pets_; create view pets as select * from pets_",
			"create table people_ (like people); drop table people cascade; alter table people_ rename to people; create view grown_ups as select id, age from people" })
	void staysHealthyWhenNothingIsMissing(String change) {
		SchemaMigrator migrator = started("compared");
		this.database.execute(change);
		assertThat(migrator.health().missing()).isEmpty();
		assertThat(migrator.health().healthy()).isTrue();
	}

	@Test
	void recoversWhenATableIsBack() {
		SchemaMigrator migrator = started("created");
		this.database.execute("alter table pets rename to away");
		assertThat(migrator.health().missingTables()).containsExactly("pets");
		assertThat(migrator.health().existingTables()).containsExactly("people");
		this.database.execute("alter table away rename to pets");
		assertThat(migrator.health().healthy()).isTrue();
	}

	@Test
	void acceptsATypeThatItsOwnRunHasLeftAlone() {
		this.database.execute("create table t (a text)");
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("test.sql", "create table t (a int)"))
			.build();
		assertThat(migrator.migrate().orThrow().differences()).hasSize(1);
		assertThat(migrator.health().healthy()).isTrue();
		assertThat(migrator.health().differences()).hasSize(1);
		this.database.execute("alter table t alter a type int using 0");
		assertThat(migrator.health().missing()).containsExactly("column a of t is integer now, was text");
		migrator.migrate().orThrow();
		assertThat(migrator.health().healthy()).isTrue();
		assertThat(migrator.health().differences()).isEmpty();
	}

	@Test
	void tellsWhatAStartHasLeftMissing() {
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.policy(ChangePolicy.VALIDATE)
			.source(SchemaSource.ddl("test.sql", DDL))
			.build();
		migrator.migrate();
		assertThat(migrator.lastKnown()).isNotNull().returns(false, MigrationStatus::healthy);
		assertThat(migrator.health().missingTables()).containsExactlyInAnyOrder("people", "pets");
	}

	@Test
	void knowsWhatARunHasFoundWithoutAsking() {
		SchemaMigrator migrator = migrator(this.database.dataSource());
		assertThat(migrator.lastKnown()).isNull();
		Instant before = Instant.now();
		migrator.migrate().orThrow();
		assertThat(migrator.lastKnown()).isNotNull()
			.returns(true, MigrationStatus::healthy)
			.extracting(MigrationStatus::checkedAt)
			.satisfies((at) -> assertThat(at).isAfterOrEqualTo(before));
	}

	@ParameterizedTest
	@ValueSource(strings = { "created", "nothing to do", "compared" })
	void staysHealthyWhileAnotherVersionRuns(String how) throws SQLException {
		SchemaMigrator migrator = started(how);
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setClientInfo("ApplicationName", "automigrate: people step 2/7");
			try (var statement = other.createStatement()) {
				statement.execute("select pg_advisory_lock(x'414D4947'::int, hashtext('public'))");
				statement.execute("alter table people add nickname text");
			}
			for (MigrationStatus status : List.of(migrator.health(), migrator.status())) {
				assertThat(status.healthy()).isTrue();
				LockHolder holder = status.inProgress();
				assertThat(holder).isNotNull()
					.extracting(LockHolder::application, LockHolder::step, LockHolder::steps)
					.containsExactly("people", 2, 7);
				assertThat(holder).extracting(LockHolder::host, LockHolder::since).doesNotContainNull();
			}
			this.database.execute("drop table pets; alter table people drop name");
			assertThat(migrator.health().missing()).containsExactly("column name of people", "table pets");
		}
		assertThat(migrator.health().inProgress()).isNull();
	}

	@Test
	void looksWithoutAnyLockOrTransaction() throws SQLException {
		SchemaMigrator migrator = started("compared");
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			try (var statement = other.createStatement()) {
				statement.execute("lock table people, pets in access exclusive mode");
				statement.execute("alter table pets drop owner");
				statement.execute("create table more as select generate_series(1, 10)");
			}
			assertThat(migrator.health().healthy()).isTrue();
			other.commit();
			assertThat(migrator.health().missing()).containsExactly("column owner of pets");
		}
	}

	@Test
	void worksForARoleThatMayOnlyReadAndIsReadOnly() throws SQLException {
		this.database.execute(DDL);
		migrator(this.database.dataSource()).migrate().orThrow();
		String role = this.database.createRole("reader", "");
		this.database.execute("grant select on all tables in schema public to " + role + "; alter role " + role
				+ " set default_transaction_read_only = on; revoke temporary on database " + this.database.name()
				+ " from public");
		migrator(this.database.dataSource()).migrate().orThrow();
		SchemaMigrator migrator = migrator(this.database.dataSource(role, role));
		assertThat(migrator.migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(migrator.health().healthy()).isTrue();
		try (Connection other = this.database.dataSource().getConnection(); var statement = other.createStatement()) {
			other.setClientInfo("ApplicationName", "automigrate: people");
			statement.execute("select pg_advisory_lock(x'414D4947'::int, hashtext('public'))");
			this.database.execute("create table another (id int)");
			MigrationStatus health = migrator.health();
			assertThat(health.healthy()).isTrue();
			assertThat(health.inProgress()).isNotNull()
				.extracting(LockHolder::application, LockHolder::since)
				.containsExactly("people", null);
		}
		this.database.execute("drop table pets");
		assertThat(migrator.health().missing()).containsExactly("table pets");
	}

	@Test
	void looksAgainOnANewConnectionWhenThePooledOneIsDead() throws SQLException {
		Connection pooled = this.database.dataSource().getConnection();
		Queue<Connection> pool = new ConcurrentLinkedQueue<>();
		SchemaMigrator migrator = migrator(new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = pool.poll();
				return (connection != null) ? connection : super.getConnection();
			}

		});
		migrator.migrate().orThrow();
		TestServer.get().end(pooled.unwrap(PGConnection.class).getBackendPID());
		pool.add(pooled);
		assertThat(migrator.health().healthy()).isTrue();
		assertThat(pool).isEmpty();
	}

	@Test
	void tellsARefusedConnectionFromOneThatDoesNotAnswer() throws SQLException {
		PGSimpleDataSource nowhere = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		nowhere.setPortNumbers(new int[] { 1 });
		assertThat(migrator(nowhere).health().failure()).isInstanceOfSatisfying(DatabaseUnavailableException.class,
				(ex) -> assertThat(ex.refused()).isTrue());
		PGSimpleDataSource absent = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		absent.setDatabaseName("absent_" + this.database.name());
		assertThat(migrator(absent).health().failure()).isInstanceOfSatisfying(DatabaseUnavailableException.class,
				(ex) -> assertThat(ex.refused()).isTrue());
		assertThat(DatabaseUnavailableException.of(new SQLException("Connection is not available")).refused())
			.isFalse();
	}

	@Test
	void findsVersionedMigrationsThatWereRolledBack(@TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("001_create_pets.sql"), "-- migrate:up\ncreate table pets (id bigint);");
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.scripts(folder.toUri().toString())
			.build();
		migrator.migrate().orThrow();
		assertThat(migrator.health().versioned().heads()).containsExactly("001");
		assertThat(migrator.health().healthy()).isTrue();
		this.database.execute("insert into migrations (version, name) values ('900', 'of_a_newer_release')");
		assertThat(migrator.health().healthy()).isTrue();
		this.database.execute("delete from migrations where version = '001'");
		assertThat(migrator.health().versioned().pending()).containsExactly("001");
		assertThat(migrator.health().healthy()).isFalse();
	}

}
