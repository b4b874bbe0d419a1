package io.automigrate.autoconfigure.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.report.MigrationStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the application's databases stand, told within a bounded time: where a database
 * does not answer, that is the answer. All databases are asked at once.
 */
final class MigrationStatuses implements AutoCloseable {

	/**
	 * How long an answer is waited for: short enough for two in a row to stay below the
	 * second or two that a health client waits.
	 */
	static final Duration PATIENCE = Duration.ofMillis(800);

	private static final Logger logger = LoggerFactory.getLogger(MigrationStatuses.class);

	private final Map<String, StatusProbe> probes = new LinkedHashMap<>();

	private final Duration patience;

	MigrationStatuses(Map<String, DatabaseMigration> migrations) {
		this(migrations, PATIENCE);
	}

	MigrationStatuses(Map<String, DatabaseMigration> migrations, Duration patience) {
		this.patience = patience;
		migrations.forEach((name, migration) -> this.probes.put(name, new StatusProbe(name, migration.status())));
	}

	/**
	 * Return how the databases stand together: as one that has the tables of all.
	 * @return the status
	 */
	MigrationStatus current() {
		long deadline = System.nanoTime() + this.patience.toNanos();
		Map<String, CompletableFuture<MigrationStatus>> asked = new LinkedHashMap<>();
		this.probes.forEach((name, probe) -> asked.put(name, probe.ask()));
		Map<String, MigrationStatus> answers = new LinkedHashMap<>();
		asked.forEach((name, answer) -> answers.put(name, await(name, answer, deadline)));
		return MergedStatus.of(answers);
	}

	private MigrationStatus await(String name, CompletableFuture<MigrationStatus> answer, long deadline) {
		try {
			return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | CancellationException ex) {
			return unknown(DatabaseUnavailableException.noAnswer(this.patience.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return unknown(DatabaseUnavailableException.noAnswer(this.patience.toMillis()));
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			logger.warn("The status of the migration of data source \"{}\" cannot be told", name, cause);
			return unknown((cause instanceof MigrationException known) ? known : new StatusUnknownException(cause));
		}
	}

	private static MigrationStatus unknown(MigrationException failure) {
		boolean databaseExists = !(failure instanceof DatabaseUnavailableException unavailable
				&& unavailable.databaseMissing());
		return new MigrationStatus(databaseExists, false, false, List.of(), List.of(), List.of(), List.of(), List.of(),
				failure);
	}

	@Override
	public void close() {
		this.probes.values().forEach(StatusProbe::close);
	}

}
