package io.automigrate.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar in a JVM of its own, as a build would call it.
 */
@EnabledIfSystemProperty(named = "automigrate.jar", matches = ".+",
		disabledReason = "there is none before it is packaged")
class ExecutableJarIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void tellsByItsExitCodeWhetherBothSidesAreInStep() throws Exception {
		this.database.execute("create table t (id int)");
		Path file = Files.writeString(this.directory.resolve("schema.sql"), "create table t (id int);");
		assertThat(run("diff", "--from", this.database.url(), "--to", file.toString())).isZero();
		assertThat(out()).isEqualTo("-- Nothing to do.\n");
		Files.writeString(file, "create table t (id int, \u00fcbrig text);");
		assertThat(run("diff", "--from", this.database.url(), "--to", file.toString())).isEqualTo(3);
		assertThat(out()).contains("ADD COLUMN \"\u00fcbrig\" text");
		assertThat(err()).isEmpty();
	}

	@Test
	void tellsItsVersion() throws Exception {
		assertThat(run("--version")).isZero();
		assertThat(out()).matches("automigrate \\d.*\\R");
	}

	@Test
	void tellsWrongUsageFromFailure() throws Exception {
		assertThat(run("diff")).isEqualTo(2);
		assertThat(run("diff", "--from", this.database.url(), "--to", "absent.sql")).isEqualTo(1);
		assertThat(err()).startsWith("The file absent.sql cannot be read").doesNotContain("\tat ");
	}

	private int run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
						System.getProperty("automigrate.jar")));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(file("out")).redirectError(file("err"));
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		builder.environment().put("PGUSER", this.database.server().user());
		builder.environment().put("PGPASSWORD", this.database.server().password());
		Process process = builder.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

	private File file(String name) {
		return this.directory.resolve(name).toFile();
	}

	private String out() throws IOException {
		return Files.readString(file("out").toPath());
	}

	private String err() throws IOException {
		return Files.readString(file("err").toPath());
	}

}
