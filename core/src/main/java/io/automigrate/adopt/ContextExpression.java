package io.automigrate.adopt;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Evaluates for which contexts a changeset of Liquibase is.
 */
final class ContextExpression {

	private static final Pattern NESTED = Pattern.compile("\\(([^()]+)\\)");

	private static final String TRUE = ":true";

	private ContextExpression() {
	}

	/**
	 * Returns whether a changeset is run.
	 * @param expression contexts with {@code and}, {@code or}, {@code not}, {@code !},
	 * commas and parentheses
	 * @param contexts the contexts that Liquibase runs with; without any, all changesets
	 * are run
	 * @return whether it is
	 */
	static boolean matches(String expression, Collection<String> contexts) {
		if (contexts.isEmpty()) {
			return true;
		}
		String flat = expression.toLowerCase(Locale.ROOT);
		for (Matcher nested = NESTED.matcher(flat); nested.find(); nested = NESTED.matcher(flat)) {
			flat = nested.replaceFirst(matches(nested.group(1), contexts) ? " " + TRUE + " " : " :false ");
		}
		return Stream.of(flat.split("\\s*,\\s*|\\s+or\\s+", -1))
			.anyMatch((either) -> Stream.of(either.split("\\s+and\\s+", -1))
				.allMatch((term) -> holds(term.strip(), contexts)));
	}

	private static boolean holds(String term, Collection<String> contexts) {
		String name = term.replaceFirst("^(!\\s*|not\\s+)", "").replaceFirst("^@", "");
		boolean holds = name.equals(TRUE) || contexts.stream().anyMatch(name::equalsIgnoreCase);
		return (name.length() < term.length() && !term.startsWith("@")) != holds;
	}

}
