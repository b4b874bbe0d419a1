package io.automigrate.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The run reached its end, and the database still lacks something that the application
 * cannot work without. What could be done was done and stays.
 */
public class SchemaIncompleteException extends MigrationException {

	private final List<OpenChange> missing;

	/**
	 * Create an exception.
	 * @param missing what is missing, at least one
	 */
	public SchemaIncompleteException(List<OpenChange> missing) {
		super(message(missing), action(missing), null);
		this.missing = List.copyOf(missing);
	}

	private static String message(List<OpenChange> missing) {
		return (missing.size() == 1) ? missing.get(0).finding()
				: "The database lacks " + missing.size() + " objects that the application needs: "
						+ missing.stream().map(OpenChange::finding).collect(Collectors.joining(" "));
	}

	private static String action(List<OpenChange> missing) {
		return (missing.size() == 1) ? missing.get(0).action()
				: missing.stream()
					.map((change) -> "For " + change.object() + ": " + change.action())
					.collect(Collectors.joining(" "));
	}

	/**
	 * Returns what is missing.
	 * @return the objects, each with the reason and the action
	 */
	public List<OpenChange> missing() {
		return this.missing;
	}

}
