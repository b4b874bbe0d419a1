package io.automigrate.sql;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the quotes off names that need none, for SQL that people read.
 */
public final class PlainNames {

	/** What may contain a quote that begins no name; then a name in quotes. */
	private static final Pattern TOKENS = Pattern.compile("(?s)\\b[eE]'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'"
			+ "|'[^']*+'" + "|\\$([\\p{L}_]\\w*+)?\\$.*?\\$\\1\\$" + "|--[^\\n]*+" + "|/\\*.*?\\*/"
			+ "|[uU]&\"[^\"]*+\"" + "|\"([a-z_][a-z0-9_]*+)\"(?!\")" + "|\"[^\"]*+(?:\"\"[^\"]*+)*+\"");

	private final Set<String> keywords;

	/**
	 * Create it for a server.
	 * @param keywords words that are no names unless they are quoted, in lower case
	 */
	public PlainNames(Set<String> keywords) {
		this.keywords = Set.copyOf(keywords);
	}

	/**
	 * Take off the quotes.
	 * @param sql any SQL
	 * @return the same with as few quotes as are needed
	 */
	public String in(String sql) {
		return TOKENS.matcher(sql).replaceAll((match) -> {
			String name = match.group(2);
			return Matcher.quoteReplacement((name != null && !this.keywords.contains(name)) ? name : match.group());
		});
	}

}
