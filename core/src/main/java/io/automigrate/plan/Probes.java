package io.automigrate.plan;

import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Queries that show what stands in the way where a step failed on data: one column of
 * text, at most five rows.
 */
final class Probes {

	private static final int EXAMPLES = 5;

	private Probes() {
	}

	static @Nullable String of(Constraint constraint) {
		return switch (constraint.kind()) {
			case PRIMARY_KEY, UNIQUE -> duplicates(constraint.table(), constraint.columns());
			case FOREIGN_KEY -> orphans(constraint);
			case CHECK -> constraint.definition().startsWith("CHECK (") ? broken(constraint) : null;
			case EXCLUSION -> null;
		};
	}

	static @Nullable String duplicates(Index index) {
		return index.columns().contains("") ? null : duplicates(index.table(), index.columns());
	}

	private static String duplicates(QualifiedName table, List<String> columns) {
		String list = list("", columns);
		return "SELECT pg_catalog.concat_ws(', ', " + text("", columns)
				+ ") || ' occurs ' || pg_catalog.count(*) || ' times' FROM " + table.quoted() + " GROUP BY " + list
				+ " HAVING pg_catalog.count(*) > 1 ORDER BY " + list + " LIMIT " + EXAMPLES;
	}

	private static @Nullable String orphans(Constraint key) {
		QualifiedName references = key.references();
		if (references == null || key.columns().size() != key.referencedColumns().size()) {
			return null;
		}
		StringBuilder on = new StringBuilder();
		StringBuilder set = new StringBuilder();
		for (int i = 0; i < key.columns().size(); i++) {
			on.append((i > 0) ? " AND " : "")
				.append("r.")
				.append(Identifier.quote(key.referencedColumns().get(i)))
				.append(" = c.")
				.append(Identifier.quote(key.columns().get(i)));
			set.append(" AND c.").append(Identifier.quote(key.columns().get(i))).append(" IS NOT NULL");
		}
		return "SELECT DISTINCT pg_catalog.concat_ws(', ', " + text("c.", key.columns())
				+ ") || ' refers to no row' FROM " + key.table().quoted() + " c WHERE NOT EXISTS (SELECT FROM "
				+ references.quoted() + " r WHERE " + on + ")" + set + " ORDER BY 1 LIMIT " + EXAMPLES;
	}

	private static String broken(Constraint check) {
		String condition = check.definition().substring("CHECK ".length()).replaceFirst(" NO INHERIT$", "");
		String values = check.columns().isEmpty() ? "'each row'"
				: "pg_catalog.concat_ws(', ', " + text("", check.columns()) + ")";
		return "SELECT DISTINCT " + values + " || ' breaks it' FROM " + check.table().quoted() + " WHERE NOT "
				+ condition + " ORDER BY 1 LIMIT " + EXAMPLES;
	}

	static String nulls(Column column) {
		return "SELECT pg_catalog.count(*) || CASE pg_catalog.count(*) WHEN 1 THEN ' row has NULL' ELSE ' rows have NULL' END FROM "
				+ column.table().quoted() + " WHERE " + Identifier.quote(column.name()) + " IS NULL";
	}

	/**
	 * Which values another type does not take: a function of the session tries each.
	 * @param from the column as it is
	 * @param to the column as it should be
	 * @param using how it is converted
	 */
	static String unfit(Column from, Column to, @Nullable String using) {
		String name = Identifier.quote(from.name());
		return "CREATE FUNCTION pg_temp.automigrate_fits(" + name + " " + from.type()
				+ ") RETURNS boolean LANGUAGE plpgsql AS "
				+ Identifier.literal("DECLARE automigrate_result " + to.type() + "; BEGIN automigrate_result := "
						+ ((using != null) ? using : name)
						+ "; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END")
				+ ";\nSELECT DISTINCT " + name + "::text || ' does not fit' FROM " + to.table().quoted()
				+ " WHERE NOT pg_temp.automigrate_fits(" + name + ") ORDER BY 1 LIMIT " + EXAMPLES;
	}

	private static String list(String prefix, List<String> columns) {
		return columns.stream().map((column) -> prefix + Identifier.quote(column)).collect(Collectors.joining(", "));
	}

	private static String text(String prefix, List<String> columns) {
		return columns.stream()
			.map((column) -> prefix + Identifier.quote(column) + "::text")
			.collect(Collectors.joining(", "));
	}

}
