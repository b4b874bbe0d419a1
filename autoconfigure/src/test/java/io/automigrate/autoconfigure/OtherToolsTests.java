package io.automigrate.autoconfigure;

import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.adopt.MigrationTool;
import io.automigrate.adopt.ToolSettings;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.versioned.FlywayFormat;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtherTools} and what else is taken from applications of Flyway.
 */
class OtherToolsTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void readsSettings() {
		set(Map.of("spring.flyway.locations", "classpath:/db/{vendor},filesystem:/srv/sql", "spring.flyway.schemas",
				"shop,other", "spring.flyway.placeholders.Type", "text", "spring.liquibase.change-log",
				"classpath:/db/main.yaml", "spring.liquibase.contexts", "prod, eu", "spring.liquibase.label-filter",
				"a or b", "spring.liquibase.parameters.owner", "me", "spring.liquibase.database-change-log-table",
				"changes"));
		assertThat(new OtherTools(this.environment).settings()).isEqualTo(Map.of(MigrationTool.FLYWAY,
				new ToolSettings(List.of("classpath:db/postgresql", "file:/srv/sql"), "shop.flyway_schema_history",
						Map.of("Type", "text"), null, null),
				MigrationTool.LIQUIBASE, new ToolSettings(List.of("classpath:db/main.yaml"), "changes",
						Map.of("owner", "me"), List.of("prod", "eu"), "a or b")));
	}

	@Test
	void readsNothingWhereNothingIsSaid() {
		assertThat(new OtherTools(this.environment).settings().values()).containsOnly(ToolSettings.NONE);
	}

	@Test
	void oneSettingRunsFilesOfFlyway() {
		set(Map.of("migration.versioned.format", "flyway"));
		assertThat(versioned().locations()).containsExactly("classpath:db/migration", "classpath:db/migrations");
		assertThat(versioned().fileFormat()).isEqualTo(new FlywayFormat(Map.of(), true, null));
	}

	@Test
	void whatIsSaidOfItselfComesFirst() {
		set(Map.of("migration.versioned.format", "FLYWAY", "spring.flyway.locations", "db/sql",
				"spring.flyway.placeholders.type", "text", "spring.flyway.placeholders.owner", "me",
				"migration.versioned.placeholders.type", "varchar", "spring.flyway.table", "past",
				"spring.flyway.placeholder-replacement", "false"));
		assertThat(versioned().locations()).containsExactly("classpath:db/sql", "classpath:db/migrations");
		assertThat(versioned().fileFormat())
			.isEqualTo(new FlywayFormat(Map.of("type", "varchar", "owner", "me"), false, "past"));
	}

	@Test
	void runsJavaMigrationsOfFlywayWhereFlywayDoesNot() {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(AutomigrateAutoConfiguration.class))
				.withBean("dataSource", javax.sql.DataSource.class, database::dataSource)
				.withBean(V2__Fill.class)
				.withBean(R__Count.class);
			runner.withBean("flyway", Flyway.class, () -> Flyway.configure().load()).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SchemaMigrator.class).versioned().isEmpty()).isTrue();
			});
			runner.withBean("flyway", Flyway.class, () -> Flyway.configure().load())
				.withPropertyValues("migration.versioned.format=FLYWAY")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("Flyway is enabled"));
			runner.run((context) -> assertThat(context).hasNotFailed());
			assertThat(database.query("select version || ' ' || name from migrations order by id"))
				.containsExactly("2 Fill", "R__Count Count");
			assertThat(database.query("select n from filled")).containsExactly("1");
		}
	}

	private void set(Map<String, Object> properties) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
	}

	private MigrationProperties.Versioned versioned() {
		new FlywayFormatEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
		return Binder.get(this.environment).bindOrCreate("migration", MigrationProperties.class).versioned();
	}

	/** Flyway knows it by its name. */
	static class V2__Fill extends BaseJavaMigration {

		@Override
		public void migrate(Context context) throws Exception {
			try (var statement = context.getConnection().createStatement()) {
				statement.execute("create table filled as select 1 as n");
			}
		}

	}

	/** Flyway knows it by its name. */
	static class R__Count extends BaseJavaMigration {

		@Override
		public Integer getChecksum() {
			return 7;
		}

		@Override
		public void migrate(Context context) throws Exception {
			try (var statement = context.getConnection().createStatement()) {
				statement.execute("create view counted as select count(*) from filled");
			}
		}

	}

}
