package io.automigrate.execute;

import java.time.Duration;
import java.util.List;

import io.automigrate.plan.ChangePolicy;

/**
 * How a migrator works.
 *
 * @param schemas the managed schemas; empty for the connection's own. Schemas that a
 * source creates objects in are managed as well
 * @param policy how far a migration may go
 * @param timeout the budget of a whole run
 * @param lockTimeout how long a run waits for another one to end, and for locks on tables
 * @param locking whether runs take the lock that keeps them apart
 * @param verification whether a run reads the schema again before it commits
 * @param detailedLog whether a run is logged step by step, or only what is wrong with it
 * @param application the name that the lock's holder is told by
 */
public record MigrationSettings(List<String> schemas, ChangePolicy policy, Duration timeout, Duration lockTimeout,
		boolean locking, boolean verification, boolean detailedLog, String application) {

	public MigrationSettings {
		schemas = List.copyOf(schemas);
		requirePositive("timeout", timeout);
		requirePositive("lockTimeout", lockTimeout);
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("%s must be positive: %s".formatted(name, duration));
		}
	}

}
