package io.automigrate.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import io.automigrate.schema.Policy;
import io.automigrate.schema.Routine;
import io.automigrate.schema.Trigger;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Views, functions, procedures, triggers and policies.
 */
final class CodeDdl {

	private CodeDdl() {
	}

	static List<String> create(View view) {
		List<String> statements = new ArrayList<>();
		statements.add("CREATE " + body(view));
		statements.addAll(columns(view));
		statements.addAll(AccessDdl.ofNew(view));
		return statements;
	}

	static List<String> replace(View view) {
		List<String> statements = new ArrayList<>();
		statements.add("CREATE OR REPLACE " + body(view));
		return statements;
	}

	/** As pg_dump breaks a circle: a view of the same shape that reads nothing. */
	static String standIn(View view) {
		return "CREATE VIEW " + view.name().quoted() + " AS SELECT "
				+ view.columns()
					.stream()
					.map((column) -> "NULL::" + column.type() + " AS " + Identifier.quote(column.name()))
					.collect(Collectors.joining(", "));
	}

	private static String body(View view) {
		List<String> options = view.options().stream().filter((option) -> !option.startsWith("check_option=")).toList();
		String check = view.options()
			.stream()
			.filter((option) -> option.startsWith("check_option="))
			.map((option) -> "\n WITH " + option.substring("check_option=".length()).toUpperCase(Locale.ROOT)
					+ " CHECK OPTION")
			.findFirst()
			.orElse("");
		return (view.materialized() ? "MATERIALIZED VIEW " : "VIEW ") + view.name().quoted()
				+ (options.isEmpty() ? "" : " WITH (" + TableDdl.parameters(options) + ")") + " AS\n"
				+ view.definition() + check + ((view.materialized() && !view.populated()) ? "\n WITH NO DATA" : "");
	}

	private static List<String> columns(View view) {
		List<String> statements = new ArrayList<>();
		for (View.ViewColumn column : view.columns()) {
			if (column.defaultExpression() != null) {
				statements.add(alterColumn(view, column) + " SET DEFAULT " + column.defaultExpression());
			}
			if (column.comment() != null) {
				statements.add(comment(view, column));
			}
		}
		return statements;
	}

	static List<String> columnDefaults(View live, View desired) {
		return desired.columns().stream().filter((column) -> {
			View.ViewColumn there = find(live, column.name());
			return !Objects.equals(column.defaultExpression(), (there != null) ? there.defaultExpression() : null);
		})
			.map((column) -> alterColumn(desired, column) + ((column.defaultExpression() != null)
					? " SET DEFAULT " + column.defaultExpression() : " DROP DEFAULT"))
			.toList();
	}

	static List<String> columnComments(View live, View desired) {
		return desired.columns().stream().filter((column) -> {
			View.ViewColumn there = find(live, column.name());
			return !Objects.equals(column.comment(), (there != null) ? there.comment() : null);
		}).map((column) -> comment(desired, column)).toList();
	}

	private static View.@Nullable ViewColumn find(View view, String name) {
		return view.columns().stream().filter((column) -> column.name().equals(name)).findFirst().orElse(null);
	}

	private static String alterColumn(View view, View.ViewColumn column) {
		return "ALTER " + (view.materialized() ? "MATERIALIZED VIEW " : "VIEW ") + view.name().quoted()
				+ " ALTER COLUMN " + Identifier.quote(column.name());
	}

	private static String comment(View view, View.ViewColumn column) {
		return AccessDdl.comment("COLUMN " + view.name().quoted() + "." + Identifier.quote(column.name()),
				column.comment());
	}

	/** pg_get_functiondef prints CREATE OR REPLACE. */
	static List<String> create(Routine routine) {
		List<String> statements = new ArrayList<>();
		statements.add(routine.definition().stripTrailing());
		statements.addAll(AccessDdl.ofNew(routine));
		return statements;
	}

	static List<String> create(Trigger trigger) {
		List<String> statements = new ArrayList<>();
		statements.add(trigger.definition());
		if (!trigger.enabled().equals("O")) {
			statements.add(enable(trigger));
		}
		statements.addAll(AccessDdl.ofNew(trigger));
		return statements;
	}

	static String enable(Trigger trigger) {
		String how = switch (trigger.enabled()) {
			case "D" -> "DISABLE TRIGGER ";
			case "R" -> "ENABLE REPLICA TRIGGER ";
			case "A" -> "ENABLE ALWAYS TRIGGER ";
			default -> "ENABLE TRIGGER ";
		};
		return "ALTER TABLE " + trigger.table().quoted() + " " + how + Identifier.quote(trigger.name());
	}

	static List<String> create(Policy policy) {
		List<String> statements = new ArrayList<>();
		statements.add("CREATE POLICY " + Identifier.quote(policy.name()) + " ON " + policy.table().quoted()
				+ (policy.permissive() ? "" : " AS RESTRICTIVE") + " FOR " + policy.command() + " TO " + roles(policy)
				+ expressions(policy));
		statements.addAll(AccessDdl.ofNew(policy));
		return statements;
	}

	/**
	 * Change a policy's expressions.
	 * @return the statement, or {@code null} where it must be made anew
	 */
	static @Nullable List<String> alter(Policy live, Policy desired) {
		boolean gone = (live.using() != null && desired.using() == null)
				|| (live.check() != null && desired.check() == null);
		if (gone || live.permissive() != desired.permissive() || !live.command().equals(desired.command())) {
			return null;
		}
		return List.of("ALTER POLICY " + Identifier.quote(desired.name()) + " ON " + desired.table().quoted()
				+ expressions(desired));
	}

	static List<String> roles(Policy live, Policy desired) {
		return List.of("ALTER POLICY " + Identifier.quote(live.name()) + " ON " + live.table().quoted() + " TO "
				+ roles(desired));
	}

	private static String roles(Policy policy) {
		return policy.roles()
			.stream()
			.map((role) -> role.equals("PUBLIC") ? "PUBLIC" : Identifier.quote(role))
			.collect(Collectors.joining(", "));
	}

	private static String expressions(Policy policy) {
		return ((policy.using() != null) ? " USING (" + policy.using() + ")" : "")
				+ ((policy.check() != null) ? " WITH CHECK (" + policy.check() + ")" : "");
	}

}
