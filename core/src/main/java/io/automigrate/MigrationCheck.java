package io.automigrate;

import java.util.List;

/**
 * What is wrong with versioned migrations.
 *
 * @param problems each as a sentence; empty where all is well
 */
public record MigrationCheck(List<String> problems) {

	public MigrationCheck {
		problems = List.copyOf(problems);
	}

}
