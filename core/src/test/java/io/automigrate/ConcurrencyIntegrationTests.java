package io.automigrate;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.RepeatedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first start of many instances at once.
 */
class ConcurrencyIntegrationTests {

	private static final int INSTANCES = 10;

	@RepeatedTest(3)
	void tenInstancesOnAnEmptyDatabaseAllSucceedAndCreateEachObjectOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
		try (TestDatabase database = TestServer.get().createDatabase()) {
			CyclicBarrier together = new CyclicBarrier(INSTANCES);
			List<Callable<MigrationReport>> starts = IntStream.range(0, INSTANCES)
				.<Callable<MigrationReport>>mapToObj((i) -> () -> {
					SchemaMigrator migrator = SchemaMigrator.builder(database.dataSource())
						.source(SchemaSource.ddl("trackers.sql", SchemaMigratorIntegrationTests.TRACKERS))
						.application("instance " + i)
						.build();
					together.await();
					return migrator.migrate();
				})
				.toList();
			int created = 0;
			for (Future<MigrationReport> end : threads.invokeAll(starts)) {
				MigrationReport report = end.get().orThrow();
				assertThat(report.tablesCreated().size()).isIn(0, 4);
				created += report.tablesCreated().size();
			}
			assertThat(created).isEqualTo(4);
			assertThat(database.query("select count(*) from automigrate_state")).containsExactly("1");
		}
		finally {
			threads.shutdownNow();
		}
	}

}
