package io.automigrate.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.automigrate.autoconfigure.jpa.EntitySchemaAutoConfiguration;
import io.automigrate.autoconfigure.jpa.shop.PurchaseOrder;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a whole application says when it cannot start, and for the settings that
 * apply before there is a context. Variables of the environment are set as such.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	private static final Map<String, Object> CLOSED_PORT = Map.of("DB_HOST", "localhost", "DB_PORT", "1", "DB_USER",
			"ada", "DB_PASSWORD", "s3cret", "DB_NAME", "none");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					MIGRATION_TIMEOUT            | abc     | migration.timeout            | a duration greater than zero
					MIGRATION_TIMEOUT            | -5      | migration.timeout            | a duration greater than zero
					MIGRATION_TIMEOUT            | 25d     | migration.timeout            | at most 24 days
					MIGRATION_LOCK_TIMEOUT       | 0       | migration.lock-timeout       | a duration greater than zero
					MIGRATION_LOG_LEVEL          | loud    | migration.log-level          | one of DEBUG, INFO, WARN, ERROR
					MIGRATION_ENABLED            | perhaps | migration.enabled            | true or false
					MIGRATION_CONCURRENT_SAFETY  | 2       | migration.concurrent-safety  | true or false
					MIGRATION_SKIP_VALIDATION    | nein    | migration.skip-validation    | true or false
					MIGRATION_LOGGING            | loud    | migration.logging            | true or false
					MIGRATION_FAIL_ON_ERROR      | no way  | migration.fail-on-error      | true or false
					MIGRATION_SCHEMA_POLICY      | magic   | migration.schema.policy      | one of VALIDATE, CREATE, ALTER, FULL
					MIGRATION_SCHEMA_ON_DRIFT    | ignore  | migration.schema.on-drift    | one of WARN, FAIL
					MIGRATION_SCHEMA_ALLOW       | all     | migration.schema.allow       | such as DELETES_DATA:public.orders.old_total
					MIGRATION_SCHEMA_RENAMES     | a to b  | migration.schema.renames     | such as public.orders.old_total->total
					MIGRATION_SCHEMA_ONLINE_ABOVE | big    | migration.schema.online-above | a size, in bytes where no unit is given
					MIGRATION_SCHEMA_SCAN_TIMEOUT | 0      | migration.schema.scan-timeout | a duration greater than zero
					MIGRATION_SCHEMA_DROP_UNMANAGED | yep  | migration.schema.drop-unmanaged | true or false
					""")
	void namesSettingThatCannotBeUsed(String variable, String value, String property, String allowed,
			CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(CLOSED_PORT, Map.of(variable, value)).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The value \"" + value + "\" of " + property)
			.contains("\"" + variable + "\"")
			.contains("Set " + property + " to ")
			.contains(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "MIGRATION_SCHEMA_RENAMES", "MIGRATION_SCHEMA_RENAMES_1" })
	void namesTheOneOfSeveralValuesThatCannotBeUsed(String variable, CapturedOutput output) {
		Map<String, Object> settings = variable.endsWith("_1")
				? Map.of("MIGRATION_SCHEMA_RENAMES_0", "a->b", "MIGRATION_SCHEMA_RENAMES_1", "x.a->y.b")
				: Map.of("MIGRATION_SCHEMA_RENAMES", "a->b,x.a->y.b");
		assertThatException().isThrownBy(() -> start(CLOSED_PORT, settings).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The value \"x.a->y.b\" of migration.schema.renames")
			.contains("\"x.a->y.b\" changes more than the last part of the name")
			.contains("Set migration.schema.renames to old and new names");
	}

	@Test
	void listsWhatDiffersWhenThatIsToFail(CapturedOutput output) {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			database.execute("create table purchase_order"
					+ " (id bigint generated by default as identity primary key, delivery_place varchar(20))");
			Map<String, Object> settings = onShop(database, "VALIDATE");
			start(settings).close();
			assertThat(output).doesNotContain("APPLICATION FAILED TO START");
			assertThatException()
				.isThrownBy(() -> start(settings, Map.of("MIGRATION_SCHEMA_ON_DRIFT", "FAIL")).close());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("The database differs from what is asked for:\n\n- ")
				.contains("migration.schema.on-drift=WARN");
		}
	}

	private static Map<String, Object> onShop(TestDatabase database, String policy) {
		return Map.of("SPRING_DATASOURCE_URL", database.url(), "SPRING_DATASOURCE_USERNAME", database.server().user(),
				"SPRING_DATASOURCE_PASSWORD", database.server().password(), "MIGRATION_SCHEMA_POLICY", policy,
				"MIGRATION_SCHEMA_LOCATIONS", "classpath:shop-schema.sql");
	}

	@Test
	void tellsOnceWhatTheApplicationNeedsAndIsMissing(CapturedOutput output) {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			assertThatException().isThrownBy(() -> start(onShop(database, "VALIDATE")).close());
			String reason = "Table \"public\".\"purchase_order\" is missing and the policy is VALIDATE.";
			assertThat(output).contains("MIGRATION INCOMPLETE")
				.contains("APPLICATION FAILED TO START")
				.contains("Description:\n\n" + reason)
				.contains("Action:\n\nCreate it in a versioned migration");
			// Spring's own warning about the context quotes any exception.
			assertThat(output.getAll().lines().filter((line) -> line.contains(reason)))
				.filteredOn((line) -> !line.contains("cancelling refresh attempt"))
				.hasSize(1);
			assertThat(database.query("select count(*) from pg_tables where schemaname = 'public'"))
				.containsExactly("0");
		}
	}

	@Test
	void startsWithOneErrorWhereSomethingIsMissingAndFailuresAreTolerated(CapturedOutput output) {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			try (ConfigurableApplicationContext context = start(onShop(database, "VALIDATE"),
					Map.of("MIGRATION_FAIL_ON_ERROR", "false"))) {
				assertThat(context.isRunning()).isTrue();
			}
			assertThat(output.getAll().lines().filter((line) -> line.contains(" ERROR "))).singleElement()
				.asString()
				.contains("The application starts although the migration of dataSource is incomplete",
						"Table \"public\".\"purchase_order\" is missing", "Create it in a versioned migration");
			assertThat(output).containsOnlyOnce("is missing and the policy");
		}
	}

	@Test
	void tellsAFailureOnce(CapturedOutput output) {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			database.execute(
					"""
							create function refuse() returns event_trigger language plpgsql as $$ begin
								if current_query() like '%purchase_order%' then raise exception 'no orders here'; end if;
							end $$;
							create event trigger refuse on ddl_command_start when tag in ('CREATE TABLE') execute function refuse()""");
			Map<String, Object> settings = onShop(database, "CREATE");
			assertThatException().isThrownBy(() -> start(settings).close());
			assertThat(output).contains("MIGRATION FAILED").contains("APPLICATION FAILED TO START");
			assertThat(output.getAll().lines().filter((line) -> line.contains("no orders here")))
				.filteredOn((line) -> !line.contains("cancelling refresh attempt"))
				// The server's own log, where this process started it.
				.filteredOn((line) -> !line.contains("EmbeddedPostgres"))
				.hasSize(1);
		}
	}

	@Test
	void namesMissingVariable(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Map.of("DB_HOST", "localhost", "DB_PASSWORD", "s3cret")).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("but not DB_USER and DB_NAME.")
			.contains("Set DB_USER and DB_NAME too")
			.doesNotContain("s3cret");
	}

	@Test
	void namesMissingFile(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start(CLOSED_PORT, Map.of("MIGRATION_SCHEMA_LOCATIONS", "classpath:none.sql")).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("There is no file \"classpath:none.sql\", which migration.schema.locations names.");
	}

	@Test
	void tellsThatTheServerIsDown(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> start(CLOSED_PORT, Map.of("MIGRATION_SCHEMA_LOCATIONS", "classpath:shop-schema.sql")).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The database cannot be reached")
			.contains("DB_HOST and DB_PORT")
			.doesNotContain("s3cret");
	}

	@Test
	void tellsThatTheServerIsDownBeforeHibernateMissesItsDialect(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(JpaApplication.class, CLOSED_PORT).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The database cannot be reached")
			.doesNotContain("Unable to determine Dialect")
			.doesNotContain("s3cret");
	}

	@Test
	void startsWithEntitiesWhenTheServerIsDownAndFailuresAreTolerated(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(JpaApplication.class, CLOSED_PORT,
				Map.of("MIGRATION_FAIL_ON_ERROR", "false"))) {
			assertThat(context.isRunning()).isTrue();
		}
		assertThat(output).containsOnlyOnce("The application starts although the migration of dataSource failed")
			.doesNotContain("s3cret");
	}

	@Test
	void tellsThatHibernateWouldChangeTheSchemaAsWell(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> start(JpaApplication.class, CLOSED_PORT, Map.of("SPRING_JPA_HIBERNATE_DDL_AUTO", "update"))
					.close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("hibernate.hbm2ddl.auto is \"update\" for the entities of entityManagerFactory")
			.contains("remove spring.jpa.hibernate.ddl-auto");
	}

	@Test
	void setsLevelOfOurLoggers() {
		assertThat(levelWith(Map.of("MIGRATION_LOG_LEVEL", "debug"))).isEqualTo(LogLevel.DEBUG);
	}

	@Test
	void levelOfLoggingSettingsWins() {
		assertThat(levelWith(Map.of("MIGRATION_LOG_LEVEL", "DEBUG", "LOGGING_LEVEL_IO_AUTOMIGRATE", "warn")))
			.isEqualTo(LogLevel.WARN);
	}

	@Test
	void leavesLevelsAloneWhenNoneIsSet() {
		assertThat(levelWith(Map.of())).isNull();
	}

	private static @Nullable LogLevel levelWith(Map<String, Object> variables) {
		try (ConfigurableApplicationContext context = start(CLOSED_PORT, variables)) {
			LoggerConfiguration configuration = context.getBean(LoggingSystem.class)
				.getLoggerConfiguration("io.automigrate");
			return (configuration != null) ? configuration.getConfiguredLevel() : null;
		}
	}

	@SafeVarargs
	private static ConfigurableApplicationContext start(Map<String, Object>... variables) {
		return start(Application.class, variables);
	}

	@SafeVarargs
	private static ConfigurableApplicationContext start(Class<?> source, Map<String, Object>... variables) {
		StandardEnvironment environment = new StandardEnvironment();
		Map<String, Object> all = new HashMap<>();
		for (Map<String, Object> some : variables) {
			all.putAll(some);
		}
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, all));
		SpringApplication application = new SpringApplication(source);
		application.setEnvironment(environment);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, AutomigrateAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = PurchaseOrder.class)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, AutomigrateAutoConfiguration.class,
			EntitySchemaAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	static class JpaApplication {

	}

}
