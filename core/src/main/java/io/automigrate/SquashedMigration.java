package io.automigrate;

import java.util.List;

/**
 * A migration that others were folded into.
 *
 * @param fileName the name of its file
 * @param text the content of the file
 * @param versions the versions of those that it stands for, in order
 * @param origins the files and beans of those, which have to go
 */
public record SquashedMigration(String fileName, String text, List<String> versions, List<String> origins) {

	public SquashedMigration {
		versions = List.copyOf(versions);
		origins = List.copyOf(origins);
	}

}
