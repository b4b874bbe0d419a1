package io.automigrate.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import io.automigrate.autoconfigure.MigrationProperties.LogLevel;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes {@code migration.log-level} the level of our loggers, unless
 * {@code logging.level.io.automigrate} says otherwise. Boot sets up its logging right
 * after the environment.
 */
class LogLevelEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String LOGGER_LEVEL = "logging.level.io.automigrate";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (binder.bind(LOGGER_LEVEL, String.class).isBound()) {
			return;
		}
		binder.bind("migration.log-level", String.class)
			.map((level) -> level.strip().toUpperCase(Locale.ROOT))
			.ifBound((level) -> {
				// the analysis of what cannot be bound comes later
				if (Arrays.stream(LogLevel.values()).anyMatch((known) -> known.name().equals(level))) {
					environment.getPropertySources()
						.addLast(new MapPropertySource("migration.log-level", Map.of(LOGGER_LEVEL, level)));
				}
			});
	}

}
