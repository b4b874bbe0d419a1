package io.automigrate.sql;

import java.util.List;

/**
 * A text of SQL statements and the name its errors are reported under.
 *
 * @param name the file or the source, such as {@code schema/tables.sql}
 * @param text the statements, separated by semicolons
 */
public record SqlScript(String name, String text) {

	/**
	 * Split the text into its statements.
	 * @return the statements in order, without those that are only comments
	 */
	public List<SqlStatement> statements() {
		return StatementSplitter.split(this);
	}

}
