package io.automigrate.sample;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.automigrate.sample.RunningApplication.Answer;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrackersApplication}, end to end over HTTP.
 */
class TrackersApplicationIntegrationTests {

	private static final String TABLES = """
			select table_name from information_schema.tables
			where table_schema = 'public' and table_name in ('trackers', 'items', 'logs', 'tracker_values')
			order by table_name""";

	private TestDatabase database = TestServer.get().createDatabase();

	private RunningApplication application = RunningApplication.on(this.database);

	@BeforeEach
	void everyTestHasItsOwn() {
		assertThat(this.database.query(TABLES)).containsExactly("items", "logs", "tracker_values", "trackers");
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.database.close();
	}

	@Test
	void tellsHowMigrationStands() {
		Answer health = this.application.get("/health/migration");
		assertThat(health.status()).isEqualTo(200);
		Map<String, Object> body = health.object("$");
		assertThat(body).containsOnlyKeys("status", "health", "health_message", "migration_status", "configuration",
				"checked_at", "timestamp", "service");
		assertThat(body).containsEntry("status", "UP")
			.containsEntry("health", "healthy")
			.containsEntry("service", "trackers");
		assertThat(Instant.parse(String.valueOf(body.get("timestamp")))).isBeforeOrEqualTo(Instant.now());
		Map<String, Object> status = health.object("$.migration_status");
		assertThat(status).containsOnlyKeys("database_exists", "connection_healthy", "migration_needed",
				"existing_tables", "missing_tables", "total_expected_tables", "total_existing_tables", "heads");
		assertThat(status).containsEntry("database_exists", true)
			.containsEntry("connection_healthy", true)
			.containsEntry("migration_needed", false)
			.containsEntry("missing_tables", List.of())
			.containsEntry("total_expected_tables", 4)
			.containsEntry("total_existing_tables", 4)
			.containsEntry("heads", List.of("004"));
		List<Object> existing = health.list("$.migration_status.existing_tables");
		assertThat(existing).containsExactlyInAnyOrder("items", "logs", "tracker_values", "trackers");
		Map<String, Object> configuration = health.object("$.configuration");
		assertThat(configuration).containsOnlyKeys("enabled", "timeout_seconds", "lock_timeout_seconds",
				"enable_logging", "log_level", "concurrent_safety");
	}

	@Test
	void answersProbes() {
		for (String group : List.of("ready", "live", "detailed")) {
			Answer health = this.application.get("/health/" + group, 200);
			assertThat(health.status()).as(group).isEqualTo(200);
			assertThat(health.read("$.status")).as(group).isEqualTo("UP");
		}
		Map<String, Object> ready = this.application.get("/health/ready").object("$.components");
		assertThat(ready).containsOnlyKeys("db", "migration");
	}

	@Test
	void createsTrackerValuesAsEntityAsksFor() {
		assertThat(this.database.query("""
				select column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '-')
				from information_schema.columns where table_name = 'tracker_values' and column_name like '%\\_at'
				order by column_name""")).containsExactly("created_at timestamp with time zone NO now()",
				"updated_at timestamp with time zone NO now()");
		assertThat(this.database.query("""
				select pg_get_constraintdef(oid) from pg_constraint
				where conrelid = 'tracker_values'::regclass and contype in ('f', 'u') order by contype"""))
			.containsExactly("FOREIGN KEY (tracker_id) REFERENCES trackers(id) ON DELETE CASCADE",
					"UNIQUE (tracker_id, date)");
		assertThat(this.database
			.query("select indexname from pg_indexes where tablename = 'tracker_values' order by indexname"))
			.contains("idx_tracker_date", "unique_tracker_date");
	}

	@Test
	void runsItsVersionedMigrations() {
		assertThat(this.database.query("select version from migrations order by id")).containsExactly("001", "002",
				"003", "004");
		assertThat(this.database.query("select count(*) from trackers where name like 'Example: %'"))
			.containsExactly("2");
		assertThat(this.database.query("select count(*) from tracker_values")).containsExactly("7");
	}

	@Test
	void storesWhatApiIsGiven() {
		int id = createTracker("Water");
		assertThat(this.application.put("/api/trackers/" + id, "{\"name\": \"Water\", \"unit\": \"l\"}").status())
			.isEqualTo(200);
		assertThat(this.application.get("/api/trackers/" + id).read("$.unit")).isEqualTo("l");
		String day = "/api/trackers/" + id + "/values/2026-01-02";
		assertThat(this.application.get(day).status()).isEqualTo(404);
		assertThat(this.application.put(day, "{\"value\": \"1.5\"}").status()).isEqualTo(200);
		assertThat(this.application.put(day, "{\"value\": \"1.7\"}").status()).isEqualTo(200);
		assertThat(this.application.get(day).read("$.value")).isEqualTo("1.7");
		Answer item = this.application.post("/api/trackers/" + id + "/items", "{\"name\": \"Morning glass\"}");
		assertThat(item.status()).isEqualTo(201);
		assertThat(item.read("$.done")).isEqualTo(false);
		assertThat(this.application.delete("/api/trackers/" + id).status()).isEqualTo(204);
		assertThat(this.database.query("select count(*) from tracker_values where tracker_id = " + id))
			.containsExactly("0");
		assertThat(this.database.query("select count(*) from items where tracker_id = " + id)).containsExactly("0");
		List<Object> actions = this.application.get("/api/logs").list("$[*].action");
		assertThat(actions).containsExactly("DELETED", "CREATED", "CHANGED", "CREATED", "CHANGED", "CREATED");
	}

	@Test
	void answersProblemDetailsWhenRequestIsWrong() {
		createTracker("Water");
		assertProblem(409, this.application.post("/api/trackers", "{\"name\": \"Water\"}"));
		assertProblem(400, this.application.post("/api/trackers", "{\"name\": \" \"}"));
		assertProblem(400, this.application.post("/api/trackers", "{not json"));
		assertProblem(400, this.application.get("/api/trackers/1/values/yesterday"));
		assertProblem(404, this.application.get("/api/trackers/4711"));
		assertProblem(404, this.application.put("/api/trackers/4711/values/2026-01-02", "{\"value\": \"1\"}"));
	}

	@Test
	void triggerCreatesJustTheTableThatWasDropped() {
		int id = createTracker("Water");
		this.database.execute("drop table tracker_values");
		Answer unhealthy = this.application.get("/health/migration", 503);
		assertThat(unhealthy.status()).isEqualTo(503);
		assertThat(unhealthy.list("$.migration_status.missing_tables")).containsExactly("tracker_values");
		Answer trigger = this.application.post("/health/migration/trigger", null);
		assertThat(trigger.status()).isEqualTo(200);
		assertThat(trigger.read("$.success")).isEqualTo(true);
		assertThat(trigger.list("$.tables_created")).containsExactly("tracker_values");
		assertThat(trigger.list("$.errors")).isEmpty();
		assertThat(this.application.get("/health/migration").status()).isEqualTo(200);
		assertThat(this.database.query("select id from trackers where name not like 'Example: %'"))
			.containsExactly(String.valueOf(id));
		assertThat(this.database.query("select count(*) from logs")).containsExactly("1");
	}

	@Test
	void dryRunLeavesDatabaseAlone() {
		this.database.execute("drop table tracker_values");
		Answer plan = this.application.post("/health/migration/trigger", "{\"dryRun\": true}");
		assertThat(plan.status()).isEqualTo(200);
		assertThat(plan.body()).containsIgnoringCase("create table").contains("tracker_values");
		assertThat(this.database.query(TABLES)).doesNotContain("tracker_values");
	}

	@Test
	void secondStartDoesNothing() {
		createTracker("Water");
		List<String> before = relations();
		this.application.close();
		this.application = RunningApplication.on(this.database);
		assertThat(relations()).isEqualTo(before);
		assertThat(this.database.query("select name from trackers where name not like 'Example: %'"))
			.containsExactly("Water");
	}

	@Test
	void nextStartCreatesJustTheTableThatWasDropped() {
		createTracker("Water");
		this.application.close();
		this.database.execute("drop table tracker_values");
		List<String> before = relations();
		this.application = RunningApplication.on(this.database);
		assertThat(this.database.query(TABLES)).contains("tracker_values");
		assertThat(relations()).containsAll(before).hasSizeGreaterThan(before.size());
		assertThat(this.database.query("select name from trackers where name not like 'Example: %'"))
			.containsExactly("Water");
	}

	private int createTracker(String name) {
		Answer created = this.application.post("/api/trackers", "{\"name\": \"" + name + "\"}");
		assertThat(created.status()).isEqualTo(201);
		return (int) created.read("$.id");
	}

	/**
	 * The tables, indexes and sequences, each with an identity that it keeps for as long
	 * as nobody drops it.
	 */
	private List<String> relations() {
		return this.database.query("""
				select oid || ' ' || relname from pg_class
				where relnamespace = 'public'::regnamespace order by relname""");
	}

	private void assertProblem(int status, Answer answer) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.read("$.status")).isEqualTo(status);
		assertThat(answer.read("$.detail")).asString().isNotBlank();
	}

}
