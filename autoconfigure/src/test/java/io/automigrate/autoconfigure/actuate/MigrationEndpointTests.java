package io.automigrate.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.automigrate.autoconfigure.actuate.ActuatedApplication.Reply;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.execute.VersionedFacts;
import io.automigrate.lock.LockHolder;
import io.automigrate.report.MigrationStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint answers where everything may be seen and done, over HTTP.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class MigrationEndpointTests {

	private static final String JSON = "application/json";

	private static final String TRIGGER = "/health/migration/trigger";

	private static final Map<WebApplicationType, Started> started = new ConcurrentHashMap<>();

	private final ActuatedApplication application;

	private final ScriptedMigration migration;

	MigrationEndpointTests(WebApplicationType type) {
		Started current = started.computeIfAbsent(type, Started::start);
		this.application = current.application();
		this.migration = current.migration();
		this.migration.reset();
	}

	@AfterAll
	static void stop() {
		started.values().forEach((one) -> one.application().close());
		started.clear();
	}

	@Test
	void tellsHealthyStateInTheAgreedFields() {
		forgetOtherTests();
		Reply reply = this.application.get("/health/migration");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).containsOnlyKeys("health", "health_message", "migration_status", "configuration",
				"checked_at", "timestamp", "service", "status");
		assertThat(Instant.parse((String) reply.json().get("checked_at"))).isBeforeOrEqualTo(Instant.now());
		assertThat(reply.json()).containsEntry("health", "healthy")
			.containsEntry("health_message", "The database has all that is expected.")
			.containsEntry("service", "trackers")
			.containsEntry("status", "UP");
		assertThat((String) reply.json().get("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
		assertThat(reply.json("migration_status")).isEqualTo(Map.of("database_exists", true, "connection_healthy", true,
				"migration_needed", false, "existing_tables", List.of("items", "logs"), "missing_tables", List.of(),
				"total_expected_tables", 2, "total_existing_tables", 2));
		assertThat(reply.json("configuration")).isEqualTo(Map.of("enabled", false, "timeout_seconds", 20,
				"lock_timeout_seconds", 1.5, "enable_logging", true, "log_level", "WARN", "concurrent_safety", true));
	}

	@Test
	void answers503WhenTablesAreMissing() {
		this.migration.status = () -> ScriptedMigration.status(List.of("items"), List.of("logs"));
		Reply reply = this.application.get("/health/migration", 503);
		assertThat(reply.status()).isEqualTo(503);
		assertThat(reply.json()).containsEntry("health", "unhealthy")
			.containsEntry("health_message", "The database lacks 1 expected object: table logs.")
			.containsEntry("status", "DOWN");
		assertThat(reply.json("migration_status")).containsEntry("migration_needed", true)
			.containsEntry("missing_tables", List.of("logs"))
			.containsEntry("total_expected_tables", 2)
			.containsEntry("total_existing_tables", 1);
	}

	@Test
	void runsWhenPostHasNeitherBodyNorContentType() {
		Reply reply = this.application.post(TRIGGER);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).containsOnlyKeys("success", "outcome", "message", "tables_created", "errors",
				"duration_seconds", "timestamp", "service");
		assertThat(reply.json()).containsEntry("success", true)
			.containsEntry("outcome", "CHANGED")
			.containsEntry("message", "Created 1 object (1 table: logs).")
			.containsEntry("tables_created", List.of("logs"))
			.containsEntry("errors", List.of())
			.containsEntry("duration_seconds", 1.25)
			.containsEntry("service", "trackers");
		assertThat(this.migration.runThreads).hasSize(1);
	}

	@Test
	void staysOffTheEventLoopWhenItRuns() {
		this.application.post(TRIGGER);
		this.application.post(TRIGGER, JSON, "{\"dryRun\": true}");
		assertThat(this.migration.runThreads).hasSize(1).noneMatch((thread) -> thread.startsWith("reactor-http"));
		assertThat(this.migration.plans).hasSize(1).noneMatch((thread) -> thread.startsWith("reactor-http"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"dryRun\": false}", "{\"dryRun\": \"false\"}", "" })
	void runsWhenJsonDoesNotAskForDryRun(String body) {
		assertThat(this.application.post(TRIGGER, JSON, body).status()).isEqualTo(200);
		assertThat(this.migration.runThreads).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { JSON, "application/json;charset=UTF-8", "application/vnd.spring-boot.actuator.v3+json" })
	void tellsSqlWhenJsonAsksForDryRun(String contentType) {
		Reply reply = this.application.post(TRIGGER, contentType, "{\"dryRun\": true}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).containsEntry("success", true)
			.containsEntry("sql", "create table logs (id bigint);")
			.containsEntry("tables_created", List.of());
		assertThat((String) reply.json().get("message")).startsWith("Dry run");
		assertThat(this.migration.runThreads).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "application/json | {\"dryRun\": \"maybe\"} | 400", "application/json | {\"dryRun\": 1} | 400",
					"application/json | {\"dryRun\": \"\"} | 400", "application/json | {\"dryRun\": null} | 400",
					"application/json | {\"dryRun\": [true]} | 400", "application/json | {\"dryrun\": true} | 400",
					"application/json | {\"dry_run\": true} | 400", "application/json | {\"dryRun\": true | 400",
					"application/json | [] | 400", "application/json | true | 400",
					"application/problem+json | {\"dryRun\": true} | 400",
					"application/x-www-form-urlencoded | dryRun=true | 415",
					"application/x-www-form-urlencoded | {\"dryRun\":true} | 415", "text/plain | dryRun=true | 415",
					"text/plain | {\"dryRun\": true} | 415", "application/xml | <dryRun>true</dryRun> | 415" })
	void refusesBodyThatCannotBeUnderstood(String contentType, String body, int status) {
		Reply reply = this.application.post(TRIGGER, contentType, body);
		assertThat(this.migration.runThreads).isEmpty();
		assertThat(reply.status()).isEqualTo(status);
	}

	@Test
	void refusesBodyWithoutContentType() {
		Reply reply = this.application.postWithoutContentType(TRIGGER, "{\"dryRun\": true}");
		assertThat(this.migration.runThreads).isEmpty();
		assertThat(reply.status()).isIn(400, 415);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?dryRun=true", "?dryRun=false", "?dry_run=true", "?dryRun" })
	void refusesQueryWithoutBody(String query) {
		assertThat(this.application.post(TRIGGER + query).status()).isEqualTo(400);
		assertThat(this.migration.runThreads).isEmpty();
	}

	@Test
	void answers500WhenRunFails() {
		this.migration.run = () -> ScriptedMigration.report(List.of(), DatabaseUnavailableException.noAnswer(5));
		Reply reply = this.application.post(TRIGGER);
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.json()).containsEntry("success", false)
			.containsEntry("message", "The database did not answer within 5 ms.");
		assertThat((List<?>) reply.json().get("errors")).hasSize(1);
	}

	@Test
	void keepsTextOfUnexpectedExceptionsToItself() {
		this.migration.run = () -> {
			throw new IllegalArgumentException("password=secret");
		};
		Reply reply = this.application.post(TRIGGER);
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.json()).containsEntry("success", false);
		assertThat(reply.body()).contains("IllegalArgumentException").doesNotContain("secret");
	}

	@Test
	void answers500WhenPlanFails() {
		this.migration.plan = () -> {
			throw DatabaseUnavailableException.noAnswer(5);
		};
		Reply reply = this.application.post(TRIGGER, JSON, "{\"dryRun\": true}");
		assertThat(reply.status()).isEqualTo(500);
		assertThat(reply.json()).containsEntry("success", false);
	}

	@Test
	void answers409WhenRunIsUnderWay() {
		this.migration.running = true;
		Reply reply = this.application.post(TRIGGER);
		assertThat(reply.status()).isEqualTo(409);
		assertThat(reply.json()).containsEntry("success", false);
		assertThat(this.application.post(TRIGGER, JSON, "{\"dryRun\": true}").status()).isEqualTo(409);
		assertThat(this.migration.runThreads).isEmpty();
		assertThat(this.migration.plans).isEmpty();
	}

	@Test
	void answers409WhenLockIsHeld() {
		this.migration.run = () -> ScriptedMigration.report(List.of(),
				new MigrationUnderWayException("Another one runs.", "Wait.", null));
		Reply reply = this.application.post(TRIGGER);
		assertThat(reply.status()).isEqualTo(409);
		assertThat(reply.json()).containsEntry("errors", List.of("Another one runs. Wait."));
	}

	@Test
	void knowsNoOtherAction() {
		assertThat(this.application.post("/health/migration/run").status()).isEqualTo(404);
		assertThat(this.application.post("/health/migration/run", JSON, "{\"dryRun\": true}").status()).isEqualTo(404);
		assertThat(this.application.get(TRIGGER).status()).isIn(404, 405);
		assertThat(this.application.post("/health/migration").status()).isIn(404, 405);
		assertThat(this.migration.runThreads).isEmpty();
	}

	@Test
	void leavesHealthEndpointItsPaths() {
		assertThat(this.application.get("/health").json("components")).containsKey("migration");
		assertThat(this.application.get("/health/ping").json()).isEqualTo(Map.of("status", "UP"));
		assertThat(this.application.get("/health/readiness").json("components")).isNull();
		assertThat(this.application.get("/health/readiness", 200).status()).isEqualTo(200);
		assertThat(this.application.get("/health/absent").status()).isEqualTo(404);
	}

	@Test
	void tellsDetailsToHealthEndpoint() {
		this.migration.status = () -> ScriptedMigration.status(List.of("items"), List.of("logs"));
		Reply reply = this.application.get("/health", 503);
		assertThat(reply.status()).isEqualTo(503);
		assertThat(reply.body()).contains("\"missingTables\":[\"logs\"]", "\"existingTables\":[\"items\"]",
				"\"differences\":0", "lacks 1 expected object");
	}

	@Test
	void answersFromMemoryWhileDatabaseDoesNotAnswer() {
		forgetOtherTests();
		Instant checkedAt = Instant.parse((String) this.application.get("/health/migration").json().get("checked_at"));
		CountDownLatch databaseBack = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		this.migration.status = () -> {
			asked.countDown();
			try {
				databaseBack.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return ScriptedMigration.status(List.of(), List.of("items"));
		};
		try {
			while (asked.getCount() > 0) {
				this.application.get("/health/migration");
			}
			for (String path : List.of("/health/migration", "/health", "/health/readiness", "/health/migration")) {
				Reply reply = this.application.get(path);
				assertThat(reply.status()).isEqualTo(200);
				assertThat(reply.milliseconds()).isLessThan(2000);
			}
			Map<String, Object> reply = this.application.get("/health/migration").json();
			assertThat(Instant.parse((String) reply.get("checked_at"))).isBetween(checkedAt, Instant.now());
		}
		finally {
			databaseBack.countDown();
		}
		assertThat(this.application.get("/health/migration", 503).status()).isEqualTo(503);
	}

	@Test
	void tellsOfARunThatIsGoingOnAndOfWhatIsUnfinished() {
		MigrationStatus fine = ScriptedMigration.status(List.of("items"), List.of());
		this.migration.status = () -> new MigrationStatus(true, true, false, fine.expectedTables(),
				fine.existingTables(), List.of(), List.of(), List.of(), List.of(), VersionedFacts.NONE,
				List.of("index items_name: completed by the next run"),
				new LockHolder(4711, "trackers", "app", "host-a", Instant.parse("2026-01-15T10:30:00.5Z"), 2, 7),
				Instant.now(), null, null);
		Reply reply = this.application.get("/health/migration");
		while (!reply.body().contains("in_progress")) {
			reply = this.application.get("/health/migration");
		}
		assertThat(reply.status()).isEqualTo(200);
		Map<String, Object> run = Map.of("application", "trackers", "host", "host-a", "since", "2026-01-15T10:30:00Z",
				"step", 2, "steps", 7);
		assertThat(reply.json("migration_status")).containsEntry("in_progress", run)
			.containsEntry("unfinished", List.of("index items_name: completed by the next run"));
		assertThat(this.application.get("/health").body()).contains("\"checked_at\":\"", "\"in_progress\":{",
				"\"host\":\"host-a\"", "\"unfinished\":[\"index items_name");
	}

	@Test
	void takesApplicationOutOfTrafficWhenTablesAreMissing() {
		this.migration.status = () -> ScriptedMigration.status(List.of("items"), List.of("logs"));
		assertThat(this.application.get("/health/readiness", 503).status()).isEqualTo(503);
		assertThat(this.application.get("/health/liveness").status()).isEqualTo(200);
	}

	/** When a second look has begun, the first one is what is told. */
	private void forgetOtherTests() {
		int before = this.migration.looks.get();
		while (this.migration.looks.get() < before + 2) {
			this.application.get("/health/migration");
		}
	}

	record Started(ActuatedApplication application, ScriptedMigration migration) {

		static Started start(WebApplicationType type) {
			ScriptedMigration migration = new ScriptedMigration();
			return new Started(ActuatedApplication.start(type, Map.of("dataSource", migration),
					"management.endpoints.web.base-path=/", "management.endpoint.health.show-details=always",
					"management.endpoint.migration.access=unrestricted", "spring.application.name=trackers",
					"migration.enabled=false", "migration.timeout=20", "migration.lock-timeout=1500ms",
					"migration.log-level=WARN", "spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
					"spring.jackson.default-property-inclusion=always"), migration);
		}

	}

}
