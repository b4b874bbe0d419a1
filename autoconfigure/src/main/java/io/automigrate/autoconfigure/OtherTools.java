package io.automigrate.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.automigrate.adopt.MigrationTool;
import io.automigrate.adopt.ToolSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What an application says of Flyway and Liquibase in its own settings, whether they are
 * on the class path or not.
 */
public final class OtherTools {

	private static final String FLYWAY = "spring.flyway.";

	private static final String LIQUIBASE = "spring.liquibase.";

	private final Binder binder;

	/**
	 * Create a reader.
	 * @param environment the application's settings
	 */
	public OtherTools(Environment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * Returns how the tools are set up.
	 * @return the settings of each
	 */
	public Map<MigrationTool, ToolSettings> settings() {
		return Map.of(MigrationTool.FLYWAY, flyway(), MigrationTool.LIQUIBASE, liquibase());
	}

	/** How Flyway is set up: locations, table and placeholders. */
	ToolSettings flyway() {
		List<String> schemas = list(FLYWAY + "schemas");
		String schema = text(FLYWAY + "default-schema");
		return new ToolSettings(list(FLYWAY + "locations").stream().map(OtherTools::location).toList(),
				table((schema != null || schemas.isEmpty()) ? schema : schemas.get(0), text(FLYWAY + "table"),
						MigrationTool.FLYWAY.table()),
				map(FLYWAY + "placeholders"), null, null);
	}

	private ToolSettings liquibase() {
		String changelog = text(LIQUIBASE + "change-log");
		String schema = text(LIQUIBASE + "liquibase-schema");
		List<String> contexts = list(LIQUIBASE + "contexts");
		return new ToolSettings((changelog != null) ? List.of(location(changelog)) : List.of(),
				table((schema != null) ? schema : text(LIQUIBASE + "default-schema"),
						text(LIQUIBASE + "database-change-log-table"), MigrationTool.LIQUIBASE.table()),
				map(LIQUIBASE + "parameters"), contexts.isEmpty() ? null : contexts, text(LIQUIBASE + "label-filter"));
	}

	/** As Flyway and Spring take it, and as this does. */
	private static String location(String stated) {
		String location = stated.strip().replace("{vendor}", "postgresql").replaceFirst("^filesystem:", "file:");
		return location.matches("[a-z*]+:.*") ? location.replaceFirst("^classpath:/", "classpath:")
				: "classpath:" + location.replaceFirst("^/", "");
	}

	private static @Nullable String table(@Nullable String schema, @Nullable String table, String usual) {
		String name = (table != null) ? table : usual;
		return (schema != null) ? schema + "." + name : table;
	}

	private @Nullable String text(String property) {
		String value = this.binder.bind(property, String.class).orElse("");
		return value.isBlank() ? null : value;
	}

	private List<String> list(String property) {
		Collection<String> values = this.binder.bind(property, Bindable.listOf(String.class)).orElse(List.of());
		return values.stream().filter((value) -> !value.isBlank()).toList();
	}

	private Map<String, String> map(String property) {
		return this.binder.bind(property, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
	}

}
