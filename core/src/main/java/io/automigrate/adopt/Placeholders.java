package io.automigrate.adopt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${name}</code>, which means nothing here, by its value.
 */
final class Placeholders {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}\\n]+)\\}");

	private final Map<String, String> values;

	private final boolean keepOthers;

	private final List<String> refusals;

	/**
	 * Create a replacer.
	 * @param values by names in lower case
	 * @param keepOthers whether those without a value stay as they are
	 * @param refusals is told of those that must not
	 */
	Placeholders(Map<String, String> values, boolean keepOthers, List<String> refusals) {
		this.values = new LinkedHashMap<>(values);
		this.keepOthers = keepOthers;
		this.refusals = refusals;
	}

	/** Give a value to a name that has none yet. */
	void putIfAbsent(String name, String value) {
		this.values.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
	}

	/**
	 * Replace all placeholders.
	 * @param path the file, for messages
	 * @param firstLine the line of the file that the text begins in
	 * @param text the text
	 * @return the text with the values
	 */
	String replace(String path, int firstLine, String text) {
		StringBuilder replaced = new StringBuilder();
		Matcher matcher = PLACEHOLDER.matcher(text);
		while (matcher.find()) {
			String value = this.values.get(matcher.group(1).toLowerCase(Locale.ROOT));
			if (value == null && !this.keepOthers) {
				long line = firstLine + text.substring(0, matcher.start()).chars().filter((c) -> c == '\n').count();
				this.refusals.add(
						"%s, line %d: the placeholder %s has no value. Give it with --placeholder %s=…, or let such texts stay as they are with --keep-placeholders."
							.formatted(path, line, matcher.group(), matcher.group(1)));
			}
			matcher.appendReplacement(replaced, Matcher.quoteReplacement((value != null) ? value : matcher.group()));
		}
		return matcher.appendTail(replaced).toString();
	}

}
