package io.automigrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import ch.qos.logback.classic.Level;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.RunResult;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.Outcome;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.versioned.MigrationContext;
import io.automigrate.versioned.MigrationTarget;
import io.automigrate.versioned.VersionedMigration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a person reads in the log, and what a watcher is told.
 */
class RunLogIntegrationTests {

	private static final String DDL = "create table items (id int primary key); create table logs (id int);"
			+ " create index by_id on logs (id)";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void drop() {
		this.database.close();
	}

	private SchemaMigrator.Builder builder(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource()).source(SchemaSource.ddl("source.sql", ddl));
	}

	@Test
	void tellsTheFactsOfARun() {
		this.database.execute("create table items (id int primary key)");
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			builder(DDL).build().migrate().orThrow();
			assertThat(log.lines())
				.containsSubsequence("DATABASE MIGRATION", "Database connection healthy: true",
						"Existing tables: 1 (items)", "Missing tables: 1 (logs)", "Migration needed: true",
						"Created table: logs", "Created index: by_id on logs",
						"Result: Created 2 objects (1 table: logs).", "Outcome: CHANGED", "Tables created: 1 (logs)")
				.anyMatch((line) -> line.matches("Duration: \\d+\\.\\d{3} s"))
				.contains("MIGRATION COMPLETED")
				.noneMatch((line) -> line.contains("✓"));
		}
	}

	@Test
	void tellsTheSameFactsWhereThereWasNothingAndWhereNothingIsToDo() {
		SchemaMigrator migrator = builder(DDL).build();
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			migrator.migrate().orThrow();
			assertThat(log.lines()).containsSubsequence("Database connection healthy: true", "Existing tables: 0",
					"Missing tables: 2 (items, logs)", "Migration needed: true", "Created table: items",
					"Outcome: CHANGED", "Tables created: 2 (items, logs)", "MIGRATION COMPLETED");
		}
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			migrator.migrate().orThrow();
			assertThat(log.lines()).containsSubsequence("Database connection healthy: true",
					"Existing tables: 2 (items, logs)", "Missing tables: 0", "Migration needed: false",
					"Result: Nothing to do.", "Outcome: UP_TO_DATE", "Tables created: 0", "MIGRATION COMPLETED");
		}
	}

	@Test
	void tellsStepsInThePastTense() {
		this.database.execute("create table t (old_total int, b int, c int); insert into t values (1, 1, 1)");
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			builder("""
					create table t (
						-- renamed from old_total
						total int, b bigint constraint k check (b > 0));
					comment on table t is 'mine';
					create index i on t (b);
					""").policy(ChangePolicy.FULL)
				.onlineAbove(-1)
				.allow("DELETES_DATA:public.t.c", "REWRITES_TABLE:public.t.b")
				.build()
				.migrate()
				.orThrow();
			assertThat(log.lines()).contains("Renamed column: old_total of t to total", "Altered column: b of t",
					"Dropped column: c of t", "Created check constraint: k on t", "Validated check constraint: k on t",
					"Commented on table: t", "Built index: i on t");
		}
	}

	@Test
	void tellsWhatIsMissingOnceWithTheAction() {
		this.database.execute("create table p (id int primary key); insert into p values (1)");
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			builder("create table p (id int primary key, age int not null)").build().migrate();
			assertThat(log.lines()).containsSubsequence("Migration needed: true", "Outcome: INCOMPLETE")
				.doesNotContain("MIGRATION COMPLETED");
			assertThat(log.lines(Level.ERROR)).singleElement()
				.asString()
				.contains("MIGRATION INCOMPLETE", "Column \"age\" of \"public\".\"p\" cannot be added",
						"Give it a default");
			assertThat(log.lines()).filteredOn((line) -> line.contains("cannot be added")).hasSize(1);
		}
	}

	@Test
	void leavesAFailureToWhoeverThrowsIt() {
		this.database.execute("create table p (id int primary key); insert into p values (1)");
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			SchemaMigrator migrator = builder("create table p (id int primary key, age int not null)").build();
			assertThat(catchThrowable(migrator::migrateOrThrow)).isNotNull();
			assertThat(log.lines()).contains("Outcome: INCOMPLETE", "MIGRATION INCOMPLETE")
				.noneMatch((line) -> line.contains("cannot be added"));
		}
	}

	@Test
	void tellsAFailureOnce() {
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			builder("create table t (id nonsense)").build().migrate();
			assertThat(log.lines()).contains("Outcome: FAILED");
			assertThat(log.lines(Level.ERROR)).singleElement().asString().contains("MIGRATION FAILED", "nonsense");
			assertThat(log.lines()).filteredOn((line) -> line.contains("nonsense")).hasSize(1);
		}
	}

	@Test
	void moreThanTenNamesAreOnlyCounted() {
		StringBuilder ddl = new StringBuilder();
		for (int i = 0; i < 11; i++) {
			ddl.append("create table t").append(i).append(" (id int);");
		}
		try (RecordedLog log = new RecordedLog(Level.INFO)) {
			builder(ddl.toString()).build().migrate().orThrow();
			builder(ddl.toString()).build().migrate().orThrow();
			assertThat(log.lines()).contains("Missing tables: 11", "Tables created: 11", "Existing tables: 11");
		}
	}

	@Test
	void debugTellsWhyAStartHasNothingToDo() {
		builder(DDL).build().migrate().orThrow();
		try (RecordedLog log = new RecordedLog(Level.DEBUG)) {
			builder(DDL).build().migrate().orThrow();
			assertThat(log.lines(Level.DEBUG)).anyMatch((line) -> line.startsWith("Connecting to"))
				.anyMatch((line) -> line.matches("Connected in \\d+\\.\\d{3} s"))
				.anyMatch((line) -> line.startsWith("Asked the remembered state: found, since"));
		}
		try (RecordedLog log = new RecordedLog(Level.DEBUG)) {
			builder(DDL + "; create table more (id int)").build().migrate().orThrow();
			assertThat(log.lines(Level.DEBUG))
				.anyMatch((line) -> line.startsWith("Asked the remembered state: not found, because the sources"))
				.anyMatch((line) -> line.startsWith("Took the lock"))
				.anyMatch((line) -> line.startsWith("Planned: create table more"))
				.anyMatch((line) -> line.contains("CREATE TABLE \"public\".\"more\""))
				.anyMatch((line) -> line.matches("Ran \\d+ statements? in \\d+\\.\\d{3} s"));
		}
	}

	@Test
	void debugTellsEachStatementOfVersionedMigrationsWithItsTime(@TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("001_one.sql"), """
				-- migrate:up
				create table one (id int);
				create role %1$s password 's3cret';
				drop role %1$s;
				-- migrate:down
				drop table one;
				""".formatted("automigrate_test_" + Long.toHexString(System.nanoTime())));
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource()).scripts("file:" + folder).build();
		try (RecordedLog log = new RecordedLog(Level.DEBUG)) {
			migrator.versioned().migrate(RunOrigin.command("migrate"), MigrationTarget.LATEST).orThrow();
			List<String> lines = log.lines();
			int first = lines.indexOf("create table one (id int);");
			assertThat(first).isNotNegative();
			assertThat(lines.get(first + 1)).matches("Ran 1 statement in \\d+\\.\\d{3} s");
			assertThat(lines).anyMatch((line) -> line.contains("password '***'"))
				.noneMatch((line) -> line.contains("s3cret"))
				.contains("Pending migrations: 1 (001 one)", "Migration needed: true", "Outcome: CHANGED",
						"Result: Applied 1 migration: 001.");
		}
	}

	@Test
	void aRetryIsOneLineWithWhoBlocks() throws Exception {
		this.database.execute("create table t (id int)");
		List<String> told = new ArrayList<>();
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement();
				RecordedLog log = new RecordedLog(Level.INFO)) {
			other.setAutoCommit(false);
			statement.execute("lock table t in access share mode");
			builder("create table t (id int, note text)").lockTimeout(Duration.ofSeconds(4))
				.build()
				.watchedBy(new RunListener() {

					@Override
					public void retrying(String reason) {
						told.add(reason);
					}

				})
				.migrate();
			List<String> retries = log.lines(Level.WARN);
			assertThat(told).isNotEmpty();
			assertThat(retries).hasSameSizeAs(told)
				.allMatch((line) -> line.startsWith("Trying again: ") && line.contains("blocked by backend")
						&& !line.contains("\n"));
		}
	}

	@Test
	void aWatcherIsToldEverything() {
		Watcher watcher = new Watcher();
		this.database.execute("create table t (id int, old_total int, total int)");
		SchemaMigrator migrator = builder("create table t (id int, total int, more int)")
			.rename(RenameHint.parse("public.t.old_total->total"))
			.build()
			.watchedBy(watcher);
		migrator.migrate().orThrow();
		assertThat(watcher.told).startsWith("starting")
			.contains("compared", "warning", "done column more of t")
			.endsWith("ended");
		watcher.told.clear();
		migrator.migrate().orThrow();
		assertThat(watcher.told).containsExactly("starting", "decided", "decided", "decided", "upToDate", "ended");
	}

	@Test
	void aWatcherIsToldThatTheRunWaitsAndFails() throws Exception {
		Blocking blocking = new Blocking();
		CompletableFuture<MigrationReport> run = CompletableFuture
			.supplyAsync(builder(DDL).migrations(List.of(blocking)).build()::migrate);
		blocking.await();
		Watcher watcher = new Watcher();
		MigrationReport second = builder(DDL).lockTimeout(Duration.ofMillis(200)).build().watchedBy(watcher).migrate();
		blocking.end();
		assertThat(run.get(30, TimeUnit.SECONDS).failure()).isNull();
		assertThat(second.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(watcher.told).contains("waiting").endsWith("failed");
	}

	@Test
	void copiesShareTheOneRunAtATime() throws Exception {
		Blocking blocking = new Blocking();
		SchemaMigrator migrator = builder(DDL).migrations(List.of(blocking)).policy(ChangePolicy.CREATE).build();
		SchemaMigrator watched = migrator.watchedBy(RunListener.SILENT);
		SchemaMigrator backedUp = migrator.withBackup(null);
		CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(watched::migrate);
		blocking.await();
		try {
			for (SchemaMigrator other : List.of(migrator, watched, backedUp)) {
				assertThat(other.running()).isTrue();
				assertThat(other.migrate().failure()).isInstanceOf(MigrationUnderWayException.class);
			}
		}
		finally {
			blocking.end();
		}
		assertThat(run.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.CHANGED);
		assertThat(migrator.running()).isFalse();
	}

	/** Keeps the run that it is part of under way. */
	private static final class Blocking implements VersionedMigration {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		void await() throws InterruptedException {
			assertThat(this.running.await(30, TimeUnit.SECONDS)).isTrue();
		}

		void end() {
			this.goOn.countDown();
		}

		@Override
		public String version() {
			return "1";
		}

		@Override
		public String name() {
			return "blocking";
		}

		@Override
		public void up(MigrationContext context) {
			this.running.countDown();
			try {
				assertThat(this.goOn.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	/** Notes what it is told. */
	private static final class Watcher implements RunListener {

		private final List<String> told = new ArrayList<>();

		@Override
		public void starting() {
			this.told.add("starting");
		}

		@Override
		public void upToDate(RunResult result) {
			this.told.add("upToDate");
		}

		@Override
		public void waiting(String holder) {
			this.told.add("waiting");
		}

		@Override
		public void compared(List<String> existing, MigrationPlan plan, List<String> leftAlone) {
			this.told.add("compared");
		}

		@Override
		public void done(MigrationStep step, String defaultSchema) {
			this.told.add("done " + step.object().display(defaultSchema));
		}

		@Override
		public void warning(String message) {
			this.told.add("warning");
		}

		@Override
		public void decided(Supplier<String> decision) {
			this.told.add("decided");
		}

		@Override
		public void ended(RunResult result, @Nullable MigrationException failure, Duration duration) {
			this.told.add((failure != null) ? "failed" : "ended");
		}

	}

}
