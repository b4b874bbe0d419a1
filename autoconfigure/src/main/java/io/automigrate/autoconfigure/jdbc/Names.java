package io.automigrate.autoconfigure.jdbc;

import java.util.ArrayList;
import java.util.List;

import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;
import org.springframework.data.relational.core.sql.IdentifierProcessing;
import org.springframework.data.relational.core.sql.SqlIdentifier;

/**
 * Renders identifiers of Spring Data as the names that PostgreSQL makes of them.
 */
final class Names {

	private static final IdentifierProcessing PROCESSING = JdbcPostgresDialect.INSTANCE.getIdentifierProcessing();

	private Names() {
	}

	/**
	 * Render a name, each part in double quotes.
	 * @param identifier the identifier, of one part or more
	 * @return the name, fit to stand in a statement
	 */
	static String of(SqlIdentifier identifier) {
		return String.join(".", parts(identifier));
	}

	/**
	 * Render the parts of a name, each in double quotes.
	 * @param identifier the identifier
	 * @return the parts, the schema before the table
	 */
	static List<String> parts(SqlIdentifier identifier) {
		List<String> parts = new ArrayList<>();
		for (SqlIdentifier part : identifier) {
			parts.add(quote(part.toSql(PROCESSING)));
		}
		return List.copyOf(parts);
	}

	private static String quote(String sql) {
		boolean quoted = sql.length() > 1 && sql.startsWith("\"") && sql.endsWith("\"");
		String name = quoted ? sql.substring(1, sql.length() - 1) : fold(sql);
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	/**
	 * Fold as PostgreSQL does what is not quoted: only ASCII letters, whatever the
	 * locale.
	 */
	private static String fold(String name) {
		StringBuilder folded = new StringBuilder(name);
		for (int i = 0; i < folded.length(); i++) {
			char c = folded.charAt(i);
			if (c >= 'A' && c <= 'Z') {
				folded.setCharAt(i, (char) (c + ('a' - 'A')));
			}
		}
		return folded.toString();
	}

}
