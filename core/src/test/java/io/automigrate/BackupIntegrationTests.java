package io.automigrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.backup.MigrationBackup;
import io.automigrate.backup.PgDump;
import io.automigrate.error.BackupFailedException;
import io.automigrate.history.RunOrigin;
import io.automigrate.history.RunRecord;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.versioned.MigrationTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Nothing is changed before there is the backup that was asked for.
 */
class BackupIntegrationTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final TestDatabase database = TestServer.get().createDatabase();

	private final List<String> requests = new ArrayList<>();

	@TempDir
	private Path path = Path.of("");

	@AfterEach
	void drop() {
		this.database.close();
	}

	@BeforeEach
	void migrations() throws IOException {
		Files.writeString(this.path.resolve("1_a.sql"), """
				-- migrate:up
				create table a (id int primary key);
				create table b (id int references a on delete cascade);
				-- migrate:down
				drop table b, a;
				""");
	}

	private SchemaMigrator versioned(MigrationBackup backup, BackupPolicy policy) {
		return SchemaMigrator.builder(this.database.dataSource())
			.application("tests")
			.detailedLog(false)
			.scripts("file:" + this.path)
			.backup(backup, policy, LONG)
			.build();
	}

	private String told(io.automigrate.backup.BackupRequest request) {
		this.requests.add(request.reason());
		assertThat(this.database.query("select count(*) from pg_locks where locktype = 'advisory' and database = "
				+ "(select oid from pg_database where datname = current_database())"))
			.containsExactly("1");
		return "the shelf";
	}

	@Test
	void isAskedForBeforeWhateverMayLoseData() throws IOException {
		SchemaMigrator migrator = versioned(this::told, BackupPolicy.LOSSY);
		migrator.migrate().orThrow();
		assertThat(this.requests).isEmpty();
		Files.writeString(this.path.resolve("2_b.sql"), "-- migrate:up\nupdate a set id = 2;\n");
		migrator.migrate().orThrow();
		assertThat(this.requests).hasSize(1);
		RunRecord run = migrator.versioned().runs(1).get(0);
		assertThat(run.statements()).contains("backup", "the shelf");
		Files.delete(this.path.resolve("2_b.sql"));
		migrator.versioned().repair(RunOrigin.command("repair"), List.of("2"));
		migrator.versioned().rollback(RunOrigin.command("rollback"), MigrationTarget.BASE).orThrow();
		assertThat(this.requests).hasSize(2);
	}

	@Test
	void isAskedForBeforeStepsThatNeedConsent() {
		this.database.execute("create table t (id int, gone int)");
		SchemaMigrator.Builder builder = SchemaMigrator.builder(this.database.dataSource())
			.detailedLog(false)
			.policy(ChangePolicy.FULL)
			.backup(this::told, BackupPolicy.LOSSY, LONG);
		builder.source(SchemaSource.ddl("schema.sql", "create table t (id int, more int, gone int);"));
		builder.build().migrate().orThrow();
		assertThat(this.requests).isEmpty();
		SchemaMigrator.builder(this.database.dataSource())
			.detailedLog(false)
			.policy(ChangePolicy.FULL)
			.allow("DELETES_DATA:public.t.gone")
			.backup(this::told, BackupPolicy.LOSSY, LONG)
			.source(SchemaSource.ddl("schema.sql", "create table t (id int, more int);"))
			.build()
			.migrate()
			.orThrow();
		assertThat(this.requests).containsExactly("1 steps");
	}

	@Test
	void refusesToGoOnWithoutBackup() {
		MigrationReport report = versioned((request) -> {
			throw new IOException("the shelf is full");
		}, BackupPolicy.ALWAYS).migrate();
		assertThat(report.failure()).isInstanceOf(BackupFailedException.class)
			.hasMessageContaining("the shelf is full");
		assertThat(this.database.query("select 1 from pg_class where relname = 'a'")).isEmpty();
	}

	@Test
	void refusesProgramsThatFail() throws IOException {
		int major = Integer.parseInt(this.database.query("show server_version_num").get(0)) / 10_000;
		String version = "if [ \"$1\" = --version ]; then echo 'pg_dump (PostgreSQL) %d.1'; exit; fi\n";
		Path directory = this.path.resolve("backups");
		assertThat(failure(directory, version.formatted(major) + "echo no such luck; exit 3")).contains("exit code 3",
				"no such luck");
		assertThat(failure(directory, version.formatted(major) + "touch \"$4\"")).contains("no backup");
		assertThat(failure(directory, version.formatted(major) + "echo some text > \"$4\"")).contains("no backup");
		assertThat(failure(directory, version.formatted(major + 1))).contains("no pg_dump of PostgreSQL " + major,
				"is of version " + (major + 1));
		assertThat(failure(directory, "exit 1")).contains("no pg_dump of PostgreSQL " + major);
		assertThat(directory).isEmptyDirectory();
		assertThat(this.database.query("select 1 from pg_class where relname = 'a'")).isEmpty();
	}

	private String failure(Path directory, String script) throws IOException {
		Path program = this.path.resolve("pg_dump");
		Files.writeString(program, "#!/bin/sh\n" + script + "\n");
		Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
		MigrationReport report = versioned(new PgDump(directory, program, () -> "secret"), BackupPolicy.ALWAYS)
			.migrate();
		return String.valueOf(report.message());
	}

	@Test
	void dumpsWhatCanBeRestored() throws IOException, InterruptedException {
		int major = Integer.parseInt(this.database.query("show server_version_num").get(0)) / 10_000;
		assumeTrue(Stream.of("/usr/lib/postgresql/" + major + "/bin/pg_dump").map(Path::of).anyMatch(Files::exists),
				"needs the client programs of the server's version");
		this.database.execute("create table kept as select n from generate_series(1, 1000) n");
		Path directory = this.path.resolve("backups");
		SchemaMigrator migrator = versioned(new PgDump(directory, null, () -> "postgres"), BackupPolicy.ALWAYS);
		migrator.migrate().orThrow();
		List<Path> files;
		try (Stream<Path> list = Files.list(directory)) {
			files = list.toList();
		}
		assertThat(files).hasSize(1);
		assertThat(migrator.versioned().runs(1).get(0).statements()).contains(files.get(0).getFileName().toString());
		Process list = new ProcessBuilder("/usr/lib/postgresql/" + major + "/bin/pg_restore", "--list",
				files.get(0).toString())
			.start();
		assertThat(new String(list.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
			.contains("TABLE DATA public kept")
			.doesNotContain(" public a ");
		assertThat(list.waitFor()).isZero();
	}

}
