package io.automigrate.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.adopt.ToolSettings;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Takes locations, table and placeholders from the settings of Flyway where its files run
 * as they are and nothing else is said.
 */
class FlywayFormatEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String VERSIONED = "migration.versioned.";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!"FLYWAY".equalsIgnoreCase(environment.getProperty(VERSIONED + "format"))) {
			return;
		}
		ToolSettings flyway = new OtherTools(environment).flyway();
		List<String> locations = new ArrayList<>(
				flyway.sources().isEmpty() ? List.of("classpath:db/migration") : flyway.sources());
		locations.add("classpath:db/migrations");
		Map<String, Object> settings = new LinkedHashMap<>();
		settings.put(VERSIONED + "locations", String.join(",", locations));
		flyway.placeholders().forEach((name, value) -> settings.put(VERSIONED + "placeholders[" + name + "]", value));
		settings.put(VERSIONED + "placeholder-replacement",
				environment.getProperty("spring.flyway.placeholder-replacement", "true"));
		if (flyway.table() != null) {
			settings.put(VERSIONED + "flyway-table", flyway.table());
		}
		environment.getPropertySources().addLast(new MapPropertySource("settings of Flyway", settings));
	}

}
