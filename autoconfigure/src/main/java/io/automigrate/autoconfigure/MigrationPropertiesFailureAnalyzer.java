package io.automigrate.autoconfigure;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.automigrate.autoconfigure.MigrationProperties.LogLevel;
import io.automigrate.plan.ChangePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Tells which setting below {@code migration} cannot be used, where it was set, and what
 * is allowed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MigrationPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("migration");

	private final @Nullable Environment environment;

	MigrationPropertiesFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (!PREFIX.equals(name) && !PREFIX.isAncestorOf(name)) {
			return null;
		}
		InvalidConfigurationPropertyValueException refused = findCause(rootFailure,
				InvalidConfigurationPropertyValueException.class);
		if (refused != null) {
			name = ConfigurationPropertyName.of(refused.getName());
		}
		ConfigurationProperty property = find(name);
		if (property == null) {
			property = cause.getProperty();
		}
		return (property != null) ? analysis(property, rootFailure) : null;
	}

	private static FailureAnalysis analysis(ConfigurationProperty property, Throwable rootFailure) {
		String origin = (property.getOrigin() != null) ? ", set by %s,".formatted(property.getOrigin()) : "";
		return new FailureAnalysis(
				"The value \"%s\" of %s%s cannot be used.".formatted(property.getValue(), property.getName(), origin),
				"Set %s to %s.".formatted(property.getName(), allowed(property.getName())), rootFailure);
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		if (this.environment != null) {
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null) {
					return property;
				}
			}
		}
		return null;
	}

	private static String allowed(ConfigurationPropertyName name) {
		return switch (name.toString()) {
			case "migration.timeout", "migration.lock-timeout" ->
				"a duration greater than zero and of at most 24 days, in seconds where no unit is given, such as 30 or 2m";
			case "migration.log-level" -> "one of " + names(LogLevel.values());
			case "migration.schema.policy" -> "one of " + names(ChangePolicy.values());
			default -> name.toString().startsWith("migration.schema.") ? "a list of texts, separated by commas"
					: "true or false";
		};
	}

	private static String names(Enum<?>[] values) {
		return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
	}

}
