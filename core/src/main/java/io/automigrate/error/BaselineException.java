package io.automigrate.error;

import java.util.List;

/**
 * A baseline was neither marked as applied nor run: the database has only a part of what
 * it makes, or has it in another form.
 */
public class BaselineException extends MigrationException {

	/** How many differences the message lists. */
	private static final int SHOWN = 10;

	private final String version;

	private final List<String> differences;

	/**
	 * Create an exception.
	 * @param version the baseline
	 * @param display the baseline as messages name it
	 * @param differences what is missing or different, each as a clause
	 */
	public BaselineException(String version, String display, List<String> differences) {
		super("Migration " + display + " is a baseline, and the database has only a part of what it makes: "
				+ String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())))
				+ ((differences.size() > SHOWN) ? "; and " + (differences.size() - SHOWN) + " more" : "")
				+ ". Nothing was changed.",
				"Change the database to what the file makes, or mark the migration as applied as it is: the command baseline "
						+ version + ", or stamp where others are applied.",
				null);
		this.version = version;
		this.differences = List.copyOf(differences);
	}

	public String version() {
		return this.version;
	}

	/**
	 * Returns what is missing or different.
	 * @return a clause for each
	 */
	public List<String> differences() {
		return this.differences;
	}

}
