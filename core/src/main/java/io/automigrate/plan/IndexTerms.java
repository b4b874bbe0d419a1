package io.automigrate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What an index or exclusion constraint is about, read from its definition as PostgreSQL
 * prints it.
 *
 * @param terms the columns and expressions
 * @param operators the operator of each, for an exclusion constraint
 * @param where the predicate, or {@code null}
 */
record IndexTerms(List<String> terms, List<String> operators, @Nullable String where) {

	private static final Pattern OPERATOR = Pattern.compile(" WITH (.+)$");

	private static final String WHERE = " WHERE ";

	static @Nullable IndexTerms of(String definition) {
		int open = definition.indexOf('(');
		int close = (open >= 0) ? closing(definition, open) : -1;
		if (close < 0) {
			return null;
		}
		List<String> terms = new ArrayList<>();
		List<String> operators = new ArrayList<>();
		for (String element : elements(definition.substring(open + 1, close))) {
			int end = end(element);
			if (end < 0) {
				return null;
			}
			terms.add(element.substring(0, end));
			Matcher operator = OPERATOR.matcher(element.substring(end));
			if (operator.find()) {
				operators.add(operator.group(1));
			}
		}
		String rest = definition.substring(close + 1);
		int where = rest.indexOf(WHERE);
		return new IndexTerms(terms, operators, (where < 0) ? null : predicate(rest.substring(where + WHERE.length())));
	}

	private static String predicate(String text) {
		int close = text.startsWith("(") ? closing(text, 0) : -1;
		return (close >= 0) ? text.substring(0, close + 1) : text;
	}

	/** Where the bracket closes that opens at a place. */
	private static int closing(String text, int open) {
		int depth = 0;
		char quote = 0;
		for (int i = open; i < text.length(); i++) {
			char c = text.charAt(i);
			if (quote != 0) {
				quote = (c == quote) ? 0 : quote;
			}
			else if (c == '\'' || c == '"') {
				quote = c;
			}
			else if (c == '(') {
				depth++;
			}
			else if (c == ')' && --depth == 0) {
				return i;
			}
		}
		return -1;
	}

	private static List<String> elements(String list) {
		List<String> elements = new ArrayList<>();
		int start = 0;
		int at = 0;
		while (at < list.length()) {
			char c = list.charAt(at);
			if (c == ',') {
				elements.add(list.substring(start, at).strip());
				start = at + 1;
			}
			at = past(list, at);
		}
		elements.add(list.substring(start).strip());
		return elements;
	}

	/** Past a character, a quoted text or brackets. */
	private static int past(String text, int at) {
		char c = text.charAt(at);
		int end = switch (c) {
			case '(' -> closing(text, at);
			case '"', '\'' -> text.indexOf(c, at + 1);
			default -> at;
		};
		return ((end < 0) ? text.length() : end) + 1;
	}

	/** Where a column or expression ends, and its options begin. */
	private static int end(String element) {
		int at = 0;
		while (at < element.length() && element.charAt(at) != ' ') {
			boolean brackets = element.charAt(at) == '(';
			at = past(element, at);
			if (brackets) {
				break;
			}
		}
		return (at > 0 && at <= element.length()) ? at : -1;
	}

}
