package io.automigrate.report;

import java.util.List;

/**
 * Whether a migration could run here: what would stop it, and what is worth knowing.
 *
 * @param errors what would make a migration fail, each as a sentence with the way out
 * @param warnings what would not, but may surprise
 */
public record EnvironmentReport(List<String> errors, List<String> warnings) {

	public EnvironmentReport {
		errors = List.copyOf(errors);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Returns whether nothing stands in the way of a migration.
	 * @return whether there are no errors
	 */
	public boolean valid() {
		return this.errors.isEmpty();
	}

}
