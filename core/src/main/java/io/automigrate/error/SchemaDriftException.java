package io.automigrate.error;

import java.util.List;

/**
 * The database differs from what is asked for, and nothing may be changed.
 */
public class SchemaDriftException extends MigrationException {

	private final List<String> differences;

	/**
	 * Create an exception.
	 * @param differences what differs, each with the way out
	 */
	public SchemaDriftException(List<String> differences) {
		super("The database differs from what is asked for: " + String.join(" ", differences),
				"Bring it in step, or only be warned with migration.schema.on-drift=WARN.", null);
		this.differences = List.copyOf(differences);
	}

	public List<String> differences() {
		return this.differences;
	}

}
