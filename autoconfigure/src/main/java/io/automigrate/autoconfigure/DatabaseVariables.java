package io.automigrate.autoconfigure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * A group of variables that tell where the database is. Blank counts as not set, except
 * for the password, which may be empty. Their values never appear in messages.
 *
 * @param prefix what the names of the group begin with
 * @param databaseSuffix what follows it in the name of the variable for the database
 */
record DatabaseVariables(String prefix, String databaseSuffix) {

	private static final String DEFAULT_PORT = "5432";

	/**
	 * Returns whether any of the group is set. The port alone does not count: container
	 * platforms set {@code DB_PORT} for a service that is called {@code db}.
	 */
	boolean begunIn(Environment environment) {
		return Stream.of(host(), user(), database()).anyMatch((name) -> value(environment, name) != null)
				|| StringUtils.hasText(environment.getProperty(password()));
	}

	/**
	 * Refuse a group that lacks something the application does not set otherwise.
	 * @throws MigrationSetupException naming the variables that are missing
	 */
	void requireComplete(Environment environment) {
		List<String> missing = Stream.of(host(), user(), password(), database())
			.filter((name) -> !suppliedIn(environment, name))
			.toList();
		if (!missing.isEmpty()) {
			throw new MigrationSetupException(
					"The database settings in the environment are incomplete: some of %s* are set, but not %s."
						.formatted(this.prefix, String.join(" and ", missing)),
					"Set %s too, or none of %s, %s, %s and %s and spring.datasource.url instead."
						.formatted(String.join(" and ", missing), host(), user(), password(), database()));
		}
	}

	/**
	 * Returns the JDBC URL of the database, without user and password.
	 */
	String url(Environment environment) {
		return "jdbc:postgresql://%s:%s/%s".formatted(hostPart(environment), port(environment),
				URLEncoder.encode(required(environment, database()), StandardCharsets.UTF_8));
	}

	Optional<String> user(Environment environment) {
		return Optional.ofNullable(value(environment, user()));
	}

	Optional<String> password(Environment environment) {
		return Optional.ofNullable(environment.getProperty(password()));
	}

	private boolean suppliedIn(Environment environment, String name) {
		if (name.equals(password())) {
			return environment.containsProperty(name) || environment.containsProperty("spring.datasource.password");
		}
		return value(environment, name) != null
				|| (name.equals(user()) && environment.containsProperty("spring.datasource.username"));
	}

	private String hostPart(Environment environment) {
		String host = required(environment, host());
		if (host.matches("\\[[0-9A-Fa-f:.%\\w]+]|[^\\s:/?#@\\[\\]]+")) {
			return host;
		}
		if (host.matches("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?")) {
			return "[" + host + "]";
		}
		throw new MigrationSetupException("%s is not the name or address of a host.".formatted(host()),
				"Give it a name or an IP address only; the port goes to %s and the database to %s.".formatted(port(),
						database()));
	}

	private String port(Environment environment) {
		String port = value(environment, port());
		if (port == null) {
			return DEFAULT_PORT;
		}
		if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
			throw new MigrationSetupException("%s is not a port.".formatted(port()),
					"Set it to a number from 1 to 65535, or leave it out for %s.".formatted(DEFAULT_PORT));
		}
		return port;
	}

	private static @Nullable String value(Environment environment, String name) {
		String value = environment.getProperty(name);
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	private static String required(Environment environment, String name) {
		String value = value(environment, name);
		if (value == null) {
			throw new IllegalStateException(name + " is not set");
		}
		return value;
	}

	private String host() {
		return this.prefix + "HOST";
	}

	private String port() {
		return this.prefix + "PORT";
	}

	private String user() {
		return this.prefix + "USER";
	}

	private String password() {
		return this.prefix + "PASSWORD";
	}

	private String database() {
		return this.prefix + this.databaseSuffix;
	}

}
