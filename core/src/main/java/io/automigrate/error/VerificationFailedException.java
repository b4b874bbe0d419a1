package io.automigrate.error;

import java.util.List;

/**
 * Objects that a run created are not as they were asked for.
 */
public class VerificationFailedException extends MigrationException {

	private final List<String> objects;

	/**
	 * Create an exception from what was found.
	 * @param objects what is not as it was asked for, and how
	 * @param remains what becomes of what the run did, as a sentence
	 */
	public VerificationFailedException(List<String> objects, String remains) {
		super("The check after the migration found objects that are not as expected: " + String.join(", ", objects)
				+ ". " + remains,
				"Look for event triggers or other sessions that change the schema, or skip the check with migration.skip-validation=true.",
				null);
		this.objects = List.copyOf(objects);
	}

	public List<String> objects() {
		return this.objects;
	}

}
