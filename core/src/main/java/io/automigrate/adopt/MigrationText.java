package io.automigrate.adopt;

import java.util.List;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes the file of a migration out of what another tool's file has.
 */
final class MigrationText {

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

	private static final Pattern SECTION = Pattern.compile("--\\s*migrate:.*");

	private static final Pattern DEPENDS = Pattern.compile("(--\\s*)depends:");

	private final StringBuilder text = new StringBuilder();

	private final List<String> refusals;

	/**
	 * Begin a file.
	 * @param description what the migration is for, or {@code null}
	 * @param source what it was made from
	 * @param refusals is told of what cannot be taken over
	 */
	MigrationText(@Nullable String description, String source, List<String> refusals) {
		this.refusals = refusals;
		if (description != null && !description.isBlank()) {
			this.text.append("-- description: ").append(oneLine(description)).append('\n');
		}
		this.text.append("-- Adopted from ").append(oneLine(source)).append('\n');
	}

	/**
	 * Add a section.
	 * @param name its name
	 * @param path where its statements were, for messages
	 * @param firstLine in which line they began
	 * @param statements the statements
	 * @param transactional whether they may be in a transaction, as far as is known
	 * @return this text
	 */
	MigrationText section(String name, String path, int firstLine, String statements, boolean transactional) {
		String unwrapped = unwrapped(path, statements);
		boolean outside = split(path, unwrapped).stream()
			.anyMatch((statement) -> OUTSIDE.matcher(statement.text()).matches());
		this.text.append("\n-- migrate:").append(name);
		this.text.append((transactional && !outside) ? "\n" : " transaction:false\n");
		boolean begun = false;
		int number = firstLine;
		for (String line : unwrapped.stripTrailing().split("\n", -1)) {
			if (SECTION.matcher(line.strip()).matches() && line.startsWith("--")) {
				this.refusals.add("%s, line %d: a comment looks like the beginning of a section. Put a blank before it."
					.formatted(path, number));
			}
			begun |= !line.isBlank() && !line.strip().startsWith("--");
			this.text.append(begun ? line : DEPENDS.matcher(line).replaceFirst("$1Depends:")).append('\n');
			number++;
		}
		return this;
	}

	/**
	 * One BEGIN before all and one COMMIT after all say no more than that it is one
	 * transaction.
	 */
	private String unwrapped(String path, String statements) {
		List<SqlStatement> split = split(path, statements);
		int last = split.size() - 1;
		if (last < 1 || !BEGINS.matcher(split.get(0).text()).matches()
				|| !ENDS.matcher(split.get(last).text()).matches()
				|| split.subList(1, last)
					.stream()
					.anyMatch((statement) -> OUTSIDE.matcher(statement.text()).matches())) {
			return statements;
		}
		return without(without(statements, split.get(last)), split.get(0));
	}

	private static String without(String statements, SqlStatement statement) {
		int start = 0;
		for (int line = 1; line < statement.line(); line++) {
			start = statements.indexOf('\n', start) + 1;
		}
		start += statement.column() - 1;
		int semicolon = statements.indexOf(';', start);
		return statements.substring(0, start) + ((semicolon >= 0) ? statements.substring(semicolon + 1) : "");
	}

	private List<SqlStatement> split(String path, String statements) {
		try {
			return new SqlScript(path, statements).statements();
		}
		catch (InvalidSourceException ex) {
			this.refusals.add(ex.getMessage() + " " + ex.wayOut());
			return List.of();
		}
	}

	/**
	 * Name the file.
	 * @param name its name, without the suffix
	 * @return the file
	 */
	MigrationFile file(String name) {
		return new MigrationFile(name + ".sql", name + ".sql", this.text.toString());
	}

	/**
	 * Make a name out of any text.
	 * @param text the text
	 * @param longest how long the name may be
	 * @return letters, digits, hyphens, dots and single underscores; never empty
	 */
	static String name(String text, int longest) {
		String name = text.replaceAll("[^\\p{L}\\p{N}.-]+", "_").replaceAll("^_+", "");
		String cut = name.substring(0, Math.min(name.length(), longest)).replaceAll("_+$", "");
		return cut.isEmpty() ? "migration" : cut;
	}

	/**
	 * Make the version of a repeatable migration, which the history has no room for if it
	 * is long.
	 * @param name what it is called
	 * @return the version; long ones are told apart by a number
	 */
	static String repeatable(String name) {
		String version = Migration.REPEATABLE + name;
		if (version.length() <= Migration.LONGEST_VERSION) {
			return version;
		}
		String number = "-" + Integer.toHexString(name.hashCode());
		return version.substring(0, Migration.LONGEST_VERSION - number.length()) + number;
	}

	private static String oneLine(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

}
