package io.automigrate.catalog;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;

/**
 * The questions that {@link CatalogReader} asks, sent in one trip. Members of extensions
 * are left out everywhere: the extension is their owner.
 */
final class CatalogQueries {

	private static final String NAMESPACES = """
			SELECT n.nspname, d.description
			FROM pg_namespace n
			LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 'pg_namespace'::regclass
			WHERE n.nspname = ANY (:schemas)
			ORDER BY n.nspname""";

	private static final String EXTENSIONS = """
			SELECT e.extname, n.nspname
			FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
			ORDER BY e.extname""";

	private static final String TABLES = """
			SELECT c.oid, n.nspname, c.relname, c.relpersistence = 'u' AS unlogged,
				CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partitioning,
				pn.nspname AS parent_schema, p.relname AS parent_name,
				pg_get_expr(c.relpartbound, c.oid) AS bounds, d.description
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
			LEFT JOIN pg_class p ON p.oid = i.inhparent
			LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('r', 'p') AND :notOwnState AND :notOfExtension""";

	private static final String COLUMNS = """
			SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
				pg_get_expr(ad.adbin, ad.adrelid) AS expression, a.attidentity, a.attgenerated,
				CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
					END AS collation,
				s.relname AS sequence, format_type(q.seqtypid, NULL) AS seqtype, q.seqstart, q.seqincrement, q.seqmin,
				q.seqmax, q.seqcache, q.seqcycle, d.description
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN pg_type t ON t.oid = a.atttypid
			LEFT JOIN pg_attrdef ad ON a.atthasdef AND ad.adrelid = a.attrelid AND ad.adnum = a.attnum
			LEFT JOIN pg_collation co ON a.attcollation <> t.typcollation AND co.oid = a.attcollation
			LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
			LEFT JOIN pg_depend sd ON a.attidentity <> '' AND sd.refclassid = 'pg_class'::regclass
				AND sd.refobjid = a.attrelid AND sd.refobjsubid = a.attnum AND sd.classid = 'pg_class'::regclass
				AND sd.deptype = 'i'
			LEFT JOIN pg_class s ON s.oid = sd.objid
			LEFT JOIN pg_sequence q ON q.seqrelid = s.oid
			LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass
				AND d.objsubid = a.attnum
			WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('r', 'p')
			ORDER BY a.attrelid, a.attnum""";

	private static final String CONSTRAINTS = """
			SELECT k.conrelid, k.conname, k.contype, pg_get_constraintdef(k.oid) AS definition,
				k.conkey, k.confkey, fn.nspname AS foreign_schema, f.relname AS foreign_name,
				k.confrelid, d.description
			FROM pg_constraint k
			JOIN pg_namespace n ON n.oid = k.connamespace
			LEFT JOIN pg_class f ON f.oid = k.confrelid
			LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
			LEFT JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass
			WHERE n.nspname = ANY (:schemas) AND k.conrelid <> 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x')
				AND k.conparentid = 0 AND k.conislocal
			ORDER BY k.conrelid, k.conname""";

	/** An index that is part of a partitioned one comes with that. */
	private static final String INDEXES = """
			SELECT i.indrelid, c.relname, pg_get_indexdef(i.indexrelid) AS definition, i.indisunique, i.indisvalid,
				i.indkey, CASE WHEN i.indexprs IS NOT NULL OR i.indpred IS NOT NULL THEN
					ARRAY(SELECT DISTINCT p.refobjsubid FROM pg_depend p
						WHERE p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
						AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid > 0)
					END AS used, d.description
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_class t ON t.oid = i.indrelid
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			WHERE n.nspname = ANY (:schemas) AND t.relkind IN ('r', 'p') AND NOT c.relispartition
				AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
			ORDER BY i.indrelid, c.relname""";

	private static final String SEQUENCES = """
			SELECT n.nspname, c.relname, format_type(q.seqtypid, NULL) AS seqtype, q.seqstart, q.seqincrement, q.seqmin,
				q.seqmax, q.seqcache, q.seqcycle, o.refobjid AS owner_oid, o.refobjsubid AS owner_column, d.description
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_sequence q ON q.seqrelid = c.oid
			LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid
				AND o.refclassid = 'pg_class'::regclass AND o.deptype = 'a' AND o.refobjsubid > 0
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			WHERE n.nspname = ANY (:schemas) AND :notOfExtension
				AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_class'::regclass AND i.objid = c.oid
					AND i.deptype = 'i')
			ORDER BY n.nspname, c.relname""";

	private static final String ENUMS = """
			SELECT n.nspname, t.typname,
				ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
				d.description
			FROM pg_type t
			JOIN pg_namespace n ON n.oid = t.typnamespace
			LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass
			WHERE n.nspname = ANY (:schemas) AND t.typtype = 'e'
				AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_type'::regclass AND x.objid = t.oid
					AND x.deptype = 'e')
			ORDER BY n.nspname, t.typname""";

	/**
	 * What a generated column reads. Up to 14 the column itself depends on it, since then
	 * its expression does.
	 */
	private static final String GENERATED_USES = """
			SELECT a.attrelid AS objid, a.attnum AS objsubid, p.refobjsubid
			FROM pg_attribute a
			JOIN pg_class c ON c.oid = a.attrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
			JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid
				AND p.refobjsubid > 0 AND p.refobjsubid <> a.attnum
				AND (p.classid = 'pg_attrdef'::regclass AND p.objid = ad.oid
					OR p.classid = 'pg_class'::regclass AND p.objid = a.attrelid AND p.objsubid = a.attnum)
			WHERE n.nspname = ANY (:schemas) AND a.attgenerated <> ''""";

	private static final String OTHERS = """
			SELECT kind, name FROM (
				SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
						ELSE 'composite type' END AS kind,
					quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
				FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('v', 'm', 'f', 'c') AND :notOfExtension
				UNION ALL
				SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'range type' END,
					quote_ident(n.nspname) || '.' || quote_ident(t.typname)
				FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
				WHERE n.nspname = ANY (:schemas) AND t.typtype IN ('d', 'r')
					AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_type'::regclass AND x.objid = t.oid
						AND x.deptype = 'e')
				UNION ALL
				SELECT CASE f.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
					f.oid::regprocedure::text
				FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
				WHERE n.nspname = ANY (:schemas)
					AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = f.oid
						AND x.deptype IN ('e', 'i'))
				UNION ALL
				SELECT 'trigger', quote_ident(t.tgname) || ' on ' || t.tgrelid::regclass::text
				FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND NOT t.tgisinternal AND t.tgparentid = 0
				UNION ALL
				SELECT 'policy', quote_ident(p.polname) || ' on ' || p.polrelid::regclass::text
				FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas)
				UNION ALL
				SELECT 'rule', quote_ident(r.rulename) || ' on ' || r.ev_class::regclass::text
				FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('r', 'p')
				UNION ALL
				SELECT 'inheritance', i.inhrelid::regclass::text || ' from ' || i.inhparent::regclass::text
				FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
			) o ORDER BY kind, name""";

	private static final String NOT_OF_EXTENSION = """
			NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid
				AND x.deptype = 'e')""";

	private CatalogQueries() {
	}

	/**
	 * Return all questions as one script, whose results come in the order of
	 * {@link CatalogReader}'s parts.
	 */
	static String all(Collection<String> schemas) {
		String names = array(schemas);
		return List
			.of(NAMESPACES, EXTENSIONS, TABLES, COLUMNS, GENERATED_USES, CONSTRAINTS, INDEXES, SEQUENCES, ENUMS, OTHERS)
			.stream()
			.map((query) -> query.replace(":schemas", names)
				.replace(":notOwnState", "c.relname <> " + Identifier.literal(CatalogFingerprint.STATE_TABLE))
				.replace(":notOfExtension", NOT_OF_EXTENSION))
			.collect(Collectors.joining(";\n"));
	}

	static String array(Collection<String> names) {
		return names.stream().map(Identifier::literal).collect(Collectors.joining(", ", "ARRAY[", "]::name[]"));
	}

}
