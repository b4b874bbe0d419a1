package io.automigrate.execute;

import java.util.List;

/**
 * What a run, or a comparison, found and did. Names are as people read them.
 *
 * @param expectedTables the tables that the sources ask for
 * @param missingTables those that are not there, after the run
 * @param missing everything that is not there, after the run
 * @param tablesCreated the tables that were created
 * @param created everything that was created
 * @param differences what is left alone, with reason and way out
 */
public record RunResult(List<String> expectedTables, List<String> missingTables, List<String> missing,
		List<String> tablesCreated, List<String> created, List<String> differences) {

	public RunResult {
		expectedTables = List.copyOf(expectedTables);
		missingTables = List.copyOf(missingTables);
		missing = List.copyOf(missing);
		tablesCreated = List.copyOf(tablesCreated);
		created = List.copyOf(created);
		differences = List.copyOf(differences);
	}

	/**
	 * Returns how things stand after the run, as a later question would find it.
	 * @return the same without what was created
	 */
	RunResult afterwards() {
		return new RunResult(this.expectedTables, this.missingTables, this.missing, List.of(), List.of(),
				this.differences);
	}

}
