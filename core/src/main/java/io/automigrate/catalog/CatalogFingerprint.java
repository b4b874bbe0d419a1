package io.automigrate.catalog;

import java.util.Collection;

import io.automigrate.sql.Identifier;

/**
 * A cheap value that is another one whenever anything that {@link CatalogReader} reads
 * has changed. Every change of a catalog row makes a new version of it with the changing
 * transaction's number in {@code xmin}; so sums over (row, xmin) tell. Equal sums of
 * different catalogs would take a wrapped transaction counter or a clash of 64-bit
 * hashes.
 */
public final class CatalogFingerprint {

	/** The table that runs leave their state in; no part of any comparison. */
	public static final String STATE_TABLE = "automigrate_state";

	private static final String SQL = """
			(WITH n AS MATERIALIZED (
				SELECT oid, xmin, nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY (:schemas)
			), c AS MATERIALIZED (
				SELECT oid, xmin, relkind FROM pg_catalog.pg_class
				WHERE relnamespace IN (SELECT oid FROM n) AND relname NOT IN (:ownRelations)
			)
			SELECT pg_catalog.concat_ws('.',
				(SELECT pg_catalog.sum(:h(oid, xmin)) FROM n),
				(SELECT pg_catalog.sum(:h(oid, xmin)) FROM pg_catalog.pg_extension),
				(SELECT pg_catalog.sum(:h(oid, xmin)) FROM c),
				(SELECT pg_catalog.sum(:h(a.attrelid, a.xmin)) FROM pg_catalog.pg_attribute a JOIN c ON c.oid = a.attrelid
					WHERE c.relkind IN ('r', 'p') AND a.attnum > 0),
				(SELECT pg_catalog.sum(:h(k.oid, k.xmin)) FROM pg_catalog.pg_constraint k JOIN c ON c.oid = k.conrelid),
				(SELECT pg_catalog.sum(:h(i.indexrelid, i.xmin)) FROM pg_catalog.pg_index i JOIN c ON c.oid = i.indexrelid),
				(SELECT pg_catalog.sum(:h(q.seqrelid, q.xmin)) FROM pg_catalog.pg_sequence q JOIN c ON c.oid = q.seqrelid),
				(SELECT pg_catalog.sum(:h(d.refobjid, d.xmin)) FROM pg_catalog.pg_depend d JOIN c ON c.oid = d.objid
					WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')),
				(SELECT pg_catalog.sum(:h(t.oid, t.xmin)) FROM pg_catalog.pg_type t
					WHERE t.typnamespace IN (SELECT oid FROM n) AND t.typtype IN ('e', 'd', 'r')),
				(SELECT pg_catalog.sum(:h(e.oid, e.xmin)) FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t
					ON t.oid = e.enumtypid WHERE t.typnamespace IN (SELECT oid FROM n)),
				(SELECT pg_catalog.sum(:h(f.oid, f.xmin)) FROM pg_catalog.pg_proc f
					WHERE f.pronamespace IN (SELECT oid FROM n)),
				(SELECT pg_catalog.sum(:h(p.objoid, p.xmin) + p.objsubid) FROM pg_catalog.pg_description p
					JOIN c ON c.oid = p.objoid WHERE p.classoid = 'pg_catalog.pg_class'::regclass),
				(SELECT pg_catalog.sum(:h(p.objoid, p.xmin)) FROM pg_catalog.pg_description p
					WHERE p.classoid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_constraint'::regclass,
						'pg_catalog.pg_namespace'::regclass))))""";

	private CatalogFingerprint() {
	}

	/**
	 * Return the fingerprint as an SQL expression, to be part of a query.
	 * @param schemas the schemas it is taken of
	 * @param more what the array of their names is continued with, may be empty
	 * @return a scalar subquery of type text
	 */
	public static String sql(Collection<String> schemas, String more) {
		String relations = Identifier.literal(STATE_TABLE) + ", " + Identifier.literal(STATE_TABLE + "_pkey");
		return SQL.replace(":schemas", CatalogQueries.array(schemas) + more)
			.replace(":ownRelations", relations)
			.replaceAll(":h\\(([a-z.]+), ([a-z.]+)\\)", "pg_catalog.hashoidextended($1, $2::text::bigint)");
	}

}
