package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's own client, which says what a script does. Takes the program of Debian's
 * package.
 */
public final class Psql {

	private static final String PROGRAM = "/usr/bin/psql";

	/** The environment that insists on it. */
	private static final String REQUIRED = "REQUIRE_PSQL";

	private Psql() {
	}

	/**
	 * Returns whether there is a psql. Where there is none, says so; where the
	 * environment variable {@code REQUIRE_PSQL} is {@code true}, fails.
	 * @return whether {@link #run(TestDatabase, String, String...)} works
	 */
	public static boolean available() {
		return Commands.available(PROGRAM, REQUIRED, "postgresql-client");
	}

	/**
	 * Run a script to its end, or to its first error.
	 * @param database where
	 * @param script the script
	 * @param options further options, such as {@code --single-transaction}
	 * @return what psql printed
	 * @throws IllegalStateException if a statement fails
	 */
	public static String run(TestDatabase database, String script, String... options) {
		Path file = TemporaryFiles.folder("psql").resolve("script.sql");
		try {
			Files.writeString(file, script);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		TestServer server = database.server();
		List<String> words = new ArrayList<>(
				List.of(PROGRAM, "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file.toString()));
		words.addAll(List.of(options));
		words.add("postgresql://%s:%s@%s:%d/%s".formatted(server.user(), server.password(), server.host(),
				server.port(), database.name()));
		return Commands.run(words);
	}

}
