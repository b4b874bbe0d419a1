package io.automigrate.execute;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.SqlFailure;

/**
 * Begins again what locks of others were in the way of, until the budget for locks is
 * used up. For what is not in the run's own transaction.
 */
final class Retries {

	private static final int FIRST_PAUSE_MILLIS = 50;

	private static final int LONGEST_PAUSE_MILLIS = 2_000;

	private final MigrationSettings settings;

	private final RunListener listener;

	Retries(MigrationSettings settings, RunListener listener) {
		this.settings = settings;
		this.listener = listener;
	}

	/**
	 * Do something.
	 * @param worker the session, whose transaction is rolled back after a failure
	 * @param doing what is done, for messages, to follow "while"
	 * @param attempt does it once, within a budget
	 */
	void run(Session worker, String doing, Attempt attempt) {
		Deadline lockDeadline = Deadline.in(this.settings.lockTimeout());
		int pause = FIRST_PAUSE_MILLIS;
		while (true) {
			Deadline deadline = Deadline.in(this.settings.timeout());
			try {
				attempt.run(deadline);
				return;
			}
			catch (SQLException ex) {
				worker.rollback();
				if (!Failures.triesAgain(ex)) {
					throw Failures.translate(ex, deadline, doing);
				}
				String reason = SqlFailure.message(SqlFailure.innermost(ex)) + " while " + doing;
				if (lockDeadline.passed()) {
					throw new MigrationTimeoutException(
							"Other sessions kept locks on tables for longer than "
									+ this.settings.lockTimeout().toMillis() / 1000.0 + " s: " + reason
									+ ". What was done before stays, and the next run goes on from there.",
							"End their transactions, or raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT).",
							SqlFailure.withoutData(ex));
				}
				this.listener.retrying(reason);
				sleep(ThreadLocalRandom.current().nextInt(pause / 2, pause + 1));
				pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
			}
		}
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

	/** One attempt. */
	@FunctionalInterface
	interface Attempt {

		void run(Deadline deadline) throws SQLException;

	}

}
