package io.automigrate.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import io.automigrate.SchemaMigrator;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.source.SchemaSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Plans and creates a schema in a JVM whose heap is small, and tells how much of the heap
 * was in use at most. Garbage does not count: it is collected before each look.
 */
final class ComparisonMemory {

	static final String PREFIX = "peak: ";

	private static final long PAUSE_MILLIS = 200;

	private ComparisonMemory() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		ComparisonBenchmark.quiet();
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(arguments[0]);
		int tables = Integer.parseInt(arguments[1]);
		Watch watch = new Watch();
		watch.start();
		SchemaMigrator migrator = ComparisonBenchmark
			.migrator(dataSource, SchemaSource.ddl("generated.sql", GeneratedSchema.ddl(tables, 0)))
			.timeout(Duration.ofHours(1))
			.build();
		long start = System.nanoTime();
		MigrationPlan plan = migrator.plan();
		long planned = System.nanoTime();
		int steps = plan.steps().size();
		migrator.migrate(plan.hash()).orThrow();
		long migrated = System.nanoTime();
		watch.interrupt();
		watch.join();
		if (steps < tables) {
			throw new IllegalStateException("Only " + steps + " steps for " + tables + " tables");
		}
		System.out.println(
				PREFIX + watch.peak + " " + (planned - start) / 1_000_000 + " " + (migrated - planned) / 1_000_000);
	}

	private static final class Watch extends Thread {

		private volatile long peak;

		Watch() {
			super("watch");
			setDaemon(true);
		}

		@Override
		public void run() {
			try {
				while (true) {
					Thread.sleep(PAUSE_MILLIS);
					System.gc();
					this.peak = Math.max(this.peak, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
				}
			}
			catch (InterruptedException ex) {
				// The end of the run.
			}
		}

	}

}
