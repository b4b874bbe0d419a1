package io.automigrate.autoconfigure.actuate;

import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.SchemaMigrators;
import io.automigrate.autoconfigure.actuate.ActuatedApplication.Reply;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint and the health contributor over real migrators and databases.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class MigrationEndpointIntegrationTests {

	private static final String DDL = "create table items (id bigint primary key); create table logs (id bigint primary key);";

	private static final String TRIGGER = "/health/migration/trigger";

	private final WebApplicationType type;

	private final TestDatabase database = TestServer.get().createDatabase();

	MigrationEndpointIntegrationTests(WebApplicationType type) {
		this.type = type;
	}

	@AfterEach
	void drop() {
		this.database.close();
	}

	@Test
	void tellsPlansRunsAndTellsAgain() {
		try (ActuatedApplication application = start(Map.of("dataSource", migrator(this.database)))) {
			Reply before = application.get("/health/migration");
			while (!before.body().contains("logs")) {
				before = application.get("/health/migration");
			}
			assertThat(before.status()).isEqualTo(503);
			assertThat(before.json("migration_status")).containsEntry("migration_needed", true)
				.containsEntry("connection_healthy", true)
				.containsEntry("existing_tables", List.of())
				.containsEntry("missing_tables", List.of("items", "logs"));
			assertThat(application.get("/health/readiness").status()).isEqualTo(503);
			Reply plan = application.post(TRIGGER, "application/json", "{\"dryRun\": true}");
			assertThat(plan.status()).isEqualTo(200);
			assertThat((String) plan.json().get("sql")).containsIgnoringCase("create table").contains("items", "logs");
			assertThat(tables()).isEmpty();
			Reply run = application.post(TRIGGER);
			assertThat(run.status()).isEqualTo(200);
			assertThat(run.json()).containsEntry("success", true).containsEntry("errors", List.of());
			assertThat(run.json().get("tables_created")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.containsExactlyInAnyOrder("items", "logs");
			assertThat(tables()).contains("items", "logs");
			Reply after = application.get("/health/migration");
			assertThat(after.status()).isEqualTo(200);
			assertThat(after.json("migration_status")).containsEntry("migration_needed", false)
				.containsEntry("total_existing_tables", 2);
			assertThat(application.get("/health/readiness").status()).isEqualTo(200);
			assertThat(application.post(TRIGGER).json()).containsEntry("tables_created", List.of());
		}
	}

	@Test
	void answersInTimeAndRecoversWhenDatabaseIsAway() {
		PGSimpleDataSource dataSource = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		dataSource.setPortNumbers(new int[] { 1 });
		try (ActuatedApplication application = start(Map.of("dataSource", migrator(dataSource)))) {
			for (String path : List.of("/health/migration", "/health", "/health/readiness")) {
				Reply reply = application.get(path);
				assertThat(reply.status()).isEqualTo(503);
				assertThat(reply.milliseconds()).isLessThan(2000);
			}
			assertThat(application.get("/health/migration").json("migration_status"))
				.containsEntry("connection_healthy", false)
				.containsEntry("database_exists", true);
			Reply run = application.post(TRIGGER);
			assertThat(run.status()).isEqualTo(500);
			assertThat(run.json()).containsEntry("success", false);
			assertThat(run.body()).doesNotContain("password=");
			dataSource.setPortNumbers(new int[] { TestServer.get().port() });
			assertThat(application.post(TRIGGER).status()).isEqualTo(200);
			assertThat(application.get("/health/migration").status()).isEqualTo(200);
		}
	}

	@Test
	void saysThatDatabaseDoesNotExistOnlyWhenServerSaysSo() {
		PGSimpleDataSource dataSource = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		dataSource.setDatabaseName("absent_" + this.database.name());
		try (ActuatedApplication application = start(Map.of("dataSource", migrator(dataSource)))) {
			Reply reply = application.get("/health/migration");
			while (reply.body().contains("not known yet")) {
				reply = application.get("/health/migration");
			}
			assertThat(reply.status()).isEqualTo(503);
			assertThat(reply.json("migration_status")).containsEntry("database_exists", false);
		}
	}

	@Test
	void answersInTimeWhenTablesAreLocked() throws Exception {
		this.database.execute(DDL);
		try (Connection locker = this.database.dataSource().getConnection();
				ActuatedApplication application = start(Map.of("dataSource", migrator(this.database)))) {
			locker.setAutoCommit(false);
			try (var statement = locker.createStatement()) {
				statement.execute("lock table items in access exclusive mode");
			}
			for (int i = 0; i < 3; i++) {
				assertThat(application.get("/health/migration").milliseconds()).isLessThan(2000);
			}
			locker.rollback();
			assertThat(application.get("/health/migration", 200).status()).isEqualTo(200);
		}
	}

	@Test
	void mergesSeveralDataSources() {
		try (TestDatabase archive = TestServer.get().createDatabase()) {
			Map<String, SchemaMigrator> migrators = new LinkedHashMap<>();
			migrators.put("dataSource", migrator(this.database));
			migrators.put("archive", migrator(archive));
			try (ActuatedApplication application = start(migrators)) {
				Reply reply = application.get("/health/migration");
				while (!reply.body().contains("archive/logs")) {
					reply = application.get("/health/migration");
				}
				assertThat(reply.json("migration_status")).containsEntry("missing_tables",
						List.of("items", "logs", "archive/items", "archive/logs"));
				assertThat(application.post(TRIGGER).status()).isEqualTo(200);
				assertThat(application.get("/health/migration").json("migration_status"))
					.containsEntry("total_existing_tables", 4);
			}
		}
	}

	private List<String> tables() {
		return this.database.query("select tablename from pg_tables where schemaname = 'public' order by 1");
	}

	private SchemaMigrator migrator(TestDatabase database) {
		return migrator(database.dataSource(TestServer.get().user(), TestServer.get().password()));
	}

	private static SchemaMigrator migrator(PGSimpleDataSource dataSource) {
		return SchemaMigrator.builder(dataSource).source(SchemaSource.ddl("test.sql", DDL)).build();
	}

	private ActuatedApplication start(Map<String, SchemaMigrator> migrators) {
		return ActuatedApplication.start(this.type, new SchemaMigrators(migrators),
				"management.endpoints.web.base-path=/", "management.endpoint.health.show-details=always",
				"management.endpoint.migration.access=unrestricted");
	}

}
