package io.automigrate.error;

import java.util.List;

/**
 * Objects that a run created are not as they were asked for.
 */
public class VerificationFailedException extends MigrationException {

	private final List<String> objects;

	public VerificationFailedException(List<String> objects, boolean rolledBack) {
		super("The check after the migration found objects that are not as expected: " + String.join(", ", objects)
				+ (rolledBack ? "; everything was rolled back." : ". What was done stays."),
				"Look for event triggers or other sessions that change the schema, or skip the check with migration.skip-validation=true.",
				null);
		this.objects = List.copyOf(objects);
	}

	public List<String> objects() {
		return this.objects;
	}

}
