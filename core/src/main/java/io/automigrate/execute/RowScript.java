package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;

/**
 * Writes the rows of tables, and the positions of sequences, as statements that make them
 * again.
 */
final class RowScript {

	private static final int ROWS_EACH = 500;

	private static final String TABLES = """
			SELECT format('%%I.%%I', n.nspname, c.relname), array_agg(quote_ident(a.attname) ORDER BY a.attnum),
				bool_or(a.attidentity <> '')
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
			WHERE c.relkind = 'r' AND n.nspname IN (%s)
				AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
					AND d.objid = c.oid AND d.deptype = 'e')
			GROUP BY n.nspname, c.relname ORDER BY n.nspname, c.relname""";

	private static final String SEQUENCES = """
			SELECT format('%%I.%%I', schemaname, sequencename), last_value FROM pg_catalog.pg_sequences
			WHERE last_value IS NOT NULL AND schemaname IN (%s) ORDER BY 1""";

	private RowScript() {
	}

	/**
	 * Write the rows.
	 * @param connection a connection
	 * @param schemas the schemas whose tables are read
	 * @return the statements, each without a semicolon
	 */
	static List<String> of(Connection connection, Collection<String> schemas) throws SQLException {
		List<String> statements = new ArrayList<>();
		String names = Identifier.literals(schemas);
		List<Table> tables = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(TABLES.formatted(names))) {
			while (row.next()) {
				tables.add(
						new Table(row.getString(1), List.of((String[]) row.getArray(2).getArray()), row.getBoolean(3)));
			}
		}
		for (Table table : tables) {
			rows(connection, table, statements);
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(SEQUENCES.formatted(names))) {
			while (row.next()) {
				statements.add("SELECT pg_catalog.setval(" + Identifier.literal(row.getString(1)) + ", "
						+ row.getLong(2) + ")");
			}
		}
		return statements;
	}

	private static void rows(Connection connection, Table table, List<String> statements) throws SQLException {
		String insert = "INSERT INTO " + table.name() + " (" + String.join(", ", table.columns()) + ")"
				+ (table.identity() ? " OVERRIDING SYSTEM VALUE" : "") + " VALUES\n    ";
		String query = table.columns()
			.stream()
			.map((column) -> column + "::text")
			.collect(Collectors.joining(", ", "SELECT ", " FROM ONLY " + table.name() + " ORDER BY ctid"));
		List<String> rows = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
			while (row.next()) {
				List<String> values = new ArrayList<>();
				for (int i = 1; i <= table.columns().size(); i++) {
					values.add(Identifier.literalOrNull(row.getString(i)));
				}
				rows.add("(" + String.join(", ", values) + ")");
			}
		}
		for (int i = 0; i < rows.size(); i += ROWS_EACH) {
			statements.add(insert + String.join(",\n    ", rows.subList(i, Math.min(rows.size(), i + ROWS_EACH))));
		}
	}

	/**
	 * A table, its columns that can be written, and whether one of them numbers itself.
	 */
	private record Table(String name, List<String> columns, boolean identity) {

	}

}
