package io.automigrate.test;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A column as a version of an application knows it.
 *
 * @param name its name, quoted
 * @param type its type, as SQL
 * @param category the category of its type, as {@code pg_type.typcategory} has it
 * @param writable whether values can be written to it
 * @param required whether a row needs a value for it
 * @param key whether it is part of something unique
 * @param parent the query of a value that it may refer to, or {@code null}
 * @param labels the labels of an enum, as literals
 */
record OldColumn(String name, String type, char category, boolean writable, boolean required, boolean key,
		@Nullable String parent, List<String> labels) {

	private static final String COLUMNS = """
			select quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), t.typcategory,
				a.attgenerated = '' and a.attidentity <> 'a',
				a.attnotnull and not (a.atthasdef or a.attidentity <> '' or t.typdefault is not null),
				exists (select from pg_index i
					where i.indrelid = a.attrelid and i.indisunique and a.attnum = any (i.indkey)),
				(select format('select quote_literal(%%I::text) from %%s limit 1', r.attname, f.confrelid::regclass)
					from pg_constraint f
					join pg_attribute r on r.attrelid = f.confrelid
					where f.contype = 'f' and f.conrelid = a.attrelid
						and r.attnum = f.confkey[array_position(f.conkey, a.attnum)] limit 1),
				array(select quote_literal(e.enumlabel) from pg_enum e where e.enumtypid = a.atttypid
					order by e.enumsortorder)
			from pg_attribute a join pg_type t on t.oid = a.atttypid
			where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
			order by a.attnum""";

	OldColumn {
		labels = List.copyOf(labels);
	}

	static List<OldColumn> read(Statement statement, String table) throws SQLException {
		List<OldColumn> columns = new ArrayList<>();
		try (ResultSet row = statement.executeQuery(COLUMNS.formatted(table))) {
			while (row.next()) {
				columns.add(new OldColumn(row.getString(1), row.getString(2), row.getString(3).charAt(0),
						row.getBoolean(4), row.getBoolean(5), row.getBoolean(6), row.getString(7),
						List.of((String[]) row.getArray(8).getArray())));
			}
		}
		return columns;
	}

	/**
	 * Returns values to try, those at limits among them. What the type does not take does
	 * not work before a change either, and so is not missed after it.
	 */
	List<String> values() {
		List<String> literals = switch (this.category) {
			case 'N' -> List.of("'0'", "'-1'", "'1'", "'32767'", "'32768'", "'2147483647'", "'-2147483648'",
					"'9223372036854775807'", "'0.125'");
			case 'S' ->
				List.of("''", "'x'", "repeat('x', 5)", "repeat('x', 10)", "repeat('x', 20)", "repeat('x', 300)");
			case 'B' -> List.of("'true'", "'false'");
			case 'D' -> List.of("'0001-01-01'", "'2015-01-01'", "'2030-01-01'", "'9999-12-31'", "'infinity'");
			case 'A' -> List.of("'{}'");
			case 'R' -> List.of("'empty'");
			case 'T' -> List.of("'0'");
			case 'I' -> List.of("'::1'");
			case 'E' -> this.labels;
			default -> List.of("'{}'", "'00000000-0000-0000-0000-000000000001'");
		};
		List<String> values = new ArrayList<>(List.of("null"));
		literals.forEach((literal) -> values.add(literal + "::" + this.type));
		return values;
	}

	/** Returns a value that probably no constraint is against. */
	String plainest(Statement statement) throws SQLException {
		if (this.parent != null) {
			List<String> keys = OldVersion.query(statement, this.parent);
			return keys.isEmpty() ? "null" : keys.get(0) + "::" + this.type;
		}
		List<String> values = values();
		return values.get(Math.min(1, values.size() - 1));
	}

	/**
	 * Returns a value that the column does not have yet, as far as that can be made up.
	 */
	String fresh(Statement statement, String table) throws SQLException {
		if (!this.key) {
			return "null";
		}
		String next = switch (this.category) {
			case 'N' -> "coalesce(max(%s), 0) + 1";
			case 'D' -> "max(%s) + interval '1 day 1 hour'";
			case 'S' -> "coalesce(max(%s), '') || '1'";
			default -> null;
		};
		return ((next != null) ? OldVersion
			.query(statement, "select quote_nullable((" + next.formatted(this.name) + ")::text) from " + table)
			.get(0) : "'00000000-0000-0000-0000-00000000abcd'") + "::" + this.type;
	}

}
