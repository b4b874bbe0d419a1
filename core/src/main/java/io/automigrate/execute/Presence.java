package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.automigrate.execute.Needs.ColumnType;
import io.automigrate.execute.Needs.Relation;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * What there is of what an instance needs, by one or two queries of the catalogs alone:
 * no lock on any table, nothing written, no privilege needed but to connect.
 *
 * @param relations the tables and views that exist, with the types of all their columns
 * @param objects the other objects that exist
 */
record Presence(Map<QualifiedName, Map<String, ColumnType>> relations, Set<ObjectName> objects) {

	/** A table may have become a view of the same name, and the other way round. */
	private static final String RELATIONS = """
			SELECT w.no, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typcategory
			FROM ROWS FROM (pg_catalog.unnest(%s), pg_catalog.unnest(%s)) WITH ORDINALITY w(schema, name, no)
			JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
			JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
				AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
			LEFT JOIN (pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid)
				ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped""";

	/** A routine is looked for by its name, whatever it is called with. */
	private static final String OBJECTS = """
			SELECT w.no
			FROM ROWS FROM (pg_catalog.unnest(%s), pg_catalog.unnest(%s), pg_catalog.unnest(%s))
				WITH ORDINALITY w(kind, schema, name, no)
			JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
			WHERE CASE w.kind
				WHEN 'SEQUENCE' THEN EXISTS (SELECT FROM pg_catalog.pg_class c
					WHERE c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = 'S')
				WHEN 'FUNCTION' THEN EXISTS (SELECT FROM pg_catalog.pg_proc p
					WHERE p.pronamespace = n.oid AND p.proname = w.name)
				WHEN 'PROCEDURE' THEN EXISTS (SELECT FROM pg_catalog.pg_proc p
					WHERE p.pronamespace = n.oid AND p.proname = w.name)
				ELSE EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid AND t.typname = w.name)
				END""";

	static Presence of(Connection connection, Needs needs, int timeoutSeconds) throws SQLException {
		Presence presence = new Presence(new HashMap<>(), new HashSet<>());
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(timeoutSeconds);
			if (!needs.relations().isEmpty()) {
				presence.readRelations(statement, needs.relations());
			}
			if (!needs.objects().isEmpty()) {
				presence.readObjects(statement, needs.objects());
			}
		}
		return presence;
	}

	private void readRelations(Statement statement, List<Relation> needed) throws SQLException {
		String sql = RELATIONS.formatted(array(needed, (relation) -> relation.object().name().schema()),
				array(needed, (relation) -> relation.object().name().name()));
		try (ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				Map<String, ColumnType> columns = this.relations
					.computeIfAbsent(needed.get(row.getInt(1) - 1).object().name(), (name) -> new HashMap<>());
				String column = row.getString(2);
				if (column != null) {
					columns.put(column, new ColumnType(row.getString(3), row.getString(4)));
				}
			}
		}
	}

	private void readObjects(Statement statement, List<ObjectName> needed) throws SQLException {
		String sql = OBJECTS.formatted(array(needed, (object) -> object.kind().name()),
				array(needed, (object) -> object.name().schema()), array(needed, (object) -> object.name().name()));
		try (ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				this.objects.add(needed.get(row.getInt(1) - 1));
			}
		}
	}

	private static <T> String array(Collection<T> values, Function<T, String> text) {
		return "ARRAY[" + Identifier.literals(values.stream().map(text).toList()) + "]::name[]";
	}

	boolean has(ObjectName object) {
		return this.objects.contains(object) || this.relations.containsKey(object.name());
	}

}
