package io.automigrate.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes lists of values as people do. PostgreSQL prints {@code a IN ('x', 'y')} as a
 * comparison with an array, with casts of all of its elements.
 */
public final class PlainConditions {

	private static final String NAME = "(\\w+|\"(?:[^\"]|\"\")+\")";

	private static final String LITERAL = "'(?:[^']|'')*'";

	/** A column of a varying length is compared as text. */
	private static final Pattern VARYING = Pattern.compile("\\(" + NAME + "\\)::text = ANY \\(\\(ARRAY\\[(" + LITERAL
			+ "::character varying(?:, " + LITERAL + "::character varying)*)\\]\\)::text\\[\\]\\)");

	private static final Pattern TEXT = Pattern
		.compile(NAME + " = ANY \\(ARRAY\\[(" + LITERAL + "::text(?:, " + LITERAL + "::text)*)\\]\\)");

	private static final Pattern NUMBERS = Pattern
		.compile(NAME + " = ANY \\(ARRAY\\[(-?[0-9.]+(?:, -?[0-9.]+)*)\\]\\)");

	private static final Pattern CAST = Pattern.compile("(" + LITERAL + ")::(?:character varying|text)");

	private static final Pattern CHECK = Pattern.compile("CHECK \\(\\(" + NAME + " IN \\(((?:" + LITERAL
			+ "|-?[0-9.]+)(?:, (?:" + LITERAL + "|-?[0-9.]+))*)\\)\\)\\)");

	private static final Pattern APPLIES = Pattern
		.compile("(?s)(CREATE TABLE|ALTER TABLE|CREATE DOMAIN|ALTER DOMAIN).*");

	private PlainConditions() {
	}

	/**
	 * Rewrite the conditions of a table or a domain.
	 * @param sql a statement
	 * @return the same with lists where it compares with arrays; any other statement as
	 * it is
	 */
	public static String in(String sql) {
		if (!APPLIES.matcher(sql).matches()) {
			return sql;
		}
		String plain = sql;
		for (Pattern pattern : new Pattern[] { VARYING, TEXT, NUMBERS }) {
			plain = pattern.matcher(plain)
				.replaceAll((match) -> Matcher
					.quoteReplacement(match.group(1) + " IN (" + CAST.matcher(match.group(2)).replaceAll("$1") + ")"));
		}
		return CHECK.matcher(plain).replaceAll("CHECK ($1 IN ($2))");
	}

}
