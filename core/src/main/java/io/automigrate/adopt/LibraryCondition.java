package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.sql.Identifier;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.serializer.LiquibaseSerializable;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

/**
 * Writes preconditions of Liquibase as conditions of PostgreSQL.
 */
final class LibraryCondition {

	/** Always holds. */
	static final String TRUE = "true";

	/** Never holds. */
	static final String FALSE = "false";

	private final Database database;

	private final DatabaseChangeLog changelog;

	private final List<String> executed;

	private final List<String> losses = new ArrayList<>();

	/**
	 * Create a writer.
	 * @param database how names are written
	 * @param changelog the changelog with its properties
	 * @param executed the changesets that come before, as "author:id"
	 */
	LibraryCondition(Database database, DatabaseChangeLog changelog, List<String> executed) {
		this.database = database;
		this.changelog = changelog;
		this.executed = executed;
	}

	/** What could not be written, by name. */
	List<String> losses() {
		return this.losses;
	}

	/**
	 * Write a precondition.
	 * @param precondition the precondition
	 * @return the condition, {@link #TRUE} or {@link #FALSE} where it needs no database
	 */
	String of(Precondition precondition) {
		if (precondition instanceof PreconditionLogic logic) {
			List<String> parts = logic.getNestedPreconditions().stream().map(this::of).toList();
			return switch (logic.getName()) {
				case "or" -> either(parts);
				case "not" -> negated(both(parts));
				default -> both(parts);
			};
		}
		return switch (precondition.getName()) {
			case "dbms", "changeLogPropertyDefined", "expectedQuotingStrategy" -> known(precondition);
			case "changeSetExecuted" ->
				constant(this.executed.contains(text(precondition, "author") + ":" + text(precondition, "id")));
			case "runningAs" ->
				"current_user = " + Identifier.literal(text(precondition, "username").toLowerCase(Locale.ROOT));
			case "tableExists" -> relation(precondition, text(precondition, "tableName"), "'r', 'p', 'f'");
			case "viewExists" -> relation(precondition, text(precondition, "viewName"), "'v', 'm'");
			case "sequenceExists" -> relation(precondition, text(precondition, "sequenceName"), "'S'");
			case "columnExists" -> "EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "
					+ oid(precondition, text(precondition, "tableName")) + " AND attnum > 0 AND NOT attisdropped AND "
					+ same("attname", text(precondition, "columnName")) + ")";
			case "indexExists" -> index(precondition);
			case "primaryKeyExists" -> constraint(precondition, "p", "tableName", "primaryKeyName");
			case "foreignKeyConstraintExists" -> constraint(precondition, "f", "foreignKeyTableName", "foreignKeyName");
			case "uniqueConstraintExists" -> constraint(precondition, "u", "tableName", "constraintName");
			case "rowCount" -> "(SELECT count(*) FROM " + table(precondition, text(precondition, "tableName")) + ") = "
					+ text(precondition, "expectedRows");
			case "tableIsEmpty" ->
				"NOT EXISTS (SELECT FROM " + table(precondition, text(precondition, "tableName")) + ")";
			case "sqlCheck" -> "coalesce((" + text(precondition, "sql").strip().replaceFirst(";$", "") + ")::text = "
					+ Identifier.literal(text(precondition, "expectedResult")) + ", false)";
			default -> lost(precondition.getName());
		};
	}

	private String lost(String name) {
		this.losses.add("the precondition " + name);
		return TRUE;
	}

	private String known(Precondition precondition) {
		try {
			precondition.check(this.database, this.changelog, null, null);
			return TRUE;
		}
		catch (PreconditionFailedException ex) {
			return FALSE;
		}
		catch (PreconditionErrorException ex) {
			return lost(precondition.getName());
		}
	}

	private static String constant(boolean value) {
		return value ? TRUE : FALSE;
	}

	private static String both(List<String> parts) {
		return parts.contains(FALSE) ? FALSE : combined(parts, TRUE, " AND ");
	}

	private static String either(List<String> parts) {
		return parts.contains(TRUE) ? TRUE : combined(parts, FALSE, " OR ");
	}

	private static String combined(List<String> parts, String neutral, String operator) {
		List<String> others = parts.stream().filter((part) -> !part.equals(neutral)).toList();
		return switch (others.size()) {
			case 0 -> neutral;
			case 1 -> others.get(0);
			default -> others.stream().map((part) -> "(" + part + ")").collect(Collectors.joining(operator));
		};
	}

	private static String negated(String part) {
		return switch (part) {
			case TRUE -> FALSE;
			case FALSE -> TRUE;
			default -> "NOT (" + part + ")";
		};
	}

	private String relation(Precondition precondition, String name, String kinds) {
		return "EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = " + oid(precondition, name) + " AND relkind IN ("
				+ kinds + "))";
	}

	private String index(Precondition precondition) {
		List<String> conditions = new ArrayList<>();
		if (has(precondition, "indexName")) {
			conditions.add("indexrelid = " + oid(precondition, text(precondition, "indexName")));
		}
		if (has(precondition, "tableName")) {
			conditions.add("indrelid = " + oid(precondition, text(precondition, "tableName")));
		}
		if (has(precondition, "columnNames")) {
			conditions.add(columns(precondition, "indrelid", "indkey"));
		}
		return "EXISTS (SELECT FROM pg_catalog.pg_index WHERE " + String.join(" AND ", conditions) + ")";
	}

	private String constraint(Precondition precondition, String type, String tableField, String nameField) {
		List<String> conditions = new ArrayList<>(List.of("contype = '" + type + "'"));
		if (has(precondition, tableField)) {
			conditions.add("conrelid = " + oid(precondition, text(precondition, tableField)));
		}
		if (has(precondition, nameField)) {
			conditions.add(same("conname", text(precondition, nameField)));
		}
		if (type.equals("u") && has(precondition, "columnNames")) {
			conditions.add(columns(precondition, "conrelid", "conkey"));
		}
		return "EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE " + String.join(" AND ", conditions) + ")";
	}

	private static String columns(Precondition precondition, String table, String numbers) {
		return "ARRAY(SELECT lower(attname) FROM unnest(" + numbers
				+ ") WITH ORDINALITY AS k (number, place) JOIN pg_catalog.pg_attribute ON attrelid = " + table
				+ " AND attnum = k.number ORDER BY k.place) = ARRAY["
				+ Stream.of(text(precondition, "columnNames").split(",", -1))
					.map((name) -> Identifier.literal(name.strip().toLowerCase(Locale.ROOT)))
					.collect(Collectors.joining(", "))
				+ "]";
	}

	private static String same(String column, String name) {
		return "lower(" + column + ") = " + Identifier.literal(name.toLowerCase(Locale.ROOT));
	}

	/** Without a schema it is looked for in the one that objects are created in. */
	private String oid(Precondition precondition, String name) {
		String table = table(precondition, name);
		return has(precondition, "schemaName") ? "to_regclass(" + Identifier.literal(table) + ")"
				: "to_regclass(quote_ident(current_schema()) || " + Identifier.literal("." + table) + ")";
	}

	private String table(Precondition precondition, String name) {
		return this.database.escapeObjectName(null, nullable(precondition, "schemaName"), name, Table.class);
	}

	private static boolean has(Precondition precondition, String field) {
		String value = nullable(precondition, field);
		return value != null && !value.isBlank();
	}

	private static String text(Precondition precondition, String field) {
		return String.valueOf(nullable(precondition, field));
	}

	private static @Nullable String nullable(Precondition precondition, String field) {
		Object value = ((LiquibaseSerializable) precondition).getSerializableFieldValue(field);
		return (value != null) ? value.toString() : null;
	}

}
