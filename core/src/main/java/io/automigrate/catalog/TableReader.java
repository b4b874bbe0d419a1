package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Grant;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Policy;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables with their columns, constraints and policies.
 */
final class TableReader {

	/** A source may set another default for itself, which tells nothing about tables. */
	private static final String TABLES = """
			SELECT c.oid, c.relnamespace, c.relname, c.relpersistence = 'u',
				CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, pg_get_expr(c.relpartbound, c.oid),
				c.reloptions, x.reloptions,
				CASE WHEN am.amname <> (SELECT d.reset_val FROM pg_settings d WHERE d.name = 'default_table_access_method')
					THEN am.amname END, s.spcname,
				c.relreplident, CASE WHEN c.relreplident = 'i' THEN
					(SELECT ri.relname FROM pg_index i JOIN pg_class ri ON ri.oid = i.indexrelid
						WHERE i.indrelid = c.oid AND i.indisreplident) END,
				c.relrowsecurity, c.relforcerowsecurity, :grants(c.relacl, c.relowner)
			FROM pg_class c
			LEFT JOIN pg_class x ON x.oid = c.reltoastrelid AND x.reloptions IS NOT NULL
			LEFT JOIN pg_am am ON am.oid = c.relam
			LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN (:namespaces) AND c.relname NOT IN (:own)
				AND c.oid NOT IN (:members 'pg_class'::regclass)""";

	private static final String PARENTS = """
			SELECT i.inhrelid, p.relnamespace, p.relname, i.inhdetachpending
			FROM pg_inherits i
			JOIN pg_class c ON c.oid = i.inhrelid
			JOIN pg_class p ON p.oid = i.inhparent
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN (:namespaces)
			ORDER BY i.inhrelid, i.inhseqno""";

	/** What foreign keys refer to that is not read itself. */
	private static final String FOREIGN = """
			SELECT f.oid, f.relnamespace, f.relname, a.attnum, a.attname
			FROM pg_constraint k
			JOIN pg_class f ON f.oid = k.confrelid
			JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = ANY (k.confkey)
			WHERE k.contype = 'f' AND k.connamespace IN (:namespaces)
				AND (f.relnamespace NOT IN (:namespaces) OR f.oid IN (:members 'pg_class'::regclass))""";

	private static final String INDEX_OPTIONS = """
			SELECT k.oid, c.reloptions, s.spcname, i.indisclustered
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
			LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
			WHERE (c.reloptions IS NOT NULL OR c.reltablespace <> 0 OR i.indisclustered)
				AND c.relnamespace IN (:namespaces)""";

	/** What expressions of an exclusion read is known of its index alone. */
	private static final String CONSTRAINTS = """
			SELECT k.oid, k.conrelid, k.conname, k.contype, pg_get_constraintdef(k.oid),
				CASE k.contype WHEN 'x' THEN
					(SELECT array_agg(p.refobjsubid::int2) FROM pg_depend p
						WHERE (p.classid = 'pg_class'::regclass AND p.objid = k.conindid
							OR p.classid = 'pg_constraint'::regclass AND p.objid = k.oid)
						AND p.refclassid = 'pg_class'::regclass AND p.refobjid = k.conrelid AND p.refobjsubid > 0)
					ELSE k.conkey END,
				k.confrelid, k.confkey, k.conindid,
				CASE WHEN k.conparentid <> 0 THEN (SELECT p.conname FROM pg_constraint p WHERE p.oid = k.conparentid)
					WHEN NOT k.conislocal THEN k.conname END,
				CASE WHEN k.conparentid = 0 AND k.contype IN ('p', 'u', 'x') THEN
					(SELECT p.relname FROM pg_inherits a JOIN pg_class p ON p.oid = a.inhparent
						WHERE a.inhrelid = k.conindid) END
			FROM pg_constraint k
			WHERE k.conrelid <> 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.connamespace IN (:namespaces)
				AND (k.conparentid = 0 OR k.conrelid <> (SELECT p.conrelid FROM pg_constraint p WHERE p.oid = k.conparentid))""";

	private static final String POLICIES = """
			SELECT p.oid, p.polrelid, p.polname, p.polpermissive,
				CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
					ELSE 'ALL' END,
				ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END FROM unnest(p.polroles) r
					ORDER BY 1),
				pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
			FROM pg_policy p
			JOIN pg_class c ON c.oid = p.polrelid
			WHERE c.relnamespace IN (:namespaces)""";

	private final CatalogObjects objects;

	private final ColumnReader columns;

	private final List<Row> rows = new ArrayList<>();

	private final Map<Long, List<QualifiedName>> parents = new HashMap<>();

	/** Partitions that an interrupted statement has begun to detach. */
	private final Set<Long> detaching = new HashSet<>();

	private final Map<Long, QualifiedName> foreign = new HashMap<>();

	/** What the indexes of keys have beside their columns, by the key's OID. */
	private final Map<Long, IndexOptions> indexOptions = new HashMap<>();

	private final Map<Long, List<Constraint>> constraints = new HashMap<>();

	private final Map<Long, List<AttachedPart>> attached = new HashMap<>();

	private final Map<Long, List<Policy>> policies = new HashMap<>();

	TableReader(CatalogObjects objects, UsesReader uses, SequenceReader sequences, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(TABLES.replace(":own", OwnTables.NAMES_SQL), this::table);
		queries.ask(PARENTS, this::parent);
		this.columns = new ColumnReader(objects, uses, sequences, queries);
		queries.ask(FOREIGN, (row) -> {
			this.foreign.put(row.getLong(1), objects.name(row.getLong(2), row.getString(3)));
			objects.addColumn(row.getLong(1), row.getInt(4), row.getString(5));
		});
		queries.ask(INDEX_OPTIONS, (row) -> this.indexOptions.put(row.getLong(1), new IndexOptions(
				options(CatalogObjects.strings(row.getArray(2)), row.getString(3)), row.getBoolean(4))));
		queries.ask(CONSTRAINTS, this::constraint);
		queries.ask(POLICIES, this::policy);
	}

	private void table(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		QualifiedName name = this.objects.name(row.getLong(2), row.getString(3));
		this.objects.add("pg_class", oid, ObjectName.of(ObjectKind.TABLE, name));
		List<String> parameters = Stream
			.concat(CatalogObjects.strings(row.getArray(7)).stream(),
					CatalogObjects.strings(row.getArray(8)).stream().map((parameter) -> "toast." + parameter))
			.sorted()
			.toList();
		String replicaIdentity = switch (row.getString(11)) {
			case "f" -> "FULL";
			case "i" -> (row.getString(12) != null) ? "USING INDEX " + Identifier.quote(row.getString(12)) : "NOTHING";
			case "n" -> "NOTHING";
			default -> "DEFAULT";
		};
		this.rows.add(new Row(oid, name, row.getBoolean(4), this.objects.textOrNull(row.getString(5)),
				this.objects.textOrNull(row.getString(6)), parameters, row.getString(9), row.getString(10),
				replicaIdentity, row.getBoolean(13), row.getBoolean(14),
				CatalogObjects.grants(ObjectKind.TABLE, row.getArray(15))));
	}

	private void parent(ResultSet row) throws SQLException {
		this.parents.computeIfAbsent(row.getLong(1), (oid) -> new ArrayList<>())
			.add(this.objects.name(row.getLong(2), row.getString(3)));
		if (row.getBoolean(4)) {
			this.detaching.add(row.getLong(1));
		}
	}

	private void constraint(ResultSet row) throws SQLException {
		long table = row.getLong(2);
		QualifiedName name = this.objects.relation(table);
		if (name == null) {
			return;
		}
		long oid = row.getLong(1);
		long referenced = row.getLong(7);
		Constraint.Kind kind = Constraint.Kind.ofCode(row.getString(4));
		IndexOptions options = this.indexOptions.getOrDefault(oid, IndexOptions.NONE);
		Definition definition = Definition.of(this.objects.text(row.getString(5)));
		Constraint constraint = new Constraint(name, row.getString(3), kind, definition.text(), definition.valid(),
				(kind == Constraint.Kind.CHECK || kind == Constraint.Kind.EXCLUSION)
						? this.objects.columnSet(table, row.getString(6))
						: this.objects.columnNames(table, row.getString(6)),
				(kind == Constraint.Kind.FOREIGN_KEY) ? referenced(referenced) : null,
				this.objects.columnNames(referenced, row.getString(8)), options.clauses(), options.clustered(),
				this.objects.comment("pg_constraint", oid));
		String parent = row.getString(10);
		if (parent == null || kind.indexed()) {
			this.objects.add("pg_constraint", oid, constraint.id());
		}
		if (kind.indexed()) {
			this.objects.add("pg_class", row.getLong(9), constraint.id());
		}
		String index = row.getString(11);
		if (parent != null || index != null) {
			this.attached.computeIfAbsent(table, (key) -> new ArrayList<>())
				.add(new AttachedPart((parent != null) ? parent : index, constraint, index != null));
			return;
		}
		this.constraints.computeIfAbsent(table, (key) -> new ArrayList<>()).add(constraint);
	}

	private @Nullable QualifiedName referenced(long oid) {
		QualifiedName name = this.objects.relation(oid);
		return (name != null) ? name : this.foreign.get(oid);
	}

	private static @Nullable String options(List<String> parameters, @Nullable String tablespace) {
		List<String> clauses = new ArrayList<>();
		if (!parameters.isEmpty()) {
			clauses.add(parameters.stream().sorted().map((parameter) -> {
				int equals = parameter.indexOf('=');
				return parameter.substring(0, equals + 1) + Identifier.literal(parameter.substring(equals + 1));
			}).collect(Collectors.joining(", ", "WITH (", ")")));
		}
		if (tablespace != null) {
			clauses.add("USING INDEX TABLESPACE " + Identifier.quote(tablespace));
		}
		return clauses.isEmpty() ? null : String.join(" ", clauses);
	}

	private void policy(ResultSet row) throws SQLException {
		QualifiedName table = this.objects.relation(row.getLong(2));
		if (table == null) {
			return;
		}
		Policy policy = new Policy(table, row.getString(3), row.getBoolean(4), row.getString(5),
				CatalogObjects.strings(row.getArray(6)), this.objects.textOrNull(row.getString(7)),
				this.objects.textOrNull(row.getString(8)), this.objects.comment("pg_policy", row.getLong(1)));
		this.objects.add("pg_policy", row.getLong(1), policy.id());
		this.policies.computeIfAbsent(row.getLong(2), (key) -> new ArrayList<>()).add(policy);
	}

	/** The tables, once everything has been read. */
	List<Table> tables(PartReader parts) {
		return this.rows.stream().map((row) -> table(row, parts)).sorted(Comparator.comparing(Table::name)).toList();
	}

	private Table table(Row row, PartReader parts) {
		List<QualifiedName> parents = this.parents.getOrDefault(row.oid(), List.of());
		boolean partition = row.bounds() != null && !parents.isEmpty();
		List<AttachedPart> attached = new ArrayList<>(this.attached.getOrDefault(row.oid(), List.of()));
		attached.addAll(parts.attached(row.oid()));
		attached.sort(Comparator.comparing((part) -> part.object().id().quoted()));
		return new Table(row.name(), row.unlogged(), row.partitioning(), partition ? parents.get(0) : null,
				this.detaching.contains(row.oid()) ? row.bounds() + Table.DETACH_PENDING : row.bounds(),
				partition ? List.of() : parents, row.parameters(), row.accessMethod(), row.tablespace(),
				row.replicaIdentity(), row.rowSecurity(), row.forceRowSecurity(), this.columns.columns(row.oid()),
				sorted(this.constraints.get(row.oid()), Comparator.comparing(Constraint::name)),
				parts.indexes(row.oid()), attached, parts.triggers(row.oid()),
				sorted(this.policies.get(row.oid()), Comparator.comparing(Policy::name)), row.grants(),
				this.objects.comment("pg_class", row.oid()));
	}

	private static <T> List<T> sorted(@Nullable List<T> list, Comparator<T> order) {
		if (list == null) {
			return List.of();
		}
		list.sort(order);
		return list;
	}

	private record Row(long oid, QualifiedName name, boolean unlogged, @Nullable String partitioning,
			@Nullable String bounds, List<String> parameters, @Nullable String accessMethod,
			@Nullable String tablespace, String replicaIdentity, boolean rowSecurity, boolean forceRowSecurity,
			List<Grant> grants) {

	}

	private record IndexOptions(@Nullable String clauses, boolean clustered) {

		private static final IndexOptions NONE = new IndexOptions(null, false);

	}

}
