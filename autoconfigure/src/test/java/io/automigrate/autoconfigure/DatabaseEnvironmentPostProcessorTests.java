package io.automigrate.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseEnvironmentPostProcessor}.
 */
class DatabaseEnvironmentPostProcessorTests {

	private static final Map<String, Object> ADDON = Map.of("POSTGRESQL_ADDON_HOST", "addon.example.org",
			"POSTGRESQL_ADDON_USER", "ada", "POSTGRESQL_ADDON_PASSWORD", "s3cret", "POSTGRESQL_ADDON_DB", "bq12");

	private static final Map<String, Object> DB = Map.of("DB_HOST", "db.example.org", "DB_USER", "bob", "DB_PASSWORD",
			"hush", "DB_NAME", "trackers", "DB_PORT", "6543");

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void takesAddonVariablesWithDefaultPort() {
		process(ADDON);
		assertThat(property("url")).isEqualTo("jdbc:postgresql://addon.example.org:5432/bq12");
		assertThat(property("username")).isEqualTo("ada");
		assertThat(property("password")).isEqualTo("s3cret");
	}

	@Test
	void takesDbVariables() {
		process(DB);
		assertThat(property("url")).isEqualTo("jdbc:postgresql://db.example.org:6543/trackers");
		assertThat(property("username")).isEqualTo("bob");
	}

	@Test
	void addonVariablesWinOverOthersHoweverThoseAreSet() {
		process(ADDON, DB);
		assertThat(property("url")).contains("addon.example.org");
	}

	@Test
	void completeFirstGroupWinsOverIncompleteSecond() {
		process(ADDON, Map.of("DB_HOST", "db.example.org"));
		assertThat(property("url")).contains("addon.example.org");
	}

	@Test
	void leavesUrlOfTheApplicationAlone() {
		process(DB, Map.of("spring.datasource.url", "jdbc:postgresql://mine/db"));
		assertThat(property("url")).isEqualTo("jdbc:postgresql://mine/db");
		assertThat(property("username")).isNull();
	}

	@Test
	void leavesJndiNameOfTheApplicationAlone() {
		process(DB, Map.of("spring.datasource.jndi-name", "jdbc/mine"));
		assertThat(property("url")).isNull();
	}

	@Test
	void userAndPasswordOfTheApplicationWin() {
		process(DB, Map.of("spring.datasource.username", "eve", "spring.datasource.password", "other"));
		assertThat(property("username")).isEqualTo("eve");
		assertThat(property("password")).isEqualTo("other");
		assertThat(property("url")).contains("db.example.org");
	}

	@Test
	void setsNothingWhenNoVariableIsSet() {
		process();
		assertThat(property("url")).isNull();
	}

	@Test
	void setsNothingWhenOnlyThePortIsSet() {
		process(Map.of("DB_PORT", "tcp://172.17.0.5:5432"));
		assertThat(property("url")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DB_HOST", "DB_USER", "DB_PASSWORD", "DB_NAME" })
	void namesVariableThatIsMissing(String missing) {
		Map<String, Object> variables = new HashMap<>(DB);
		variables.remove(missing);
		assertThatExceptionOfType(MigrationSetupException.class).isThrownBy(() -> process(variables))
			.withMessageEndingWith("but not " + missing + ".")
			.satisfies((ex) -> assertThat(ex.wayOut()).startsWith("Set " + missing));
	}

	@Test
	void namesAllVariablesThatAreMissingAndNoValue() {
		assertThatExceptionOfType(MigrationSetupException.class)
			.isThrownBy(() -> process(Map.of("POSTGRESQL_ADDON_PASSWORD", "s3cret", "POSTGRESQL_ADDON_DB", " "), DB))
			.withMessageContainingAll("POSTGRESQL_ADDON_HOST", "POSTGRESQL_ADDON_USER", "POSTGRESQL_ADDON_DB")
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.wayOut()).doesNotContain("s3cret"));
	}

	@Test
	void emptyPasswordIsAPassword() {
		process(DB, Map.of("DB_PASSWORD", ""));
		assertThat(property("password")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "my db,my+db", "a/b?c=d,a%2Fb%3Fc%3Dd", "größe,gr%C3%B6%C3%9Fe" })
	void encodesNameOfDatabase(String name, String encoded) {
		process(DB, Map.of("DB_NAME", name));
		assertThat(property("url")).endsWith(":6543/" + encoded);
	}

	@ParameterizedTest
	@CsvSource({ "::1,[::1]", "[::1],[::1]", "fe80::1%eth0,[fe80::1%eth0]", "10.0.0.1,10.0.0.1" })
	void putsIpv6AddressInBrackets(String host, String part) {
		process(DB, Map.of("DB_HOST", host));
		assertThat(property("url")).isEqualTo("jdbc:postgresql://" + part + ":6543/trackers");
	}

	@ParameterizedTest
	@ValueSource(strings = { "db.example.org:5432", "user@host", "host/db", "a b" })
	void refusesWhatIsNoHost(String host) {
		assertThatExceptionOfType(MigrationSetupException.class).isThrownBy(() -> process(DB, Map.of("DB_HOST", host)))
			.withMessage("DB_HOST is not the name or address of a host.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp://172.17.0.5:5432", "0", "65536", "-1", "99999999999" })
	void refusesWhatIsNoPort(String port) {
		assertThatExceptionOfType(MigrationSetupException.class).isThrownBy(() -> process(DB, Map.of("DB_PORT", port)))
			.withMessage("DB_PORT is not a port.");
	}

	@SafeVarargs
	private void process(Map<String, Object>... properties) {
		for (int i = 0; i < properties.length; i++) {
			this.environment.getPropertySources().addFirst(new MapPropertySource("test" + i, properties[i]));
		}
		new DatabaseEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

	private @Nullable String property(String name) {
		return this.environment.getProperty("spring.datasource." + name);
	}

}
