package io.automigrate.error;

import java.util.List;

/**
 * A project of another migration tool that cannot be taken over as it is. Found before
 * anything was written.
 */
public class AdoptionRefusedException extends MigrationException {

	private final List<String> problems;

	/**
	 * Create an exception.
	 * @param tool the other tool
	 * @param problems what is in the way, each with its way out
	 */
	public AdoptionRefusedException(String tool, List<String> problems) {
		super("The " + tool + " project cannot be adopted as it is:\n- " + String.join("\n- ", problems),
				"Nothing was written. Settle this, then adopt again.", null);
		this.problems = List.copyOf(problems);
	}

	/**
	 * Returns what is in the way.
	 * @return sentences, each with its way out
	 */
	public List<String> problems() {
		return this.problems;
	}

}
