package io.automigrate.error;

import java.util.List;

/**
 * Rows stand in the way of a change. It was found by looking, before any of it was made.
 */
public class RowsInTheWayException extends MigrationException {

	private final long count;

	private final List<String> examples;

	/**
	 * Create an exception from what was found.
	 * @param message the sentence that says so
	 * @param count how many rows stand in the way
	 * @param examples up to five of their values
	 * @param remains what becomes of what the run did before, as a sentence
	 */
	public RowsInTheWayException(String message, long count, List<String> examples, String remains) {
		super(message + ". " + remains,
				"Change these rows, or change the schema that is desired; then run the migration again.", null);
		this.count = count;
		this.examples = List.copyOf(examples);
	}

	public long count() {
		return this.count;
	}

	/**
	 * Returns values that stand in the way.
	 * @return up to five values, each with how often it occurs unless that is once
	 */
	public List<String> examples() {
		return this.examples;
	}

}
