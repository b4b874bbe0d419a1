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
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * What there is of what an instance needs, by one or two queries of the catalogs alone:
 * no lock on any table, nothing written, no privilege needed but to connect.
 *
 * @param relations the tables and views that exist, with the types of all their columns
 * @param readOnly those of them that take no rows
 * @param objects the other objects that exist
 * @param labels the values of the enums that exist
 */
record Presence(Map<QualifiedName, Map<String, ColumnType>> relations, Set<QualifiedName> readOnly,
		Set<ObjectName> objects, Map<ObjectName, List<String>> labels) {

	/**
	 * A table may have become a view of the same name, and the other way round. A view
	 * stands for a table if rows can be inserted, updated and deleted through it (28).
	 */
	private static final String RELATIONS = """
			SELECT w.no, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typcategory,
				(SELECT s.nspname FROM pg_catalog.pg_namespace s WHERE s.oid = t.typnamespace) || '.' || t.typname,
				c.relkind = 'm' OR (c.relkind = 'v' AND w.kind = 'TABLE'
					AND pg_catalog.pg_relation_is_updatable(c.oid, true) & 28 <> 28)
			FROM ROWS FROM (pg_catalog.unnest(%s), pg_catalog.unnest(%s), pg_catalog.unnest(%s))
				WITH ORDINALITY w(kind, schema, name, no)
			JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
			JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
				AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
			LEFT JOIN (pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid)
				ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped""";

	/** A routine is looked for by its name, whatever it is called with. */
	private static final String OBJECTS = """
			SELECT w.no, CASE WHEN w.kind = 'ENUM' THEN ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
				JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace = n.oid AND t.typname = w.name) END
			FROM ROWS FROM (pg_catalog.unnest(%s), pg_catalog.unnest(%s), pg_catalog.unnest(%s))
				WITH ORDINALITY w(kind, schema, name, no)
			LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
			WHERE CASE w.kind
				WHEN 'SCHEMA' THEN n.oid IS NOT NULL
				WHEN 'EXTENSION' THEN EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = w.name)
				WHEN 'SEQUENCE' THEN EXISTS (SELECT FROM pg_catalog.pg_class c
					WHERE c.relnamespace = n.oid AND c.relname = w.name AND c.relkind = 'S')
				WHEN 'FUNCTION' THEN EXISTS (SELECT FROM pg_catalog.pg_proc p
					WHERE p.pronamespace = n.oid AND p.proname = w.name AND p.prokind <> 'p')
				WHEN 'PROCEDURE' THEN EXISTS (SELECT FROM pg_catalog.pg_proc p
					WHERE p.pronamespace = n.oid AND p.proname = w.name AND p.prokind = 'p')
				ELSE EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid AND t.typname = w.name
					AND t.typtype = CASE w.kind WHEN 'ENUM' THEN 'e' WHEN 'DOMAIN' THEN 'd' ELSE 'c' END)
				END""";

	/** No row for a type that does not exist, which is a need of its own. */
	private static final String TYPES = """
			SELECT w.no, pg_catalog.format_type(t.oid, NULL), t.typcategory, n.nspname || '.' || t.typname
			FROM pg_catalog.unnest(ARRAY[%s]::text[]) WITH ORDINALITY w(type, no)
			JOIN pg_catalog.pg_type t ON t.oid = pg_catalog.to_regtype(w.type)
			JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace""";

	static Presence of(Connection connection, Needs needs, int timeoutSeconds) throws SQLException {
		Presence presence = new Presence(new HashMap<>(), new HashSet<>(), new HashSet<>(), new HashMap<>());
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

	/**
	 * Look up the types that columns are declared with.
	 * @return the type of each column, as far as that exists
	 */
	static Map<ColumnName, ColumnType> declaredTypes(Connection connection, Needs needs) throws SQLException {
		List<String> names = needs.relations()
			.stream()
			.flatMap((relation) -> relation.columns().values().stream())
			.distinct()
			.toList();
		Map<String, ColumnType> types = new HashMap<>();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(TYPES.formatted(Identifier.literals(names)))) {
			while (row.next()) {
				types.put(names.get(row.getInt(1) - 1),
						new ColumnType(row.getString(2), row.getString(3), row.getString(4)));
			}
		}
		Map<ColumnName, ColumnType> declared = new HashMap<>();
		for (Relation relation : needs.relations()) {
			relation.columns().forEach((column, name) -> {
				ColumnType type = types.get(name);
				if (type != null) {
					declared.put(new ColumnName(relation.object().name(), column), type);
				}
			});
		}
		return declared;
	}

	private void readRelations(Statement statement, List<Relation> needed) throws SQLException {
		String sql = RELATIONS.formatted(array(needed, (relation) -> relation.object().kind().name()),
				array(needed, (relation) -> relation.object().name().schema()),
				array(needed, (relation) -> relation.object().name().name()));
		try (ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				QualifiedName relation = needed.get(row.getInt(1) - 1).object().name();
				Map<String, ColumnType> columns = this.relations.computeIfAbsent(relation, (name) -> new HashMap<>());
				String column = row.getString(2);
				if (column != null) {
					columns.put(column, new ColumnType(row.getString(3), row.getString(4), row.getString(5)));
				}
				if (row.getBoolean(6)) {
					this.readOnly.add(relation);
				}
			}
		}
	}

	private void readObjects(Statement statement, List<ObjectName> needed) throws SQLException {
		String sql = OBJECTS.formatted(array(needed, (object) -> object.kind().name()),
				array(needed, (object) -> object.name().schema()), array(needed, (object) -> object.name().name()));
		try (ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				ObjectName object = needed.get(row.getInt(1) - 1);
				this.objects.add(object);
				if (row.getArray(2) != null) {
					this.labels.put(object, List.of((String[]) row.getArray(2).getArray()));
				}
			}
		}
	}

	private static <T> String array(Collection<T> values, Function<T, String> text) {
		return "ARRAY[" + Identifier.literals(values.stream().map(text).toList()) + "]::name[]";
	}

	/** Whether something of the name can be used as a table or view. */
	boolean serves(ObjectName relation) {
		return this.relations.containsKey(relation.name())
				&& !(relation.kind() == ObjectKind.TABLE && this.readOnly.contains(relation.name()));
	}

	Map<String, ColumnType> columns(ObjectName relation) {
		return this.relations.getOrDefault(relation.name(), Map.of());
	}

}
