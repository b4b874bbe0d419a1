package io.automigrate.execute;

import java.time.Duration;

/**
 * How long a run may take. What a run does itself and what it waits for have budgets of
 * their own, so that a busy database does not use up the time for the work.
 *
 * @param timeout what a run may take by itself: for a connection, each statement, each
 * answer, and its own work
 * @param grows whether the timeout grows with the number of statements, which it does
 * unless somebody has set it
 * @param lock how long a run waits in all for other runs and for locks on tables
 * @param lockTry how long a single try waits for locks on tables that others use, since
 * they wait behind it
 * @param scan how long a statement may take that reads a whole table while others go on
 * working with it
 */
public record Budgets(Duration timeout, boolean grows, Duration lock, Duration lockTry, Duration scan) {

	/** The timeout unless settings say otherwise, for a start with little to do. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	/** How long a run waits for others unless settings say otherwise. */
	public static final Duration DEFAULT_LOCK = Duration.ofSeconds(30);

	/** How long a try waits for a lock unless settings say otherwise. */
	public static final Duration DEFAULT_LOCK_TRY = Duration.ofMillis(300);

	/** How long a scan may take unless settings say otherwise. */
	public static final Duration DEFAULT_SCAN = Duration.ofMinutes(20);

	/**
	 * What the timeout grows by for each statement of the sources or migrations. Making
	 * and reading a table with its indexes takes a tenth of that on an idle machine.
	 */
	private static final Duration PER_STATEMENT = Duration.ofMillis(50);

	public Budgets {
		requirePositive("timeout", timeout);
		requirePositive("lockTimeout", lock);
		requirePositive("lockTryTimeout", lockTry);
		requirePositive("scanTimeout", scan);
	}

	/**
	 * Returns what the timeout grows by.
	 * @param statements how many statements the sources and pending migrations have
	 * @return zero where the timeout is fixed
	 */
	Duration growth(int statements) {
		return this.grows ? PER_STATEMENT.multipliedBy(statements) : Duration.ZERO;
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("%s must be positive: %s".formatted(name, duration));
		}
	}

}
