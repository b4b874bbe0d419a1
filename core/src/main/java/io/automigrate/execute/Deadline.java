package io.automigrate.execute;

import java.time.Duration;

/**
 * When a budget is used up, by the JVM's monotonic clock.
 */
final class Deadline {

	private final Duration budget;

	private long end;

	private Deadline(Duration budget) {
		this.budget = budget;
		this.end = System.nanoTime() + budget.toNanos();
	}

	static Deadline in(Duration budget) {
		return new Deadline(budget);
	}

	/** Do not count what had to be waited for. */
	void extend(Duration duration) {
		this.end += duration.toNanos();
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
