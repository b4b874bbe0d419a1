package io.automigrate.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON for programs and people: indented, members in the order of their map.
 */
public final class Json {

	private final StringBuilder json = new StringBuilder();

	private Json() {
	}

	/**
	 * Write a value.
	 * @param value maps and collections of values, numbers, truth values or {@code null};
	 * anything else is written as its text
	 * @return the text, with a line end
	 */
	public static String of(@Nullable Object value) {
		Json writer = new Json();
		writer.write(value, 0);
		return writer.json.append('\n').toString();
	}

	private void write(@Nullable Object value, int depth) {
		if (value instanceof Map<?, ?> map) {
			block('{', '}', map.entrySet(), depth, (entry) -> {
				Map.Entry<?, ?> field = (Map.Entry<?, ?>) Objects.requireNonNull(entry);
				text(String.valueOf(field.getKey()));
				this.json.append(": ");
				write(field.getValue(), depth + 1);
			});
		}
		else if (value instanceof Collection<?> list) {
			block('[', ']', list, depth, (element) -> write(element, depth + 1));
		}
		else if (value == null || value instanceof Number || value instanceof Boolean) {
			this.json.append(value);
		}
		else {
			text(value.toString());
		}
	}

	private void block(char open, char close, Collection<?> elements, int depth, Writer writer) {
		this.json.append(open);
		String separator = "\n";
		for (Object element : elements) {
			this.json.append(separator).append("  ".repeat(depth + 1));
			writer.write(element);
			separator = ",\n";
		}
		if (!elements.isEmpty()) {
			this.json.append('\n').append("  ".repeat(depth));
		}
		this.json.append(close);
	}

	private void text(String text) {
		this.json.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"' -> this.json.append("\\\"");
				case '\\' -> this.json.append("\\\\");
				case '\n' -> this.json.append("\\n");
				case '\r' -> this.json.append("\\r");
				case '\t' -> this.json.append("\\t");
				default -> {
					if (c < 0x20) {
						this.json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
					}
					else {
						this.json.append(c);
					}
				}
			}
		}
		this.json.append('"');
	}

	private interface Writer {

		void write(@Nullable Object element);

	}

}
