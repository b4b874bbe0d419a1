package io.automigrate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.automigrate.plan.MigrationPlan;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Laws that hold for every schema.
 */
class SchemaPropertyTests {

	private static final int FEW = 6;

	private static final int MANY = 50;

	/** One for all: each try empties it first. */
	private static final TestDatabase DATABASE = TestServer.get().createDatabase();

	private static final KeptConnections CONNECTIONS = new KeptConnections(DATABASE);

	@AfterContainer
	static void dropsTheDatabase() {
		CONNECTIONS.close();
		DATABASE.close();
	}

	@Property(tries = FEW, shrinking = ShrinkingMode.BOUNDED)
	void whatWasCreatedIsSeenAsComplete(@ForAll("schemas") List<RandomTable> tables) {
		DATABASE.empty();
		SchemaMigrator migrator = migrator(tables);
		assertThat(migrator.plan().sql()).isEqualTo(migrator.plan().sql());
		assertThat(migrator.migrate().orThrow().tablesCreated()).hasSize(tables.size());
		MigrationPlan second = migrator.plan();
		assertThat(second.isEmpty()).as(second.sql()).isTrue();
		assertThat(second.refused()).isEmpty();
		assertThat(second.unmanaged()).isEmpty();
	}

	@Property(tries = MANY, shrinking = ShrinkingMode.BOUNDED)
	@Tag("thorough")
	void whateverWasCreatedIsSeenAsComplete(@ForAll("schemas") List<RandomTable> tables) {
		whatWasCreatedIsSeenAsComplete(tables);
	}

	@Property(tries = FEW, shrinking = ShrinkingMode.BOUNDED)
	void exactlyTheDroppedTablesArePlanned(@ForAll("schemas") List<RandomTable> tables,
			@ForAll Set<@IntRange(max = 5) Integer> dropped) {
		DATABASE.empty();
		SchemaMigrator migrator = migrator(tables);
		migrator.migrate().orThrow();
		Set<String> expected = new HashSet<>();
		for (int i : dropped) {
			if (i < tables.size()) {
				DATABASE.execute("drop table " + quote(name(i, tables)) + " cascade");
				expected.add(name(i, tables));
			}
		}
		assertThat(migrator.plan().tablesToCreate()).containsExactlyInAnyOrderElementsOf(expected);
		migrator.migrate().orThrow();
		assertThat(migrator.plan().isEmpty()).isTrue();
	}

	@Property(tries = MANY, shrinking = ShrinkingMode.BOUNDED)
	@Tag("thorough")
	void exactlyTheDroppedTablesArePlannedWhicheverTheyAre(@ForAll("schemas") List<RandomTable> tables,
			@ForAll Set<@IntRange(max = 5) Integer> dropped) {
		exactlyTheDroppedTablesArePlanned(tables, dropped);
	}

	private static SchemaMigrator migrator(List<RandomTable> tables) {
		List<String> statements = new ArrayList<>(
				List.of("create type mood as enum ('a', 'b', 'c')", "create sequence shared"));
		IntStream.range(0, tables.size()).forEach((i) -> statements.add(tables.get(i).create(name(i, tables))));
		IntStream.range(0, tables.size())
			.forEach((i) -> statements.addAll(tables.get(i).connect(name(i, tables), tables)));
		return SchemaMigrator.builder(CONNECTIONS.dataSource())
			.source(SchemaSource.ddl("random", String.join(";\n", statements)))
			.build();
	}

	static String name(int i, List<RandomTable> tables) {
		return tables.get(i).name() + i;
	}

	static String quote(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	@Provide
	Arbitrary<List<RandomTable>> schemas() {
		Arbitrary<String> names = Arbitraries.of("t", "order", "Mixed Case", "with\"quote", "ünïcode", "a.b", "it's",
				"100%");
		Arbitrary<List<String>> columns = Arbitraries
			.of("int", "bigint not null default 7", "text not null", "varchar(20) default 'x''y'", "numeric(12,3)",
					"timestamptz not null default now()", "mood default 'a'", "mood[]",
					"bigint default nextval('shared')", "serial", "int generated always as identity",
					"boolean default false", "text collate \"C\"", "varchar(9) check (%s in ('a', 'b'))",
					"int check (%s between 1 and 9)", "date unique", "uuid", "int generated always as (id + 1) stored",
					"jsonb default '{}'")
			.list()
			.ofMaxSize(6);
		Arbitrary<List<Integer>> references = Arbitraries.integers().between(0, 5).list().ofMaxSize(3);
		Arbitrary<List<String>> indexes = Arbitraries
			.of("(id desc)", "((id + 1)) where id > 0", "using hash (id)", "(id) include (id)")
			.list()
			.ofMaxSize(2);
		return Combinators.combine(names, columns, references, indexes)
			.as(RandomTable::new)
			.list()
			.ofMinSize(1)
			.ofMaxSize(6);
	}

	/**
	 * A table of a random schema.
	 *
	 * @param name the start of its name
	 * @param columns the columns' definitions, with their name as {@code %s}
	 * @param references the tables that it refers to, by position; circles are welcome
	 * @param indexes what its indexes are on
	 */
	record RandomTable(String name, List<String> columns, List<Integer> references, List<String> indexes) {

		String create(String tableName) {
			List<String> parts = new ArrayList<>(List.of("id int primary key"));
			for (int i = 0; i < this.columns.size(); i++) {
				String column = quote("c " + i);
				parts.add(column + " " + this.columns.get(i).replace("%s", column));
			}
			return "create table " + quote(tableName) + " (" + String.join(", ", parts) + ")";
		}

		List<String> connect(String tableName, List<RandomTable> tables) {
			List<String> statements = this.indexes.stream()
				.map((index) -> "create index on " + quote(tableName) + " " + index)
				.collect(Collectors.toCollection(ArrayList::new));
			for (int i = 0; i < this.references.size(); i++) {
				int other = this.references.get(i) % tables.size();
				statements.add("alter table %s add column r%d int references %s on delete cascade"
					.formatted(quote(tableName), i, quote(SchemaPropertyTests.name(other, tables))));
			}
			return statements;
		}

	}

}
