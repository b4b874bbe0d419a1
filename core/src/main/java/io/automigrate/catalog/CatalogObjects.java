package io.automigrate.catalog;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.automigrate.schema.Grant;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * What the readers share: who is who by OID, and what objects of all kinds have, which is
 * asked for once: comments and privileges.
 */
final class CatalogObjects {

	private static final String SCHEMAS = "SELECT oid, nspname FROM pg_namespace";

	private static final String COMMENTS = """
			SELECT classoid::regclass::text, objoid, objsubid, description
			FROM pg_description
			WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass""";

	/**
	 * Only of what has an access list: most have none. The owner's own entries come too,
	 * since a list without others is not the same as no list.
	 */
	private static final String GRANTS = """
			SELECT a.catalog, a.oid, a.part, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END,
				g.privilege_type, g.is_grantable, g.grantee = a.owner
			FROM (
				SELECT 'pg_namespace' AS catalog, n.oid, 0 AS part, n.nspowner AS owner, n.nspacl AS acl
				FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND n.nspname = ANY (:names)
				UNION ALL
				SELECT 'pg_class', c.oid, 0, c.relowner, c.relacl
				FROM pg_class c WHERE c.relacl IS NOT NULL AND c.relnamespace IN (:namespaces)
				UNION ALL
				SELECT 'pg_class', a.attrelid, a.attnum, c.relowner, a.attacl
				FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
				WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relnamespace IN (:namespaces)
				UNION ALL
				SELECT 'pg_proc', p.oid, 0, p.proowner, p.proacl
				FROM pg_proc p WHERE p.proacl IS NOT NULL AND p.pronamespace IN (:namespaces)
				UNION ALL
				SELECT 'pg_type', t.oid, 0, t.typowner, t.typacl
				FROM pg_type t WHERE t.typacl IS NOT NULL AND t.typnamespace IN (:namespaces)
			) a LEFT JOIN LATERAL aclexplode(a.acl) g ON true""";

	private static final Comparator<Grant> BY_GRANTEE = Comparator.comparing(Grant::grantee)
		.thenComparing(Grant::privilege);

	private final NameMapping names;

	private final Map<Long, String> schemas = new HashMap<>();

	private final Map<Key, String> comments = new HashMap<>();

	private final Map<Key, Map<Grant, Boolean>> grants = new HashMap<>();

	private final Map<Key, ObjectName> objects = new HashMap<>();

	private final Map<Long, Map<Integer, String>> columns = new HashMap<>();

	private final Map<String, String> texts = new HashMap<>();

	CatalogObjects(NameMapping names, CatalogQueries queries) {
		this.names = names;
		queries.ask(SCHEMAS, (row) -> this.schemas.put(row.getLong(1), names.schema(row.getString(2))));
		queries.ask(COMMENTS,
				(row) -> this.comments.put(new Key(row.getString(1), row.getLong(2), row.getInt(3)), row.getString(4)));
		queries.ask(GRANTS, this::grant);
	}

	private void grant(ResultSet row) throws SQLException {
		Map<Grant, Boolean> found = this.grants.computeIfAbsent(
				new Key(row.getString(1), row.getLong(2), row.getInt(3)), (key) -> new TreeMap<>(BY_GRANTEE));
		String grantee = row.getString(4);
		if (row.getString(5) != null && !row.getBoolean(7)) {
			// Several grantors may have given the same.
			found.merge(new Grant(grantee, row.getString(5), false), row.getBoolean(6), Boolean::logicalOr);
		}
	}

	/** Whether the object is one of those that are compared. */
	boolean known(String catalog, long oid) {
		return this.objects.containsKey(new Key(catalog, oid, 0));
	}

	void add(String catalog, long oid, int part, ObjectName name) {
		this.objects.put(new Key(catalog, oid, part), name);
	}

	void add(String catalog, long oid, ObjectName name) {
		add(catalog, oid, 0, name);
	}

	void addColumn(long relation, int number, String name) {
		this.columns.computeIfAbsent(relation, (oid) -> new HashMap<>()).put(number, name);
	}

	/** The object that a row of a catalog stands for, or null if it is not compared. */
	@Nullable ObjectName find(String catalog, long oid, int part) {
		ObjectName found = this.objects.get(new Key(catalog, oid, part));
		if (found != null || part == 0) {
			return found;
		}
		ObjectName whole = this.objects.get(new Key(catalog, oid, 0));
		if (whole == null || whole.kind() != ObjectKind.TABLE) {
			return whole;
		}
		String column = columnName(oid, part);
		return column.isEmpty() ? whole : ObjectName.part(ObjectKind.COLUMN, whole.name(), column);
	}

	/** The name of a table or view that is compared, or null. */
	@Nullable QualifiedName relation(long oid) {
		ObjectName found = this.objects.get(new Key("pg_class", oid, 0));
		return (found != null) ? found.name() : null;
	}

	/** An expression has no name, nor has a column of a table that is not managed. */
	String columnName(long relation, int number) {
		return this.columns.getOrDefault(relation, Map.of()).getOrDefault(number, "");
	}

	/** The names of columns whose numbers stand with spaces in between. */
	List<String> columnNames(long relation, @Nullable String numbers) {
		if (numbers == null || numbers.isEmpty()) {
			return List.of();
		}
		return Arrays.stream(numbers.split(" ", -1))
			.map((number) -> columnName(relation, Integer.parseInt(number)))
			.toList();
	}

	@Nullable String comment(String catalog, long oid, int part) {
		return this.comments.isEmpty() ? null : this.comments.get(new Key(catalog, oid, part));
	}

	@Nullable String comment(String catalog, long oid) {
		return comment(catalog, oid, 0);
	}

	List<Grant> grants(ObjectKind kind, String catalog, long oid, int part) {
		Map<Grant, Boolean> found = this.grants.isEmpty() ? null : this.grants.get(new Key(catalog, oid, part));
		if (found == null) {
			return kind.defaultGrants();
		}
		List<Grant> grants = new ArrayList<>();
		found.forEach((grant, grantable) -> grants.add(new Grant(grant.grantee(), grant.privilege(), grantable)));
		return grants;
	}

	List<Grant> grants(ObjectKind kind, String catalog, long oid) {
		return grants(kind, catalog, oid, 0);
	}

	String schema(long oid) {
		return Objects.requireNonNull(this.schemas.get(oid));
	}

	String schemaName(String name) {
		return this.names.schema(name);
	}

	QualifiedName name(long schema, String name) {
		return new QualifiedName(schema(schema), name);
	}

	/** A text that PostgreSQL printed, with the names that are meant. */
	String text(String printed) {
		return Objects.requireNonNull(this.names.text(printed));
	}

	@Nullable String textOrNull(@Nullable String printed) {
		return this.names.text(printed);
	}

	/** A text that many objects have in common, such as a type. */
	String common(String printed) {
		String known = this.texts.get(printed);
		if (known == null) {
			known = text(printed);
			this.texts.put(printed, known);
		}
		return known;
	}

	static List<String> strings(@Nullable Array array) throws SQLException {
		return (array != null) ? List.of((String[]) array.getArray()) : List.of();
	}

	private record Key(String catalog, long oid, int part) {

	}

}
