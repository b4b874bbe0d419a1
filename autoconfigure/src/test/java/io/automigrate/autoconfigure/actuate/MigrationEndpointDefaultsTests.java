package io.automigrate.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.automigrate.execute.VersionedFacts;
import io.automigrate.lock.LockHolder;
import io.automigrate.report.MigrationStatus;
import io.automigrate.autoconfigure.actuate.ActuatedApplication.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application gets that sets nothing, and what it can set.
 */
class MigrationEndpointDefaultsTests {

	private static final String INCLUDE = "management.endpoints.web.exposure.include";

	private final ScriptedMigration migration = new ScriptedMigration();

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void readsWithoutNamesAndDoesNotWriteWhenNothingIsSet(WebApplicationType type) {
		try (ActuatedApplication application = start(type)) {
			Reply state = application.get("/actuator/health/migration", 200);
			assertThat(state.status()).isEqualTo(200);
			assertThat(state.json()).doesNotContainKey("configuration").containsEntry("service", "application");
			assertThat(state.json("migration_status")).containsOnlyKeys("database_exists", "connection_healthy",
					"migration_needed", "total_expected_tables", "total_existing_tables");
			assertThat(state.body()).doesNotContain("items").doesNotContain("null");
			assertThat(application.get("/actuator/health").json()).containsEntry("status", "UP")
				.doesNotContainKey("components");
			Reply refused = application.post("/actuator/health/migration/trigger");
			assertThat(refused.status()).isEqualTo(403);
			assertThat((String) refused.json().get("message"))
				.contains("management.endpoint.migration.access=unrestricted");
			assertThat(application.post("/actuator/health/migration/trigger", "application/json", "{\"dryRun\": true}")
				.status()).isEqualTo(403);
			assertThat(this.migration.runThreads).isEmpty();
			assertThat(this.migration.plans).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void saysNothingOfNamesInMessageWhenDetailsAreHidden(WebApplicationType type) {
		this.migration.status = () -> ScriptedMigration.status(List.of(), List.of("items"));
		try (ActuatedApplication application = start(type, "management.endpoint.health.show-details=when-authorized")) {
			Reply state = application.get("/actuator/health/migration");
			assertThat(state.status()).isEqualTo(503);
			assertThat(state.body()).doesNotContain("items");
			assertThat(application.get("/actuator/health").body()).doesNotContain("items");
		}
	}

	@Test
	void saysNothingOfNamesOfARunThatIsGoingOnWhenDetailsAreHidden() {
		MigrationStatus fine = ScriptedMigration.status(List.of("items"), List.of());
		this.migration.status = () -> new MigrationStatus(true, true, false, fine.expectedTables(),
				fine.existingTables(), List.of(), List.of(), List.of(), List.of(), VersionedFacts.NONE,
				List.of("index items_name"), new LockHolder(4711, "trackers", "app", "host-a", null, 2, 7),
				Instant.now(), null, null);
		try (ActuatedApplication application = start(WebApplicationType.SERVLET)) {
			Reply state = application.get("/actuator/health/migration", 200);
			assertThat(state.json("migration_status")).containsEntry("in_progress", Map.of("step", 2, "steps", 7));
			assertThat(state.body()).contains("checked_at").doesNotContain("trackers", "host-a", "items_name");
		}
	}

	@Test
	void leavesWritingOutWhenAccessIsReadOnly() {
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.endpoint.migration.access=read-only")) {
			assertThat(application.get("/actuator/health/migration", 200).status()).isEqualTo(200);
			assertThat(application.post("/actuator/health/migration/trigger").status()).isIn(404, 405);
			assertThat(this.migration.runThreads).isEmpty();
		}
	}

	@Test
	void writesWhenAccessIsUnrestrictedForAllEndpoints() {
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.endpoints.access.default=unrestricted")) {
			assertThat(application.post("/actuator/health/migration/trigger").status()).isEqualTo(200);
		}
	}

	@Test
	void isAbsentWhenAccessIsNone() {
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.endpoint.migration.access=none")) {
			assertThat(application.post("/actuator/health/migration/trigger").status()).isIn(404, 405);
			assertThat(application.get("/actuator/health").status()).isEqualTo(200);
		}
	}

	@Test
	void movesWhenPathIsMapped() {
		try (ActuatedApplication application = start(WebApplicationType.REACTIVE,
				"management.endpoints.web.path-mapping.migration=schema")) {
			assertThat(application.get("/actuator/schema").json()).containsKey("migration_status");
			assertThat(application.get("/actuator/health/migration").status()).isEqualTo(404);
		}
	}

	@Test
	void isNotExposedWhenApplicationSaysWhatIs() {
		try (ActuatedApplication application = start(WebApplicationType.SERVLET, INCLUDE + "=info")) {
			assertThat(application.get("/actuator/info").status()).isEqualTo(200);
			assertThat(application.get("/actuator/health/migration").status()).isEqualTo(404);
		}
	}

	@Test
	void staysHealthComponentWhenOnlyEndpointIsExcluded() {
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.endpoints.web.exposure.exclude=migration",
				"management.endpoint.health.show-details=always")) {
			assertThat(application.get("/actuator/health/migration").json()).containsOnlyKeys("status", "details");
		}
	}

	@Test
	void contributesNoHealthWhenIndicatorIsDisabled() {
		this.migration.status = () -> ScriptedMigration.status(List.of(), List.of("items"));
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.health.migration.enabled=false")) {
			assertThat(application.get("/actuator/health").status()).isEqualTo(200);
			assertThat(application.get("/actuator/health/readiness").status()).isEqualTo(200);
			assertThat(application.get("/actuator/health/migration").status()).isEqualTo(503);
		}
	}

	@Test
	void leavesReadinessAloneWhenApplicationSaysWhoIsInIt() {
		this.migration.status = () -> ScriptedMigration.status(List.of(), List.of("items"));
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.endpoint.health.group.readiness.include=readinessState")) {
			assertThat(application.get("/actuator/health/readiness").status()).isEqualTo(200);
		}
	}

	@Test
	void keepsAdditionalPathsOfGroups() {
		this.migration.status = () -> ScriptedMigration.status(List.of(), List.of("items"));
		try (ActuatedApplication application = start(WebApplicationType.SERVLET,
				"management.endpoint.health.probes.add-additional-paths=true")) {
			assertThat(application.get("/livez").status()).isEqualTo(200);
			assertThat(application.get("/readyz").status()).isEqualTo(503);
		}
	}

	@Test
	void servesFromManagementPort() {
		try (ActuatedApplication application = start(WebApplicationType.SERVLET, "management.server.port=0")) {
			assertThat(application.onManagementPort().get("/actuator/health/migration", 200).status()).isEqualTo(200);
			assertThat(application.onManagementPort().post("/actuator/health/migration/trigger").status())
				.isEqualTo(403);
		}
	}

	@Test
	void exposesBesideWhatBootExposes() {
		StandardEnvironment environment = new StandardEnvironment();
		new MigrationEndpointDefaults().postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty(INCLUDE)).isEqualTo("health,migration");
	}

	@Test
	void yieldsToDefaultPropertiesOfApplication() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addLast(new DefaultPropertiesPropertySource(Map.of(INCLUDE + "[0]", "info", "other", "kept")));
		new MigrationEndpointDefaults().postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty(INCLUDE)).isNull();
		assertThat(environment.getProperty("other")).isEqualTo("kept");
	}

	@Test
	void yieldsToPropertySourcesThatComeLater() {
		StandardEnvironment environment = new StandardEnvironment();
		new MigrationEndpointDefaults().postProcessEnvironment(environment, new SpringApplication());
		environment.getPropertySources().addLast(new MapPropertySource("annotated", Map.of(INCLUDE, "info")));
		DefaultPropertiesPropertySource.moveToEnd(environment);
		assertThat(environment.getProperty(INCLUDE)).isEqualTo("info");
	}

	private ActuatedApplication start(WebApplicationType type, String... properties) {
		return ActuatedApplication.start(type, Map.of("dataSource", this.migration), properties);
	}

}
