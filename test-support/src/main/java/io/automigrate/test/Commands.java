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

	/**
	 * Returns whether a program is there. Where it is not, says so; where the environment
	 * insists on it, fails.
	 * @param program its path
	 * @param required the variable that is {@code true} where it has to be there
	 * @param packageName the package of Debian that has it
	 */
	static boolean available(String program, String required, String packageName) {
		String missing = program + " is missing: apt-get install " + packageName;
		if (executable(program)) {
			return true;
		}
		if (Boolean.parseBoolean(System.getenv(required))) {
			throw new AssertionError(missing);
		}
		System.out.println("Skipped, since " + missing);
		return false;
	}

	static boolean executable(String path) {
		return Files.isExecutable(Path.of(path));
	}

}
