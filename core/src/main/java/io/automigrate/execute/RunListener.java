package io.automigrate.execute;

import java.util.List;

import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;

/**
 * Is told how a run goes on, while it does.
 */
public interface RunListener {

	/** The run begins. */
	default void starting() {
	}

	/** Everything was found in place by the fingerprints; nothing else will happen. */
	default void upToDate(RunResult result) {
	}

	/** Another run holds the lock; told once. */
	default void waiting(String holder) {
	}

	/**
	 * The schemas were compared.
	 * @param existing the expected tables that exist
	 * @param plan what follows from the comparison
	 */
	default void compared(List<String> existing, MigrationPlan plan) {
	}

	/** A step was run; its effect is committed with the run's end. */
	default void done(MigrationStep step, String defaultSchema) {
	}

	/** A table was locked by others; everything was rolled back and is tried again. */
	default void retrying(String reason) {
	}

}
