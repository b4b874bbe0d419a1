package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.VersionedMigrations;
import io.automigrate.history.RunOrigin;
import io.automigrate.report.MigrationReport;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;

/**
 * A folder of migrations, and a database to run them in.
 */
abstract class AbstractVersionedTests {

	static final RunOrigin COMMAND = RunOrigin.command("test");

	final TestDatabase database = TestServer.get().createDatabase();

	final Path path;

	final MigrationFolder folder;

	AbstractVersionedTests(Path path) {
		this.path = path;
		this.folder = new MigrationFolder(path);
	}

	@AfterEach
	final void drop() {
		this.database.close();
	}

	final SchemaMigrator migrator() {
		return this.folder.migrator(this.database).build();
	}

	final VersionedMigrations versioned() {
		return migrator().versioned();
	}

	/** Run with connections of another kind. */
	final MigrationReport migrateOver(DataSource dataSource, VersionedMigration... beans) {
		return this.folder.migrator(dataSource).migrations(List.of(beans)).build().migrate();
	}

	/** Begin anew. */
	final void empty() {
		this.database.execute("drop schema public cascade; create schema public");
	}

	final List<String> history() {
		return this.database.query("select version from migrations order by id");
	}

	final String journal() {
		return String.join("; ", this.database
			.query("select version || ' ' || done || ' ' || coalesce(under_way, '-') from migration_journal"));
	}

}
