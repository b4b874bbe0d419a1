package io.automigrate.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The options of a command, as words of its command line.
 */
final class Options {

	private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

	private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

	private final List<String> words = new ArrayList<>();

	/**
	 * Add an option that has a value.
	 * @param name its name
	 * @param value its value, or {@code null} to leave the option out
	 * @return these options
	 */
	Options add(String name, @Nullable Object value) {
		if (value != null) {
			this.words.add(name + "=" + value);
		}
		return this;
	}

	/**
	 * Add an option that has no value.
	 * @param name its name
	 * @param given whether to add it
	 * @return these options
	 */
	Options addIf(String name, boolean given) {
		if (given) {
			this.words.add(name);
		}
		return this;
	}

	List<String> words() {
		return List.copyOf(this.words);
	}

	/**
	 * Take a line apart where there are blanks, except within quotes.
	 * @param line the line, or {@code null} for none
	 * @return the words, without the quotes
	 */
	static List<String> words(@Nullable String line) {
		return (line != null)
				? WORD.matcher(line).results().map((word) -> QUOTED.matcher(word.group()).replaceAll("$1$2")).toList()
				: List.of();
	}

}
