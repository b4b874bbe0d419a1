package io.automigrate.sql;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a script.
 *
 * @param script the name of the script
 * @param line the line its first word stands in, from 1
 * @param column the column its first word stands in, from 1
 * @param text the statement without the semicolon and without comments before it
 * @param overlongName the first name in it that PostgreSQL would cut off, or {@code null}
 * @param copyData the lines that follow a {@code COPY … FROM stdin}, without the one that
 * ends them, or {@code null} for any other statement
 */
public record SqlStatement(String script, int line, int column, String text, @Nullable String overlongName,
		@Nullable String copyData) {

	/**
	 * Create a statement without data.
	 * @param script the name of the script
	 * @param line the line its first word stands in
	 * @param column the column its first word stands in
	 * @param text the statement
	 * @param overlongName the first name that PostgreSQL would cut off, or {@code null}
	 */
	public SqlStatement(String script, int line, int column, String text, @Nullable String overlongName) {
		this(script, line, column, text, overlongName, null);
	}

}
