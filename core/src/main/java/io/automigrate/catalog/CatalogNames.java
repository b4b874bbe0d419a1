package io.automigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * The names of what schemas of tables, sequences and enums have, which cost a fraction of
 * what reading them does.
 */
public final class CatalogNames {

	static final String KEYWORDS = "SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'";

	private CatalogNames() {
	}

	/**
	 * Ask which words are no names unless they are quoted.
	 * @param connection a connection
	 * @return the words, in lower case
	 * @throws SQLException if the database cannot be asked
	 */
	public static Set<String> keywords(Connection connection) throws SQLException {
		Set<String> keywords = new HashSet<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(KEYWORDS)) {
			while (row.next()) {
				keywords.add(row.getString(1));
			}
		}
		return keywords;
	}

	/**
	 * Look for a table, view or sequence.
	 * @param connection a connection
	 * @param schemas the names of the schemas
	 * @return whether one of them has any
	 * @throws SQLException if the catalogs cannot be read
	 */
	public static boolean hasRelations(Connection connection, Collection<String> schemas) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"""
								SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
									JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
									WHERE n.nspname IN (%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relname NOT IN (%s))"""
							.formatted(Identifier.literals(schemas), OwnTables.RELATIONS_SQL))) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * List the enums, sequences, tables, indexes and foreign keys, by kind and name. What
	 * tables have within themselves, such as the sequence of an identity column and the
	 * index of a key, is not listed.
	 * @param connection a connection
	 * @param schemas the names of the schemas
	 * @return the names
	 * @throws SQLException if the catalogs cannot be read
	 */
	public static List<ObjectName> list(Connection connection, Collection<String> schemas) throws SQLException {
		String sql = """
				WITH n AS MATERIALIZED (
					SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname IN (%s)
				), o AS (
					SELECT 1 AS rank, 'ENUM' AS kind, typnamespace AS schema, typname AS name, NULL::name AS relation
					FROM pg_catalog.pg_type WHERE typtype = 'e'
					UNION ALL
					SELECT 2, 'SEQUENCE', c.relnamespace, c.relname, NULL FROM pg_catalog.pg_class c
					WHERE c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
						WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
					UNION ALL
					SELECT 3, 'TABLE', c.relnamespace, c.relname, NULL FROM pg_catalog.pg_class c
					WHERE c.relkind IN ('r', 'p')
					UNION ALL
					SELECT 4, 'INDEX', c.relnamespace, c.relname, t.relname FROM pg_catalog.pg_index i
						JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
						JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
					WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
						WHERE k.conindid = c.oid AND k.conrelid = t.oid)
					UNION ALL
					SELECT 5, 'FOREIGN_KEY', k.connamespace, k.conname, t.relname FROM pg_catalog.pg_constraint k
						JOIN pg_catalog.pg_class t ON t.oid = k.conrelid
					WHERE k.contype = 'f'
				)
				SELECT o.kind, n.nspname, o.name, o.relation FROM o JOIN n ON n.oid = o.schema
				WHERE coalesce(o.relation, o.name) NOT IN (%s)
				ORDER BY o.rank, n.nspname, coalesce(o.relation, o.name), o.name"""
			.formatted(Identifier.literals(schemas), OwnTables.NAMES_SQL);
		List<ObjectName> names = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				ObjectKind kind = ObjectKind.valueOf(row.getString(1));
				String schema = row.getString(2);
				String relation = row.getString(4);
				names.add((relation != null)
						? ObjectName.part(kind, new QualifiedName(schema, relation), row.getString(3))
						: ObjectName.of(kind, new QualifiedName(schema, row.getString(3))));
			}
		}
		return names;
	}

}
