package io.automigrate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database and a directory of its own for each test, and the command as the main class
 * calls it.
 */
abstract class DiffCalls {

	final TestDatabase database = TestServer.get().createDatabase();

	final Map<String, String> environment = new HashMap<>();

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@AfterEach
	void leavesNothingBehindAndDropsTheDatabase() {
		try (this.database) {
			assertThat(this.database.query("select nspname from pg_namespace where nspname like 'automigrate%'"))
				.isEmpty();
			assertThat(this.database.query("select relname from pg_class where relname like 'automigrate%'")).isEmpty();
		}
	}

	final String file(String name, String content) throws IOException {
		return Files.writeString(this.directory.resolve(name), content).toString();
	}

	final String url() {
		return url(this.database);
	}

	static String url(TestDatabase database) {
		return database.url() + "?user=" + database.server().user() + "&password=" + database.server().password();
	}

	/** Run {@code diff} and return its exit code. */
	final int diff(String... options) {
		this.out.getBuffer().setLength(0);
		this.err.getBuffer().setLength(0);
		String[] arguments = Stream.concat(Stream.of("diff"), Stream.of(options)).toArray(String[]::new);
		return Automigrate.run(new PrintWriter(this.out), new PrintWriter(this.err, true), this.environment, arguments);
	}

	/** What the last call printed. */
	final String out() {
		return this.out.toString();
	}

	/** What the last call reported. */
	final String err() {
		return this.err.toString();
	}

	/** All that the last call said, for a test that fails. */
	final String said() {
		return out() + err();
	}

}
