package io.automigrate.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The budgets of one run: one deadline for all that it does, which stands still while the
 * run waits for others or does what has a budget of its own.
 */
final class RunClock {

	private final Budgets budgets;

	private final Deque<Deadline> outer = new ArrayDeque<>();

	private volatile @Nullable Deadline current;

	private long waitedNanos;

	RunClock(Budgets budgets) {
		this.budgets = budgets;
		this.current = Deadline.in(budgets.timeout());
	}

	Budgets budgets() {
		return this.budgets;
	}

	/**
	 * Returns when what is done now has to be over.
	 * @return the deadline, or {@code null} where each part has one of its own
	 */
	@Nullable Deadline current() {
		return this.current;
	}

	/**
	 * Returns the deadline of a statement that is about to be sent.
	 * @return the deadline; that of a scan where there is no other
	 */
	Deadline deadline() {
		Deadline deadline = this.current;
		return (deadline != null) ? deadline : Deadline.in(this.budgets.scan());
	}

	/** A schema of many tables may take longer, unless the timeout was set. */
	void grow(int statements) {
		Duration growth = this.budgets.growth(statements);
		Deadline deadline = this.current;
		if (deadline != null && !growth.isZero()) {
			deadline.grow(growth);
		}
	}

	/**
	 * Do what has a budget of its own; the run's stands still meanwhile.
	 * @param budget the budget, or {@code null} where each part of it has its own
	 */
	void within(@Nullable Duration budget, Work work) throws SQLException {
		get(budget, () -> {
			work.run();
			return budget != null;
		});
	}

	/**
	 * Find out what has a budget of its own; the run's stands still meanwhile.
	 * @param budget the budget, or {@code null} where each part of it has its own
	 */
	<T> T get(@Nullable Duration budget, Question<T> question) throws SQLException {
		long start = System.nanoTime();
		Deadline before = this.current;
		if (before != null) {
			this.outer.push(before);
		}
		this.current = (budget != null) ? Deadline.in(budget) : null;
		try {
			return question.ask();
		}
		finally {
			if (before != null) {
				this.outer.pop();
			}
			this.current = before;
			standStill(System.nanoTime() - start);
		}
	}

	/** What the run has just done came to nothing, since it had to wait for others. */
	void waited(long nanos) {
		this.waitedNanos += nanos;
		standStill(nanos);
	}

	/** Pause, though not for longer than the run has patience. */
	void pause(long millis) {
		long start = System.nanoTime();
		try {
			within(null, () -> LockRetry.sleep(Math.max(1, Math.min(millis, patienceMillis()))));
		}
		catch (SQLException ex) {
			throw new UncheckedSqlException(ex);
		}
		this.waitedNanos += System.nanoTime() - start;
	}

	private void standStill(long nanos) {
		Deadline deadline = this.current;
		if (deadline != null) {
			deadline.extend(Duration.ofNanos(nanos));
		}
	}

	/** How much longer the run may wait for others; not positive if no longer. */
	long patienceMillis() {
		return this.budgets.lock().toMillis() - this.waitedNanos / 1_000_000;
	}

	/** Something with a budget of its own. */
	@FunctionalInterface
	interface Work {

		void run() throws SQLException;

	}

	/**
	 * A question with a budget of its own.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Question<T> {

		T ask() throws SQLException;

	}

}
