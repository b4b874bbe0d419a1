package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.automigrate.error.MigrationException;
import io.automigrate.report.MigrationReport;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs whose connections the server ends at every place there is. Whatever was done, the
 * next run goes on from there.
 */
@EnabledIfSystemProperty(named = "interruptions", matches = "all", disabledReason = "takes many minutes")
class InterruptionIntegrationTests {

	/**
	 * The connection after the one that asks: it has the lock and carries out the plan.
	 */
	private static final int STEPS = 2;

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	/** Before one statement is the same as after the one that precedes it. */
	@ParameterizedTest
	@EnumSource
	void completesTheChangeAfterTheConnectionWasKilledBeforeEachStatement(OnlineChange change) {
		assumeTrue(change.runsOn(this.database), "not with this major");
		for (int at = 1;; at++) {
			change.prepare(this.database);
			AtomicInteger sent = new AtomicInteger();
			List<String> killedAt = new ArrayList<>();
			int place = at;
			HookedDataSource hooked = new HookedDataSource(this.database.dataSource(), (connection, backend, what) -> {
				if (connection == STEPS && sent.incrementAndGet() == place) {
					killedAt.add(what);
					this.database.server().end(backend);
				}
			});
			MigrationReport report = change.migrator(hooked).migrate();
			if (killedAt.isEmpty()) {
				assertThat(place).as("places").isGreaterThan(3);
				report.orThrow();
				return;
			}
			MigrationException failure = report.failure();
			assertThat(failure).as("failure after a kill before %s", killedAt).isNotNull();
			completes(change, "killed before " + killedAt);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "INDEX_BUILT", "UNIQUE_INDEX_BUILT", "INDEX_REPLACED", "UNIQUE_INDEX_REPLACED",
			"INDEX_DROPPED", "PARTITIONED_INDEX_BUILT", "UNIQUE_KEY_TAKES_OVER_INDEX", "PRIMARY_KEY_OF_NULLABLE_COLUMN",
			"MATERIALIZED_VIEW_INDEX_BUILT", "PARTITION_DETACHED" })
	void completesTheChangeAfterAConcurrentStatementWasKilledHalfway(OnlineChange change) throws Exception {
		stopHalfway(change, "pg_terminate_backend");
	}

	@ParameterizedTest
	@EnumSource(names = { "INDEX_BUILT", "INDEX_REPLACED", "PARTITIONED_INDEX_BUILT", "PARTITION_DETACHED" })
	void completesTheChangeAfterAConcurrentStatementWasCancelledHalfway(OnlineChange change) throws Exception {
		stopHalfway(change, "pg_cancel_backend");
	}

	/** A snapshot makes the statement wait at its last stage, a lock at its first. */
	private void stopHalfway(OnlineChange change, String how) throws Exception {
		for (String blocker : List.of("set transaction isolation level repeatable read; select",
				"lock table %s in access share mode", "lock table %s in row exclusive mode")) {
			for (int at = 1; stopsHalfway(change, how, blocker, at); at++) {
				completes(change, how + " at " + at + " with " + blocker);
			}
		}
	}

	private boolean stopsHalfway(OnlineChange change, String how, String blocker, int at) throws Exception {
		change.prepare(this.database);
		AtomicInteger concurrent = new AtomicInteger();
		List<Connection> blockers = new ArrayList<>();
		int[] worker = new int[1];
		HookedDataSource hooked = new HookedDataSource(this.database.dataSource(), (connection, backend, what) -> {
			if (what.contains(" CONCURRENTLY") && concurrent.incrementAndGet() == at) {
				worker[0] = backend;
				blockers.add(begin(blocker));
			}
		});
		CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(() -> change.migrator(hooked).migrate());
		try {
			while (!run.isDone()) {
				String waiting = "select count(*) from pg_stat_activity where pid = " + worker[0]
						+ " and wait_event_type = 'Lock'";
				if (worker[0] != 0 && this.database.query(waiting).get(0).equals("1")) {
					this.database.query("select " + how + "(" + worker[0] + ")");
					break;
				}
				Thread.sleep(2);
			}
			MigrationReport report = run.get(60, TimeUnit.SECONDS);
			if (concurrent.get() >= at && !report.success()) {
				MigrationException failure = Objects.requireNonNull(report.failure());
				assertThat(failure.getMessage() + failure.wayOut()).doesNotContain("budget");
			}
			return concurrent.get() >= at;
		}
		finally {
			for (Connection connection : blockers) {
				connection.close();
			}
		}
	}

	private Connection begin(String blocker) {
		try {
			Connection connection = this.database.dataSource().getConnection();
			connection.setAutoCommit(false);
			String tables = String.join(", ", this.database.query(
					"select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname !~ 'automigrate'"));
			try (Statement statement = connection.createStatement()) {
				statement.execute(blocker.formatted(tables));
			}
			return connection;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The next run, without any interruption. */
	private void completes(OnlineChange change, String after) {
		List<String> remains = OnlineChange.remains(this.database);
		try {
			change.migrator(this.database.dataSource()).migrate().orThrow();
			change.assertComplete(this.database);
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError("After " + after + ", with " + remains + ": " + ex, ex);
		}
	}

}
