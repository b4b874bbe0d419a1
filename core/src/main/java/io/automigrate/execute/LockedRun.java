package io.automigrate.execute;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.SqlFailure;
import io.automigrate.lock.LockHolder;
import io.automigrate.lock.MigrationLock;
import org.jspecify.annotations.Nullable;

/**
 * Does work in one transaction under the lock. Waits until the lock is free, and begins
 * again where locks of others on tables were in the way.
 */
final class LockedRun {

	private static final int FIRST_PAUSE_MILLIS = 20;

	private static final int LONGEST_PAUSE_MILLIS = 250;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final Deadline lockDeadline;

	private int pauseMillis = FIRST_PAUSE_MILLIS;

	private @Nullable String holder;

	private String doing = "connecting";

	LockedRun(Desired desired, RunListener listener) {
		this.desired = desired;
		this.settings = desired.settings();
		this.listener = listener;
		this.lockDeadline = Deadline.in(this.settings.lockTimeout());
	}

	/** Tell what is being done, for messages. */
	void doing(String doing) {
		this.doing = doing;
	}

	/**
	 * Do the work.
	 * @param session a session outside of a transaction
	 * @param lock the lock
	 * @param work the work; what it did is committed when it returns
	 * @param meanwhile looks whether somebody else has done it, each time the lock is not
	 * free; outside of a transaction
	 * @return what the work returned
	 */
	<T> T run(Session session, MigrationLock lock, Work<T> work, Meanwhile<T> meanwhile) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		try {
			while (true) {
				deadline = Deadline.in(this.settings.timeout());
				session.begin(deadline);
				T done = (!this.settings.locking() || lock.tryAcquire(session.connection()))
						? attempt(session, work, deadline) : standBack(session, lock, meanwhile);
				if (done != null) {
					return done;
				}
			}
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, this.doing);
		}
		finally {
			session.rollback();
		}
	}

	/** Somebody else runs. What they do may be all that is needed. */
	private <T> @Nullable T standBack(Session session, MigrationLock lock, Meanwhile<T> meanwhile) throws SQLException {
		String present = this.holder;
		if (present == null || this.lockDeadline.passed()) {
			present = LockHolder.describe(lock.holder(session.connection()));
			this.holder = present;
			this.listener.waiting(present);
		}
		session.rollback();
		if (this.lockDeadline.passed()) {
			throw new MigrationUnderWayException("Another migration of this database did not end within "
					+ this.settings.lockTimeout().toMillis() / 1000.0 + " s; its lock is held by " + present + ".",
					"Wait for it to end, raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT), or end it with SELECT pg_terminate_backend(…).",
					null);
		}
		pause();
		return meanwhile.ask();
	}

	private <T> @Nullable T attempt(Session session, Work<T> work, Deadline deadline) throws SQLException {
		try {
			T done = work.run(deadline);
			session.commit();
			return done;
		}
		catch (UncheckedSqlException ex) {
			tryAgain(session, ex.failure());
		}
		catch (SQLException ex) {
			tryAgain(session, ex);
		}
		return null;
	}

	/** Locks of others were in the way: all is rolled back, nobody waits behind us. */
	private void tryAgain(Session session, SQLException failure) throws SQLException {
		if (!Failures.triesAgain(failure)) {
			throw failure;
		}
		session.rollback();
		String reason = SqlFailure.message(SqlFailure.innermost(failure)) + " while " + this.doing;
		if (this.lockDeadline.passed()) {
			throw new MigrationTimeoutException(
					"Other sessions kept locks on tables for longer than "
							+ this.settings.lockTimeout().toMillis() / 1000.0 + " s: " + reason + "; blocked by "
							+ Blockers.in(session, this.desired.lastTables()) + ". Everything was rolled back.",
					"End these transactions, or raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT).",
					SqlFailure.withoutData(failure));
		}
		this.listener.retrying(reason + "; blocked by " + Blockers.in(session, this.desired.lastTables()));
		pause();
	}

	private void pause() {
		Retries.sleep(ThreadLocalRandom.current().nextInt(this.pauseMillis / 2, this.pauseMillis + 1));
		this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, this.pauseMillis * 3 / 2);
	}

	/** The work under the lock. */
	@FunctionalInterface
	interface Work<T> {

		T run(Deadline deadline) throws SQLException;

	}

	/** A question while somebody else has the lock. */
	@FunctionalInterface
	interface Meanwhile<T> {

		@Nullable T ask() throws SQLException;

	}

	/** The application is being shut down while its migration waits. */
	static final class Interrupted extends MigrationException {

		Interrupted(InterruptedException cause) {
			super("The migration was interrupted while it waited; nothing was changed.", "Start it again.", cause);
		}

	}

}
