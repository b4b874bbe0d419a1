package io.automigrate.execute;

import java.time.Duration;
import java.util.List;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;

/**
 * How a migrator works.
 *
 * @param schemas the managed schemas; empty for the connection's own. Schemas that a
 * source creates objects in are managed as well
 * @param plan how far a migration may go, and how carefully
 * @param renames what is called differently from now on, besides what sources say
 * @param failOnDrift whether a run under {@link ChangePolicy#VALIDATE} fails where
 * anything differs
 * @param timeout the budget of a whole run, but for statements that read whole tables
 * @param lockTimeout how long a run waits for another one to end, and for locks on tables
 * @param scanTimeout the budget of a statement that reads a whole table while others go
 * on working with it
 * @param locking whether runs take the lock that keeps them apart
 * @param verification whether a run reads the schema again before it commits
 * @param detailedLog whether a run is logged step by step, or only what is wrong with it
 * @param application the name that the lock's holder is told by
 */
public record MigrationSettings(List<String> schemas, PlanSettings plan, List<RenameHint> renames, boolean failOnDrift,
		Duration timeout, Duration lockTimeout, Duration scanTimeout, boolean locking, boolean verification,
		boolean detailedLog, String application) {

	public MigrationSettings {
		schemas = List.copyOf(schemas);
		renames = List.copyOf(renames);
		requirePositive("timeout", timeout);
		requirePositive("lockTimeout", lockTimeout);
		requirePositive("scanTimeout", scanTimeout);
	}

	/**
	 * Returns how far a migration may go.
	 * @return the policy
	 */
	public ChangePolicy policy() {
		return this.plan.policy();
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("%s must be positive: %s".formatted(name, duration));
		}
	}

}
