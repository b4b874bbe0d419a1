package io.automigrate.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Lets an application that is started with {@code migration} as its first argument run a
 * command and end: no web server, no beans but those that the command needs, no migration
 * by itself, and nothing on the standard output but the command's answer.
 */
public final class CommandLineEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	/** The argument that means a command. */
	public static final String ARGUMENT = "migration";

	/** The property that says that a command is run. */
	public static final String COMMAND = "migration.command-line";

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!command(environment)) {
			return;
		}
		Map<String, Object> settings = new HashMap<>();
		settings.put(COMMAND, true);
		settings.put("spring.main.web-application-type", "none");
		settings.put("spring.main.banner-mode", "off");
		settings.put("spring.main.lazy-initialization", true);
		settings.put("spring.main.log-startup-info", false);
		settings.put("spring.jmx.enabled", false);
		settings.put("logging.threshold.console", "ERROR");
		environment.getPropertySources().addFirst(new MapPropertySource(COMMAND, settings));
	}

	private static boolean command(ConfigurableEnvironment environment) {
		PropertySource<?> arguments = environment.getPropertySources()
			.get(SimpleCommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);
		String first = (arguments != null)
				? String.valueOf(
						arguments.getProperty(SimpleCommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME))
				: "";
		return first.equals(ARGUMENT) || first.startsWith(ARGUMENT + ",");
	}

}
