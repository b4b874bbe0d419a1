package io.automigrate.execute;

import java.time.Duration;

/**
 * When a budget is used up, by the JVM's monotonic clock. Read by several threads,
 * changed by one.
 */
final class Deadline {

	private volatile Duration budget;

	private volatile long end;

	private Deadline(Duration budget) {
		this.budget = budget;
		this.end = System.nanoTime() + budget.toNanos();
	}

	static Deadline in(Duration budget) {
		return new Deadline(budget);
	}

	/** Do not count what had to be waited for. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	void extend(Duration duration) {
		this.end += duration.toNanos();
	}

	/** Allow more. */
	void grow(Duration duration) {
		this.budget = this.budget.plus(duration);
		extend(duration);
	}

	Duration budget() {
		return this.budget;
	}

	boolean passed() {
		return remainingMillis() <= 0;
	}

	long remainingMillis() {
		return (this.end - System.nanoTime()) / 1_000_000;
	}

	/** For {@link java.sql.Statement#setQueryTimeout}, where 0 would mean for ever. */
	int remainingSeconds() {
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (remainingMillis() + 999) / 1000));
	}

}
