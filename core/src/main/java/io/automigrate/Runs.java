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
 * Runs of one migrator and its copies: one at a time, each with its log, and each ending
 * in a report.
 */
final class Runs {

	private final boolean detailedLog;

	private final Clock clock;

	private final RunListener watcher;

	private final AtomicBoolean running;

	Runs(boolean detailedLog, Clock clock, RunListener watcher) {
		this(detailedLog, clock, watcher, new AtomicBoolean());
	}

	private Runs(boolean detailedLog, Clock clock, RunListener watcher, AtomicBoolean running) {
		this.detailedLog = detailedLog;
		this.clock = clock;
		this.watcher = watcher;
		this.running = running;
	}

	/** The same runs, of which another watcher is told. */
	Runs watchedBy(RunListener watcher) {
		return new Runs(this.detailedLog, this.clock, watcher, this.running);
	}

	/** Run, and tell in the log why a run does not succeed. */
	MigrationReport run(Function<RunLog, RunResult> act) {
		return run(act, true);
	}

	/** Run, and leave it to the caller to tell why a run does not succeed. */
	MigrationReport runOrThrow(Function<RunLog, RunResult> act) {
		return run(act, false).orThrow();
	}

	private MigrationReport run(Function<RunLog, RunResult> act, boolean tellsFailure) {
		Instant startedAt = this.clock.instant();
		long start = System.nanoTime();
		if (!this.running.compareAndSet(false, true)) {
			return MigrationReport.failed(startedAt, Duration.ZERO, new MigrationUnderWayException(
					"A migration is under way in this application.", "Wait for it to end.", null));
		}
		RunLog log = new RunLog(this.detailedLog, tellsFailure && !this.watcher.tellsFailures(), this.watcher);
		MigrationReport report;
		try {
			RunResult result = act.apply(log);
			report = MigrationReport.ended(startedAt, Duration.ofNanos(System.nanoTime() - start), result);
		}
		catch (MigrationException ex) {
			report = MigrationReport.failed(startedAt, Duration.ofNanos(System.nanoTime() - start), ex, log.stays());
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
