package io.automigrate.catalog;

/**
 * A cheap value that is another one whenever anything that is compared has changed; what
 * {@link CatalogReader} only lists is no part of it. Every change of a catalog row makes
 * a new version of it with the changing transaction's number in {@code xmin}; so sums
 * over (row, xmin) tell. Equal sums of different catalogs would take a wrapped
 * transaction counter or a clash of 64-bit hashes.
 */
public final class CatalogFingerprint {

	private static final String SQL = """
			(WITH n AS MATERIALIZED (
				SELECT oid, xmin, nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY (:schemas)
			), c AS MATERIALIZED (
				SELECT oid, xmin, relkind, reltype FROM pg_catalog.pg_class
				WHERE relnamespace IN (SELECT oid FROM n) AND NOT (relname ^@ 'automigrate_' AND relname IN (:own))
			)
			SELECT pg_catalog.concat_ws('.',
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(oid, xmin::text::bigint)) FROM n),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(oid, xmin::text::bigint)) FROM pg_catalog.pg_extension),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(oid, xmin::text::bigint)) FROM c),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(a.attrelid, a.xmin::text::bigint)) FROM pg_catalog.pg_attribute a JOIN c ON c.oid = a.attrelid
					WHERE a.attnum > 0 AND (c.relkind IN ('r', 'p', 'v', 'm', 'c') OR c.relkind IN ('i', 'I') AND a.attstattarget >= 0)),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(k.oid, k.xmin::text::bigint)) FROM pg_catalog.pg_constraint k JOIN c ON c.oid = k.conrelid),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(k.oid, k.xmin::text::bigint)) FROM pg_catalog.pg_constraint k
					WHERE k.contypid <> 0 AND k.connamespace IN (SELECT oid FROM n)),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(i.indexrelid, i.xmin::text::bigint)) FROM pg_catalog.pg_index i JOIN c ON c.oid = i.indexrelid),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(q.seqrelid, q.xmin::text::bigint)) FROM pg_catalog.pg_sequence q JOIN c ON c.oid = q.seqrelid),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(d.refobjid, d.xmin::text::bigint)) FROM pg_catalog.pg_depend d JOIN c ON c.oid = d.objid
					WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(t.oid, t.xmin::text::bigint)) FROM pg_catalog.pg_type t
					WHERE t.typnamespace IN (SELECT oid FROM n)
						AND (t.typtype IN ('e', 'd', 'r') OR t.oid IN (SELECT reltype FROM c WHERE relkind = 'c'))),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(e.oid, e.xmin::text::bigint)) FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t
					ON t.oid = e.enumtypid WHERE t.typnamespace IN (SELECT oid FROM n)),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(f.oid, f.xmin::text::bigint)) FROM pg_catalog.pg_proc f
					WHERE f.pronamespace IN (SELECT oid FROM n)),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(r.oid, r.xmin::text::bigint)) FROM pg_catalog.pg_rewrite r JOIN c ON c.oid = r.ev_class),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(g.oid, g.xmin::text::bigint)) FROM pg_catalog.pg_trigger g JOIN c ON c.oid = g.tgrelid
					WHERE NOT g.tgisinternal),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(y.oid, y.xmin::text::bigint)) FROM pg_catalog.pg_policy y JOIN c ON c.oid = y.polrelid),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(h.inhrelid, h.xmin::text::bigint)) FROM pg_catalog.pg_inherits h JOIN c ON c.oid = h.inhrelid),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(p.objoid, p.xmin::text::bigint) + p.objsubid) FROM pg_catalog.pg_description p
					JOIN c ON c.oid = p.objoid WHERE p.classoid = 'pg_catalog.pg_class'::regclass),
				(SELECT pg_catalog.sum(pg_catalog.hashoidextended(p.objoid, p.xmin::text::bigint)) FROM pg_catalog.pg_description p
					WHERE p.classoid = 'pg_catalog.pg_namespace'::regclass OR p.objoid >= 16384
						AND p.classoid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_constraint'::regclass,
							'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_trigger'::regclass,
							'pg_catalog.pg_policy'::regclass))))"""
		.replace(":own", OwnTables.RELATIONS_SQL);

	private CatalogFingerprint() {
	}

	/**
	 * Return the fingerprint as an SQL expression, to be part of a query.
	 * @param schemas an SQL expression of type {@code name[]}: the schemas it is taken of
	 * @return a scalar subquery of type text
	 */
	public static String sql(String schemas) {
		return SQL.replace(":schemas", schemas);
	}

}
