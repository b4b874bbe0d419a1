package io.automigrate.versioned;

import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;

import io.automigrate.HookedDataSource;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.JavaMigrationException;
import io.automigrate.report.MigrationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations in Java, in the batch's transaction and outside of any.
 */
class JavaMigrationIntegrationTests extends AbstractVersionedTests {

	JavaMigrationIntegrationTests(@TempDir Path path) {
		super(path);
	}

	@BeforeEach
	void write() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int);\n-- migrate:down\ndrop table a;");
	}

	private MigrationReport migrate(VersionedMigration... migrations) {
		return migrateOver(this.database.dataSource(), migrations);
	}

	private List<String> ids() {
		return this.database.query("select id from a order by 1");
	}

	@Test
	void sharesTransaction() {
		VersionedMigration fill = new JavaMigration("2", true, (context) -> {
			context.execute("insert into a values (1); insert into a values (2)");
			context.progress("all rows");
		}, (context) -> context.execute("delete from a"));
		migrate(fill).orThrow();
		assertThat(ids()).containsExactly("1", "2");
		assertThat(history()).containsExactly("1", "2");
		this.folder.migrator(this.database)
			.migrations(List.of(fill))
			.build()
			.versioned()
			.rollback(COMMAND, MigrationTarget.steps(1))
			.orThrow();
		assertThat(ids()).isEmpty();
		VersionedMigration commits = new JavaMigration("3", true, (context) -> context.connection().commit());
		MigrationReport report = migrate(fill, commits);
		assertThat(report.failure()).isInstanceOf(JavaMigrationException.class)
			.hasMessageContaining("may not call commit");
		assertThat(history()).containsExactly("1");
		assertThat(ids()).isEmpty();
	}

	@Test
	void commitsEachStatementOutsideOfTransactions() {
		this.folder.write("3_c.sql", "-- migrate:up\ncreate table c ();\n-- migrate:down\ndrop table c;");
		VersionedMigration outside = new JavaMigration("2", false, (context) -> {
			context.execute("insert into a values (1)");
			context.execute("create index concurrently a_id on a (id)");
			context.connection().setAutoCommit(false);
			context.execute("insert into a values (2)");
			context.connection().rollback();
			context.execute("insert into a values (3)");
			context.connection().commit();
			context.connection().setAutoCommit(true);
			context.execute("vacuum a");
			context.execute("set work_mem = '7MB'");
			context.connection().close();
		}, (context) -> {
			context.execute("drop index concurrently a_id");
			context.execute("delete from a");
		});
		assertThat(migrate(outside).orThrow().versioned().applied()).containsExactly("1", "2", "3");
		assertThat(ids()).containsExactly("1", "3");
		assertThat(history()).containsExactly("1", "2", "3");
		assertThat(this.database.query("select duration_ms >= 0 from migrations where version = '2'"))
			.containsExactly("t");
		assertThat(migrate(outside).orThrow().message()).isEqualTo("Nothing to do.");
		this.folder.migrator(this.database)
			.migrations(List.of(outside))
			.build()
			.versioned()
			.rollback(COMMAND, MigrationTarget.BASE)
			.orThrow();
		assertThat(history()).isEmpty();
		assertThat(this.database.query("select to_regclass('a')")).containsExactly("null");
	}

	@Test
	void keepsWhatWasCommittedBeforeItFailed() {
		VersionedMigration failing = new JavaMigration("2", false, (context) -> {
			context.execute("insert into a values (1)");
			context.connection().setAutoCommit(false);
			context.execute("insert into a values (2)");
			context.execute("insert into nowhere values (3)");
		});
		MigrationReport report = migrate(failing);
		assertThat(report.failure()).isInstanceOfSatisfying(JavaMigrationException.class, (ex) -> {
			assertThat(ex).hasMessageContaining("nowhere");
			assertThat(ex.wayOut()).contains("what it has committed stays");
		});
		assertThat(ids()).containsExactly("1");
		assertThat(history()).containsExactly("1");
		assertThat(migrate(new JavaMigration("2", false, (context) -> {
			throw new IllegalStateException("no luck");
		})).failure()).hasMessageContaining("no luck");
		migrate(new JavaMigration("2", false, (context) -> {
			context.connection().setAutoCommit(false);
			context.execute("insert into a values (4)");
		})).orThrow();
		assertThat(ids()).containsExactly("1", "4");
		assertThat(history()).containsExactly("1", "2");
	}

	@Test
	void beginsAgainAfterItWasKilled() {
		VersionedMigration slow = new JavaMigration("2", false, (context) -> {
			context.execute("insert into a values (1)");
			try (Statement statement = context.connection().createStatement()) {
				statement.execute("insert into a values (2)");
			}
		});
		boolean[] killed = new boolean[1];
		MigrationReport report = migrateOver(
				new HookedDataSource(this.database.dataSource(), (connection, backend, what) -> {
					if (what.equals("insert into a values (2)")) {
						killed[0] = true;
						this.database.server().end(backend);
					}
				}), slow);
		assertThat(killed[0]).isTrue();
		assertThat(report.failure()).isInstanceOf(DatabaseUnavailableException.class);
		assertThat(ids()).containsExactly("1");
		assertThat(history()).containsExactly("1");
		migrate(slow).orThrow();
		assertThat(ids()).containsExactly("1", "1", "2");
	}

}
