package io.automigrate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationFile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressBar}.
 */
class ProgressBarTests {

	private final StringWriter terminal = new StringWriter();

	private final ProgressBar bar = new ProgressBar(new PrintWriter(this.terminal), true);

	private static Migration migration(String version) {
		String name = version + "_some.sql";
		return new MigrationFile(name, name, "-- migrate:up\n").parse();
	}

	private List<String> drawn() {
		return List.of(this.terminal.toString().split("\r\u001B\\[K", -1));
	}

	@Test
	void growsAndIsGoneAtTheEnd() {
		List<Migration> migrations = List.of(migration("1"), migration("2"), migration("3"));
		this.bar.route(migrations, false);
		this.bar.done(migrations.get(0), false, null);
		this.bar.progress(migrations.get(1), "half\nof it");
		this.bar.done(migrations.get(1), false, null);
		this.bar.done(migrations.get(2), false, null);
		assertThat(drawn()).containsExactly("", "[" + "#".repeat(10) + "-".repeat(20) + "] 1/3 1 some",
				"[" + "#".repeat(10) + "-".repeat(20) + "] 1/3 2: half of it",
				"[" + "#".repeat(20) + "-".repeat(10) + "] 2/3 2 some", "");
	}

}
