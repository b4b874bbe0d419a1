package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.OtherUse;
import io.automigrate.sql.QualifiedName;

/**
 * Reads what PostgreSQL has recorded of who uses what, as far as names do not tell it
 * already.
 */
final class UsesReader {

	/**
	 * Only what was created here and can be dropped. A default stands for its column's
	 * and a view's rule for the view; an array means its elements, the type of a row the
	 * table, an operator its function, and a member of an extension the extension. Up to
	 * 14 a generated column itself depends on what it reads, since then its expression
	 * does. Left out is what goes without saying: the schema, a constraint's columns, a
	 * table's parents.
	 */
	private static final String USES = """
			SELECT :user, coalesce(ad.adnum, d.objsubid),
				CASE WHEN x.objid IS NOT NULL THEN 'pg_extension' WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN 'pg_class'
					WHEN o.oid IS NOT NULL THEN 'pg_proc' ELSE d.refclassid::regclass::text END,
				coalesce(x.refobjid, nullif(e.typrelid, 0), e.oid, nullif(t.typrelid, 0), o.oprcode, d.refobjid), d.refobjsubid,
				d.deptype = 'a'
			FROM pg_depend d
			LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid
			LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
			LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
			LEFT JOIN pg_type e ON t.typtype = 'b' AND t.typlen = -1 AND t.typelem <> 0 AND e.oid = t.typelem
			LEFT JOIN pg_operator o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
			LEFT JOIN pg_depend x ON x.classid = d.refclassid AND x.objid = coalesce(e.oid, d.refobjid)
				AND x.deptype = 'e' AND x.refclassid = 'pg_extension'::regclass
			WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND (:edges)""";

	private static final String USER = """
			CASE WHEN r.oid IS NOT NULL THEN 'pg_class' ELSE d.classid::regclass::text END,
				coalesce(ad.adrelid, r.ev_class, d.objid)""";

	private static final String EDGES = """
			(d.deptype = 'n' AND d.refclassid <> 'pg_namespace'::regclass
						AND NOT (d.classid IN ('pg_class'::regclass, 'pg_constraint'::regclass)
							AND d.refclassid = 'pg_class'::regclass
							AND (d.classid = 'pg_class'::regclass OR d.refobjsubid > 0))
					OR d.deptype = 'a' AND d.classid = 'pg_class'::regclass AND d.objsubid > 0)
				AND (r.oid IS NULL OR r.rulename = '_RETURN')""";

	/** What is in a publication depends on its table for the publication. */
	private static final String OTHER_USER = """
			CASE d.classid WHEN 'pg_publication_rel'::regclass THEN 'pg_publication' ELSE d.classid::regclass::text END,
				CASE d.classid WHEN 'pg_publication_rel'::regclass THEN
					(SELECT pr.prpubid FROM pg_publication_rel pr WHERE pr.oid = d.objid) ELSE d.objid END""";

	/**
	 * What goes with a table without a word, which is not compared. Asked by itself, it
	 * is found by way of an index.
	 */
	private static final String OTHER_EDGES = """
			d.deptype IN ('n', 'a') AND (r.oid IS NULL OR r.rulename <> '_RETURN') AND (d.classid IN
					('pg_rewrite'::regclass, 'pg_statistic_ext'::regclass, 'pg_publication_rel'::regclass)
				OR d.classid = 'pg_class'::regclass AND d.objid IN (SELECT f.oid FROM pg_class f WHERE f.relkind = 'f'))""";

	private static final Comparator<ObjectName> ORDER = Comparator.comparing(ObjectName::kind)
		.thenComparing(ObjectName::name)
		.thenComparing((name) -> (name.table() != null) ? name.table() : name.name())
		.thenComparing((name) -> (name.arguments() != null) ? name.arguments() : "");

	private static final Comparator<OtherUse> USER_ORDER = Comparator.comparing(OtherUse::along)
		.thenComparing((use) -> use.user().kind())
		.thenComparing((use) -> use.user().name());

	private final CatalogObjects objects;

	private final List<Edge> edges = new ArrayList<>();

	/**
	 * By table and column, the numbers of the columns that the column's expression reads.
	 */
	private final Map<List<Long>, List<Integer>> own = new HashMap<>();

	UsesReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(USES.replace(":user", USER).replace(":edges", EDGES), this::edge);
		queries.ask(USES.replace(":user", OTHER_USER).replace(":edges", OTHER_EDGES), this::edge);
	}

	private void edge(ResultSet row) throws SQLException {
		Edge edge = new Edge(row.getString(1), row.getLong(2), row.getInt(3), row.getString(4), row.getLong(5),
				row.getInt(6), row.getBoolean(7));
		if (edge.part() > 0 && edge.usedCatalog().equals("pg_class") && edge.used() == edge.user()) {
			this.own.computeIfAbsent(List.of(edge.user(), (long) edge.part()), (key) -> new ArrayList<>())
				.add(edge.usedPart());
		}
		else {
			this.edges.add(edge);
		}
	}

	/** The columns of the same table that the expression of a column reads. */
	List<String> columns(long table, int column) {
		return this.own.getOrDefault(List.of(table, (long) column), List.of())
			.stream()
			.map((number) -> this.objects.columnName(table, number))
			.filter((name) -> !name.isEmpty())
			.sorted()
			.toList();
	}

	/** Who uses what, once all objects have been read. */
	Map<ObjectName, Set<ObjectName>> uses() {
		Map<ObjectName, List<ObjectName>> found = new HashMap<>();
		for (Edge edge : this.edges) {
			ObjectName user = this.objects.find(edge.catalog(), edge.user(), edge.part());
			ObjectName used = this.objects.find(edge.usedCatalog(), edge.used(), edge.usedPart());
			if (user != null && used != null && !used.equals(user) && !isWhole(used, user)) {
				List<ObjectName> list = found.computeIfAbsent(user, (key) -> new ArrayList<>());
				list.add(used);
				QualifiedName table = used.table();
				if (used.kind() == ObjectKind.COLUMN && table != null && !table.equals(user.table())) {
					list.add(ObjectName.of(ObjectKind.TABLE, table));
				}
			}
		}
		Map<ObjectName, Set<ObjectName>> uses = new LinkedHashMap<>();
		found.forEach((user, list) -> {
			list.sort(ORDER);
			uses.put(user, new LinkedHashSet<>(list));
		});
		return uses;
	}

	/** What is not compared and depends on what is. */
	Map<ObjectName, List<OtherUse>> otherUses(OtherReader others) {
		Map<ObjectName, Set<OtherUse>> found = new HashMap<>();
		for (Edge edge : this.edges) {
			OtherObject user = others.find(edge.catalog(), edge.user());
			ObjectName used = this.objects.find(edge.usedCatalog(), edge.used(), edge.usedPart());
			if (user != null && used != null) {
				found.computeIfAbsent(used, (key) -> new HashSet<>()).add(new OtherUse(user, edge.along()));
			}
		}
		others.settings((object, other) -> found.computeIfAbsent(object, (key) -> new HashSet<>())
			.add(new OtherUse(other, true)));
		Map<ObjectName, List<OtherUse>> uses = new HashMap<>();
		found.forEach((object, users) -> uses.put(object, users.stream().sorted(USER_ORDER).toList()));
		return uses;
	}

	private static boolean isWhole(ObjectName object, ObjectName part) {
		return switch (object.kind()) {
			case TABLE, VIEW, MATERIALIZED_VIEW -> object.name().equals(part.table());
			default -> false;
		};
	}

	private record Edge(String catalog, long user, int part, String usedCatalog, long used, int usedPart,
			boolean along) {

	}

}
