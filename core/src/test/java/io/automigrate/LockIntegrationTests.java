package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.lock.LockHolder;
import io.automigrate.lock.MigrationLock;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.SqlScript;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Others in the way: runs that hold the lock, sessions that hold tables.
 */
class LockIntegrationTests {

	private static final String PETS = "create table pets (id bigint, name text)";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void namesTheHolderWhenTheLockIsNotFreeInTime() throws SQLException {
		try (Connection other = transaction("other app")) {
			assertThat(new MigrationLock("public").tryAcquire(other)).isTrue();
			SchemaMigrator migrator = migrator(Duration.ofMillis(300)).build();
			MigrationReport report = migrator.migrate();
			assertThat(report.failure()).isInstanceOf(MigrationUnderWayException.class)
				.hasMessageContaining("backend " + pid(other))
				.hasMessageContaining("application \"other app\"")
				.hasMessageContaining(", since ")
				.hasMessageContaining("within 0.3 s");
			assertThat(report.errors().get(0)).contains("MIGRATION_LOCK_TIMEOUT");
			MigrationStatus status = migrator.status();
			assertThat(status.failure()).isNull();
			assertThat(status.missingTables()).containsExactly("pets");
			assertThat(status.inProgress()).isNotNull()
				.extracting(LockHolder::backend, LockHolder::application)
				.containsExactly(Integer.valueOf(pid(other)), "other app");
			assertThat(migrator.validateEnvironment().warnings()).singleElement().asString().contains("other app");
			assertThat(migrator.validateEnvironment().errors()).isEmpty();
		}
		assertThat(this.database.query("select relname from pg_class where relname = 'pets'")).isEmpty();
	}

	@Test
	void goesOnWhenTheHolderIsKilled() throws SQLException {
		try (Connection other = transaction("killed app")) {
			assertThat(new MigrationLock("public").tryAcquire(other)).isTrue();
			CompletableFuture<MigrationReport> run = CompletableFuture
				.supplyAsync(migrator(Duration.ofSeconds(30)).build()::migrate);
			this.database.execute("select pg_terminate_backend(" + pid(other) + ")");
			assertThat(run.orTimeout(30, TimeUnit.SECONDS).join().orThrow().tablesCreated()).containsExactly("pets");
		}
	}

	@Test
	void asksForNoLockWhenLockingIsOff() throws SQLException {
		try (Connection other = transaction("other app")) {
			assertThat(new MigrationLock("public").tryAcquire(other)).isTrue();
			assertThat(migrator(Duration.ofMillis(300)).locking(false).build().migrate().orThrow().tablesCreated())
				.containsExactly("pets");
		}
	}

	@Test
	void runsInOtherSchemasDoNotMeet() throws SQLException {
		try (Connection other = transaction("other app")) {
			assertThat(new MigrationLock("elsewhere").tryAcquire(other)).isTrue();
			migrator(Duration.ofMillis(300)).build().migrate().orThrow();
		}
	}

	@Test
	void namesWhoBlocksATableThatLacksAColumn() throws SQLException {
		this.database.execute("create table pets (id bigint)");
		try (Connection other = transaction("long report"); var statement = other.createStatement()) {
			statement.execute("lock table pets in access exclusive mode");
			MigrationReport report = migrator(Duration.ofMillis(500)).build().migrate();
			assertThat(report.failure()).isInstanceOf(MigrationTimeoutException.class)
				.hasMessageContaining("blocked by backend " + pid(other))
				.hasMessageContaining("application \"long report\"")
				.hasMessageContaining("Everything was rolled back");
			assertThat(this.database.query("select count(*) from pg_locks where locktype = 'advisory'"))
				.containsExactly("0");
		}
	}

	@Test
	void addsTheColumnWhenTheBlockerEndsInTime() throws Exception {
		this.database.execute("create table pets (id bigint)");
		CompletableFuture<MigrationReport> run;
		try (Connection other = transaction("short report"); var statement = other.createStatement()) {
			statement.execute("lock table pets in access exclusive mode");
			run = CompletableFuture.supplyAsync(migrator(Duration.ofSeconds(30)).build()::migrate);
			awaitWaiterFor("pets");
		}
		assertThat(run.orTimeout(30, TimeUnit.SECONDS).join().orThrow().created())
			.containsExactly("column name of pets");
	}

	@Test
	void triesAgainAfterAStatementGaveUpWaiting() throws Exception {
		this.database.execute("create table pets (id bigint)");
		CompletableFuture<MigrationReport> run;
		try (Connection other = transaction("longer report"); var statement = other.createStatement()) {
			statement.execute("lock table pets in access exclusive mode");
			run = CompletableFuture.supplyAsync(migrator(Duration.ofSeconds(30)).build()::migrate);
			awaitWaiterFor("pets");
			String first = waiterSince("pets");
			while (first.equals(waiterSince("pets"))) {
				Thread.sleep(20);
			}
		}
		assertThat(run.orTimeout(30, TimeUnit.SECONDS).join().orThrow().created())
			.containsExactly("column name of pets");
	}

	@Test
	void refusesASecondRunInTheSameProcess() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource()).source(() -> {
			running.countDown();
			awaitUninterrupted(goOn);
			return List.of(new SqlScript("test.sql", PETS));
		}).build();
		CompletableFuture<MigrationReport> first = CompletableFuture.supplyAsync(migrator::migrate);
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(migrator.running()).isTrue();
		MigrationReport second = migrator.migrate();
		assertThat(second.failure()).isInstanceOf(MigrationUnderWayException.class)
			.hasMessage("A migration is under way in this application.");
		goOn.countDown();
		assertThat(first.orTimeout(30, TimeUnit.SECONDS).join().orThrow().tablesCreated()).containsExactly("pets");
		assertThat(migrator.running()).isFalse();
		assertThat(migrator.migrate().success()).isTrue();
	}

	private SchemaMigrator.Builder migrator(Duration lockTimeout) {
		return SchemaMigrator.builder(this.database.dataSource())
			.lockTimeout(lockTimeout)
			.source(SchemaSource.ddl("test.sql", PETS));
	}

	private Connection transaction(String application) throws SQLException {
		Connection connection = this.database.dataSource().getConnection();
		connection.setClientInfo("ApplicationName", application);
		connection.setAutoCommit(false);
		return connection;
	}

	private void awaitWaiterFor(String table) throws InterruptedException {
		while (waiterSince(table).isEmpty()) {
			Thread.sleep(20);
		}
	}

	private String waiterSince(String table) {
		return String.join(",",
				this.database.query("select pid || ' ' || waitstart from pg_locks where not granted and relation = '"
						+ table + "'::regclass"));
	}

	private static String pid(Connection connection) throws SQLException {
		try (var statement = connection.createStatement();
				var row = statement.executeQuery("select pg_backend_pid()")) {
			row.next();
			return row.getString(1);
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
