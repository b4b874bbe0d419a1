package io.automigrate;

import java.util.List;

/**
 * A migration as it was generated.
 *
 * @param fileName the name of its file; empty where nothing is to be done
 * @param text the content of the file; empty where nothing is to be done
 * @param refused what was left out until somebody answers a question, each as a sentence
 * with the way out
 */
public record GeneratedMigration(String fileName, String text, List<String> refused) {

	public GeneratedMigration {
		refused = List.copyOf(refused);
	}

	/**
	 * Returns whether migrations and sources are in step, so that there is nothing to
	 * write.
	 * @return whether there is no file
	 */
	public boolean isEmpty() {
		return this.text.isEmpty();
	}

}
