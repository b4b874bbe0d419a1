package io.automigrate.cli;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes answers as JSON: maps, collections, texts, numbers, truth values and nothing.
 */
final class Json {

	private final StringBuilder text = new StringBuilder();

	private Json() {
	}

	static String of(@Nullable Object value) {
		Json json = new Json();
		json.value(value, "\n");
		return json.text.append('\n').toString();
	}

	private void value(@Nullable Object value, String newLine) {
		if (value instanceof Map<?, ?> map) {
			String inner = newLine + "  ";
			list('{', map.entrySet().iterator(), '}', newLine, (entry) -> {
				if (entry instanceof Map.Entry<?, ?> member) {
					string(String.valueOf(member.getKey()));
					this.text.append(": ");
					value(member.getValue(), inner);
				}
			});
		}
		else if (value instanceof Collection<?> collection) {
			list('[', collection.iterator(), ']', newLine, (element) -> value(element, newLine + "  "));
		}
		else if (value == null || value instanceof Number || value instanceof Boolean) {
			this.text.append(value);
		}
		else {
			string(value.toString());
		}
	}

	private void list(char open, Iterator<? extends @Nullable Object> elements, char close, String newLine,
			Element element) {
		this.text.append(open);
		boolean first = true;
		while (elements.hasNext()) {
			this.text.append(first ? "" : ",").append(newLine).append("  ");
			element.write(elements.next());
			first = false;
		}
		this.text.append(first ? "" : newLine).append(close);
	}

	private void string(String string) {
		this.text.append('"');
		string.chars().forEach((character) -> {
			switch (character) {
				case '"' -> this.text.append("\\\"");
				case '\\' -> this.text.append("\\\\");
				case '\n' -> this.text.append("\\n");
				default ->
					this.text.append((character < ' ') ? String.format("\\u%04x", character) : (char) character + "");
			}
		});
		this.text.append('"');
	}

	/** Writes one element of a list. */
	private interface Element {

		void write(@Nullable Object element);

	}

}
