package io.automigrate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.sql.Identifier;

/**
 * What a connection can see of a table, and do with its rows. Asking spares the server's
 * log the error that a statement would provoke.
 *
 * @param table the table as SQL names it
 * @param columns its columns; none where it does not exist
 * @param privileges those of {@code SELECT}, {@code INSERT}, {@code UPDATE} and
 * {@code DELETE} that the role has
 */
public record TableAccess(String table, Set<String> columns, Set<String> privileges) {

	private static final String ALL = "'{SELECT,INSERT,UPDATE,DELETE}'";

	/** To name a schema that must not be used would be an error, too. */
	private static final String VISIBLE = """
			pg_catalog.array_length(pg_catalog.parse_ident(n.name), 1) = 1 OR pg_catalog.has_schema_privilege(
				pg_catalog.to_regnamespace(pg_catalog.quote_ident((pg_catalog.parse_ident(n.name))[1])), 'USAGE')""";

	public TableAccess {
		columns = Set.copyOf(columns);
		privileges = Set.copyOf(privileges);
	}

	/**
	 * Ask about tables, in one question.
	 * @param connection a connection
	 * @param tables the tables as SQL names them; where a name has no schema, the
	 * {@code search_path} decides
	 * @return the access to each, in their order
	 * @throws SQLException if the database cannot be asked
	 */
	public static List<TableAccess> of(Connection connection, List<String> tables) throws SQLException {
		List<TableAccess> found = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
				SELECT n.name, ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
						WHERE a.attrelid = t AND a.attnum > 0 AND NOT a.attisdropped),
					ARRAY(SELECT p FROM pg_catalog.unnest(%s::text[]) p WHERE pg_catalog.has_table_privilege(t, p))
				FROM pg_catalog.unnest(ARRAY[%s]::text[]) WITH ORDINALITY n(name, place)
				CROSS JOIN LATERAL (SELECT CASE WHEN %s THEN pg_catalog.to_regclass(n.name) END) r(t)
				ORDER BY n.place""".formatted(ALL, Identifier.literals(tables), VISIBLE))) {
			while (row.next()) {
				found.add(new TableAccess(row.getString(1), Set.of((String[]) row.getArray(2).getArray()),
						Set.of((String[]) row.getArray(3).getArray())));
			}
		}
		return found;
	}

	/**
	 * Ask about one table.
	 * @param connection a connection
	 * @param table the table as SQL names it
	 * @return the access to it
	 * @throws SQLException if the database cannot be asked
	 */
	public static TableAccess of(Connection connection, String table) throws SQLException {
		return of(connection, List.of(table)).get(0);
	}

	/**
	 * Returns whether there is such a table.
	 * @return whether it exists
	 */
	public boolean exists() {
		return !this.columns.isEmpty();
	}

	/**
	 * Returns whether the role may read its rows.
	 * @return whether it may
	 */
	public boolean readable() {
		return this.privileges.contains("SELECT");
	}

	/**
	 * Returns whether the role may read and write its rows.
	 * @return whether it has all four privileges
	 */
	public boolean writable() {
		return this.privileges.size() == 4;
	}

}
