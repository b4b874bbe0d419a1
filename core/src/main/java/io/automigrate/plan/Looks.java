package io.automigrate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Index;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Queries that count the rows that stand in the way of a step, with up to five of their
 * values: one row of a bigint and a text array. They read, and take no stronger lock than
 * any query does.
 */
final class Looks {

	private static final int EXAMPLES = 5;

	private static final int SHOWN_CHARACTERS = 100;

	/** More rows than this are not compared with each other one by one. */
	private static final long FEW_BYTES = 64 * 1024;

	private static final Map<String, String> RANGES = Map.of("smallint", "-32768 AND 32767", "integer",
			"-2147483648 AND 2147483647");

	private Looks() {
	}

	/** What breaks a constraint, or {@code null} where no query can tell. */
	static @Nullable String of(Constraint constraint, Steps steps) {
		if (!there(constraint.table(), constraint.columns(), steps)) {
			return null;
		}
		return switch (constraint.kind()) {
			case PRIMARY_KEY, UNIQUE -> {
				Index index = KeyIndex.of(constraint);
				yield (index != null) ? duplicates(index, constraint.kind() == Constraint.Kind.PRIMARY_KEY, steps)
						: null;
			}
			case FOREIGN_KEY -> orphans(constraint, steps);
			case CHECK -> constraint.definition().startsWith("CHECK (") ? broken(constraint) : null;
			case EXCLUSION -> overlaps(constraint, steps);
		};
	}

	private static boolean there(QualifiedName table, List<String> columns, Steps steps) {
		return steps.live.relation(table) instanceof Table found
				&& columns.stream().allMatch((column) -> column.isEmpty() || found.column(column).isPresent());
	}

	/**
	 * A key is one of the table itself, and of its partitions, but not of child tables.
	 */
	private static String own(QualifiedName table, Steps steps) {
		return (steps.partitioned(table) ? "" : "ONLY ") + table.quoted();
	}

	static @Nullable String duplicates(Index index, Steps steps) {
		return there(index.table(), index.columns(), steps) ? duplicates(index, false, steps) : null;
	}

	/** NULL is like no other value, unless the index says so; no key has it. */
	private static @Nullable String duplicates(Index index, boolean primary, Steps steps) {
		IndexTerms terms = IndexTerms.of(index.definition());
		if (terms == null) {
			return null;
		}
		List<String> values = terms.terms();
		String nulls = values.stream().map((value) -> value + " IS NULL").collect(Collectors.joining(" OR "));
		boolean distinct = !primary && !index.definition().contains(" NULLS NOT DISTINCT");
		List<String> where = new ArrayList<>();
		if (terms.where() != null) {
			where.add("(" + terms.where() + ")");
		}
		if (distinct) {
			where.add("NOT (" + nulls + ")");
		}
		return counted(named(values), own(index.table(), steps), String.join(" AND ", where), String.join(", ", values),
				"pg_catalog.count(*) > 1" + (primary ? " OR pg_catalog.bool_or(" + nulls + ")" : ""));
	}

	private static @Nullable String orphans(Constraint key, Steps steps) {
		QualifiedName references = key.references();
		if (references == null || key.columns().size() != key.referencedColumns().size()
				|| key.definition().contains(" PERIOD ")) {
			return null;
		}
		List<String> columns = key.columns().stream().map((column) -> "c." + Identifier.quote(column)).toList();
		String nulls = columns.stream().map((column) -> column + " IS NULL").collect(Collectors.joining(" OR "));
		String none = "false";
		if (there(references, key.referencedColumns(), steps)) {
			none = "EXISTS (SELECT FROM " + own(references, steps) + " r WHERE "
					+ IntStream.range(0, columns.size())
						.mapToObj(
								(i) -> "r." + Identifier.quote(key.referencedColumns().get(i)) + " = " + columns.get(i))
						.collect(Collectors.joining(" AND "))
					+ ")";
		}
		String orphan = "NOT (" + nulls + ") AND NOT " + none;
		String broken = key.definition().contains(" MATCH FULL")
				? "(" + orphan + ") OR ((" + nulls + ") AND NOT (" + nulls.replace(" OR ", " AND ") + "))" : orphan;
		return counted(named(key.columns(), columns), own(key.table(), steps) + " c", broken, null, null);
	}

	private static String broken(Constraint check) {
		String condition = check.definition().substring("CHECK ".length()).replaceFirst(" NO INHERIT$", "");
		String table = (check.definition().endsWith(" NO INHERIT") ? "ONLY " : "") + check.table().quoted();
		List<String> columns = check.columns().stream().map(Identifier::quote).toList();
		return counted(named(check.columns(), columns), table, "NOT " + condition, null, null);
	}

	/**
	 * What breaks a condition that no constraint says yet.
	 * @param columns the columns that it is about
	 */
	static String outside(QualifiedName table, List<String> columns, String condition) {
		return counted(named(columns, columns.stream().map(Identifier::quote).toList()), table.quoted(),
				"NOT (" + condition + ")", null, null);
	}

	/** By its operators. Unless one is for equality, each row is compared with each. */
	private static @Nullable String overlaps(Constraint constraint, Steps steps) {
		IndexTerms terms = IndexTerms.of(constraint.definition());
		if (terms == null || terms.operators().size() != terms.terms().size()
				|| !(terms.operators().contains("=") || steps.facts.size(constraint.table()).bytes() <= FEW_BYTES)) {
			return null;
		}
		int count = terms.terms().size();
		String columns = IntStream.range(0, count)
			.mapToObj((i) -> terms.terms().get(i) + " AS k" + i)
			.collect(Collectors.joining(", "));
		String rows = "(SELECT tableoid AS t, ctid AS p, " + columns + " FROM " + own(constraint.table(), steps)
				+ ((terms.where() != null) ? " WHERE " + terms.where() : "") + ")";
		String other = IntStream.range(0, count)
			.mapToObj((i) -> "a.k" + i + " " + terms.operators().get(i) + " b.k" + i)
			.collect(Collectors.joining(" AND "));
		return counted(
				named(terms.terms().stream().map(Identifier::unquoted).toList(),
						IntStream.range(0, count).mapToObj((i) -> "a.k" + i).toList()),
				rows + " a", "EXISTS (SELECT FROM " + rows + " b WHERE (b.t, b.p) <> (a.t, a.p) AND " + other + ")",
				null, null);
	}

	/** By the primary key of the rows, if there is one. */
	static @Nullable String nulls(Column column, Steps steps) {
		if (!there(column.table(), List.of(column.name()), steps)) {
			return null;
		}
		String rows = column.table().quoted() + " WHERE " + Identifier.quote(column.name()) + " IS NULL";
		List<String> key = (steps.live.relation(column.table()) instanceof Table table) ? table.constraints()
			.stream()
			.filter((constraint) -> constraint.kind() == Constraint.Kind.PRIMARY_KEY)
			.flatMap((constraint) -> constraint.columns().stream())
			.toList() : List.of();
		String examples = key.isEmpty() ? "'{}'::text[]"
				: "ARRAY(SELECT " + named(key, key.stream().map(Identifier::quote).toList()) + " FROM " + rows
						+ " LIMIT " + EXAMPLES + ")";
		return "SELECT pg_catalog.count(*), " + examples + " FROM " + rows;
	}

	/** The rows that lack a part of a primary key. */
	static @Nullable String nulls(Constraint key, Steps steps) {
		return (steps.live.relation(key.table()) instanceof Table table && there(key.table(), key.columns(), steps)
				&& key.columns()
					.stream()
					.anyMatch((column) -> table.column(column).filter((found) -> found.notNull() == null).isPresent()))
							? outside(key.table(), key.columns(),
									key.columns()
										.stream()
										.map((column) -> Identifier.quote(column) + " IS NOT NULL")
										.collect(Collectors.joining(" AND ")))
							: null;
	}

	/**
	 * The values that break a check of a domain, in all columns of that type; its
	 * expressions call a value {@code VALUE}.
	 */
	static @Nullable String ofDomain(Domain domain, Steps steps, List<Domain.Check> checks, boolean notNull) {
		String broken = Stream
			.concat(checks.stream()
				.map((check) -> check.definition().replaceFirst("^CHECK ", "NOT "))
				.filter((condition) -> condition.startsWith("NOT (")),
					notNull ? Stream.of("value IS NULL") : Stream.of())
			.collect(Collectors.joining(" OR "));
		List<String> values = columns(domain, steps).stream()
			.map((column) -> "SELECT " + Identifier.literal(column.id().path() + " = ") + " AS place, "
					+ Identifier.quote(column.name()) + "::" + domain.type() + " AS value FROM ONLY "
					+ column.table().quoted())
			.toList();
		return (values.isEmpty() || broken.isEmpty()) ? null : counted("v.place || " + text("v.value"),
				"(" + String.join(" UNION ALL ", values) + ") v", broken, null, null);
	}

	/** The values of an enum type that are no more of it. */
	static @Nullable String ofEnum(EnumType from, EnumType to, Steps steps) {
		List<String> gone = from.labels().stream().filter((label) -> !to.labels().contains(label)).toList();
		List<String> values = columns(from, steps).stream()
			.map((column) -> "SELECT " + Identifier.literal(column.id().path() + " = ") + " AS place, "
					+ Identifier.quote(column.name()) + "::text AS value FROM ONLY " + column.table().quoted())
			.toList();
		return (values.isEmpty() || gone.isEmpty()) ? null
				: counted("v.place || " + text("v.value"), "(" + String.join(" UNION ALL ", values) + ") v",
						"v.value IN (" + Identifier.literals(gone) + ")", null, null);
	}

	/** Columns of the type itself; what is within arrays and composites is not seen. */
	private static List<Column> columns(SchemaObject type, Steps steps) {
		List<Column> columns = new ArrayList<>();
		steps.live.dependents(type.id()).forEach((user) -> {
			if (steps.live.find(user) instanceof Column column
					&& column.type().replace("\"", "").equals(type.id().name().toString().replace("\"", ""))
					&& steps.existing(column.table())) {
				columns.add(column);
			}
		});
		return columns;
	}

	/**
	 * Which values another type does not take. Where no query can tell, a function of the
	 * session tries each, for which the transaction has to be rolled back.
	 * @param from the column as it is
	 * @param to the column as it should be
	 * @param using how it is converted
	 */
	static String unfit(Column from, Column to, @Nullable String using) {
		String name = Identifier.quote(from.name());
		String example = named(List.of(from.name()), List.of(name));
		String table = to.table().quoted();
		String range = RANGES.get(to.type());
		if (range != null && using == null && List.of("integer", "bigint").contains(from.type())) {
			return counted(example, table, name + " NOT BETWEEN " + range, null, null);
		}
		Integer length = TypeChange.longest(from.type(), to.type());
		if (length != null && (using == null || using.equals(name + "::" + to.type()))) {
			return counted(example, table, "pg_catalog.length(pg_catalog.rtrim(" + name + "::text, ' ')) > " + length,
					null, null);
		}
		return "CREATE FUNCTION pg_temp.automigrate_fits(" + name + " " + from.type()
				+ ") RETURNS boolean LANGUAGE plpgsql AS "
				+ Identifier.literal("DECLARE automigrate_result " + to.type() + "; BEGIN automigrate_result := "
						+ ((using != null) ? using : name)
						+ "; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END")
				+ ";\n" + counted(example, table, "NOT pg_temp.automigrate_fits(" + name + ")", null, null);
	}

	/**
	 * Count rows, and those that look alike together.
	 * @param example what is shown of a row
	 */
	private static String counted(String example, String from, String where, @Nullable String grouping,
			@Nullable String having) {
		return "WITH found AS MATERIALIZED (SELECT "
				+ ((grouping != null) ? "pg_catalog.min(" + example + ")" : example)
				+ " AS example, pg_catalog.count(*) AS number FROM " + from + (where.isEmpty() ? "" : " WHERE " + where)
				+ " GROUP BY " + ((grouping != null) ? grouping : "1") + ((having != null) ? " HAVING " + having : "")
				+ ") SELECT (SELECT coalesce(pg_catalog.sum(number), 0)::bigint FROM found), ARRAY(SELECT example"
				+ " || CASE number WHEN 1 THEN '' ELSE ' (' || number || ')' END FROM found"
				+ " ORDER BY number DESC, example COLLATE \"C\" LIMIT " + EXAMPLES + ")";
	}

	private static String named(List<String> values) {
		return named(values.stream().map(Identifier::unquoted).toList(), values);
	}

	private static String named(List<String> names, List<String> values) {
		if (values.isEmpty()) {
			return "'each row'";
		}
		String value = values.stream().map(Looks::text).collect(Collectors.joining(" || ', ' || "));
		return (values.size() == 1) ? Identifier.literal(names.get(0) + " = ") + " || " + value
				: Identifier.literal("(" + String.join(", ", names) + ") = (") + " || " + value + " || ')'";
	}

	/** Up to what a line takes. */
	private static String text(String value) {
		return "coalesce(pg_catalog.left((" + value + ")::text, " + SHOWN_CHARACTERS + "), 'NULL')";
	}

}
