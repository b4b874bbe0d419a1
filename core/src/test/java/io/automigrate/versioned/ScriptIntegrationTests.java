package io.automigrate.versioned;

import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.VersionedMigrations;
import io.automigrate.error.InvalidMigrationException;
import io.automigrate.history.RunOrigin;
import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Migrations are written as a script that does what a run would do.
 */
class ScriptIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final MigrationFolder folder;

	ScriptIntegrationTests(@TempDir Path path) {
		this.folder = new MigrationFolder(path);
	}

	@AfterEach
	void drop() {
		this.database.close();
	}

	private SchemaMigrator migrator() {
		return this.folder.migrator(this.database).build();
	}

	private VersionedMigrations versioned() {
		return migrator().versioned();
	}

	/** What psql does with it, which takes lines with a backslash for itself. */
	private void run(String script) throws Exception {
		assertThat(script).contains("\\set ON_ERROR_STOP on\n");
		String sql = script.replace("\\set ON_ERROR_STOP on\n", "");
		try (Connection connection = this.database.dataSource().getConnection()) {
			for (SqlStatement statement : new SqlScript("script.sql", sql).statements()) {
				if (statement.copyData() != null) {
					new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(statement.text(),
							new StringReader(statement.copyData()));
				}
				else {
					try (Statement each = connection.createStatement()) {
						each.execute(statement.text());
					}
				}
			}
		}
	}

	private List<String> history() {
		return this.database.query(
				"select concat_ws('|', version, name, description, dependencies, length(checksum), applied_by = session_user, application) from migrations order by id");
	}

	@Test
	void doesWhatARunDoes() throws Exception {
		this.folder.with(MigrationFolder.FIVE);
		run(versioned().script(MigrationTarget.LATEST, null));
		List<String> byScript = history();
		assertThat(byScript).hasSize(5);
		assertThat(versioned().pending(MigrationTarget.LATEST)).isEmpty();
		assertThat(migrator().migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(this.database.query("select name from moods order by id")).contains("so; so");
		run(versioned().rollbackScript(MigrationTarget.BASE, null));
		assertThat(history()).isEmpty();
		assertThat(this.database.query("select relname from pg_class where relname in ('users', 'moods')")).isEmpty();
		migrator().migrate(RunOrigin.START_UP).orThrow();
		assertThat(history()).isEqualTo(byScript);
	}

	@Test
	void splitsWhereSomethingIsOutsideOfTransactions() throws Exception {
		this.folder
			.with(Map.of("1_a.sql", "-- migrate:up\nset search_path = pg_catalog;\ncreate table public.a (id int);\n",
					"2_b.sql", "-- migrate:up transaction:false\ncreate index concurrently a_id on a (id);\n",
					"3_c.sql", "-- migrate:up\ncreate table c (id int);\n", "R__v.sql",
					"create or replace view v as select 1 as one;\n"));
		run(versioned().script(MigrationTarget.LATEST, null));
		assertThat(versioned().pending(MigrationTarget.LATEST)).isEmpty();
		assertThat(this.database.query("select relnamespace::regnamespace from pg_class where relname = 'c'"))
			.containsExactly("public");
		assertThat(versioned().script(MigrationTarget.LATEST, null)).isEmpty();
	}

	@Test
	void needsNoDatabaseWhereItIsToldWhatIsThere() throws Exception {
		this.folder.with(MigrationFolder.FIVE);
		String script = versioned().script(MigrationTarget.LATEST, "base");
		String rest = versioned().script(MigrationTarget.version("002"), "001");
		assertThat(rest).contains("Applies 002.").doesNotContain("001_");
		run(script);
		assertThat(history()).hasSize(5);
		assertThatExceptionOfType(org.postgresql.util.PSQLException.class).isThrownBy(() -> run(rest))
			.withMessageContaining("applied already");
		assertThat(history()).hasSize(5);
	}

	@Test
	void refusesWhatIsNoSql() {
		VersionedMigration java = new VersionedMigration() {

			@Override
			public String version() {
				return "7";
			}

			@Override
			public String name() {
				return "java";
			}

			@Override
			public void up(MigrationContext context) {
			}

		};
		VersionedMigrations versioned = this.folder.migrator(this.database)
			.migrations(List.of(java))
			.build()
			.versioned();
		assertThatExceptionOfType(InvalidMigrationException.class)
			.isThrownBy(() -> versioned.script(MigrationTarget.LATEST, null))
			.withMessageContaining("Java");
	}

}
