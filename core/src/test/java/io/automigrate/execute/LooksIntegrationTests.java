package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.KeptConnections;
import io.automigrate.SchemaMigrator;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.TransactionMode;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in the way is counted and shown before anything is done.
 */
class LooksIntegrationTests {

	/** One for all: each test empties it first. */
	private static final TestDatabase DATABASE = TestServer.get().createDatabase();

	private static final KeptConnections CONNECTIONS = new KeptConnections(DATABASE);

	@BeforeEach
	void empties() {
		DATABASE.empty();
	}

	@AfterAll
	static void dropsTheDatabase() {
		CONNECTIONS.close();
		DATABASE.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					t (n int) | t (n int check (n > 0)) | values (-1), (-1), (-2), (null), (3) | 3 | check constraint "t_n_check" on "public"."t": n = -1 (2), n = -2
					t (n int, m int) | t (n int, m int, constraint c check (n > m)) | values (1, 2), (3, 2), (1, null) | 1 | check constraint "c" on "public"."t": (m, n) = (2, 1)
					t (id int primary key, n int) | t (id int primary key, n int not null) | values (7, null), (8, 1) | 1 | NOT NULL of column "n" of "public"."t": id = 7
					t (n int) | t (n int not null) | values (null), (null) | 2 | NOT NULL of column "n" of "public"."t"
					t (n int) | t (n int primary key) | values (null), (1), (1), (2) | 3 | primary key "t_pkey" on "public"."t": n = 1 (2), n = NULL
					t (n int) | t (n int unique) | values (null), (null), (1), (1), (2) | 2 | unique constraint "t_n_key" on "public"."t": n = 1 (2)
					t (n int, m text) | t (n int, m text, constraint c unique (n, m)) | values (1, 'a'), (1, 'a'), (1, 'b') | 2 | unique constraint "c" on "public"."t": (n, m) = (1, a) (2)
					t (id int primary key, n int) | t (id int primary key, n int references t) | values (1, 9), (2, 9), (3, null), (4, 1), (5, 8) | 3 | foreign key "t_n_fkey" on "public"."t": n = 9 (2), n = 8
					t (n int4range) | t (n int4range, constraint c exclude using gist (n with &&)) | values ('[1,3)'), ('[2,4)'), ('[5,6)'), (null) | 2 | exclusion constraint "c" on "public"."t": n = [1,3), n = [2,4)
					t (n bigint) | t (n int) | values (5000000000), (1) | 1 | type integer of column "n" of "public"."t": n = 5000000000
					t (n varchar(20)) | t (n varchar(3)) | values ('long'), ('abc  '), ('x') | 1 | type character varying(3) of column "n" of "public"."t": n = long
					t (n text) | t (n int) | values ('1'), ('x'), (null) | 1 | type integer of column "n" of "public"."t": n = x
					""")
	void countsAndShows(String before, String after, String rows, long count, String sentence) throws SQLException {
		DATABASE.execute("create table " + before + "; insert into t " + rows);
		for (long onlineAbove : new long[] { Long.MAX_VALUE, -1 }) {
			List<String> found = found(plan("create table " + after, onlineAbove));
			if (found.isEmpty()) {
				assertThat(sentence).as("an exclusion constraint of a large table").startsWith("exclusion");
				continue;
			}
			if (sentence.startsWith("primary key") && onlineAbove < 0) {
				// The build itself finds what occurs twice.
				assertThat(found).anyMatch((look) -> look.startsWith("1 row stands in the way of primary key"));
				continue;
			}
			assertThat(found)
				.contains(count + ((count == 1) ? " row stands" : " rows stand") + " in the way of " + sentence);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '^',
			textBlock = """
					create unique index i on t (abs(n)) where m <> 'a' ^ 2 ^ index "i" on "public"."t": abs(n) = 1 (2)
					create unique index i on t (lower(m) desc, n) include (n) ^ 0 ^
					create unique index i on t (lower(m) collate "C" text_pattern_ops) ^ 2 ^ index "i" on "public"."t": lower(m) = b (2)
					create unique index i on t (((n || ',') || m)) ^ 0 ^
					""")
	void readsDefinitionsOfIndexes(String index, long count, String sentence) throws SQLException {
		String table = "create table t (n int, m text);";
		DATABASE.execute(table + "insert into t values (1, 'b'), (-1, 'B'), (1, 'a'), (2, null)");
		List<MigrationStep> steps = plan(table + index, -1).steps();
		assertThat(steps.get(0).mode()).isEqualTo(TransactionMode.NONE);
		assertThat(steps.get(0).looksFirst()).as("building costs as much").isFalse();
		assertThat(found(plan(table + index, Long.MAX_VALUE)))
			.isEqualTo((count == 0) ? List.of() : List.of(count + " rows stand in the way of " + sentence));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					create domain d as int; | create domain d as int check (value > 0); | create table t (n d); insert into t values (-1), (-1), (1); | 2 rows stand in the way of the check constraints of domain "public"."d": public.t.n = -1 (2)
					create domain d as int; | create domain d as int not null; | create table t (n d); insert into t values (null), (1); | 1 row stands in the way of NOT NULL of domain "public"."d": public.t.n = NULL
					create type d as enum ('a', 'b'); | create type d as enum ('a'); | create table t (n d); insert into t values ('b'), ('a'); | 1 row stands in the way of the list of values of type "public"."d": public.t.n = b
					""")
	void looksThroughTheColumnsOfAType(String before, String after, String table, String sentence) throws SQLException {
		DATABASE.execute(before + table);
		for (long onlineAbove : new long[] { Long.MAX_VALUE, -1 }) {
			assertThat(found(plan(after + table.replaceFirst(" insert.*", ""), onlineAbove))).contains(sentence);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					create table t (day date) partition by range (day); | create table p (day date); insert into p values ('2000-01-01'), (null); | create table p partition of t for values from ('2020-01-01') to ('2030-01-01'); | 2 rows stand in the way of the partition bound of table "public"."p": day = 2000-01-01, day = NULL
					create table t (day date) partition by range (day); | create table d partition of t default; insert into t values ('2020-01-01'), ('2020-01-01'), ('2000-01-01'); | create table d partition of t default; create table p partition of t for values from ('2020-01-01') to ('2030-01-01'); | 2 rows stand in the way of table "public"."p": day = 2020-01-01 (2)
					""")
	void looksAtBoundsOfPartitions(String table, String before, String after, String sentence) throws SQLException {
		DATABASE.execute(table + before);
		assertThat(found(plan(table + after, Long.MAX_VALUE))).contains(sentence);
		assertThat(found(plan(table + after, -1))).hasSize(1);
	}

	@Test
	void showsKeysInConflictWhereComparingAllRowsTakesTooLong() {
		DATABASE.execute("create table t (n int4range); insert into t select int4range(g * 10, g * 10 + 5)"
				+ " from generate_series(1, 20000) g; insert into t values ('[21,23)')");
		String desired = "create table t (n int4range, constraint c exclude using gist (n with &&));";
		assertThat(plan(desired, Long.MAX_VALUE).steps()).noneMatch(MigrationStep::looksFirst);
		assertThat(SchemaMigrator.builder(CONNECTIONS.dataSource())
			.policy(ChangePolicy.ALTER)
			.source(SchemaSource.ddl("test.sql", desired))
			.build()
			.migrate()
			.errors()).singleElement().asString().contains("\"c\"", "[21,23)", "[20,25)");
	}

	private List<String> found(MigrationPlan plan) throws SQLException {
		List<String> found = new ArrayList<>();
		for (MigrationStep step : plan.steps()) {
			String look = step.look();
			if (look != null) {
				try (Connection connection = DATABASE.dataSource().getConnection()) {
					connection.setAutoCommit(false);
					Looks.Found rows = Looks.ask(connection, look);
					connection.rollback();
					if (rows.count() > 0) {
						assertThat(Looks.failure(step, rows, "Nothing was changed."))
							.hasMessageContaining(Looks.sentence(step, rows));
						found.add(Looks.sentence(step, rows));
					}
				}
			}
		}
		return found;
	}

	private MigrationPlan plan(String desired, long onlineAbove) {
		Set<String> rewritten = Set.of("REWRITES_TABLE:public.t.n", "REWRITES_TABLE:public.d");
		return SchemaMigrator.builder(CONNECTIONS.dataSource())
			.policy(ChangePolicy.ALTER)
			.allow(rewritten.toArray(String[]::new))
			.onlineAbove(onlineAbove)
			.source(SchemaSource.ddl("test.sql", desired))
			.build()
			.plan();
	}

}
