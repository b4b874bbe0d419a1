package io.automigrate.ddl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.automigrate.schema.Column;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Comments and privileges, which every kind of object can have.
 */
final class AccessDdl {

	private AccessDdl() {
	}

	/** What a new object needs beyond what PostgreSQL gives it by itself. */
	static List<String> ofNew(SchemaObject object) {
		List<String> statements = new ArrayList<>();
		if (object.comment() != null) {
			statements.add(comment(object.id(), object.comment()));
		}
		if (object instanceof Column column) {
			statements.addAll(TableDdl.notNullComment(null, column));
		}
		else if (object instanceof Index index) {
			statements.addAll(ConstraintDdl.statistics(index, List.of(), index.statistics()));
		}
		List<Grant> defaults = object.id().kind().defaultGrants();
		statements
			.addAll(revoke(object, defaults.stream().filter((grant) -> !object.grants().contains(grant)).toList()));
		statements
			.addAll(grant(object, object.grants().stream().filter((grant) -> !defaults.contains(grant)).toList()));
		return statements;
	}

	static String comment(ObjectName object, @Nullable String comment) {
		return comment(target(object), comment);
	}

	static String comment(String target, @Nullable String comment) {
		return "COMMENT ON " + target + " IS " + ((comment != null) ? Identifier.literal(comment) : "NULL");
	}

	/** What is said about a constraint that has a name, where that is something else. */
	static List<String> constraintComment(@Nullable String name, String owner, @Nullable String before,
			@Nullable String after) {
		return (name == null || Objects.equals(before, after)) ? List.of()
				: List.of(comment("CONSTRAINT " + Identifier.quote(name) + " ON " + owner, after));
	}

	static List<String> grant(SchemaObject object, List<Grant> grants) {
		Map<String, List<Grant>> byGrantee = grants.stream()
			.filter((grant) -> !(object instanceof View view) || view.has(grant))
			.collect(Collectors.groupingBy((grant) -> grantee(grant) + (grant.grantable() ? " WITH GRANT OPTION" : ""),
					LinkedHashMap::new, Collectors.toList()));
		List<String> statements = new ArrayList<>();
		byGrantee.forEach((to, list) -> statements
			.add("GRANT " + privileges(object, list) + " ON " + grantTarget(object) + " TO " + to));
		return statements;
	}

	static List<String> revoke(SchemaObject object, List<Grant> grants) {
		Map<String, List<Grant>> byGrantee = grants.stream()
			.collect(Collectors.groupingBy(AccessDdl::grantee, LinkedHashMap::new, Collectors.toList()));
		List<String> statements = new ArrayList<>();
		byGrantee.forEach((from, list) -> statements
			.add("REVOKE " + privileges(object, list) + " ON " + grantTarget(object) + " FROM " + from));
		return statements;
	}

	/** What is revoked on a table is revoked on each of its columns, too. */
	static List<String> keptOnColumns(Table from, Table to, List<Grant> revoked) {
		List<String> statements = new ArrayList<>();
		for (Column column : to.columns()) {
			List<Grant> before = from.column(column.name()).map(Column::grants).orElse(List.of());
			statements.addAll(grant(column,
					column.grants()
						.stream()
						.filter((kept) -> before.contains(kept) && revoked.stream()
							.anyMatch((gone) -> gone.grantee().equals(kept.grantee())
									&& gone.privilege().equals(kept.privilege())))
						.toList()));
		}
		return statements;
	}

	/** And on each of a view, whose columns' privileges are its own. */
	static List<String> keptOnColumns(View from, View to, List<Grant> revoked) {
		return grant(to,
				to.grants()
					.stream()
					.filter((kept) -> from.grants().contains(kept) && revoked.stream()
						.anyMatch((gone) -> gone.grantee().equals(kept.grantee())
								&& kept.privilege().startsWith(gone.privilege() + " (")))
					.toList());
	}

	private static String privileges(SchemaObject object, List<Grant> grants) {
		String column = (object instanceof Column named) ? " (" + Identifier.quote(named.name()) + ")" : "";
		return grants.stream().map((grant) -> grant.privilege() + column).collect(Collectors.joining(", "));
	}

	private static String grantee(Grant grant) {
		return grant.grantee().equals("PUBLIC") ? "PUBLIC" : Identifier.quote(grant.grantee());
	}

	private static String grantTarget(SchemaObject object) {
		return switch (object.id().kind()) {
			case COLUMN -> "TABLE " + ((Column) object).table().quoted();
			case VIEW, MATERIALIZED_VIEW -> "TABLE " + object.id().name().quoted();
			default -> target(object.id());
		};
	}

	/** The object as {@code COMMENT ON} names it. */
	static String target(ObjectName object) {
		String name = object.name().quoted();
		String table = (object.table() != null) ? object.table().quoted() : "";
		String part = Identifier.quote(object.name().name());
		return switch (object.kind()) {
			case SCHEMA -> "SCHEMA " + part;
			case EXTENSION -> "EXTENSION " + part;
			case ENUM, COMPOSITE -> "TYPE " + name;
			case DOMAIN -> "DOMAIN " + name;
			case SEQUENCE -> "SEQUENCE " + name;
			case FUNCTION -> "FUNCTION " + name + "(" + object.arguments() + ")";
			case PROCEDURE -> "PROCEDURE " + name + "(" + object.arguments() + ")";
			case TABLE -> "TABLE " + name;
			case VIEW -> "VIEW " + name;
			case MATERIALIZED_VIEW -> "MATERIALIZED VIEW " + name;
			case COLUMN, DEFAULT -> "COLUMN " + table + "." + part;
			case PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY -> "CONSTRAINT " + part + " ON " + table;
			case INDEX -> "INDEX " + name;
			case TRIGGER -> "TRIGGER " + part + " ON " + table;
			case POLICY -> "POLICY " + part + " ON " + table;
		};
	}

}
