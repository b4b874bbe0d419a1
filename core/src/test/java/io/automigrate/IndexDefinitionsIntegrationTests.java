package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.schema.Index;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Definitions of plain indexes are put together without PostgreSQL's help. They are what
 * it prints, for every type, operator class, collation, order and name.
 */
class IndexDefinitionsIntegrationTests {

	/** A column of each type, and an index with each operator class that takes it. */
	private static final String OF_TYPES = """
			create type mood as enum ('a');
			create domain amount as int;
			create domain word as varchar(20);
			create type pair as (a int, b text);
			create type span as range (subtype = int);
			do $$
			declare
				t record;
				o record;
				made int := 0;
				n int := 0;
			begin
				for t in select format_type(oid, null) as name from pg_type
					where typtype in ('b', 'e', 'd', 'r', 'm', 'c') and typname !~ '^_?pg_' and typnamespace in (11, 2200)
						and (typrelid = 0 or typname = 'pair')
				loop
					n := n + 1;
					begin
						execute format('create table t_%s (a %s, b int)', n, t.name);
						execute format('create index on t_%s (a)', n);
						execute format('create index on t_%s (b desc, a nulls first)', n);
						execute format('create unique index on t_%s (a desc nulls last, b)', n);
					exception when others then
						continue;
					end;
					made := made + 1;
					for o in select opcname from pg_opclass where opcmethod = 403 loop
						begin
							execute format('create index on t_%s (a %s)', n, o.opcname);
						exception when others then
							null;
						end;
					end loop;
				end loop;
				if made < 70 then
					raise 'Only % types have indexes', made;
				end if;
			end $$;
			""";

	private static final String OTHERWISE = """
			create table "Odd" ("order" int, "Name" text, "größe" int, "with space" int, "a""b" int, plain_1 int, level int);
			create index on "Odd" ("order");
			create index on "Odd" ("Name");
			create index on "Odd" ("größe");
			create index on "Odd" ("with space", plain_1);
			create index on "Odd" ("a""b");
			create index on "Odd" (level, plain_1);
			create index on "Odd" ("Name" collate "C");
			create index on "Odd" ("Name" collate "C" text_pattern_ops desc);
			create index on "Odd" (plain_1) include (level);
			create index on "Odd" (plain_1) where level > 1;
			create index on "Odd" ((plain_1 + 1));
			create index on "Odd" (plain_1) with (fillfactor = 50);
			create index on "Odd" using hash (plain_1);
			create index on "Odd" using brin (plain_1);
			create index on "Odd" using gist (int4range(plain_1, level));
			create table collated (a text collate "C", b varchar collate "POSIX");
			create index on collated (a);
			create index on collated (b);
			create index on collated (a collate "default");
			create materialized view seen as select plain_1, "Name" from "Odd";
			create index on seen (plain_1 desc);
			create table parts (a int, b varchar(9)) partition by list (a);
			create index on parts (a, b);
			create table part partition of parts for values in (1);
			create index on only parts (b);
			""";

	private static final String PRINTED = """
			select c.relname, substring(pg_get_indexdef(i.indexrelid) from ' (USING .*)$')
			from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace""";

	@Test
	void areWhatPostgresPrints() throws SQLException {
		try (TestDatabase database = TestServer.get().createDatabase();
				Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(OF_TYPES + OTHERWISE);
			if (Integer.getInteger("postgres.major", 17) >= 15) {
				statement.execute("create unique index on \"Odd\" (level) nulls not distinct");
			}
			statement.execute("set search_path = ''");
			Map<String, String> printed = new HashMap<>();
			try (var row = statement.executeQuery(PRINTED)) {
				while (row.next()) {
					printed.put(row.getString(1), row.getString(2));
				}
			}
			Schema schema = CatalogReader.read(connection, List.of("public"), NameMapping.NONE);
			Map<String, String> read = Stream
				.of(schema.tables().stream().map(Table::indexes), schema.views().stream().map(View::indexes),
						schema.tables().stream().map(IndexDefinitionsIntegrationTests::attached))
				.flatMap((lists) -> lists)
				.flatMap(List::stream)
				.collect(Collectors.toMap(Index::name, Index::definition));
			assertThat(read).hasSizeGreaterThan(300).containsExactlyInAnyOrderEntriesOf(printed);
		}
	}

	private static List<Index> attached(Table table) {
		return table.attached().stream().map((part) -> (Index) part.object()).toList();
	}

}
