package io.automigrate.execute;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.automigrate.error.MigrationException;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Is told how a run goes on, while it does.
 */
public interface RunListener {

	/** Is not interested. */
	RunListener SILENT = new RunListener() {
	};

	/**
	 * Returns whether who listens tells why a run does not succeed, so that the log
	 * leaves that to them.
	 * @return whether the log only says that it did not
	 */
	default boolean tellsFailures() {
		return false;
	}

	/** The run begins. */
	default void starting() {
	}

	/** Everything was found in place by the fingerprints; nothing else will happen. */
	default void upToDate(RunResult result) {
	}

	/** Another run holds the lock; told when the wait begins, and when it is given up. */
	default void waiting(String holder) {
	}

	/**
	 * The schemas were compared.
	 * @param existing the expected tables that exist
	 * @param plan what follows from the comparison
	 * @param leftAlone what the plan refuses and the application can work without, each
	 * with the reason and the action
	 */
	default void compared(List<String> existing, MigrationPlan plan, List<String> leftAlone) {
	}

	/**
	 * Everything was made at once where there was nothing; committed with the run's end.
	 * @param made what was made
	 * @param statements the source's own, by which it was
	 * @param defaultSchema the connection's own schema
	 */
	default void created(List<ObjectName> made, List<SqlStatement> statements, String defaultSchema) {
	}

	/** A step was run; its effect is committed with the run's end. */
	default void done(MigrationStep step, String defaultSchema) {
	}

	/** A table was locked by others; everything was rolled back and is tried again. */
	default void retrying(String reason) {
	}

	/**
	 * Versioned migrations are about to be run.
	 * @param migrations the migrations in order
	 * @param down whether they are undone
	 */
	default void route(List<Migration> migrations, boolean down) {
	}

	/**
	 * A batch of migrations will be committed in parts; it is told before any of them is
	 * begun.
	 * @param reasons why, a sentence for each commit between two of them
	 */
	default void commitsBetween(List<String> reasons) {
	}

	/**
	 * A versioned migration was run; where it shares a transaction, its effect is
	 * committed with the run's end.
	 * @param migration the migration
	 * @param down whether it was undone
	 * @param duration how long it took, or {@code null} where many were sent together
	 */
	default void done(Migration migration, boolean down, @Nullable Duration duration) {
	}

	/**
	 * A versioned migration was marked as applied without being run, since everything
	 * that it makes is in place.
	 * @param migration the migration
	 */
	default void marked(Migration migration) {
	}

	/**
	 * A backup was made before anything is changed.
	 * @param where where it is
	 * @param duration how long it took
	 */
	default void backedUp(String where, Duration duration) {
	}

	/**
	 * A long step is under way.
	 * @param step what it does
	 * @param how how far it has come, and for whom it waits
	 */
	default void progress(String step, String how) {
	}

	/** A migration in Java tells how far it has come. */
	default void progress(Migration migration, String done) {
	}

	/**
	 * The run fails, and something that it has committed stays.
	 * @param result what stays, and nothing else
	 */
	default void stays(RunResult result) {
	}

	/** Something is not wrong, but seldom meant. */
	default void warning(String message) {
	}

	/**
	 * Why the run goes on as it does, for troubleshooting.
	 * @param decision says what was decided, and why; asked for only where it is shown
	 */
	default void decided(Supplier<String> decision) {
	}

	/**
	 * Statements were run; where they share a transaction, their effect is committed with
	 * it.
	 * @param statements the statements, in order
	 * @param duration how long all of them took
	 */
	default void ran(List<SqlStatement> statements, Duration duration) {
	}

	/**
	 * Returns whether {@link #ran} is to tell the time of each statement, which costs a
	 * trip to the server for each.
	 * @return whether to send statements one by one
	 */
	default boolean timesStatements() {
		return false;
	}

	/**
	 * The run has ended.
	 * @param result what it found and did; where it failed, only what of it stays
	 * @param failure what ended it, or {@code null} where it reached its end
	 * @param duration how long it took
	 */
	default void ended(RunResult result, @Nullable MigrationException failure, Duration duration) {
	}

}
