package io.automigrate.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Takes the database settings from the variables that hosting platforms set, where the
 * application sets no {@code spring.datasource.url}: those of Clever Cloud's PostgreSQL
 * add-on, then {@code DB_HOST} and its siblings.
 */
class DatabaseEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final List<DatabaseVariables> GROUPS = List.of(new DatabaseVariables("POSTGRESQL_ADDON_", "DB"),
			new DatabaseVariables("DB_", "NAME"));

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (isSet(environment, "spring.datasource.url") || isSet(environment, "spring.datasource.jndi-name")) {
			return;
		}
		GROUPS.stream()
			.filter((variables) -> variables.begunIn(environment))
			.findFirst()
			.ifPresent((variables) -> environment.getPropertySources()
				.addLast(new MapPropertySource("database variables " + variables.prefix() + "*",
						settings(variables, environment))));
	}

	private static Map<String, Object> settings(DatabaseVariables variables, ConfigurableEnvironment environment) {
		variables.requireComplete(environment);
		Map<String, Object> settings = new LinkedHashMap<>();
		settings.put("spring.datasource.url", variables.url(environment));
		variables.user(environment).ifPresent((user) -> settings.put("spring.datasource.username", user));
		variables.password(environment).ifPresent((password) -> settings.put("spring.datasource.password", password));
		return settings;
	}

	private static boolean isSet(ConfigurableEnvironment environment, String property) {
		return StringUtils.hasText(environment.getProperty(property));
	}

}
