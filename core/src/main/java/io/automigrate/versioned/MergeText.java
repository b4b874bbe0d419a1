package io.automigrate.versioned;

import java.util.List;

/**
 * Writes the file of a migration that joins heads and does nothing else.
 */
public final class MergeText {

	private MergeText() {
	}

	/**
	 * Write the content of the file.
	 * @param description what the migration is for
	 * @param heads the versions that it joins
	 * @return the text, with sections that have no statements
	 */
	public static String of(String description, List<String> heads) {
		return """
				-- description: %s
				-- depends: %s

				-- migrate:up

				-- migrate:down
				""".formatted(description.replaceAll("\\s+", " ").strip(), String.join(", ", heads));
	}

}
