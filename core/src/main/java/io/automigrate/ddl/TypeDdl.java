package io.automigrate.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Enum types, domains and composite types.
 */
final class TypeDdl {

	private TypeDdl() {
	}

	static String create(EnumType type) {
		return createEnum(type.name(), type.labels());
	}

	static String createEnum(QualifiedName name, List<String> labels) {
		return "CREATE TYPE " + name.quoted() + " AS ENUM (" + Identifier.literals(labels) + ")";
	}

	/**
	 * Add values at their places.
	 * @return the statements, or {@code null} where values would have to go or to change
	 * their order
	 */
	static @Nullable List<String> alter(EnumType live, EnumType desired) {
		if (!desired.labels().stream().filter(live.labels()::contains).toList().equals(live.labels())) {
			return null;
		}
		List<String> statements = new ArrayList<>();
		@Nullable String before = null;
		for (String label : desired.labels()) {
			if (!live.labels().contains(label)) {
				String place = (before != null) ? " AFTER " + Identifier.literal(before)
						: live.labels().isEmpty() ? "" : " BEFORE " + Identifier.literal(live.labels().get(0));
				statements.add("ALTER TYPE " + desired.name().quoted() + " ADD VALUE IF NOT EXISTS "
						+ Identifier.literal(label) + place);
			}
			before = label;
		}
		return statements;
	}

	static String renameValue(EnumType before, EnumType after) {
		String from = before.labels()
			.stream()
			.filter((label) -> !after.labels().contains(label))
			.findFirst()
			.orElseThrow();
		return "ALTER TYPE " + after.name().quoted() + " RENAME VALUE " + Identifier.literal(from) + " TO "
				+ Identifier.literal(after.labels().get(before.labels().indexOf(from)));
	}

	static List<String> create(Domain domain) {
		StringBuilder sql = new StringBuilder("CREATE DOMAIN ").append(domain.name().quoted())
			.append(" AS ")
			.append(type(domain.type(), domain.collation()));
		if (domain.defaultExpression() != null) {
			sql.append(" DEFAULT ").append(domain.defaultExpression());
		}
		if (domain.notNull() != null) {
			String name = domain.notNull().name();
			sql.append((name != null) ? " CONSTRAINT " + Identifier.quote(name) : "").append(" NOT NULL");
		}
		domain.checks().stream().filter(Domain.Check::valid).forEach((check) -> sql.append(' ').append(clause(check)));
		List<String> statements = new ArrayList<>();
		statements.add(sql.toString());
		domain.checks()
			.stream()
			.filter((check) -> !check.valid())
			.forEach((check) -> statements.add(add(domain, check)));
		domain.checks()
			.stream()
			.filter((check) -> check.comment() != null)
			.forEach((check) -> statements.add(comment(domain, check)));
		statements.addAll(notNullComment(null, domain));
		return statements;
	}

	static List<String> defaultOf(Domain desired) {
		return List.of("ALTER DOMAIN " + desired.name().quoted() + ((desired.defaultExpression() != null)
				? " SET DEFAULT " + desired.defaultExpression() : " DROP DEFAULT"));
	}

	static List<String> nullability(Domain desired) {
		String alter = "ALTER DOMAIN " + desired.name().quoted();
		if (desired.notNull() == null) {
			return List.of(alter + " DROP NOT NULL");
		}
		String name = desired.notNull().name();
		return Stream.concat(
				Stream.of(alter + ((name != null && !name.equals(desired.name().name() + "_not_null"))
						? " ADD CONSTRAINT " + Identifier.quote(name) + " NOT NULL" : " SET NOT NULL")),
				notNullComment(null, desired).stream())
			.toList();
	}

	static List<String> renameNotNull(Domain live, Domain desired) {
		String from = (live.notNull() != null) ? live.notNull().name() : null;
		String to = (desired.notNull() != null) ? desired.notNull().name() : null;
		return (from == null || to == null) ? List.of() : Stream
			.concat(Stream.of("ALTER DOMAIN " + desired.name().quoted() + " RENAME CONSTRAINT " + Identifier.quote(from)
					+ " TO " + Identifier.quote(to)), notNullComment(live.notNull(), desired).stream())
			.toList();
	}

	private static List<String> notNullComment(Domain.@Nullable NotNull live, Domain desired) {
		Domain.NotNull notNull = desired.notNull();
		return (notNull == null) ? List.of() : AccessDdl.constraintComment(notNull.name(),
				"DOMAIN " + desired.name().quoted(), (live != null) ? live.comment() : null, notNull.comment());
	}

	/**
	 * Added as NOT VALID and checked then, which reads the tables under a weaker lock.
	 */
	static List<String> checks(Domain live, Domain desired) {
		List<String> statements = new ArrayList<>();
		for (Domain.Check check : live.checks()) {
			Domain.Check wanted = find(desired, check.name());
			if (wanted == null || !wanted.definition().equals(check.definition())) {
				statements.add("ALTER DOMAIN " + desired.name().quoted() + " DROP CONSTRAINT "
						+ Identifier.quote(check.name()));
			}
		}
		for (Domain.Check check : desired.checks()) {
			Domain.Check there = find(live, check.name());
			boolean same = there != null && there.definition().equals(check.definition());
			if (!same) {
				statements.add(add(desired, check));
			}
			if (check.valid() && !(same && Objects.requireNonNull(there).valid())) {
				statements.add("ALTER DOMAIN " + desired.name().quoted() + " VALIDATE CONSTRAINT "
						+ Identifier.quote(check.name()));
			}
			if (!same && check.comment() != null) {
				statements.add(comment(desired, check));
			}
		}
		return statements;
	}

	/** Those of constraints that stay. */
	static List<String> constraintComments(Domain live, Domain desired) {
		Stream<String> checks = desired.checks().stream().filter((check) -> {
			Domain.Check there = find(live, check.name());
			return there != null && there.definition().equals(check.definition())
					&& !Objects.equals(check.comment(), there.comment());
		}).map((check) -> comment(desired, check));
		boolean stays = live.notNull() != null && desired.notNull() != null
				&& Objects.equals(live.notNull().name(), desired.notNull().name());
		return Stream.concat(checks, stays ? notNullComment(live.notNull(), desired).stream() : Stream.empty())
			.toList();
	}

	private static Domain.@Nullable Check find(Domain domain, String name) {
		return domain.checks().stream().filter((check) -> check.name().equals(name)).findFirst().orElse(null);
	}

	private static String add(Domain domain, Domain.Check check) {
		return "ALTER DOMAIN " + domain.name().quoted() + " ADD " + clause(check) + " NOT VALID";
	}

	private static String clause(Domain.Check check) {
		return "CONSTRAINT " + Identifier.quote(check.name()) + " " + check.definition();
	}

	private static String comment(Domain domain, Domain.Check check) {
		return AccessDdl.comment(
				"CONSTRAINT " + Identifier.quote(check.name()) + " ON DOMAIN " + domain.name().quoted(),
				check.comment());
	}

	static List<String> create(CompositeType type) {
		List<String> statements = new ArrayList<>();
		statements.add("CREATE TYPE " + type.name().quoted() + " AS ("
				+ type.attributes().stream().map((attribute) -> attribute(attribute)).collect(Collectors.joining(", "))
				+ ")");
		type.attributes()
			.stream()
			.filter((attribute) -> attribute.comment() != null)
			.forEach((attribute) -> statements.add(comment(type, attribute)));
		return statements;
	}

	/**
	 * Change attributes. One that changes its place cannot be moved; PostgreSQL adds at
	 * the end only.
	 */
	static List<String> attributes(CompositeType live, CompositeType desired) {
		List<String> clauses = new ArrayList<>();
		for (CompositeType.Attribute attribute : live.attributes()) {
			if (find(desired, attribute.name()) == null) {
				clauses.add("DROP ATTRIBUTE " + Identifier.quote(attribute.name()));
			}
		}
		for (CompositeType.Attribute attribute : desired.attributes()) {
			CompositeType.Attribute there = find(live, attribute.name());
			if (there == null) {
				clauses.add("ADD ATTRIBUTE " + attribute(attribute));
			}
			else if (!type(there.type(), there.collation()).equals(type(attribute.type(), attribute.collation()))) {
				clauses.add("ALTER ATTRIBUTE " + Identifier.quote(attribute.name()) + " TYPE "
						+ type(attribute.type(), attribute.collation()));
			}
		}
		return List.of("ALTER TYPE " + desired.name().quoted() + " " + String.join(", ", clauses));
	}

	static List<String> attributeComments(CompositeType live, CompositeType desired) {
		return desired.attributes().stream().filter((attribute) -> {
			CompositeType.Attribute there = find(live, attribute.name());
			return !Objects.equals(attribute.comment(), (there != null) ? there.comment() : null);
		}).map((attribute) -> comment(desired, attribute)).toList();
	}

	private static CompositeType.@Nullable Attribute find(CompositeType type, String name) {
		return type.attributes().stream().filter((attribute) -> attribute.name().equals(name)).findFirst().orElse(null);
	}

	private static String comment(CompositeType type, CompositeType.Attribute attribute) {
		return AccessDdl.comment("COLUMN " + type.name().quoted() + "." + Identifier.quote(attribute.name()),
				attribute.comment());
	}

	private static String attribute(CompositeType.Attribute attribute) {
		return Identifier.quote(attribute.name()) + " " + type(attribute.type(), attribute.collation());
	}

	static String type(String type, @Nullable String collation) {
		return (collation != null) ? type + " COLLATE " + collation : type;
	}

}
