package io.automigrate.autoconfigure.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Exposes the migration endpoint over HTTP beside those that Boot exposes by default. As
 * one of the default properties this yields to whatever the application sets.
 */
final class MigrationEndpointDefaults implements EnvironmentPostProcessor {

	private static final String INCLUDE = "management.endpoints.web.exposure.include";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (actuatorPresent(application.getClassLoader())
				&& !includes(environment.getPropertySources().get(DefaultPropertiesPropertySource.NAME))) {
			DefaultPropertiesPropertySource.addOrMerge(Map.of(INCLUDE, DefaultExposure.withMigration()),
					environment.getPropertySources());
		}
	}

	private static boolean actuatorPresent(ClassLoader classLoader) {
		return ClassUtils.isPresent("org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure",
				classLoader);
	}

	private static boolean includes(@Nullable PropertySource<?> defaults) {
		if (defaults == null) {
			return false;
		}
		ConfigurationPropertySource source = ConfigurationPropertySource.from(defaults);
		return source != null && new Binder(source).bind(INCLUDE, Bindable.setOf(String.class)).isBound();
	}

	/**
	 * Loaded only where Actuator is there.
	 */
	private static final class DefaultExposure {

		static String withMigration() {
			return String.join(",", StringUtils.addStringToArray(EndpointExposure.WEB.getDefaultIncludes(),
					MigrationEndpoint.ID.toString()));
		}

	}

}
