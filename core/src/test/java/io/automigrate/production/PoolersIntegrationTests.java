package io.automigrate.production;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.PgBouncer;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.test.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Behind poolers nothing of a run reaches anybody else, and a pool of one suffices.
 */
class PoolersIntegrationTests {

	/** How often a connection is looked at before, during and after a run, at least. */
	private static final int SAMPLES = 50;

	private static final String PETS = "create table pets (id int primary key, name text);";

	private static final String MORE = "create table pets (id int primary key, name text, chip int, born date);"
			+ "create view named as select name from pets where name is not null;";

	private static final String IN_STEPS = "create table pets (id int primary key, name text);"
			+ "create index pets_name on pets (name);";

	@TempDir
	private Path folder = Path.of("");

	private final TestDatabase database = TestServer.get().createDatabase();

	@BeforeEach
	void hasATableWithRows() {
		this.database.execute(PETS + "insert into pets select n, 'pet ' || n from generate_series(1, 100) n");
	}

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	/**
	 * What a run is for.
	 */
	enum Kind {

		NOTHING_TO_DO, COMPARES_ONLY, CHANGES, FAILS, MIGRATES, REFUSED;

	}

	@ParameterizedTest
	@EnumSource
	void nothingReachesAnotherClient(Kind kind) throws IOException {
		assumeTrue(PgBouncer.available());
		for (int size : new int[] { 1, 2 }) {
			try (PgBouncer bouncer = PgBouncer.start(this.database, PgBouncer.Mode.TRANSACTION, size);
					SettingsSampler sampler = new SettingsSampler(bouncer.dataSource())) {
				sample(sampler);
				Set<String> before = sampler.seen();
				MigrationReport report = run(kind, bouncer.dataSource());
				sample(sampler);
				assertThat(sampler.seen()).as("what another client saw").isEqualTo(before);
				switch (kind) {
					case REFUSED ->
						assertThat(report.errors()).singleElement().asString().contains("migration.datasource.url");
					case FAILS -> assertThat(report.success()).isFalse();
					default -> assertThat(report.failure()).isNull();
				}
			}
			if (kind == Kind.REFUSED) {
				assertThat(this.database.query("select relname from pg_class where relname = 'pets_name'")).isEmpty();
			}
		}
	}

	private MigrationReport run(Kind kind, DataSource dataSource) throws IOException {
		return switch (kind) {
			case NOTHING_TO_DO -> {
				migrator(dataSource, PETS).build().migrate().orThrow();
				yield migrator(dataSource, PETS).build().migrate();
			}
			case COMPARES_ONLY -> migrator(dataSource, MORE).policy(ChangePolicy.VALIDATE).build().migrate();
			case CHANGES -> migrator(dataSource, MORE).build().migrate();
			case FAILS -> migrator(dataSource, PETS + "create view broken as select 1 / 0 as one;"
					+ "create materialized view fails as select * from broken;")
				.build()
				.migrate();
			case MIGRATES -> {
				Files.writeString(this.folder.resolve("001_chips.sql"), """
						-- migrate:up
						set search_path = pg_catalog, public;
						set statement_timeout = '77s';
						create temporary table scratch (id int);
						alter table public.pets add chips int;
						""");
				yield SchemaMigrator.builder(dataSource)
					.scripts("file:" + this.folder)
					.detailedLog(false)
					.build()
					.migrate();
			}
			case REFUSED -> migrator(dataSource, IN_STEPS).onlineAbove(-1).build().migrate();
		};
	}

	private static void sample(SettingsSampler sampler) {
		int enough = sampler.samples() + SAMPLES;
		Waiting.until("samples", Duration.ofMinutes(1), () -> sampler.samples() >= enough);
	}

	/** A pooler of sessions cannot be told from one of transactions. */
	@Test
	void stepsGoToTheServerBesideAPoolerOfSessions() {
		assumeTrue(PgBouncer.available());
		try (PgBouncer bouncer = PgBouncer.start(this.database, PgBouncer.Mode.SESSION, 2)) {
			SchemaMigrator migrator = migrator(bouncer.dataSource(), IN_STEPS).onlineAbove(-1)
				.stepsOn(this.database.dataSource())
				.build();
			migrator.migrate().orThrow();
			assertThat(migrator.plan().inStep()).isTrue();
			try (SettingsSampler sampler = new SettingsSampler(bouncer.dataSource())) {
				sample(sampler);
				assertThat(sampler.seen()).singleElement().asString().doesNotContain("timeout", "search_path");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aPoolOfOneSuffices(boolean taken) throws IOException, SQLException {
		Files.writeString(this.folder.resolve("001_outside.sql"), """
				-- migrate:up transaction:false
				create index concurrently pets_chip on pets (id, name);
				""");
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.database.url());
		config.setUsername(this.database.server().user());
		config.setPassword(this.database.server().password());
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(2_000);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			Connection application = taken ? pool.getConnection() : null;
			MigrationReport report = migrator(pool, IN_STEPS + "create index pets_chip on pets (id, name);")
				.onlineAbove(-1)
				.scripts("file:" + this.folder)
				.build()
				.migrate();
			if (application != null) {
				application.close();
			}
			assertThat(report.failure()).isNull();
			assertThat(this.database.query("""
					select indexrelid::regclass from pg_index where indrelid = 'pets'::regclass and indisvalid
					order by indexrelid::regclass::text""")).containsExactly("pets_chip", "pets_name", "pets_pkey");
		}
	}

	private static SchemaMigrator.Builder migrator(DataSource dataSource, String ddl) {
		return SchemaMigrator.builder(dataSource)
			.policy(ChangePolicy.ALTER)
			.onlineAbove(PlanSettings.DEFAULT_ONLINE_ABOVE)
			.detailedLog(false)
			.source(SchemaSource.ddl("test.sql", ddl));
	}

}
