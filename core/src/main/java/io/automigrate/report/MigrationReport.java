package io.automigrate.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.automigrate.error.MigrationException;
import io.automigrate.error.OpenChange;
import io.automigrate.error.SchemaIncompleteException;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.VersionedFacts;
import org.jspecify.annotations.Nullable;

/**
 * The result of one run.
 *
 * @param startedAt when the run began
 * @param duration how long it took
 * @param result what it found and did; where it failed, only what of it stays
 * @param failure what ended it, or {@code null} where it reached its end
 */
public record MigrationReport(Instant startedAt, Duration duration, RunResult result,
		@Nullable MigrationException failure) {

	/**
	 * Tell of a run that reached its end.
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param result what it found and did
	 * @return the report
	 */
	public static MigrationReport ended(Instant startedAt, Duration duration, RunResult result) {
		return new MigrationReport(startedAt, duration, result, null);
	}

	/**
	 * Tell of a run that did not.
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param failure what ended it
	 * @return the report
	 */
	public static MigrationReport failed(Instant startedAt, Duration duration, MigrationException failure) {
		return failed(startedAt, duration, failure, RunResult.NONE);
	}

	/**
	 * Tell of a run that did not, and that has committed something before.
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param failure what ended it
	 * @param stays what of it stays
	 * @return the report
	 */
	public static MigrationReport failed(Instant startedAt, Duration duration, MigrationException failure,
			RunResult stays) {
		return new MigrationReport(startedAt, duration, stays, failure);
	}

	/**
	 * Returns how the run ended.
	 * @return the outcome
	 */
	public Outcome outcome() {
		if (this.failure != null) {
			return Outcome.FAILED;
		}
		if (!this.result.needed().isEmpty()) {
			return Outcome.INCOMPLETE;
		}
		if (!this.result.deferred().isEmpty()) {
			return Outcome.DEFERRED;
		}
		boolean changed = !this.result.changes().isEmpty() || versioned().changed();
		return changed ? Outcome.CHANGED : Outcome.UP_TO_DATE;
	}

	/**
	 * Returns whether the application can work with the result.
	 * @return {@code false} where the run failed or is incomplete
	 */
	public boolean success() {
		return outcome().success();
	}

	/**
	 * Returns in sentences what the run did, or why it failed.
	 * @return the message
	 */
	public String message() {
		return (this.failure != null) ? this.failure.getMessage() : Sentences.of(this.result);
	}

	/**
	 * Returns the tables that the run created.
	 * @return their names in the order of creation, qualified with the schema unless that
	 * is the connection's own
	 */
	public List<String> tablesCreated() {
		return this.result.changes().tablesCreated();
	}

	/**
	 * Returns everything that the run created, tables included; where it failed, what of
	 * that stays. So do the others below.
	 * @return the objects, such as {@code index idx_tracker_date on tracker_values}
	 */
	public List<String> created() {
		return this.result.changes().created();
	}

	/**
	 * Returns what existed and was changed.
	 * @return the objects, each once
	 */
	public List<String> altered() {
		return this.result.changes().altered();
	}

	/**
	 * Returns what has another name since.
	 * @return the objects by their new names
	 */
	public List<String> renamed() {
		return this.result.changes().renamed();
	}

	/**
	 * Returns what the run dropped.
	 * @return the objects
	 */
	public List<String> dropped() {
		return this.result.changes().dropped();
	}

	/**
	 * Returns what waits for older releases to end.
	 * @return the changes, each with the reason and the action
	 */
	public List<OpenChange> deferred() {
		return this.result.deferred();
	}

	/**
	 * Returns everything that was left alone.
	 * @return the differences, each with the reason and the action
	 */
	public List<String> differences() {
		return this.result.differences();
	}

	/**
	 * Returns what became of versioned migrations.
	 * @return where they stand, and what the run did
	 */
	public VersionedFacts versioned() {
		return this.result.versioned();
	}

	/**
	 * Returns what went wrong, or what the application needs and is missing.
	 * @return the errors, each with the action; empty after a success
	 */
	public List<String> errors() {
		return (this.failure != null) ? List.of(this.failure.getMessage() + " " + this.failure.wayOut())
				: this.result.needed().stream().map(OpenChange::message).toList();
	}

	/**
	 * Returns this report, or throws what ended the run or made it incomplete.
	 * @return this report where the run succeeded
	 * @throws MigrationException where it failed; a {@link SchemaIncompleteException}
	 * where something that the application needs is missing
	 */
	public MigrationReport orThrow() {
		if (this.failure != null) {
			throw this.failure;
		}
		if (!success()) {
			throw new SchemaIncompleteException(this.result.needed());
		}
		return this;
	}

}
