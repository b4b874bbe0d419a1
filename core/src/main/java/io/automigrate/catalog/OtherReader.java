package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of what is not compared, so that nothing is passed over in silence.
 */
final class OtherReader {

	/**
	 * In the managed schemas. The array is found first, so that each part is cut down to
	 * them.
	 */
	private static final String IN_SCHEMAS = """
			SELECT o.kind, quote_ident(n.nspname) || '.' || o.name, o.catalog::text, o.oid
			FROM (
				SELECT CASE WHEN c.relkind = 'f' THEN 'foreign table' WHEN c.reloftype <> 0 THEN 'typed table'
						ELSE 'settings of columns of a materialized view' END AS kind,
					'pg_class'::regclass AS catalog, c.oid, c.relnamespace AS namespace, quote_ident(c.relname) AS name
				FROM pg_class c
				WHERE c.relkind = 'f' OR c.reloftype <> 0 OR c.relkind = 'm' AND EXISTS
					(SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
					WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attstattarget >= 0 OR a.attoptions IS NOT NULL
						OR a.attcompression <> '' OR a.attstorage <> t.typstorage) OFFSET 0)
				UNION ALL
				SELECT CASE t.typtype WHEN 'r' THEN 'range type' ELSE 'base type' END, 'pg_type'::regclass, t.oid,
					t.typnamespace, quote_ident(t.typname)
				FROM pg_type t WHERE t.typtype = 'r' OR t.typtype IN ('b', 'p')
					AND NOT (t.typlen = -1 AND t.typelem <> 0 AND t.typsubscript = 'array_subscript_handler'::regproc)
				UNION ALL
				SELECT 'aggregate', 'pg_proc'::regclass, p.oid, p.pronamespace,
					quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')'
				FROM pg_proc p WHERE p.prokind = 'a'
				UNION ALL
				SELECT 'statistics object', 'pg_statistic_ext'::regclass, oid, stxnamespace, quote_ident(stxname)
				FROM pg_statistic_ext
				UNION ALL
				SELECT 'text search configuration', 'pg_ts_config'::regclass, oid, cfgnamespace, quote_ident(cfgname)
				FROM pg_ts_config
				UNION ALL
				SELECT 'text search dictionary', 'pg_ts_dict'::regclass, oid, dictnamespace, quote_ident(dictname)
				FROM pg_ts_dict
				UNION ALL
				SELECT 'text search parser', 'pg_ts_parser'::regclass, oid, prsnamespace, quote_ident(prsname)
				FROM pg_ts_parser
				UNION ALL
				SELECT 'text search template', 'pg_ts_template'::regclass, oid, tmplnamespace, quote_ident(tmplname)
				FROM pg_ts_template
				UNION ALL
				SELECT 'operator', 'pg_operator'::regclass, p.oid, p.oprnamespace, p.oprname || '('
					|| concat_ws(', ', CASE WHEN p.oprleft = 0 THEN 'NONE' ELSE format_type(p.oprleft, NULL) END,
						format_type(p.oprright, NULL)) || ')'
				FROM pg_operator p
				UNION ALL
				SELECT 'operator class', 'pg_opclass'::regclass, p.oid, p.opcnamespace,
					quote_ident(p.opcname) || ' USING ' || am.amname
				FROM pg_opclass p JOIN pg_am am ON am.oid = p.opcmethod
				UNION ALL
				SELECT 'operator family', 'pg_opfamily'::regclass, p.oid, p.opfnamespace,
					quote_ident(p.opfname) || ' USING ' || am.amname
				FROM pg_opfamily p JOIN pg_am am ON am.oid = p.opfmethod
				UNION ALL
				SELECT 'collation', 'pg_collation'::regclass, oid, collnamespace, quote_ident(collname)
				FROM pg_collation
				UNION ALL
				SELECT 'conversion', 'pg_conversion'::regclass, oid, connamespace, quote_ident(conname)
				FROM pg_conversion
			) o
			JOIN pg_namespace n ON n.oid = o.namespace
			WHERE o.namespace IN (:namespaces)
				AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = o.catalog AND m.objid = o.oid
					AND m.deptype = 'e')
			UNION ALL
			SELECT 'rule', quote_ident(r.rulename) || ' on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
				'pg_rewrite', r.oid
			FROM pg_rewrite r
			JOIN pg_class c ON c.oid = r.ev_class
			JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE r.rulename <> '_RETURN' AND n.oid IN (:namespaces)
				AND c.oid NOT IN (:members 'pg_class'::regclass)
			UNION ALL
			SELECT 'comment on the index of a constraint', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
				'pg_constraint', k.oid
			FROM pg_description d
			JOIN pg_class c ON c.oid = d.objoid AND c.relkind IN ('i', 'I')
			JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
			WHERE d.classoid = 'pg_class'::regclass AND n.oid IN (:namespaces)
			UNION ALL
			SELECT CASE WHEN m.objid IS NULL THEN 'privileges that an owner lacks'
					ELSE 'privileges on a member of an extension' END,
				quote_ident(n.nspname) || a.name, CASE WHEN m.objid IS NULL THEN a.catalog::text END, a.oid
			FROM (
				SELECT 'pg_class'::regclass AS catalog, oid, relnamespace AS namespace, '.' || quote_ident(relname) AS name,
					relacl AS acl, relowner AS owner, CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END AS kind
				FROM pg_class WHERE oid >= 16384 AND relacl IS NOT NULL
				UNION ALL
				SELECT 'pg_proc'::regclass, oid, pronamespace,
					'.' || quote_ident(proname) || '(' || oidvectortypes(proargtypes) || ')', proacl, proowner, 'f'
				FROM pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL
				UNION ALL
				SELECT 'pg_type'::regclass, oid, typnamespace, '.' || quote_ident(typname), typacl, typowner, 'T'
				FROM pg_type WHERE oid >= 16384 AND typacl IS NOT NULL
				UNION ALL
				SELECT 'pg_namespace'::regclass, oid, oid, '', nspacl, nspowner, 'n'
				FROM pg_namespace WHERE nspacl IS NOT NULL
			) a
			JOIN pg_namespace n ON n.oid = a.namespace
			LEFT JOIN pg_depend m ON m.classid = a.catalog AND m.objid = a.oid AND m.deptype = 'e'
			WHERE CASE
				WHEN m.objid IS NULL THEN a.namespace IN (:namespaces) AND EXISTS (
					SELECT d.privilege_type FROM aclexplode(acldefault(a.kind, a.owner)) d WHERE d.grantee = a.owner
					EXCEPT SELECT h.privilege_type FROM aclexplode(a.acl) h WHERE h.grantee = a.owner)
				ELSE a.acl IS DISTINCT FROM (SELECT i.initprivs FROM pg_init_privs i
					WHERE i.classoid = a.catalog AND i.objoid = a.oid AND i.objsubid = 0) END""";

	/** In no schema, and not there from the start. A multirange has a cast of its own. */
	private static final String IN_DATABASE = """
			SELECT o.kind, o.name, o.catalog::text, o.oid
			FROM (
				SELECT 'event trigger' AS kind, 'pg_event_trigger'::regclass AS catalog, oid, quote_ident(evtname) AS name
				FROM pg_event_trigger
				UNION ALL
				SELECT 'publication', 'pg_publication'::regclass, oid, quote_ident(pubname) FROM pg_publication
				UNION ALL
				SELECT 'subscription', 'pg_subscription'::regclass, oid, quote_ident(subname)
				FROM pg_subscription
				WHERE subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
				UNION ALL
				SELECT 'foreign-data wrapper', 'pg_foreign_data_wrapper'::regclass, oid, quote_ident(fdwname)
				FROM pg_foreign_data_wrapper
				UNION ALL
				SELECT 'foreign server', 'pg_foreign_server'::regclass, oid, quote_ident(srvname) FROM pg_foreign_server
				UNION ALL
				SELECT 'user mapping', 'pg_user_mapping'::regclass, umid,
					'for ' || quote_ident(usename) || ' on ' || quote_ident(srvname) FROM pg_user_mappings
				UNION ALL
				SELECT 'security label', classoid::regclass, objoid,
					quote_ident(provider) || ' on ' || pg_describe_object(classoid, objoid, objsubid) FROM pg_seclabel
				UNION ALL
				SELECT 'cast', 'pg_cast'::regclass, oid,
					'(' || format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL) || ')'
				FROM pg_cast
				UNION ALL
				SELECT 'transform', 'pg_transform'::regclass, t.oid,
					'FOR ' || format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname)
				FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
				UNION ALL
				SELECT 'language', 'pg_language'::regclass, oid, quote_ident(lanname) FROM pg_language
				UNION ALL
				SELECT 'access method', 'pg_am'::regclass, oid, quote_ident(amname) FROM pg_am
				UNION ALL
				SELECT 'default privileges', 'pg_default_acl'::regclass, a.oid,
					'for ' || quote_ident(pg_get_userbyid(a.defaclrole)) || coalesce(' in ' || quote_ident(n.nspname), '')
					|| ' on ' || CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
						WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END
				FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
				WHERE a.defaclnamespace = 0 OR a.defaclnamespace IN (:namespaces)
			) o
			WHERE o.oid >= 16384
				AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = o.catalog AND m.objid = o.oid
					AND m.deptype IN ('e', 'i'))""";

	private final CatalogObjects objects;

	private final List<OtherObject> others = new ArrayList<>();

	/** By the row of a catalog that stands for it, or for what it is a setting of. */
	private final Map<CatalogObjects.Key, OtherObject> byRow = new LinkedHashMap<>();

	OtherReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(IN_SCHEMAS, this::other);
		queries.ask(IN_DATABASE, this::other);
	}

	private void other(ResultSet row) throws SQLException {
		OtherObject other = new OtherObject(row.getString(1), this.objects.text(row.getString(2)));
		this.others.add(other);
		if (row.getString(3) != null) {
			this.byRow.put(new CatalogObjects.Key(row.getString(3), row.getLong(4), 0), other);
		}
	}

	List<OtherObject> others() {
		this.others.sort(Comparator.comparing(OtherObject::kind).thenComparing(OtherObject::name));
		return this.others;
	}

	/** The object that a row of a catalog stands for, or null if it is another. */
	@Nullable OtherObject find(String catalog, long oid) {
		return this.byRow.get(new CatalogObjects.Key(catalog, oid, 0));
	}

	/** What is no object of its own, but something about one that is compared. */
	void settings(BiConsumer<ObjectName, OtherObject> each) {
		this.byRow.forEach((row, other) -> {
			ObjectName object = this.objects.find(row.catalog(), row.oid(), 0);
			if (object != null) {
				each.accept(object, other);
			}
		});
	}

}
