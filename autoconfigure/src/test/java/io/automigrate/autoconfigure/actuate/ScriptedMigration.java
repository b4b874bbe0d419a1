package io.automigrate.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.automigrate.error.MigrationException;
import io.automigrate.execute.Changes;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.VersionedFacts;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * A migration that answers as a test says, and notes what it was asked to do.
 */
final class ScriptedMigration {

	volatile Supplier<MigrationStatus> status;

	volatile @Nullable MigrationStatus lastKnown;

	volatile Supplier<String> plan;

	volatile Supplier<MigrationReport> run;

	volatile boolean running;

	final AtomicInteger looks = new AtomicInteger();

	final Queue<String> runThreads = new ConcurrentLinkedQueue<>();

	final Queue<String> plans = new ConcurrentLinkedQueue<>();

	ScriptedMigration() {
		this.status = () -> status(List.of("items", "logs"), List.of());
		this.plan = () -> "create table logs (id bigint);";
		this.run = () -> report(List.of("logs"), null);
	}

	/**
	 * Return to what a new one answers: everything is there, and a run creates the logs.
	 */
	void reset() {
		ScriptedMigration fresh = new ScriptedMigration();
		this.status = fresh.status;
		this.lastKnown = null;
		this.plan = fresh.plan;
		this.run = fresh.run;
		this.running = false;
		this.runThreads.clear();
		this.plans.clear();
	}

	DatabaseMigration migration() {
		return new DatabaseMigration(() -> {
			this.looks.incrementAndGet();
			return this.status.get();
		}, () -> this.lastKnown, () -> {
			this.plans.add(Thread.currentThread().getName());
			return this.plan.get();
		}, () -> {
			this.runThreads.add(Thread.currentThread().getName());
			return this.run.get();
		}, () -> this.running);
	}

	static MigrationStatus status(List<String> existing, List<String> missing) {
		List<String> expected = Stream.concat(existing.stream(), missing.stream()).toList();
		return new MigrationStatus(true, true, !missing.isEmpty(), expected, existing, missing,
				missing.stream().map("table %s"::formatted).toList(), missing, List.of(), VersionedFacts.NONE,
				List.of(), null, Instant.now(), null, null);
	}

	static MigrationStatus failed(boolean databaseExists, MigrationException failure) {
		return new MigrationStatus(databaseExists, false, false, List.of(), List.of(), List.of(), List.of(), List.of(),
				List.of(), VersionedFacts.NONE, List.of(), null, Instant.now(), failure, null);
	}

	static MigrationReport report(List<String> created, @Nullable MigrationException failure) {
		Changes changes = new Changes(created, created.stream().map("table %s"::formatted).toList(), List.of(),
				List.of(), List.of());
		RunResult result = new RunResult(created, List.of(), List.of(), List.of(), List.of(), List.of(), changes,
				VersionedFacts.NONE, null);
		return new MigrationReport(Instant.EPOCH, Duration.ofMillis(1250), result, failure);
	}

}
