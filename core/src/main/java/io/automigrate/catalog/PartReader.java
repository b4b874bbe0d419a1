package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Index;
import io.automigrate.schema.Trigger;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads what both tables and views have: indexes and triggers.
 */
final class PartReader {

	/**
	 * An index of a constraint comes with the constraint. What expressions read is not
	 * among the numbers of columns.
	 */
	private static final String INDEXES = """
			SELECT i.indexrelid, i.indrelid, c.relname, :plain, i.indisunique, i.indisvalid,
				c.relkind = 'I', i.indkey, CASE WHEN i.indexprs IS NOT NULL OR i.indpred IS NOT NULL THEN
					(SELECT array_agg(p.refobjsubid) FROM pg_depend p
						WHERE p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
						AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid > 0) END,
				i.indisclustered, s.spcname, CASE WHEN c.reltablespace <> 0 THEN pg_get_expr(i.indpred, i.indrelid) END,
				h.relname, CASE WHEN i.indexprs IS NOT NULL THEN
					(SELECT array_agg(e.attnum || '=' || e.attstattarget ORDER BY e.attnum) FROM pg_attribute e
						WHERE e.attrelid = i.indexrelid AND e.attstattarget >= 0) END
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
			LEFT JOIN pg_inherits a ON c.relispartition AND a.inhrelid = c.oid
			LEFT JOIN pg_class h ON h.oid = a.inhparent
			WHERE c.relnamespace IN (:namespaces)
				AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))""";

	private static final String PRINTED = """
			SELECT i.indexrelid, pg_get_indexdef(i.indexrelid)
			FROM pg_index i
			WHERE i.indexrelid IN (""";

	private static final String TRIGGERS = """
			SELECT t.oid, t.tgrelid, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled
			FROM pg_trigger t
			JOIN pg_class c ON c.oid = t.tgrelid
			WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relnamespace IN (:namespaces)
				AND t.oid NOT IN (:members 'pg_trigger'::regclass)""";

	private final CatalogObjects objects;

	private final Map<Long, List<Index>> indexes = new HashMap<>();

	private final Map<Long, List<AttachedPart>> attached = new HashMap<>();

	private final Map<Long, List<Trigger>> triggers = new HashMap<>();

	private final PlainIndexes plain;

	/** By their OIDs, the indexes whose definitions PostgreSQL has to print. */
	private final Map<Long, IndexRow> unprinted = new HashMap<>();

	PartReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		this.plain = new PlainIndexes(objects, queries);
		queries.ask(INDEXES.replace(":plain", PlainIndexes.columns(queries.version())), this::index);
		queries.ask(TRIGGERS, this::trigger);
	}

	/** Ask for what could not be told before the first answers. */
	void askAgain(CatalogQueries queries) {
		if (!this.unprinted.isEmpty()) {
			String oids = this.unprinted.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
			queries.ask(PRINTED + oids + ")", (row) -> {
				if (row.getString(2) != null) {
					IndexRow index = Objects.requireNonNull(this.unprinted.get(row.getLong(1)));
					add(index, this.objects.text(definition(row.getString(2), index.tablespace(), index.predicate())));
				}
			});
		}
	}

	private void index(ResultSet row) throws SQLException {
		long relation = row.getLong(2);
		if (this.objects.relation(relation) == null) {
			return;
		}
		IndexRow index = new IndexRow(row.getLong(1), relation, row.getString(3), row.getBoolean(5), row.getBoolean(6),
				row.getBoolean(7),
				(row.getString(9) != null) ? this.objects.columnSet(relation, row.getString(9))
						: this.objects.columnNames(relation, row.getString(8)),
				CatalogObjects.strings(row.getArray(14)), row.getBoolean(10), row.getString(11), row.getString(12),
				row.getString(13));
		String definition = this.plain.definition(relation, row.getString(8), row.getString(4));
		if (definition == null) {
			this.unprinted.put(index.oid(), index);
		}
		else {
			add(index, definition(definition, index.tablespace(), null));
		}
	}

	private void add(IndexRow row, String definition) {
		QualifiedName table = Objects.requireNonNull(this.objects.relation(row.relation()));
		Index index = new Index(table, row.name(), definition, row.unique(), row.valid(),
				row.partitioned() && !row.valid(), row.columns(), row.statistics(), row.clustered(),
				this.objects.comment("pg_class", row.oid()));
		if (row.parent() != null) {
			this.attached.computeIfAbsent(row.relation(), (key) -> new ArrayList<>())
				.add(new AttachedPart(row.parent(), index, false));
			return;
		}
		this.objects.add("pg_class", row.oid(), index.id());
		this.indexes.computeIfAbsent(row.relation(), (key) -> new ArrayList<>()).add(index);
	}

	/**
	 * Cut off what comes before {@code USING}, which is also a word that names may hold,
	 * and put in the tablespace, which PostgreSQL does not print.
	 */
	private static String definition(String statement, @Nullable String tablespace, @Nullable String predicate) {
		int using = -1;
		boolean quoted = true;
		while (quoted) {
			using = statement.indexOf(" USING ", using + 1);
			quoted = statement.substring(0, using).chars().filter((character) -> character == '"').count() % 2 != 0;
		}
		if (tablespace == null) {
			return statement.substring(using + 1);
		}
		int end = statement.length() - ((predicate != null) ? " WHERE ".length() + predicate.length() : 0);
		return statement.substring(using + 1, end) + " TABLESPACE " + Identifier.quote(tablespace)
				+ statement.substring(end);
	}

	private void trigger(ResultSet row) throws SQLException {
		QualifiedName table = this.objects.relation(row.getLong(2));
		if (table == null) {
			return;
		}
		Trigger trigger = new Trigger(table, row.getString(3), this.objects.text(row.getString(4)), row.getString(5),
				this.objects.comment("pg_trigger", row.getLong(1)));
		this.objects.add("pg_trigger", row.getLong(1), trigger.id());
		this.triggers.computeIfAbsent(row.getLong(2), (key) -> new ArrayList<>()).add(trigger);
	}

	/** The indexes of a table or materialized view. */
	List<Index> indexes(long relation) {
		return this.indexes.getOrDefault(relation, List.of())
			.stream()
			.sorted(Comparator.comparing(Index::name))
			.toList();
	}

	/** The indexes of a partition that are parts of its parent's. */
	List<AttachedPart> attached(long partition) {
		return this.attached.getOrDefault(partition, List.of());
	}

	/** The triggers of a table or view. */
	List<Trigger> triggers(long relation) {
		return this.triggers.getOrDefault(relation, List.of())
			.stream()
			.sorted(Comparator.comparing(Trigger::name))
			.toList();
	}

	private record IndexRow(long oid, long relation, String name, boolean unique, boolean valid, boolean partitioned,
			List<String> columns, List<String> statistics, boolean clustered, @Nullable String tablespace,
			@Nullable String predicate, @Nullable String parent) {

	}

}
