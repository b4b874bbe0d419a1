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
		return "SELECT pg_catalog.count(*) || ' rows break it' FROM " + check.table().quoted() + " WHERE NOT "
				+ condition;
	}

	static String nulls(Column column) {
		return "SELECT pg_catalog.count(*) || ' rows have NULL' FROM " + column.table().quoted() + " WHERE "
				+ Identifier.quote(column.name()) + " IS NULL";
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
