package io.automigrate.autoconfigure.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.automigrate.report.MigrationStatus;

/**
 * How the application's databases stand, told from memory. All databases are asked at
 * once, and none is waited for longer than it takes to ask a database that is well.
 */
final class HealthMonitors implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final Map<String, HealthMonitor> monitors = new LinkedHashMap<>();

	HealthMonitors(Map<String, DatabaseMigration> migrations, Duration unknownAfter) {
		this(migrations, unknownAfter, Clock.systemUTC());
	}

	HealthMonitors(Map<String, DatabaseMigration> migrations, Duration unknownAfter, Clock clock) {
		migrations.forEach(
				(name, migration) -> this.monitors.put(name, new HealthMonitor(name, migration, unknownAfter, clock)));
	}

	void start() {
		this.monitors.values().forEach(HealthMonitor::start);
	}

	/**
	 * Return how the databases stand together: as one that has the tables of all.
	 * @return the status
	 */
	MigrationStatus current() {
		List<CompletableFuture<Void>> asked = this.monitors.values().stream().map(HealthMonitor::ask).toList();
		await(CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)));
		Map<String, MigrationStatus> answers = new LinkedHashMap<>();
		this.monitors.forEach((name, monitor) -> answers.put(name, monitor.answer()));
		return MergedStatus.of(answers);
	}

	private static void await(CompletableFuture<Void> answers) {
		try {
			answers.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// What is known by now is the answer.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.monitors.values().forEach(HealthMonitor::close);
	}

}
