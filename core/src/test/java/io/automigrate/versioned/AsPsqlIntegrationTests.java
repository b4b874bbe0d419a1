package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.automigrate.SchemaMigrator;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.Psql;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A script does what psql does with it, wherever it stands.
 */
class AsPsqlIntegrationTests extends AbstractVersionedTests {

	/** How many scripts are made for each place. */
	private static final int SCRIPTS = Integer.getInteger("scripts", 2);

	private static final String PREPARATION = """
			create table seen (n int, note text);
			create function see(n int) returns int language plpgsql as
				$$ begin insert into seen values (n, 'seen'); return n; end $$;
			create function see_all(n int) returns setof int language plpgsql as
				$$ begin for i in 1..n loop insert into seen values (i, 'all'); return next i; end loop; end $$;
			create function make(n int) returns void language plpgsql as
				$$ begin execute format('create table if not exists made_%s (id int primary key, x varchar(%s))', n, n + 5); end $$;
			create procedure call_me(inout n int) language plpgsql as
				$$ begin insert into seen values (n, 'called'); n := n + 1; end $$;
			create table numbers as select g as n from generate_series(1, 3000) g;
			""";

	AsPsqlIntegrationTests(@TempDir Path folder) {
		super(folder);
	}

	@BeforeEach
	void needsPsql() {
		assumeTrue(Psql.available());
	}

	/** Where a script may stand. */
	enum Where {

		MIGRATION, MANY_MIGRATIONS, WITHOUT_TRANSACTION, REPEATABLE, WAY_DOWN;

		void write(MigrationFolder folder, List<String> statements) {
			String text = text(statements);
			switch (this) {
				case MIGRATION -> folder.write("1_all.sql", "-- migrate:up\n" + text);
				case MANY_MIGRATIONS -> {
					for (int i = 0; i < 60; i++) {
						folder.write("%03d_part.sql".formatted(i), "-- migrate:up\n"
								+ text(List.of((i < statements.size()) ? statements.get(i) : "select " + i)));
					}
				}
				case WITHOUT_TRANSACTION -> folder.write("1_all.sql", "-- migrate:up transaction:false\n" + text);
				case REPEATABLE -> folder.write("R__all.sql", text);
				case WAY_DOWN -> folder.write("1_all.sql", "-- migrate:up\nselect 1;\n-- migrate:down\n" + text);
			}
		}

	}

	@ParameterizedTest
	@EnumSource(Where.class)
	void scriptLeavesWhatPsqlLeaves(Where where) {
		for (int seed = 0; seed < SCRIPTS; seed++) {
			List<String> statements = statements(new Random(seed), where != Where.WITHOUT_TRANSACTION);
			String expected;
			try (TestDatabase oracle = prepared()) {
				Psql.run(oracle, text(statements),
						(where == Where.WITHOUT_TRANSACTION) ? "--quiet" : "--single-transaction");
				expected = contents(oracle);
			}
			try (TestDatabase tried = prepared()) {
				where.write(this.folder, statements);
				this.folder.migrator(tried).build().migrate().orThrow();
				if (where == Where.WAY_DOWN) {
					this.folder.migrator(tried).build().versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow();
				}
				assertThat(contents(tried)).as("seed %d: %s", seed, text(statements)).isEqualTo(expected);
			}
		}
	}

	@Test
	void everyRowIsFetchedWhateverTheConnectionFetchesAtOnce() {
		PGSimpleDataSource few = (PGSimpleDataSource) this.database.dataSource();
		few.setDefaultRowFetchSize(7);
		this.database.execute(PREPARATION);
		this.folder.write("1_rows.sql", "-- migrate:up\nselect see(g) from generate_series(1, 2500) g;");
		this.folder.write("2_java.sql", "-- migrate:up\nselect see(g) from generate_series(1, 10) g;");
		migrateOver(few,
				new JavaMigration("3", true, (context) -> context.execute(
						"select see(g) from generate_series(1, 20) g; select see(g) from generate_series(1, 3) g")))
			.orThrow();
		assertThat(this.database.query("select count(*) from seen")).containsExactly("2533");
	}

	@Test
	void sourceMakesWhatItsSelectsMake() {
		String source = "create function make(n int) returns void language plpgsql as"
				+ " $$ begin execute format('create table made_%s (id int)', n); end $$;\n"
				+ "select make(g) from generate_series(1, 5) g;";
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("schema.sql", source))
			.build();
		migrator.migrate().orThrow();
		assertThat(this.database.query("select count(*) from pg_class where relname like 'made\\_%'"))
			.containsExactly("5");
		assertThat(migrator.plan().isEmpty()).isTrue();
	}

	@Test
	void replayAndTraceSeeWhatSelectsMake() {
		this.folder.write("1_function.sql",
				"-- migrate:up\ncreate function make(n int) returns void language plpgsql as"
						+ " $$ begin execute format('create table made_%s (id int)', n); end $$;");
		this.folder.write("2_tables.sql", "-- migrate:up\nselect make(g) from generate_series(1, 5) g;");
		this.folder.write("3_use.sql", "-- migrate:up\nalter table made_5 add x int;");
		assertThat(migrator().generator().check().problems()).isEmpty();
		assertThat(versioned().trace(MigrationTarget.LATEST).difference().sql()).contains("made_1", "made_5");
		assertThat(migrator().generator().squash("3", "all").text()).contains("made_1", "made_4", "made_5");
		migrator().migrate().orThrow();
		assertThat(this.database.query("select count(*) from pg_class where relname like 'made\\_%'"))
			.containsExactly("5");
	}

	private static TestDatabase prepared() {
		TestDatabase database = TestServer.get().createDatabase();
		database.execute(PREPARATION);
		return database;
	}

	private static String text(List<String> statements) {
		return String.join(";\n", statements) + ";\n";
	}

	/** All rows and the columns of all tables, without our own. */
	private static String contents(TestDatabase database) {
		database.execute("drop table if exists migrations, automigrate_state, automigrate_journal, automigrate_runs");
		Map<String, List<String>> tables = new LinkedHashMap<>();
		for (String table : database.query("select relname from pg_class where relnamespace = 'public'::regnamespace"
				+ " and relkind = 'r' and relname not like 'automigrate%' and relname not like 'migration%' order by 1")) {
			List<String> contents = new ArrayList<>(
					database.query("select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute"
							+ " where attrelid = '" + table + "'::regclass and attnum > 0 order by attnum"));
			contents.addAll(database.query("select t::text from " + table + " t order by 1"));
			tables.put(table, contents);
		}
		return tables.toString();
	}

	private static List<String> statements(Random random, boolean inTransaction) {
		List<UnaryOperator<String>> kinds = new ArrayList<>(List.of(
				(n) -> "select see(g) from generate_series(1, " + n + ") g",
				(n) -> "select see(n) from numbers where n <= " + n,
				(n) -> "insert into seen select g, 'insert' from generate_series(1, " + n + ") g returning see(n)",
				(n) -> "with x as (insert into seen select see(g), 'with' from generate_series(1, " + n
						+ ") g returning n) select see(x.n) from x",
				(n) -> "with x as (select see(g) as n from generate_series(1, " + n + ") g) select * from x",
				(n) -> "explain (analyze, costs off) select see(g) from generate_series(1, " + n + ") g",
				(n) -> "call call_me(" + n + ")",
				(n) -> "do $$ begin perform see(g) from generate_series(1, " + n + ") g; end $$",
				(n) -> "copy seen (n, note) from stdin;\n" + n + "\tone; 'row'\n7\t\\N\n\\.\n\nselect 1",
				(n) -> "copy (select see(g) from generate_series(1, " + n + ") g) to stdout",
				(n) -> "values (see(" + n + ")), (see(1)), (see(2))", (n) -> "table seen",
				(n) -> "select make(g) from generate_series(1, " + n + ") g",
				(n) -> "/* a comment */ (select see(" + n + ") union all select see(2))",
				(n) -> "select * from see_all(" + n + ")",
				(n) -> "select see(g) from generate_series(1, 1) g; select see(g) from generate_series(2, " + n + ") g",
				(n) -> "update seen set note = note || '!' where n % 3 = 0 returning see(1)",
				(n) -> "delete from seen where n = " + n + " returning *",
				(n) -> "create table if not exists copied as select see(g) as n from generate_series(1, " + n + ") g",
				(n) -> "insert into numbers values (" + n + ")", (n) -> "select '?', 'a' || $q$;$q$, see(" + n + ")",
				(n) -> "prepare p_" + n + "_%d as select see(g) from generate_series(1, $1) g;\nexecute p_" + n + "_%d("
						+ n + ")"));
		if (inTransaction) {
			kinds.add((n) -> "declare c_%d cursor for select see(g) from generate_series(1, 50) g;\nfetch " + n
					+ " from c_%d;\nmove 2 in c_%d;\nfetch 1 from c_%d;\nclose c_%d");
		}
		List<String> statements = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			String kind = kinds.get(random.nextInt(kinds.size())).apply(Integer.toString(2 + random.nextInt(9)));
			statements.add(kind.replace("%d", Integer.toString(i)));
		}
		return statements;
	}

}
