package io.automigrate.autoconfigure.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.automigrate.error.MigrationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Runs the migrations of all data sources on request, one after the other, or tells what
 * such runs would execute.
 */
final class MigrationTrigger {

	private static final int CONFLICT = 409;

	private static final Logger logger = LoggerFactory.getLogger(MigrationTrigger.class);

	private final Map<String, DatabaseMigration> migrations;

	private final Origin origin;

	MigrationTrigger(Map<String, DatabaseMigration> migrations, Origin origin) {
		this.migrations = new LinkedHashMap<>(migrations);
		this.origin = origin;
	}

	/**
	 * Run the migrations.
	 * @return how they ended; 409 where another run is under way
	 */
	WebEndpointResponse<TriggerDescriptor> run() {
		return unlessUnderWay(() -> {
			RunSummary summary = new RunSummary();
			this.migrations.forEach((dataSource, migration) -> run(dataSource, migration, summary));
			return new WebEndpointResponse<>(summary.toDescriptor(this.origin), httpStatus(summary));
		});
	}

	private void run(String dataSource, DatabaseMigration migration, RunSummary summary) {
		long start = System.nanoTime();
		try {
			summary.add(dataSource, migration.run().get());
		}
		catch (RuntimeException ex) {
			summary.addFailure(dataSource, describe(dataSource, ex), since(start));
		}
	}

	private static int httpStatus(RunSummary summary) {
		if (summary.underWay()) {
			return CONFLICT;
		}
		return summary.success() ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
	}

	/**
	 * Tell what a run would execute, and change nothing.
	 * @return the SQL, or why it cannot be told; 409 where a run is under way
	 */
	WebEndpointResponse<TriggerDescriptor> dryRun() {
		return unlessUnderWay(() -> {
			PlanSummary summary = new PlanSummary();
			long start = System.nanoTime();
			this.migrations.forEach((dataSource, migration) -> plan(dataSource, migration, summary));
			return new WebEndpointResponse<>(summary.toDescriptor(this.origin, since(start)), summary.success()
					? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
		});
	}

	private void plan(String dataSource, DatabaseMigration migration, PlanSummary summary) {
		try {
			summary.add(dataSource, migration.plan().get());
		}
		catch (RuntimeException ex) {
			summary.addFailure(dataSource, describe(dataSource, ex));
		}
	}

	private WebEndpointResponse<TriggerDescriptor> unlessUnderWay(
			Supplier<WebEndpointResponse<TriggerDescriptor>> act) {
		if (this.migrations.values().stream().anyMatch((migration) -> migration.running().getAsBoolean())) {
			return refuse(CONFLICT, "A migration is under way. Wait until it has ended, then ask again.");
		}
		return act.get();
	}

	/**
	 * Answer that nothing was done.
	 * @param httpStatus the HTTP status
	 * @param message why, and the way out
	 * @return the answer
	 */
	WebEndpointResponse<TriggerDescriptor> refuse(int httpStatus, String message) {
		return new WebEndpointResponse<>(new TriggerDescriptor(false, null, message, List.of(), List.of(message), 0,
				this.origin.timestamp(), this.origin.service(), null), httpStatus);
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * Describe a failure. The text of an exception that is not ours may hold anything and
	 * goes to the log only.
	 */
	private static String describe(String dataSource, RuntimeException failure) {
		if (failure instanceof MigrationException known) {
			return known.getMessage() + " " + known.wayOut();
		}
		logger.error("The migration of data source \"{}\" failed unexpectedly", dataSource, failure);
		return "The migration failed unexpectedly: %s. Look for the exception in the application's log."
			.formatted(failure.getClass().getSimpleName());
	}

}
