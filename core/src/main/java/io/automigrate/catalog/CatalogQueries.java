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

	/** Privileges as {@code SELECT:role} or {@code SELECT*:role}, without the owner's. */
	private static final String GRANTS = """
			CASE WHEN %1$s IS NOT NULL THEN ARRAY(
				SELECT e.privilege_type || CASE WHEN e.is_grantable THEN '*:' ELSE ':' END || CASE e.grantee
					WHEN 0 THEN 'PUBLIC' ELSE coalesce((SELECT r.rolname::text FROM pg_roles r WHERE r.oid = e.grantee),
						e.grantee::text) END
				FROM aclexplode(%1$s) e WHERE e.grantee <> %2$s) END""";

	private static final String NAMESPACES = """
			SELECT n.nspname, d.description, %s AS grants
			FROM pg_namespace n
			LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 'pg_namespace'::regclass
			WHERE n.nspname = ANY (:schemas)
			ORDER BY n.nspname""".formatted(GRANTS.formatted("n.nspacl", "n.nspowner"));

	private static final String EXTENSIONS = """
			SELECT e.oid, e.extname, n.nspname, e.extversion
			FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
			WHERE e.extname <> 'plpgsql'
			ORDER BY e.extname""";

	private static final String TABLES = """
			SELECT c.oid, n.nspname, c.relname, c.relpersistence = 'u' AS unlogged,
				CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partitioning,
				pn.nspname AS parent_schema, p.relname AS parent_name,
				pg_get_expr(c.relpartbound, c.oid) AS bounds, d.description, c.reloptions,
				CASE WHEN t.reloptions IS NOT NULL THEN ARRAY(SELECT 'toast.' || o FROM unnest(t.reloptions) o) END AS toast,
				CASE WHEN am.amname <> 'heap' THEN am.amname END AS access_method, ts.spcname,
				CASE c.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL'
					WHEN 'i' THEN 'USING INDEX ' || quote_ident((SELECT ic.relname FROM pg_index i
						JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident))
					ELSE 'DEFAULT' END AS replica_identity, c.relrowsecurity, c.relforcerowsecurity,
				c.reltype, %s AS grants
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
			LEFT JOIN pg_class p ON p.oid = i.inhparent
			LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
			LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
			LEFT JOIN pg_am am ON am.oid = c.relam
			LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('r', 'p') AND :notOwnState AND :notOfExtension"""
		.formatted(GRANTS.formatted("c.relacl", "c.relowner"));

	private static final String INHERITANCE = """
			SELECT i.inhrelid, n.nspname, p.relname
			FROM pg_inherits i
			JOIN pg_class c ON c.oid = i.inhrelid AND NOT c.relispartition AND c.relkind = 'r'
			JOIN pg_class p ON p.oid = i.inhparent
			JOIN pg_namespace n ON n.oid = p.relnamespace
			ORDER BY i.inhrelid, i.inhseqno""";

	/** The reader's loop over these is the hottest, so it counts the columns. */
	private static final String COLUMNS = """
			SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
				pg_get_expr(ad.adbin, ad.adrelid) AS expression, a.attidentity, a.attgenerated,
				CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
					END AS collation,
				a.attislocal, CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
				nullif(a.attcompression, '') AS compression, nullif(a.attstattarget, -1) AS statistics,
				d.description, a.attacl IS NOT NULL AS has_grants
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN pg_type t ON t.oid = a.atttypid
			LEFT JOIN pg_attrdef ad ON a.atthasdef AND ad.adrelid = a.attrelid AND ad.adnum = a.attnum
			LEFT JOIN pg_collation co ON a.attcollation <> t.typcollation AND co.oid = a.attcollation
			LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
			LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass
				AND d.objsubid = a.attnum
			WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
			ORDER BY a.attrelid, a.attnum""";

	private static final String COLUMN_GRANTS = """
			SELECT a.attrelid, a.attnum, %s AS grants
			FROM pg_attribute a
			JOIN pg_class c ON c.oid = a.attrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = ANY (:schemas) AND a.attacl IS NOT NULL AND NOT a.attisdropped"""
		.formatted(GRANTS.formatted("a.attacl", "c.relowner"));

	private static final String IDENTITIES = """
			SELECT sd.refobjid, sd.refobjsubid, s.relname AS sequence, format_type(q.seqtypid, NULL) AS seqtype,
				q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle
			FROM pg_class s
			JOIN pg_namespace n ON n.oid = s.relnamespace
			JOIN pg_sequence q ON q.seqrelid = s.oid
			JOIN pg_depend sd ON sd.classid = 'pg_class'::regclass AND sd.objid = s.oid
				AND sd.refclassid = 'pg_class'::regclass AND sd.deptype = 'i'
			WHERE n.nspname = ANY (:schemas)""";

	/** Since PostgreSQL 18. */
	private static final String NOT_NULLS = """
			SELECT k.conrelid, k.conkey[1] AS attnum, k.conname, k.convalidated, k.connoinherit
			FROM pg_constraint k
			JOIN pg_namespace n ON n.oid = k.connamespace
			WHERE n.nspname = ANY (:schemas) AND k.contype = 'n' AND k.conrelid <> 0""";

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
			WHERE n.nspname = ANY (:schemas) AND a.attgenerated <> ''
			ORDER BY a.attrelid, a.attnum, p.refobjsubid""";

	private static final String CONSTRAINTS = """
			SELECT k.oid, k.conrelid, k.conname, k.contype, pg_get_constraintdef(k.oid) AS definition, k.convalidated,
				k.conkey, k.confkey, fn.nspname AS foreign_schema, f.relname AS foreign_name,
				k.confrelid, k.conindid, x.reloptions, ts.spcname, i.indisclustered, d.description
			FROM pg_constraint k
			JOIN pg_namespace n ON n.oid = k.connamespace
			LEFT JOIN pg_class f ON f.oid = k.confrelid
			LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
			LEFT JOIN pg_class x ON k.contype IN ('p', 'u', 'x') AND x.oid = k.conindid
			LEFT JOIN pg_index i ON i.indexrelid = x.oid
			LEFT JOIN pg_tablespace ts ON ts.oid = x.reltablespace
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
					END AS used, c.relkind = 'I' AND NOT i.indisvalid AS only, i.indisclustered, i.indexrelid,
				ts.spcname, d.description
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_class t ON t.oid = i.indrelid
			LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
			WHERE n.nspname = ANY (:schemas) AND t.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND k.oid IS NULL
			ORDER BY i.indrelid, c.relname""";

	private static final String SEQUENCES = """
			SELECT c.oid, n.nspname, c.relname, format_type(q.seqtypid, NULL) AS seqtype, q.seqstart, q.seqincrement,
				q.seqmin, q.seqmax, q.seqcache, q.seqcycle, c.relpersistence = 'u' AS unlogged,
				o.refobjid AS owner_oid, o.refobjsubid AS owner_column, d.description, %s AS grants
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_sequence q ON q.seqrelid = c.oid
			LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid
				AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			WHERE n.nspname = ANY (:schemas) AND :notOfExtension AND o.deptype IS DISTINCT FROM 'i'
			ORDER BY n.nspname, c.relname""".formatted(GRANTS.formatted("c.relacl", "c.relowner"));

	private static final String NOT_A_MEMBER = """
			NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '%s'::regclass AND x.objid = %s.oid AND x.deptype = 'e')""";

	private static final String ENUMS = """
			SELECT t.oid, n.nspname, t.typname,
				ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
				d.description, %s AS grants
			FROM pg_type t
			JOIN pg_namespace n ON n.oid = t.typnamespace
			LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass
			WHERE n.nspname = ANY (:schemas) AND t.typtype = 'e' AND %s
			ORDER BY n.nspname, t.typname"""
		.formatted(GRANTS.formatted("t.typacl", "t.typowner"), NOT_A_MEMBER.formatted("pg_type", "t"));

	private static final String DOMAINS = """
			SELECT t.oid, n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod) AS type,
				CASE WHEN t.typcollation <> b.typcollation THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
					END AS collation,
				t.typnotnull, CASE WHEN t.typdefault IS NOT NULL THEN coalesce(pg_get_expr(t.typdefaultbin, 0),
					quote_literal(t.typdefault)) END AS expression, d.description, %s AS grants
			FROM pg_type t
			JOIN pg_namespace n ON n.oid = t.typnamespace
			JOIN pg_type b ON b.oid = t.typbasetype
			LEFT JOIN pg_collation co ON co.oid = t.typcollation
			LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
			LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass
			WHERE n.nspname = ANY (:schemas) AND t.typtype = 'd' AND %s
			ORDER BY n.nspname, t.typname"""
		.formatted(GRANTS.formatted("t.typacl", "t.typowner"), NOT_A_MEMBER.formatted("pg_type", "t"));

	private static final String DOMAIN_CHECKS = """
			SELECT k.oid, k.contypid, k.conname, pg_get_constraintdef(k.oid) AS definition, k.convalidated, d.description
			FROM pg_constraint k
			JOIN pg_namespace n ON n.oid = k.connamespace
			LEFT JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass
			WHERE n.nspname = ANY (:schemas) AND k.contypid <> 0 AND k.contype = 'c'
			ORDER BY k.contypid, k.conname""";

	private static final String COMPOSITES = """
			SELECT t.oid, n.nspname, t.typname, c.oid AS class, d.description, %s AS grants
			FROM pg_class c
			JOIN pg_type t ON t.oid = c.reltype
			JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass
			WHERE n.nspname = ANY (:schemas) AND c.relkind = 'c' AND %s
			ORDER BY n.nspname, t.typname""".formatted(GRANTS.formatted("t.typacl", "t.typowner"),
			NOT_A_MEMBER.formatted("pg_type", "t"));

	private static final String VIEWS = """
			SELECT c.oid, n.nspname, c.relname, c.relkind = 'm' AS materialized, pg_get_viewdef(c.oid) AS definition,
				c.reloptions, c.relispopulated, c.reltype, d.description, %s AS grants
			FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
			WHERE n.nspname = ANY (:schemas) AND c.relkind IN ('v', 'm') AND :notOfExtension
			ORDER BY n.nspname, c.relname""".formatted(GRANTS.formatted("c.relacl", "c.relowner"));

	private static final String ROUTINES = """
			SELECT f.oid, n.nspname, f.proname, ARRAY(SELECT format_type(t, NULL)
					FROM unnest(f.proargtypes) WITH ORDINALITY AS a (t, position) ORDER BY position) AS arguments,
				f.prokind, pg_get_functiondef(f.oid) AS definition, concat_ws(' ', f.prokind,
					pg_get_function_identity_arguments(f.oid), f.pronargdefaults, 'RETURNS',
					pg_get_function_result(f.oid)) AS signature,
				l.lanname, f.prosqlbody IS NOT NULL AS tracked, d.description, %s AS grants
			FROM pg_proc f
			JOIN pg_namespace n ON n.oid = f.pronamespace
			JOIN pg_language l ON l.oid = f.prolang
			LEFT JOIN pg_description d ON d.objoid = f.oid AND d.classoid = 'pg_proc'::regclass
			WHERE n.nspname = ANY (:schemas) AND f.prokind IN ('f', 'p', 'w')
				AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = f.oid
					AND x.deptype IN ('e', 'i'))
			ORDER BY n.nspname, f.proname, arguments""".formatted(GRANTS.formatted("f.proacl", "f.proowner"));

	private static final String TRIGGERS = """
			SELECT t.oid, t.tgrelid, t.tgname, pg_get_triggerdef(t.oid) AS definition, t.tgenabled, d.description
			FROM pg_trigger t
			JOIN pg_class c ON c.oid = t.tgrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass
			WHERE n.nspname = ANY (:schemas) AND NOT t.tgisinternal AND t.tgparentid = 0
			ORDER BY t.tgrelid, t.tgname""";

	private static final String POLICIES = """
			SELECT p.oid, p.polrelid, p.polname, p.polpermissive, p.polcmd,
				ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE coalesce((SELECT a.rolname::text FROM pg_roles a
					WHERE a.oid = r), r::text) END FROM unnest(p.polroles) r ORDER BY 1) AS roles,
				pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS "check",
				d.description
			FROM pg_policy p
			JOIN pg_class c ON c.oid = p.polrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_policy'::regclass
			WHERE n.nspname = ANY (:schemas)
			ORDER BY p.polrelid, p.polname""";

	/**
	 * Who uses what, of user-made things ({@code FirstNormalObjectId}): not what is in a
	 * schema, nor what is part of its own table. What an array holds and what an
	 * extension brought stand for these.
	 */
	private static final String USES = """
			SELECT d.classid::regclass::text, coalesce(rw.ev_class, ad.adrelid, d.objid),
				coalesce(ad.adnum::int, d.objsubid), CASE WHEN e.refobjid IS NOT NULL THEN 'pg_extension'
					ELSE d.refclassid::regclass::text END,
				coalesce(e.refobjid, CASE WHEN rt.typlen = -1 AND rt.typelem <> 0 THEN rt.typelem END, d.refobjid),
				d.refobjsubid
			FROM pg_depend d
			LEFT JOIN pg_rewrite rw ON d.classid = 'pg_rewrite'::regclass AND rw.oid = d.objid
			LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid
			LEFT JOIN pg_type rt ON d.refclassid = 'pg_type'::regclass AND rt.oid = d.refobjid
			LEFT JOIN pg_depend e ON e.classid = d.refclassid AND e.objid = d.refobjid AND e.deptype = 'e'
				AND e.refclassid = 'pg_extension'::regclass
			WHERE d.refobjid >= 16384 AND d.refclassid NOT IN ('pg_namespace'::regclass, 'pg_extension'::regclass)
				AND (d.deptype = 'n' OR d.deptype = 'a' AND d.refclassid <> 'pg_class'::regclass)
				AND d.classid <> 'pg_amop'::regclass AND d.classid <> 'pg_amproc'::regclass
			ORDER BY 1, 2, 3, 4, 5, 6""";

	private static final String OTHERS = """
			SELECT kind, name FROM (
				SELECT 'foreign table' AS kind, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
				FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND c.relkind = 'f' AND :notOfExtension
				UNION ALL
				SELECT 'typed table', quote_ident(n.nspname) || '.' || quote_ident(c.relname)
				FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND c.reloftype <> 0
				UNION ALL
				SELECT 'range type', quote_ident(n.nspname) || '.' || quote_ident(t.typname)
				FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
				WHERE n.nspname = ANY (:schemas) AND t.typtype = 'r' AND %1$s
				UNION ALL
				SELECT 'base type', quote_ident(n.nspname) || '.' || quote_ident(t.typname)
				FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
				WHERE n.nspname = ANY (:schemas) AND t.typtype = 'b' AND t.typelem = 0 AND %1$s
				UNION ALL
				SELECT 'aggregate', f.oid::regprocedure::text
				FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
				WHERE n.nspname = ANY (:schemas) AND f.prokind = 'a' AND %2$s
				UNION ALL
				SELECT 'rule', quote_ident(r.rulename) || ' on ' || r.ev_class::regclass::text
				FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname = ANY (:schemas) AND r.rulename <> '_RETURN'
				UNION ALL
				SELECT 'statistics', quote_ident(n.nspname) || '.' || quote_ident(s.stxname)
				FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
				WHERE n.nspname = ANY (:schemas)
				UNION ALL
				SELECT 'text search configuration', quote_ident(n.nspname) || '.' || quote_ident(s.cfgname)
				FROM pg_ts_config s JOIN pg_namespace n ON n.oid = s.cfgnamespace WHERE n.nspname = ANY (:schemas) AND %3$s
				UNION ALL
				SELECT 'text search dictionary', quote_ident(n.nspname) || '.' || quote_ident(s.dictname)
				FROM pg_ts_dict s JOIN pg_namespace n ON n.oid = s.dictnamespace WHERE n.nspname = ANY (:schemas) AND %4$s
				UNION ALL
				SELECT 'collation', quote_ident(n.nspname) || '.' || quote_ident(s.collname)
				FROM pg_collation s JOIN pg_namespace n ON n.oid = s.collnamespace WHERE n.nspname = ANY (:schemas) AND %5$s
				UNION ALL
				SELECT 'conversion', quote_ident(n.nspname) || '.' || quote_ident(s.conname)
				FROM pg_conversion s JOIN pg_namespace n ON n.oid = s.connamespace WHERE n.nspname = ANY (:schemas) AND %6$s
				UNION ALL
				SELECT 'operator', s.oid::regoperator::text
				FROM pg_operator s JOIN pg_namespace n ON n.oid = s.oprnamespace WHERE n.nspname = ANY (:schemas) AND %7$s
				UNION ALL
				SELECT 'operator class', quote_ident(n.nspname) || '.' || quote_ident(s.opcname)
				FROM pg_opclass s JOIN pg_namespace n ON n.oid = s.opcnamespace WHERE n.nspname = ANY (:schemas) AND %8$s
				UNION ALL
				SELECT 'event trigger', quote_ident(s.evtname) FROM pg_event_trigger s WHERE %9$s
				UNION ALL
				SELECT 'publication', quote_ident(s.pubname) FROM pg_publication s
				UNION ALL
				SELECT 'foreign server', quote_ident(s.srvname) FROM pg_foreign_server s WHERE %10$s
				UNION ALL
				SELECT 'foreign data wrapper', quote_ident(s.fdwname) FROM pg_foreign_data_wrapper s WHERE %11$s
				UNION ALL
				SELECT 'cast', 'from ' || format_type(s.castsource, NULL) || ' to ' || format_type(s.casttarget, NULL)
				FROM pg_cast s WHERE s.oid >= 16384 AND %12$s
				UNION ALL
				SELECT 'default privileges', 'of ' || pg_get_userbyid(s.defaclrole) || CASE WHEN s.defaclnamespace <> 0
					THEN ' in schema ' || quote_ident((SELECT x.nspname FROM pg_namespace x WHERE x.oid = s.defaclnamespace))
					ELSE '' END || ' for ' || CASE s.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
					WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE 'schemas' END
				FROM pg_default_acl s
				UNION ALL
				SELECT 'language', quote_ident(s.lanname) FROM pg_language s WHERE s.oid >= 16384 AND %13$s
			) o ORDER BY kind, name"""
		.formatted(NOT_A_MEMBER.formatted("pg_type", "t"), NOT_A_MEMBER.formatted("pg_proc", "f"),
				NOT_A_MEMBER.formatted("pg_ts_config", "s"), NOT_A_MEMBER.formatted("pg_ts_dict", "s"),
				NOT_A_MEMBER.formatted("pg_collation", "s"), NOT_A_MEMBER.formatted("pg_conversion", "s"),
				NOT_A_MEMBER.formatted("pg_operator", "s"), NOT_A_MEMBER.formatted("pg_opclass", "s"),
				NOT_A_MEMBER.formatted("pg_event_trigger", "s"), NOT_A_MEMBER.formatted("pg_foreign_server", "s"),
				NOT_A_MEMBER.formatted("pg_foreign_data_wrapper", "s"), NOT_A_MEMBER.formatted("pg_cast", "s"),
				NOT_A_MEMBER.formatted("pg_language", "s"));

	private static final String NOT_OF_EXTENSION = NOT_A_MEMBER.formatted("pg_class", "c");

	private CatalogQueries() {
	}

	/**
	 * Return all questions as one script, whose results come in the order of
	 * {@link CatalogReader}'s parts.
	 */
	static String all(Collection<String> schemas) {
		String names = array(schemas);
		return List
			.of(NAMESPACES, EXTENSIONS, TABLES, INHERITANCE, IDENTITIES, NOT_NULLS, COLUMN_GRANTS, GENERATED_USES,
					COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, POLICIES, SEQUENCES, ENUMS, DOMAIN_CHECKS, DOMAINS,
					COMPOSITES, VIEWS, ROUTINES, USES, OTHERS)
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
