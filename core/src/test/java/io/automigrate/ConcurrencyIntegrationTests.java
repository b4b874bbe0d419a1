package io.automigrate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten instances of an application that start at once.
 */
class ConcurrencyIntegrationTests {

	private static final int INSTANCES = 10;

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void createsEachObjectOnceInAnEmptyDatabase() {
		List<MigrationReport> reports = runAtOnce(SchemaMigratorIntegrationTests.TRACKERS);
		assertThat(reports.stream().flatMap((report) -> report.tablesCreated().stream()))
			.containsExactlyInAnyOrder("items", "logs", "tracker_values", "trackers");
		assertThat(reports).filteredOn((report) -> report.message().equals("Nothing to do.")).hasSize(INSTANCES - 1);
		assertThat(this.database.query("select count(*) from automigrate_state")).containsExactly("1");
	}

	@Test
	void createsEachSchemaOnce() {
		List<MigrationReport> reports = runAtOnce("""
				create schema if not exists shop; create table shop.orders (id bigint primary key);
				create schema audit; create table audit.log (order_id bigint references shop.orders)""");
		assertThat(reports.stream().flatMap((report) -> report.created().stream())).doesNotHaveDuplicates()
			.contains("schema shop", "schema audit", "table shop.orders", "table audit.log");
	}

	@Test
	void createsWhatWasDroppedOnceWhileRowsAreWritten() {
		runAtOnce(SchemaMigratorIntegrationTests.TRACKERS);
		this.database.execute("drop table tracker_values; insert into trackers (name) values ('weight')");
		List<MigrationReport> reports = runAtOnce(SchemaMigratorIntegrationTests.TRACKERS);
		assertThat(reports.stream().flatMap((report) -> report.tablesCreated().stream()))
			.containsExactly("tracker_values");
		assertThat(this.database.query("select name from trackers")).containsExactly("weight");
	}

	@Test
	void twoReleasesThatStartAtOnceBothEndWithWhatTheyNeed() {
		String older = "create table pets (id bigint)";
		String newer = "create table pets (id bigint, name text); create table owners (id bigint)";
		runAtOnce(older, newer);
		assertThat(migrator(older).status().healthy()).isTrue();
		assertThat(migrator(newer).status().healthy()).isTrue();
	}

	private List<MigrationReport> runAtOnce(String... ddl) {
		ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
		CyclicBarrier start = new CyclicBarrier(INSTANCES);
		try {
			List<CompletableFuture<MigrationReport>> runs = IntStream.range(0, INSTANCES)
				.mapToObj((instance) -> migrator(ddl[instance % ddl.length]))
				.map((migrator) -> CompletableFuture.supplyAsync(() -> {
					await(start);
					return migrator.migrate();
				}, threads))
				.toList();
			return runs.stream().map((run) -> run.orTimeout(60, TimeUnit.SECONDS).join().orThrow()).toList();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private SchemaMigrator migrator(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource()).source(SchemaSource.ddl("test.sql", ddl)).build();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
