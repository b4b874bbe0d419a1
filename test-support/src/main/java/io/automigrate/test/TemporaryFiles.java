package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders of servers that the tests start.
 */
final class TemporaryFiles {

	private TemporaryFiles() {
	}

	static Path folder(String prefix) {
		try {
			return Files.createTempDirectory(prefix);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Delete folders with all they have, as far as that is possible. */
	static void delete(List<Path> folders) {
		for (Path folder : folders) {
			try (Stream<Path> paths = Files.walk(folder)) {
				paths.sorted(Comparator.reverseOrder()).forEach((path) -> path.toFile().delete());
			}
			catch (IOException | UncheckedIOException ex) {
				// Left to the machine.
			}
		}
	}

}
