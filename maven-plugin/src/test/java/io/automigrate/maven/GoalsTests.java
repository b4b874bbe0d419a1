package io.automigrate.maven;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.automigrate.cli.ApplicationMigrations;
import io.automigrate.cli.MigrationCommands;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the goals, held against the commands that they run.
 */
class GoalsTests {

	private static final Pattern GOAL = Pattern
		.compile("<goal>([^<]+)</goal>.*?<implementation>([^<]+)</implementation>", Pattern.DOTALL);

	private static final Pattern COMMAND = Pattern.compile("^  ([a-z-]+) ", Pattern.MULTILINE);

	@Test
	void thereIsOneForEachCommand() throws IOException {
		assertThat(goals().keySet()).containsExactlyInAnyOrderElementsOf(COMMAND.matcher(help())
			.results()
			.map((line) -> line.group(1).replace("generate-completion", "run"))
			.toList());
	}

	@Test
	void propertiesAreOptionsOfTheCommand() throws Exception {
		for (Map.Entry<String, String> goal : goals().entrySet()) {
			CommandMojo mojo = Class.forName(goal.getValue())
				.asSubclass(CommandMojo.class)
				.getDeclaredConstructor()
				.newInstance();
			for (Field field : mojo.getClass().getDeclaredFields()) {
				field.setAccessible(true);
				field.set(mojo, (field.getType() == boolean.class) ? (Object) true
						: (field.getType() == Integer.class) ? (Object) 1 : "applied");
			}
			Options options = new Options();
			mojo.addTo(options);
			String help = help(goal.getKey(), "--help");
			assertThat(options.words()).allSatisfy((option) -> assertThat(help).contains(option.replaceAll("=.*", "")));
		}
	}

	private static Map<String, String> goals() throws IOException {
		String descriptor = Files.readString(Path.of("target/classes/META-INF/maven/plugin.xml"));
		Map<String, String> goals = new TreeMap<>();
		GOAL.matcher(descriptor).results().forEach((goal) -> goals.put(goal.group(1), goal.group(2)));
		return goals;
	}

	private static String help(String... words) {
		StringWriter out = new StringWriter();
		MigrationCommands.run(new ApplicationMigrations(Map::of, Path.of("")), new PrintWriter(out),
				new PrintWriter(out), words);
		return out.toString();
	}

}
