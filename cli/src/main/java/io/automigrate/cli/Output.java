package io.automigrate.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.automigrate.plan.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a command answers: for people or for programs. A {@link Mixin} of the commands.
 */
final class Output extends Plain {

	enum Format {

		TABLE, JSON

	}

	/** By the first word of a cell: green, yellow and red. */
	private static final Map<String, String> COLOURS = Map.of("APPLIED", "32", "SUCCEEDED", "32", "PENDING", "33",
			"OUT_OF_ORDER", "33", "RUNNING", "33", "MISSING", "31", "CHANGED", "31", "UNFINISHED", "31", "FAILED", "31",
			"INTERRUPTED", "31");

	@Option(names = "--format", paramLabel = "FORMAT", defaultValue = "TABLE",
			description = "How to answer: ${COMPLETION-CANDIDATES}; default is ${DEFAULT-VALUE}.")
	private Format format = Format.TABLE;

	boolean json() {
		return this.format == Format.JSON;
	}

	/** Names and values by turns, in this order. */
	static Map<String, @Nullable Object> members(@Nullable Object... namesAndValues) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
		}
		return members;
	}

	/**
	 * Print a sentence, or what it is made of.
	 */
	void answer(String sentence, Map<String, ? extends @Nullable Object> members) {
		text(json() ? Json.of(members) : sentence);
	}

	/**
	 * Print rows that have the same members.
	 * @param none what is said where there are no rows
	 */
	void rows(String none, List<? extends Map<String, ?>> rows) {
		if (json()) {
			text(Json.of(rows));
			return;
		}
		text(rows.isEmpty() ? none : table(rows));
	}

	static String table(List<? extends Map<String, ?>> rows) {
		List<List<String>> lines = new ArrayList<>();
		lines
			.add(rows.get(0).keySet().stream().map((name) -> name.replace('_', ' ').toUpperCase(Locale.ROOT)).toList());
		rows.forEach((row) -> lines.add(row.values().stream().map(Output::cell).toList()));
		StringBuilder table = new StringBuilder();
		for (List<String> line : lines) {
			boolean heading = table.isEmpty();
			StringBuilder text = new StringBuilder();
			for (int i = 0; i < line.size(); i++) {
				int column = i;
				int width = lines.stream().mapToInt((other) -> other.get(column).length()).max().orElse(0);
				text.append(heading ? line.get(i) : coloured(line.get(i)))
					.append(" ".repeat(width - line.get(i).length() + 2));
			}
			table.append(text.toString().stripTrailing()).append('\n');
		}
		return table.toString();
	}

	/** States stand out, on a terminal. */
	private static String coloured(String cell) {
		String colour = COLOURS.get(cell.split(" ", 2)[0]);
		return (colour != null && Help.Ansi.AUTO.enabled()) ? "\u001B[" + colour + "m" + cell + "\u001B[0m" : cell;
	}

	private static String cell(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return String.join(", ", list.stream().map(String::valueOf).toList());
		}
		if (value instanceof Boolean flag) {
			return flag ? "yes" : "";
		}
		return (value != null) ? value.toString().replaceAll("\\s+", " ") : "";
	}

}
