package io.automigrate.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import io.automigrate.autoconfigure.MigrationProperties.LogLevel;
import io.automigrate.autoconfigure.MigrationProperties.OnDrift;
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
		if (refused != null && refused.getValue() instanceof String element) {
			String origin = (property != null) ? origin(property) : "";
			return analysis(element, name, origin, sentence(refused.getReason()), rootFailure);
		}
		return (property != null) ? analysis(property.getValue(), property.getName(), origin(property), "", rootFailure)
				: null;
	}

	private static FailureAnalysis analysis(Object value, ConfigurationPropertyName name, String origin, String reason,
			Throwable rootFailure) {
		return new FailureAnalysis(
				"The value \"%s\" of %s%s cannot be used.".formatted(value, name, origin)
						+ (reason.isEmpty() ? "" : " " + reason),
				"Set %s to %s.".formatted(name, allowed(name)), rootFailure);
	}

	private static String sentence(@Nullable String reason) {
		String text = Objects.requireNonNullElse(reason, "");
		return (text.isEmpty() || text.endsWith(".")) ? text : text + ".";
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? ", set by %s,".formatted(property.getOrigin()) : "";
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
			case "migration.timeout", "migration.lock-timeout", "migration.schema.scan-timeout" ->
				"a duration greater than zero and of at most 24 days, in seconds where no unit is given, such as 30 or 2m";
			case "migration.log-level" -> "one of " + names(LogLevel.values());
			case "migration.schema.policy" -> "one of " + names(ChangePolicy.values());
			case "migration.schema.on-drift" -> "one of " + names(OnDrift.values());
			case "migration.schema.online-above" -> "a size, in bytes where no unit is given, such as 512KB or 10MB";
			case "migration.schema.allow" ->
				"what refused steps ask for, separated by commas, such as DELETES_DATA:public.orders.old_total";
			case "migration.schema.renames" ->
				"old and new names, separated by commas, such as public.orders.old_total->total or public.old_orders->orders";
			case "migration.schema.names", "migration.schema.locations" -> "a list of texts, separated by commas";
			default -> "true or false";
		};
	}

	private static String names(Enum<?>[] values) {
		return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
	}

}
