package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs of the machine that the tests run on.
 */
final class Commands {

	private Commands() {
	}

	/**
	 * Run a program to its end.
	 * @param words the program and its arguments
	 * @return what it printed
	 * @throws IllegalStateException if it fails
	 */
	static String run(List<String> words) {
		try {
			Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(words + " failed: " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static void signal(String signal, long pid) {
		run(List.of("kill", "-" + signal, Long.toString(pid)));
	}

	/**
	 * Returns whether this is the superuser of a Unix, who some programs refuse to serve.
	 */
	static boolean root() {
		return System.getProperty("user.name", "").equals("root");
	}

	static boolean linux() {
		return System.getProperty("os.name", "").equals("Linux");
	}

	static boolean executable(String path) {
		return Files.isExecutable(Path.of(path));
	}

}
