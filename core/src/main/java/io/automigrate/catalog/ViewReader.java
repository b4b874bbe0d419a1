package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Grant;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads what has columns and is no table: views, materialized views and composite types.
 */
final class ViewReader {

	private static final String VIEWS = """
			SELECT c.oid, c.relnamespace, c.relname, c.relkind = 'm', pg_get_viewdef(c.oid), c.reloptions, c.relispopulated,
				:grants(c.relacl, c.relowner)
			FROM pg_class c
			WHERE c.relkind IN ('v', 'm') AND c.relnamespace IN (:namespaces)
				AND c.oid NOT IN (:members 'pg_class'::regclass)""";

	/**
	 * Privileges and comments are the type's, those of attributes to the relation.
	 */
	private static final String COMPOSITES = """
			SELECT c.oid, c.relnamespace, c.relname, c.reltype, :grants(t.typacl, t.typowner)
			FROM pg_class c
			JOIN pg_type t ON t.oid = c.reltype
			WHERE c.relkind = 'c' AND c.relnamespace IN (:namespaces)
				AND c.reltype NOT IN (:members 'pg_type'::regclass)""";

	private static final String COLUMNS = """
			SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
				CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(n.nspname) || '.' || quote_ident(o.collname) END,
				pg_get_expr(ad.adbin, ad.adrelid)
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN pg_type t ON t.oid = a.atttypid
			LEFT JOIN pg_attrdef ad ON a.atthasdef AND ad.adrelid = a.attrelid AND ad.adnum = a.attnum
			LEFT JOIN pg_collation o ON o.oid = a.attcollation
			LEFT JOIN pg_namespace n ON n.oid = o.collnamespace
			WHERE c.relkind IN ('v', 'm', 'c') AND c.relnamespace IN (:namespaces)""";

	private static final String COLUMN_GRANTS = """
			SELECT a.attrelid, a.attname, :grants(a.attacl, c.relowner)
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL
			WHERE c.relkind IN ('v', 'm') AND c.relnamespace IN (:namespaces)""";

	private final CatalogObjects objects;

	/** By view, privileges on single columns, such as {@code SELECT ("a")}. */
	private final Map<Long, List<Grant>> columnGrants = new HashMap<>();

	private final List<ViewRow> views = new ArrayList<>();

	private final List<CompositeRow> composites = new ArrayList<>();

	private final Map<Long, Map<Integer, ColumnRow>> columns = new HashMap<>();

	ViewReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(COLUMN_GRANTS, this::columnGrants);
		queries.ask(VIEWS, this::view);
		queries.ask(COMPOSITES, this::composite);
		queries.ask(COLUMNS, this::column);
	}

	private void columnGrants(ResultSet row) throws SQLException {
		for (Grant grant : CatalogObjects.grants(ObjectKind.COLUMN, row.getArray(3))) {
			this.columnGrants.computeIfAbsent(row.getLong(1), (view) -> new ArrayList<>())
				.add(new Grant(grant.grantee(), grant.privilege() + " (" + Identifier.quote(row.getString(2)) + ")",
						grant.grantable()));
		}
	}

	private List<Grant> grants(long view, List<Grant> whole) {
		List<Grant> onColumns = this.columnGrants.getOrDefault(view, List.of());
		return onColumns.isEmpty() ? whole
				: Stream.concat(whole.stream(), onColumns.stream()).sorted(CatalogObjects.BY_GRANTEE).toList();
	}

	private void view(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		QualifiedName name = this.objects.name(row.getLong(2), row.getString(3));
		boolean materialized = row.getBoolean(4);
		String definition = this.objects.text(row.getString(5)).strip();
		this.objects.add("pg_class", oid,
				ObjectName.of(materialized ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW, name));
		this.views.add(new ViewRow(oid, name, materialized,
				definition.endsWith(";") ? definition.substring(0, definition.length() - 1) : definition,
				CatalogObjects.strings(row.getArray(6)).stream().sorted().toList(), row.getBoolean(7),
				grants(oid, CatalogObjects.grants(ObjectKind.VIEW, row.getArray(8)))));
	}

	private void composite(ResultSet row) throws SQLException {
		CompositeRow composite = new CompositeRow(row.getLong(1), row.getLong(4),
				this.objects.name(row.getLong(2), row.getString(3)),
				CatalogObjects.grants(ObjectKind.COMPOSITE, row.getArray(5)));
		this.objects.add("pg_class", composite.oid(), ObjectName.of(ObjectKind.COMPOSITE, composite.name()));
		this.composites.add(composite);
	}

	private void column(ResultSet row) throws SQLException {
		long relation = row.getLong(1);
		this.objects.addColumn(relation, row.getInt(2), row.getString(3));
		this.columns.computeIfAbsent(relation, (oid) -> new TreeMap<>())
			.put(row.getInt(2),
					new ColumnRow(row.getString(3), this.objects.common(row.getString(4)),
							this.objects.textOrNull(row.getString(5)), this.objects.textOrNull(row.getString(6)),
							this.objects.comment("pg_class", relation, row.getInt(2))));
		ObjectName whole = this.objects.find("pg_class", relation, 0);
		if (row.getString(6) != null && whole != null) {
			this.objects.add("pg_attrdef", relation, row.getInt(2), whole);
		}
	}

	/** The views, once everything has been read. */
	List<View> views(PartReader parts) {
		return this.views.stream().map((row) -> view(row, parts)).sorted(Comparator.comparing(View::name)).toList();
	}

	private View view(ViewRow row, PartReader parts) {
		return new View(row.name(), row.materialized(), row.definition(), this.columns.getOrDefault(row.oid(), Map.of())
			.values()
			.stream()
			.map((column) -> new View.ViewColumn(column.name(), column.type(), column.expression(), column.comment()))
			.toList(), row.options(), row.populated(), parts.indexes(row.oid()), parts.triggers(row.oid()),
				row.grants(), this.objects.comment("pg_class", row.oid()));
	}

	/** The composite types, once everything has been read. */
	List<CompositeType> composites() {
		return this.composites.stream().map(this::composite).sorted(Comparator.comparing(CompositeType::name)).toList();
	}

	private CompositeType composite(CompositeRow row) {
		return new CompositeType(row.name(),
				this.columns.getOrDefault(row.oid(), Map.of())
					.values()
					.stream()
					.map((column) -> new CompositeType.Attribute(column.name(), column.type(), column.collation(),
							column.comment()))
					.toList(),
				row.grants(), this.objects.comment("pg_type", row.type()));
	}

	private record ViewRow(long oid, QualifiedName name, boolean materialized, String definition, List<String> options,
			boolean populated, List<Grant> grants) {

	}

	private record CompositeRow(long oid, long type, QualifiedName name, List<Grant> grants) {

	}

	private record ColumnRow(String name, String type, @Nullable String collation, @Nullable String expression,
			@Nullable String comment) {

	}

}
