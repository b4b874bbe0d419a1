package io.automigrate.adopt;

import java.util.regex.Pattern;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.sql.TransactionControl;
import io.automigrate.versioned.MigrationFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes the file of a migration out of what another tool's file has.
 */
final class MigrationText {

	private static final Pattern SECTION = Pattern.compile("--\\s*migrate:.*");

	private static final Pattern DEPENDS = Pattern.compile("(--\\s*)depends:");

	private final StringBuilder text = new StringBuilder();

	private final Findings refusals;

	/**
	 * Begin a file.
	 * @param description what the migration is for, or {@code null}
	 * @param source what it was made from
	 * @param refusals is told of what cannot be taken over
	 */
	MigrationText(@Nullable String description, String source, Findings refusals) {
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
		String unwrapped = statements;
		boolean outside = false;
		try {
			unwrapped = TransactionControl.unwrapped(path, statements);
			outside = TransactionControl.outside(path, unwrapped);
		}
		catch (InvalidSourceException ex) {
			this.refusals.add(ex.getMessage() + " " + ex.wayOut());
		}
		this.text.append("\n-- migrate:").append(name);
		this.text.append((transactional && !outside) ? "\n" : " transaction:false\n");
		boolean begun = false;
		int number = firstLine;
		for (String line : unwrapped.stripTrailing().split("\n", -1)) {
			if (SECTION.matcher(line.strip()).matches() && line.startsWith("--")) {
				this.refusals.add((firstLine > 0) ? path + ", line " + number : path,
						"a comment looks like the beginning of a section", "Put a blank before it.");
			}
			begun |= !line.isBlank() && !line.strip().startsWith("--");
			this.text.append(begun ? line : DEPENDS.matcher(line).replaceFirst("$1Depends:")).append('\n');
			number++;
		}
		return this;
	}

	/**
	 * Name the file.
	 * @param name its name, without the suffix
	 * @return the file
	 */
	MigrationFile file(String name) {
		return new MigrationFile(name + ".sql", name + ".sql", this.text.toString());
	}

	private static String oneLine(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

}
