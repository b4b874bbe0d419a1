package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Routine;
import io.automigrate.sql.QualifiedName;

/**
 * Reads functions and procedures.
 */
final class RoutineReader {

	/**
	 * The functions that come with a range type are internal to it. That an argument has
	 * a default cannot be taken back; which one it is can be changed.
	 */
	private static final String ROUTINES = """
			SELECT p.oid, p.pronamespace, p.proname, p.prokind, oidvectortypes(p.proargtypes), pg_get_functiondef(p.oid),
				(SELECT string_agg(concat_ws(' ', a.mode, nullif(a.name, ''), format_type(a.type, NULL)), ', ' ORDER BY a.ordinality)
					FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
						WITH ORDINALITY a(type, mode, name)),
				p.pronargdefaults, pg_get_function_result(p.oid), l.lanname, p.prosqlbody IS NOT NULL,
				:grants(p.proacl, p.proowner)
			FROM pg_proc p
			JOIN pg_language l ON l.oid = p.prolang
			WHERE p.prokind <> 'a' AND p.pronamespace IN (:namespaces)
				AND p.oid NOT IN (:members 'pg_proc'::regclass)
				AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid
					AND i.deptype = 'i')""";

	private final CatalogObjects objects;

	private final List<Routine> routines = new ArrayList<>();

	RoutineReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(ROUTINES, this::routine);
	}

	private void routine(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		QualifiedName name = this.objects.name(row.getLong(2), row.getString(3));
		String prokind = row.getString(4);
		ObjectKind kind = prokind.equals("p") ? ObjectKind.PROCEDURE : ObjectKind.FUNCTION;
		String arguments = this.objects.text(row.getString(5));
		String named = this.objects.textOrNull(row.getString(7));
		String result = this.objects.textOrNull(row.getString(9));
		String signature = (prokind.equals("w") ? "window " : "") + kind.label() + "(" + ((named != null) ? named : "")
				+ ") DEFAULTS " + row.getInt(8) + ((result != null) ? " RETURNS " + result : "");
		this.objects.add("pg_proc", oid, ObjectName.routine(kind, name, arguments));
		this.routines.add(new Routine(name, arguments, kind == ObjectKind.PROCEDURE,
				this.objects.text(row.getString(6)), signature, row.getString(10), row.getBoolean(11),
				CatalogObjects.grants(kind, row.getArray(12)), this.objects.comment("pg_proc", oid)));
	}

	List<Routine> routines() {
		this.routines.sort(Comparator.comparing(Routine::name).thenComparing(Routine::arguments));
		return this.routines;
	}

}
