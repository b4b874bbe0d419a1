package io.automigrate.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.SqlFailure;
import io.automigrate.sql.QualifiedName;

/**
 * Tries a transaction again that locks of other sessions were in the way of, until the
 * run's patience is used up. A try waits for a lock only briefly, since whoever comes
 * after it waits behind it, and the pause after it is nine times as long as others may
 * have waited: they lose less than a tenth of their time.
 */
final class LockRetry {

	private static final Duration FIRST_TRY = Duration.ofMillis(100);

	private static final int PAUSE_PER_STALL = 9;

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 5_000;

	private final Session session;

	private final RunListener listener;

	private long stalledSince;

	private SQLException failure = new SQLException();

	/**
	 * Create a retry.
	 * @param session where it is tried
	 */
	LockRetry(Session session, RunListener listener) {
		this.session = session;
		this.listener = listener;
	}

	/**
	 * Try something. Behind a pooler it is tried once, since the whole run is one
	 * transaction, which is tried again as a whole.
	 * @param doing what is done, for messages, to follow "while"
	 * @param tables the tables that it locks, for telling who has them
	 * @param attempt does it once; the transaction is rolled back if it fails
	 */
	<T> T run(Supplier<String> doing, Supplier<Set<QualifiedName>> tables, Attempt<T> attempt) throws SQLException {
		return this.session.pooled() ? attempt.run(this) : repeat(doing, tables, attempt);
	}

	/** Try something as often as there is patience for. */
	<T> T repeat(Supplier<String> doing, Supplier<Set<QualifiedName>> tables, Attempt<T> attempt) throws SQLException {
		RunClock clock = this.session.clock();
		Duration longest = clock.budgets().lockTry();
		Duration lockTry = min(FIRST_TRY, longest);
		long pause = FIRST_PAUSE_MILLIS;
		while (true) {
			long start = System.nanoTime();
			this.stalledSince = 0;
			this.session.lockTry(lockTry);
			try {
				return attempt.run(this);
			}
			catch (UncheckedSqlException ex) {
				giveWay(ex.failure());
			}
			catch (SQLException ex) {
				giveWay(ex);
			}
			long now = System.nanoTime();
			long stalled = (this.stalledSince != 0) ? now - this.stalledSince : 0;
			clock.waited(now - start);
			String reason = SqlFailure.message(SqlFailure.innermost(this.failure)) + " while " + doing.get()
					+ "; blocked by " + Blockers.in(this.session, tables.get());
			if (clock.patienceMillis() <= 0) {
				throw new MigrationTimeoutException(
						"Other sessions kept locks on tables for longer than "
								+ clock.budgets().lock().toMillis() / 1000.0 + " s: " + reason + ". "
								+ this.session.kept().rolledBack(),
						"End these transactions, or raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT).",
						SqlFailure.withoutData(this.failure));
			}
			this.listener.retrying(reason);
			clock.pause(pause(pause, stalled));
			pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 3 / 2);
			lockTry = min(lockTry.multipliedBy(2), longest);
		}
	}

	private void giveWay(SQLException failure) throws SQLException {
		this.session.rollback();
		if (!Failures.triesAgain(failure)) {
			throw failure;
		}
		this.failure = failure;
	}

	/**
	 * From now on the attempt may keep others waiting.
	 */
	void stalls() {
		this.stalledSince = System.nanoTime();
	}

	private static long pause(long base, long stalledNanos) {
		long millis = Math.max(base, stalledNanos / 1_000_000 * PAUSE_PER_STALL);
		return millis + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockedRun.Interrupted(ex);
		}
	}

	/**
	 * One attempt.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Attempt<T> {

		T run(LockRetry tried) throws SQLException;

	}

}
