package io.automigrate.adopt;

import io.automigrate.sql.SqlScript;
import org.postgresql.core.Parser;

/**
 * Replaces what else a changeset of Liquibase ends its statements with by semicolons.
 */
final class EndDelimiter {

	private final String delimiter;

	private final boolean alone;

	/**
	 * Create a replacer.
	 * @param stated what the changeset says
	 */
	EndDelimiter(String stated) {
		this.alone = stated.startsWith("\\n") || stated.equals("/");
		this.delimiter = stated.replaceFirst("^(\\\\n)+", "").replaceFirst("\\$$", "");
	}

	/**
	 * Replace it wherever it ends a line, but for what stands between quotes.
	 * @param sql the statements
	 * @return the statements, which {@link SqlScript} can split
	 */
	String replaced(String sql) {
		if (this.delimiter.isEmpty() || this.delimiter.equals(";")) {
			return sql;
		}
		char[] chars = sql.toCharArray();
		StringBuilder replaced = new StringBuilder();
		for (int i = 0; i < chars.length; i++) {
			if (endsStatement(sql, i)) {
				replaced.append(';');
				i += this.delimiter.length() - 1;
				continue;
			}
			int end = switch (chars[i]) {
				case '\'' -> Parser.parseSingleQuotes(chars, i, true);
				case '"' -> Parser.parseDoubleQuotes(chars, i);
				case '$' -> Parser.parseDollarQuotes(chars, i);
				case '-' -> Parser.parseLineComment(chars, i);
				case '/' -> Parser.parseBlockComment(chars, i);
				default -> i;
			};
			int last = Math.min(end, chars.length - 1);
			replaced.append(chars, i, last - i + 1);
			i = last;
		}
		return replaced.toString();
	}

	private boolean endsStatement(String sql, int i) {
		if (!sql.regionMatches(true, i, this.delimiter, 0, this.delimiter.length())) {
			return false;
		}
		int lineEnd = sql.indexOf('\n', i);
		int lineStart = sql.lastIndexOf('\n', i - 1) + 1;
		String rest = sql.substring(i + this.delimiter.length(), (lineEnd >= 0) ? lineEnd : sql.length());
		return rest.isBlank() && (!this.alone || sql.substring(lineStart, i).isBlank());
	}

}
