package io.automigrate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;

/**
 * Describes migrations and the schema they lead to, as Markdown with diagrams of Mermaid.
 */
final class MigrationDocument {

	private final StringBuilder text = new StringBuilder();

	private MigrationDocument() {
	}

	/**
	 * Write the document.
	 * @param graph the migrations
	 * @param creation the plan that leads from nothing to what they lead to
	 */
	static String of(MigrationGraph graph, MigrationPlan creation) {
		MigrationDocument document = new MigrationDocument();
		document.migrations(graph);
		document.schema(creation);
		return document.text.toString();
	}

	private void migrations(MigrationGraph graph) {
		line("# Migrations").line("").line("```mermaid").line("graph TD");
		Map<String, String> nodes = new HashMap<>();
		for (Migration migration : graph.migrations()) {
			String node = "m" + nodes.size();
			nodes.put(migration.version(), node);
			line("    " + node + "[\"" + label(migration.version() + " " + migration.name()) + "\"]");
			graph.dependencies(migration.version())
				.forEach((needed) -> line("    " + nodes.get(needed) + " --> " + node));
		}
		line("```").line("").line("| version | name | needs | down | description |").line("|---|---|---|---|---|");
		List<Migration> all = new ArrayList<>(graph.migrations());
		all.addAll(graph.repeatables());
		for (Migration migration : all) {
			List<String> needed = migration.repeatable() ? List.of() : graph.dependencies(migration.version());
			line("| " + cell(migration.version()) + " | " + cell(migration.name()) + " | "
					+ cell(String.join(", ", needed)) + " | " + ((migration.noWayBack() == null) ? "yes" : "no") + " | "
					+ cell(Objects.requireNonNullElse(migration.description(), "")) + " |");
		}
	}

	private void schema(MigrationPlan creation) {
		line("").line("# Schema").line("").line("```mermaid").line("erDiagram");
		String defaultSchema = creation.defaultSchema();
		for (var step : creation.steps()) {
			if (step.change() instanceof Create create && create.desired() instanceof Table table) {
				table(table, defaultSchema);
			}
		}
		line("```");
	}

	private void table(Table table, String defaultSchema) {
		String name = entity(table.name(), defaultSchema);
		line("    " + name + " {");
		for (Column column : table.columns()) {
			line("        " + attribute(column, keys(table, column)));
		}
		line("    }");
		for (Constraint constraint : table.constraints()) {
			if (constraint.references() != null) {
				String child = unique(table, Set.copyOf(constraint.columns())) ? " |o" : " }o";
				String parent = nullable(table, constraint.columns()) ? "o| " : "|| ";
				line("    " + name + child + "--" + parent + entity(constraint.references(), defaultSchema) + " : \""
						+ label(String.join(", ", constraint.columns())) + "\"");
			}
		}
	}

	/** Names and types are words there; what no word can be stands in the comment. */
	private static String attribute(Column column, List<String> keys) {
		List<String> comment = new ArrayList<>();
		String type = word(column.type().replaceAll("[(\\[].*", "").strip());
		String name = word(column.name());
		if (!name.equals(column.name())) {
			comment.add(column.name());
		}
		if (!type.equals(column.type())) {
			comment.add(column.type());
		}
		if (column.notNull() == null && !keys.contains("PK")) {
			comment.add("nullable");
		}
		return type + " " + name + (keys.isEmpty() ? "" : " " + String.join(", ", keys))
				+ (comment.isEmpty() ? "" : " \"" + label(String.join(", ", comment)) + "\"");
	}

	private static String word(String text) {
		String word = text.replaceAll("[^A-Za-z0-9_\\u00C0-\\uFFFF-]+", "_");
		return word.matches("[A-Za-z_\\u00C0-\\uFFFF].*") ? word : "_" + word;
	}

	private static List<String> keys(Table table, Column column) {
		List<String> keys = new ArrayList<>();
		for (Constraint constraint : table.constraints()) {
			String key = switch (constraint.kind()) {
				case PRIMARY_KEY -> "PK";
				case FOREIGN_KEY -> "FK";
				case UNIQUE -> "UK";
				default -> "";
			};
			if (!key.isEmpty() && constraint.columns().contains(column.name()) && !keys.contains(key)) {
				keys.add(key);
			}
		}
		keys.sort(Comparator.comparing("PK FK UK"::indexOf));
		return keys;
	}

	private static boolean nullable(Table table, List<String> columns) {
		return table.columns()
			.stream()
			.anyMatch((column) -> columns.contains(column.name()) && column.notNull() == null
					&& !keys(table, column).contains("PK"));
	}

	private static boolean unique(Table table, Set<String> columns) {
		return table.constraints()
			.stream()
			.anyMatch((key) -> (key.kind() == Constraint.Kind.PRIMARY_KEY || key.kind() == Constraint.Kind.UNIQUE)
					&& columns.containsAll(key.columns()));
	}

	private MigrationDocument line(String line) {
		this.text.append(line).append('\n');
		return this;
	}

	private static String entity(QualifiedName name, String defaultSchema) {
		return "\"" + label(name.display(defaultSchema)) + "\"";
	}

	/** What stands between double quotes. */
	private static String label(String text) {
		return text.replace("\"", "'").replaceAll("[%\\\\\\p{Cntrl}]+", "_");
	}

	private static String cell(String text) {
		return text.replace("|", "\\|").replaceAll("\\s+", " ");
	}

}
