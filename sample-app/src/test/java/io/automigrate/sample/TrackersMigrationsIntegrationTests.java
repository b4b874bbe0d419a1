package io.automigrate.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.automigrate.SchemaMigrator;
import io.automigrate.SquashedMigration;
import io.automigrate.history.RunOrigin;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.versioned.MigrationTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's own migrations go up, down to nothing and up again, and fold into one.
 */
class TrackersMigrationsIntegrationTests {

	private static final RunOrigin ORIGIN = RunOrigin.command("test");

	private static final String LOCATION = "classpath:db/migrations";

	private static SchemaMigrator migrator(TestDatabase database, String location) {
		return SchemaMigrator.builder(database.dataSource()).scripts(location).build();
	}

	private static List<String> contents(TestDatabase database) {
		return database.query(
				"select t::text from (select name, unit from trackers union all select name, null from items) t order by 1");
	}

	@Test
	void goUpAndDownAndUpAgain() {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			SchemaMigrator migrator = migrator(database, LOCATION);
			migrator.migrate().orThrow();
			List<String> first = contents(database);
			migrator.versioned().rollback(ORIGIN, MigrationTarget.BASE).orThrow();
			assertThat(database.query("select to_regclass('trackers')::text")).containsExactly("null");
			migrator.migrate().orThrow();
			assertThat(contents(database)).isEqualTo(first).isNotEmpty();
		}
	}

	@Test
	void foldIntoOne(@TempDir Path folder) throws IOException {
		try (TestDatabase database = TestServer.get().createDatabase();
				TestDatabase old = TestServer.get().createDatabase()) {
			SchemaMigrator migrator = migrator(old, LOCATION);
			SquashedMigration squashed = migrator.generator().squash("004", "all");
			Files.writeString(folder.resolve(squashed.fileName()), squashed.text());
			migrator.migrate().orThrow();
			migrator(database, "file:" + folder).migrate().orThrow();
			assertThat(contents(database)).isEqualTo(contents(old)).isNotEmpty();
		}
	}

}
