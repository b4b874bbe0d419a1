package io.automigrate.adopt;

import java.util.LinkedHashMap;
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

	private final Findings refusals;

	/**
	 * Create a replacer.
	 * @param values by names in lower case
	 * @param keepOthers whether those without a value stay as they are
	 * @param refusals is told of those that must not
	 */
	Placeholders(Map<String, String> values, boolean keepOthers, Findings refusals) {
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
	 * @param firstLine the line of the file that the text begins in, or 0 where that is
	 * not known
	 * @param text the text
	 * @return the text with the values
	 */
	String replace(String path, int firstLine, String text) {
		StringBuilder replaced = new StringBuilder();
		Matcher matcher = PLACEHOLDER.matcher(text);
		while (matcher.find()) {
			String value = this.values.get(matcher.group(1).toLowerCase(Locale.ROOT));
			if (value == null && !this.keepOthers) {
				long line = text.substring(0, matcher.start()).chars().filter((c) -> c == '\n').count();
				this.refusals.add((firstLine > 0) ? path + ", line " + (firstLine + line) : path,
						"the placeholder " + matcher.group() + " has no value",
						"Give it with --placeholder " + matcher.group(1)
								+ "=…, or let such texts stay as they are with --keep-placeholders.");
			}
			matcher.appendReplacement(replaced, Matcher.quoteReplacement((value != null) ? value : matcher.group()));
		}
		return matcher.appendTail(replaced).toString();
	}

}
