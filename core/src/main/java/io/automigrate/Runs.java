package io.automigrate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.RunResult;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.RunLog;

/**
 * Runs of one migrator: one at a time, each with its log, and each ending in a report.
 */
final class Runs {

	private final boolean detailedLog;

	private final Clock clock;

	private final RunListener watcher;

	private final AtomicBoolean running = new AtomicBoolean();

	Runs(boolean detailedLog, Clock clock, RunListener watcher) {
		this.detailedLog = detailedLog;
		this.clock = clock;
		this.watcher = watcher;
	}

	MigrationReport run(Function<RunLog, RunResult> act) {
		Instant startedAt = this.clock.instant();
		long start = System.nanoTime();
		if (!this.running.compareAndSet(false, true)) {
			return MigrationReport.failed(startedAt, Duration.ZERO, new MigrationUnderWayException(
					"A migration is under way in this application.", "Wait for it to end.", null));
		}
		RunLog log = new RunLog(this.detailedLog, this.watcher);
		MigrationReport report;
		try {
			RunResult result = act.apply(log);
			report = MigrationReport.succeeded(startedAt, Duration.ofNanos(System.nanoTime() - start), result);
		}
		catch (MigrationException ex) {
			report = MigrationReport.failed(startedAt, Duration.ofNanos(System.nanoTime() - start), ex);
		}
		finally {
			this.running.set(false);
		}
		log.ended(report);
		return report;
	}

	boolean running() {
		return this.running.get();
	}

}
