package io.automigrate.sql;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Statements that begin or end a transaction, or cannot be in one that others have begun.
 */
public final class TransactionControl {

	/**
	 * What Flyway, too, finds out by itself to be impossible in a transaction, and what
	 * begins or ends one.
	 */
	private static final Pattern OUTSIDE = Pattern.compile(
			"(?is)((CREATE|DROP)\\s+(DATABASE|TABLESPACE|SUBSCRIPTION)|(CREATE(\\s+UNIQUE)?|DROP)\\s+INDEX\\s+CONCURRENTLY"
					+ "|REINDEX\\s+(VERBOSE\\s+)?(SCHEMA|DATABASE|SYSTEM)|ALTER\\s+SYSTEM|VACUUM|DISCARD\\s+ALL"
					+ "|BEGIN|START\\s+TRANSACTION|COMMIT)\\b.*");

	private static final Pattern BEGINS = Pattern.compile("(?is)BEGIN(\\s+(WORK|TRANSACTION))?|START\\s+TRANSACTION");

	private static final Pattern ENDS = Pattern.compile("(?is)(COMMIT|END)(\\s+(WORK|TRANSACTION))?");

	private TransactionControl() {
	}

	/**
	 * Returns whether a statement cannot be in a transaction that others have begun.
	 * @param statement the statement
	 * @return whether it begins or ends one, or PostgreSQL refuses it in one
	 */
	public static boolean outside(String statement) {
		return OUTSIDE.matcher(statement).matches();
	}

	/**
	 * Returns whether a script has a statement that cannot be in a transaction that
	 * others have begun.
	 * @param name the script's name
	 * @param text the statements
	 * @return whether it has one
	 */
	public static boolean outside(String name, String text) {
		return new SqlScript(name, text).statements().stream().anyMatch((statement) -> outside(statement.text()));
	}

	/**
	 * Remove one BEGIN before all statements and one COMMIT after all, which say no more
	 * than that it is one transaction.
	 * @param name the script's name
	 * @param text the statements
	 * @return the others in their lines
	 */
	public static String unwrapped(String name, String text) {
		List<SqlStatement> split = new SqlScript(name, text).statements();
		int last = split.size() - 1;
		if (last < 1 || !BEGINS.matcher(split.get(0).text()).matches()
				|| !ENDS.matcher(split.get(last).text()).matches()
				|| split.subList(1, last).stream().anyMatch((statement) -> outside(statement.text()))) {
			return text;
		}
		return without(without(text, split.get(last)), split.get(0));
	}

	private static String without(String text, SqlStatement statement) {
		int start = 0;
		for (int line = 1; line < statement.line(); line++) {
			start = text.indexOf('\n', start) + 1;
		}
		start += statement.column() - 1;
		int semicolon = text.indexOf(';', start);
		return text.substring(0, start) + ((semicolon >= 0) ? text.substring(semicolon + 1) : "");
	}

}
