package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.plan.LiveFacts;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a planner hears of instances of older releases.
 */
class OlderInstancesIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void namesThemAndNeitherItsOwnReleaseNorNewerOnes() throws SQLException {
		assertThat(facts("1.5")).as("before there is a table").isEmpty();
		migrator("create table a (id int)", "1.4").migrate().orThrow();
		for (String[] each : List.of(new String[] { "create table a (id int)", "1.4" },
				new String[] { "create table a (id int, n int)", "1.5" },
				new String[] { "create table a (id int, n int, m int)", "1.6" })) {
			migrator(each[0], each[1]).instance().beat();
		}
		assertThat(facts("1.5")).singleElement().asString().startsWith("trackers 1.4 on ");
		assertThat(facts(null)).as("without a mark, whatever else there is").hasSize(2);
	}

	@Test
	void tellsWhichReleaseIsNewer() {
		assertThat(ReleaseOrder.compare("1.9", "1.10")).isNegative();
		assertThat(ReleaseOrder.compare("v2.0", "1.10.3")).isPositive();
		assertThat(ReleaseOrder.compare("2.0-SNAPSHOT", "2.0")).isNegative();
		assertThat(ReleaseOrder.compare("2.0-RC2", "2.0-RC10")).isNegative();
		assertThat(ReleaseOrder.compare("2.0-RC1", "1.9")).isPositive();
		assertThat(ReleaseOrder.compare("2026-03-01T00:00:00Z", "2026-02-01T00:00:00.5Z")).isPositive();
		for (String[] each : List.of(new String[] { "1.0", "1.0" }, new String[] { "1.0", "2026-02-01T00:00:00Z" },
				new String[] { "4961dcf", "1.0" }, new String[] { "blue", "green" })) {
			assertThat(ReleaseOrder.compare(each[0], each[1])).as(List.of(each).toString()).isZero();
			assertThat(ReleaseOrder.compare(each[1], each[0])).isZero();
		}
		assertThat(ReleaseOrder.compare(null, "1.0")).isZero();
	}

	private List<String> facts(@Nullable String mark) throws SQLException {
		MigrationSettings settings = migrator("", mark).settings();
		String source = new Desired(List.of(SchemaSource.ddl("test.sql", "create table a (id int, n int)")), settings)
			.sourceFingerprint();
		try (Connection connection = this.database.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			LiveFacts facts = new DatabaseFacts(connection, 170000, Map.of(), new Releases(settings, source, "public"));
			return facts.olderInstances();
		}
	}

	private SchemaMigrator migrator(String ddl, @Nullable String release) {
		return SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("test.sql", ddl))
			.application("trackers")
			.release(release)
			.build();
	}

}
