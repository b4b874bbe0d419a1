package io.automigrate.source;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;

/**
 * Tells from the heads of statements which schemas a source creates things in, so that
 * these are managed without being named in the settings.
 */
public final class SchemaMentions {

	private static final String NAME = "(" + Identifier.PATTERN + ")";

	private static final Pattern QUALIFIED = Pattern.compile(
			"(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:UNLOGGED\\s+|RECURSIVE\\s+|MATERIALIZED\\s+)?(?:TABLE|TYPE|SEQUENCE|VIEW|FUNCTION|PROCEDURE|DOMAIN)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
					+ NAME + "\\s*\\.\\s*" + NAME + ".*");

	private static final Pattern SCHEMA = Pattern
		.compile("(?is)CREATE\\s+SCHEMA\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(?!AUTHORIZATION\\b)" + NAME + "(.*)");

	private static final Pattern NO_CONTENT = Pattern.compile("(?is)\\s*(?:AUTHORIZATION\\s+\\S+\\s*)?");

	private static final Pattern BEFORE_A_DOT = Pattern.compile(NAME + "\\s*\\.");

	private SchemaMentions() {
	}

	/**
	 * Return the schemas that statements create things in by name.
	 * @param statements the statements
	 * @return the names, in the order of their first mention
	 */
	public static Set<String> in(Collection<SqlStatement> statements) {
		Set<String> schemas = new LinkedHashSet<>();
		for (SqlStatement statement : statements) {
			Matcher schema = SCHEMA.matcher(statement.text());
			Matcher qualified = QUALIFIED.matcher(statement.text());
			if (schema.matches()) {
				schemas.add(Identifier.folded(schema.group(1)));
			}
			else if (qualified.matches()) {
				schemas.add(Identifier.folded(qualified.group(1)));
			}
		}
		return schemas;
	}

	/**
	 * Return the schemas that statements create.
	 * @param statements the statements
	 * @return their names
	 */
	public static Set<String> created(Collection<SqlStatement> statements) {
		Set<String> schemas = new LinkedHashSet<>();
		for (SqlStatement statement : statements) {
			Matcher schema = SCHEMA.matcher(statement.text());
			if (schema.matches()) {
				schemas.add(Identifier.folded(schema.group(1)));
			}
		}
		return schemas;
	}

	/** Whether a statement may say the schema before another name. */
	static boolean qualifies(SqlStatement statement, String schema) {
		Matcher name = BEFORE_A_DOT.matcher(statement.text());
		return name.results().anyMatch((found) -> Identifier.folded(found.group(1)).equals(schema));
	}

	static boolean creates(SqlStatement statement, String schema) {
		Matcher matcher = SCHEMA.matcher(statement.text());
		return matcher.matches() && Identifier.folded(matcher.group(1)).equals(schema);
	}

	static boolean createsBare(SqlStatement statement, String schema) {
		Matcher matcher = SCHEMA.matcher(statement.text());
		return matcher.matches() && Identifier.folded(matcher.group(1)).equals(schema)
				&& NO_CONTENT.matcher(matcher.group(2)).matches();
	}

	static boolean createsWithContent(SqlStatement statement, String schema) {
		Matcher matcher = SCHEMA.matcher(statement.text());
		return matcher.matches() && Identifier.folded(matcher.group(1)).equals(schema)
				&& !NO_CONTENT.matcher(matcher.group(2)).matches();
	}

}
