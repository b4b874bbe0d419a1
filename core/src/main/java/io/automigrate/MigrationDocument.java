package io.automigrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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
		Set<String> keys = new TreeSet<>();
		table.constraints()
			.stream()
			.filter((constraint) -> constraint.kind() == Constraint.Kind.PRIMARY_KEY)
			.forEach((key) -> keys.addAll(key.columns()));
		line("    " + name + " {");
		for (Column column : table.columns()) {
			line("        " + column.type().replaceAll("[^A-Za-z0-9_()\\[\\]-]+", "_") + " "
					+ column.name().replaceAll("[^\\p{L}\\p{N}_-]+", "_")
					+ (keys.contains(column.name()) ? " PK" : ""));
		}
		line("    }");
		for (Constraint constraint : table.constraints()) {
			if (constraint.references() != null) {
				line("    " + name + " }o--|| " + entity(constraint.references(), defaultSchema) + " : \""
						+ label(String.join(", ", constraint.columns())) + "\"");
			}
		}
	}

	private MigrationDocument line(String line) {
		this.text.append(line).append('\n');
		return this;
	}

	private static String entity(QualifiedName name, String defaultSchema) {
		return "\"" + label(name.display(defaultSchema)) + "\"";
	}

	private static String label(String text) {
		return text.replace("\"", "'");
	}

	private static String cell(String text) {
		return text.replace("|", "\\|").replaceAll("\\s+", " ");
	}

}
