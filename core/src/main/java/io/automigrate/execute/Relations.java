package io.automigrate.execute;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.schema.ObjectKind;
import io.automigrate.source.RenameHint;
import io.automigrate.sql.QualifiedName;

/**
 * The tables that were there before a trace, and what has become of them.
 */
final class Relations {

	private static final String SQL = """
			WITH held AS MATERIALIZED (
				SELECT relation, array_agg(DISTINCT mode) AS modes FROM pg_catalog.pg_locks
				WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation' AND granted GROUP BY relation
			)
			SELECT c.oid, n.nspname, c.relname, c.relfilenode, h.modes
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN held h ON h.relation = c.oid
			WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%'""";

	private static final String COLUMNS = """
			SELECT a.attrelid, a.attnum, a.attname FROM pg_catalog.pg_attribute a
			JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
			WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped""";

	private final Map<Long, Relation> before;

	private final Map<Long, Map<Integer, String>> columns;

	private final Map<Long, Long> files = new HashMap<>();

	private final Set<String> told = new HashSet<>();

	private Relations(Map<Long, Relation> before, Map<Long, Map<Integer, String>> columns) {
		this.before = before;
		this.columns = columns;
		before.forEach((oid, relation) -> this.files.put(oid, relation.file()));
		before.values().forEach((relation) -> this.told.addAll(relation.locks()));
	}

	static Relations read(Connection connection) throws SQLException {
		return new Relations(relations(connection), columns(connection));
	}

	/** What the last statement was the first to lock, and what it wrote anew. */
	Changes since(Connection connection) throws SQLException {
		Set<String> locks = new TreeSet<>();
		List<String> rewritten = new ArrayList<>();
		relations(connection).forEach((oid, present) -> {
			Relation old = this.before.get(oid);
			if (old == null) {
				return;
			}
			present.modes().stream().map((mode) -> old.name() + ": " + mode).filter(this.told::add).forEach(locks::add);
			Long file = this.files.put(oid, present.file());
			if (file == null || file != present.file()) {
				rewritten.add(old.name());
			}
		});
		return new Changes(List.copyOf(locks), rewritten);
	}

	/** What is called differently by now. */
	List<RenameHint> renames(Connection connection) throws SQLException {
		List<RenameHint> hints = new ArrayList<>();
		Map<Long, Map<Integer, String>> columnsNow = columns(connection);
		relations(connection).forEach((oid, present) -> {
			Relation old = this.before.get(oid);
			if (old == null) {
				return;
			}
			if (!old.table().equals(present.table())) {
				hints
					.add(new RenameHint(ObjectKind.TABLE, present.table(), old.table().name(), present.table().name()));
			}
			Map<Integer, String> oldColumns = this.columns.getOrDefault(oid, Map.of());
			columnsNow.getOrDefault(oid, Map.of()).forEach((number, name) -> {
				String oldName = oldColumns.get(number);
				if (oldName != null && !oldName.equals(name)) {
					hints.add(new RenameHint(ObjectKind.COLUMN, present.table(), oldName, name));
				}
			});
		});
		return hints;
	}

	private static Map<Long, Relation> relations(Connection connection) throws SQLException {
		Map<Long, Relation> relations = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SQL)) {
			while (row.next()) {
				Array modes = row.getArray(5);
				relations.put(row.getLong(1), new Relation(new QualifiedName(row.getString(2), row.getString(3)),
						row.getLong(4), (modes != null) ? List.of((String[]) modes.getArray()) : List.of()));
			}
		}
		return relations;
	}

	private static Map<Long, Map<Integer, String>> columns(Connection connection) throws SQLException {
		Map<Long, Map<Integer, String>> columns = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(COLUMNS)) {
			while (row.next()) {
				columns.computeIfAbsent(row.getLong(1), (oid) -> new HashMap<>()).put(row.getInt(2), row.getString(3));
			}
		}
		return columns;
	}

	/** A table, the file it is in, and the locks that are held on it. */
	private record Relation(QualifiedName table, long file, List<String> modes) {

		String name() {
			return this.table.schema() + "." + this.table.name();
		}

		List<String> locks() {
			return this.modes.stream().map((mode) -> name() + ": " + mode).toList();
		}

	}

	/** What a statement did to tables. */
	record Changes(List<String> locks, List<String> rewritten) {

	}

}
