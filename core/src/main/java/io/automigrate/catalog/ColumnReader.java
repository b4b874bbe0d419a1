package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.automigrate.schema.Column;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Identity;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of tables. What only few columns have is asked by itself, so that
 * what all have costs little.
 */
final class ColumnReader {

	private static final String NOT_NULLS = """
			SELECT k.conrelid, k.conkey[1], k.conname, k.convalidated, k.connoinherit, k.oid
			FROM pg_constraint k
			WHERE k.contype = 'n' AND k.conrelid <> 0 AND k.connamespace IN (:namespaces)""";

	private static final String EXPRESSIONS = """
			SELECT d.adrelid, d.adnum, pg_get_expr(d.adbin, d.adrelid)
			FROM pg_attrdef d
			JOIN pg_class c ON c.oid = d.adrelid
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN (:namespaces)""";

	private static final String PARTICULARS = """
			SELECT a.attrelid, a.attnum, a.attidentity, a.attgenerated, a.attislocal,
				CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(n.nspname) || '.' || quote_ident(o.collname) END,
				CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
					WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
				CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
				CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END, a.attoptions,
				:grants(a.attacl, c.relowner)
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN pg_type t ON t.oid = a.atttypid
			LEFT JOIN pg_collation o ON a.attcollation <> t.typcollation AND o.oid = a.attcollation
			LEFT JOIN pg_namespace n ON n.oid = o.collnamespace
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN (:namespaces)
				AND (a.attidentity <> '' OR a.attgenerated <> '' OR NOT a.attislocal OR a.attcollation <> t.typcollation
					OR a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0
					OR a.attoptions IS NOT NULL OR a.attacl IS NOT NULL)""";

	private static final String COLUMNS = """
			SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atttypid,
				a.attcollation
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN (:namespaces)""";

	private static final Column.NotNull UNNAMED = new Column.NotNull(null, true, true, null);

	private static final Particulars NONE = new Particulars("", "", true, null, null, null, null, List.of(),
			ObjectKind.COLUMN.defaultGrants());

	private final CatalogObjects objects;

	private final UsesReader uses;

	private final SequenceReader sequences;

	private final Map<Long, Map<Integer, Column.NotNull>> notNulls = new HashMap<>();

	private final Map<Long, Map<Integer, String>> expressions = new HashMap<>();

	private final Map<Long, Map<Integer, Particulars>> particulars = new HashMap<>();

	private final Map<Long, Map<Integer, Column>> columns = new HashMap<>();

	ColumnReader(CatalogObjects objects, UsesReader uses, SequenceReader sequences, CatalogQueries queries) {
		this.objects = objects;
		this.uses = uses;
		this.sequences = sequences;
		if (queries.version() >= 18) {
			queries.ask(NOT_NULLS,
					(row) -> of(this.notNulls, row.getLong(1)).put(row.getInt(2), new Column.NotNull(row.getString(3),
							row.getBoolean(4), !row.getBoolean(5), objects.comment("pg_constraint", row.getLong(6)))));
		}
		queries.ask(EXPRESSIONS,
				(row) -> of(this.expressions, row.getLong(1)).put(row.getInt(2), objects.text(row.getString(3))));
		queries.ask(PARTICULARS, (row) -> of(this.particulars, row.getLong(1)).put(row.getInt(2), particulars(row)));
		queries.ask(COLUMNS, this::column);
	}

	private static <T> Map<Integer, T> of(Map<Long, Map<Integer, T>> byTable, long table) {
		return byTable.computeIfAbsent(table, (key) -> new TreeMap<>());
	}

	private Particulars particulars(ResultSet row) throws SQLException {
		return new Particulars(row.getString(3), row.getString(4), row.getBoolean(5),
				this.objects.textOrNull(row.getString(6)), row.getString(7), row.getString(8),
				(row.getString(9) != null) ? Integer.valueOf(row.getInt(9)) : null,
				CatalogObjects.strings(row.getArray(10)).stream().sorted().toList(),
				CatalogObjects.grants(ObjectKind.COLUMN, row.getArray(11)));
	}

	private void column(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		QualifiedName table = this.objects.relation(oid);
		if (table == null) {
			return;
		}
		int number = row.getInt(2);
		String name = row.getString(3);
		this.objects.addColumn(oid, number, new CatalogColumn(name, row.getLong(6), row.getLong(7)));
		Particulars own = this.particulars.getOrDefault(oid, Map.of()).getOrDefault(number, NONE);
		boolean plain = own.generated().isEmpty();
		String expression = this.expressions.getOrDefault(oid, Map.of()).get(number);
		if (expression != null) {
			this.objects.add("pg_attrdef", oid, number,
					ObjectName.part(plain ? ObjectKind.DEFAULT : ObjectKind.COLUMN, table, name));
		}
		Identity identity = this.sequences.identity(oid, number, own.identity());
		Column.NotNull notNull = row.getBoolean(5)
				? this.notNulls.getOrDefault(oid, Map.of()).getOrDefault(number, UNNAMED) : null;
		of(this.columns, oid).put(number,
				new Column(table, name, this.objects.common(row.getString(4)), own.collation(), notNull,
						plain ? expression : null, identity, plain ? null : expression, own.generated().equals("v"),
						own.local(), own.storage(), own.compression(), own.statistics(), own.parameters(), List.of(),
						own.grants(), this.objects.comment("pg_class", oid, number)));
	}

	/**
	 * The columns of a table, in their order. What a generated column reads may have been
	 * read after it.
	 */
	List<Column> columns(long table) {
		List<Column> columns = new ArrayList<>();
		this.columns.getOrDefault(table, Map.of()).forEach((number, column) -> {
			List<String> used = (column.generation() != null) ? this.uses.columns(table, number) : List.of();
			columns.add(used.isEmpty() ? column
					: new Column(column.table(), column.name(), column.type(), column.collation(), column.notNull(),
							column.defaultExpression(), column.identity(), column.generation(), column.virtual(),
							column.local(), column.storage(), column.compression(), column.statistics(),
							column.parameters(), used, column.grants(), column.comment()));
		});
		return columns;
	}

	private record Particulars(String identity, String generated, boolean local, @Nullable String collation,
			@Nullable String storage, @Nullable String compression, @Nullable Integer statistics,
			List<String> parameters, List<Grant> grants) {

	}

}
