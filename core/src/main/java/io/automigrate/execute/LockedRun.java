package io.automigrate.execute;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.SqlFailure;
import io.automigrate.lock.LockHolder;
import io.automigrate.lock.MigrationLock;
import org.jspecify.annotations.Nullable;

/**
 * Does work while the run's session has the lock. Waits until the lock is free, and looks
 * meanwhile whether another run has done the work.
 */
final class LockedRun {

	private static final int FIRST_PAUSE_MILLIS = 20;

	private static final int LONGEST_PAUSE_MILLIS = 250;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final Session session;

	private final MigrationLock lock;

	private int pauseMillis = FIRST_PAUSE_MILLIS;

	private @Nullable String holder;

	private String doing = "connecting";

	/**
	 * Create a run under a lock.
	 * @param session a session for steps, outside of a transaction
	 */
	LockedRun(Session session, MigrationLock lock, Desired desired, RunListener listener) {
		this.session = session;
		this.lock = lock;
		this.desired = desired;
		this.settings = desired.settings();
		this.listener = listener;
	}

	/** Tell what is being done, for messages. */
	void doing(String doing) {
		this.session.check(this.doing);
		this.doing = doing;
	}

	String doing() {
		return this.doing;
	}

	/**
	 * Do the work.
	 * @param work the work, which ends its own transactions; behind a pooler it is in the
	 * one that has the lock, and ended by us
	 * @param meanwhile looks whether another run has done it, each time the lock is not
	 * free; outside of a transaction
	 * @return what the work returned
	 */
	<T> T run(Work<T> work, Meanwhile<T> meanwhile) {
		try {
			return underLock(work, meanwhile);
		}
		catch (MigrationException ex) {
			RunResult stays = this.session.kept().result();
			if (stays != null) {
				this.listener.stays(stays);
			}
			throw ex;
		}
	}

	private <T> T underLock(Work<T> work, Meanwhile<T> meanwhile) {
		try {
			if (this.session.pooled()) {
				return new LockRetry(this.session, this.listener).repeat(this::doing, this.desired::lastTables,
						(tried) -> inOneTransaction(work, meanwhile));
			}
			T done = null;
			while (done == null) {
				done = acquire() ? work(work) : standBack(meanwhile);
			}
			return done;
		}
		catch (SQLException ex) {
			throw translate(ex);
		}
		catch (UncheckedSqlException ex) {
			throw translate(ex.failure());
		}
		finally {
			this.session.rollback();
		}
	}

	/** Tell what a failure means for the run. */
	MigrationException translate(SQLException failure) {
		if (this.session.silent()) {
			return new MigrationTimeoutException(
					"The database has not answered for more than " + this.settings.timeout().toMillis() / 1000.0
							+ " s, while " + this.doing + ". " + Kept.GOES_ON,
					"Look at the network and the server, then start again; or raise migration.timeout (MIGRATION_TIMEOUT).",
					SqlFailure.withoutData(SqlFailure.innermost(failure)));
		}
		return Failures.sessionLost(failure) && !this.session.clock().deadline().passed()
				? DatabaseUnavailableException.sessionLost(failure, this.doing) : Failures.translate(failure,
						this.session.clock().deadline(), this.doing, this.session.kept().rolledBack());
	}

	private boolean acquire() throws SQLException {
		return !this.settings.locking() || this.lock.tryAcquire(this.session.connection());
	}

	private <T> T work(Work<T> work) throws SQLException {
		try {
			return work.run();
		}
		finally {
			this.session.rollback();
			release();
		}
	}

	/** A session that is gone has given it back. */
	private void release() {
		try {
			if (this.settings.locking() && !this.session.connection().isClosed()) {
				this.lock.release(this.session.connection());
			}
		}
		catch (SQLException ex) {
			this.listener.warning("The migration lock is given back with the session, which cannot be asked any more");
		}
	}

	private <T> T inOneTransaction(Work<T> work, Meanwhile<T> meanwhile) throws SQLException {
		T done = null;
		while (done == null) {
			this.session.begin();
			if (!this.settings.locking() || this.lock.tryAcquireInTransaction(this.session.connection())) {
				this.session.keepTransaction();
				done = work.run();
				this.session.commit();
			}
			else {
				this.session.rollback();
				done = standBack(meanwhile);
			}
		}
		return done;
	}

	/** Another run is under way. What it does may be all that is needed. */
	private <T> @Nullable T standBack(Meanwhile<T> meanwhile) throws SQLException {
		RunClock clock = this.session.clock();
		boolean over = clock.patienceMillis() <= 0;
		String present = this.holder;
		if (present == null || over) {
			present = LockHolder.describe(this.lock.holder(this.session.connection()));
			this.holder = present;
			this.listener.waiting(present);
		}
		if (over) {
			throw new MigrationUnderWayException("Another migration of this database did not end within "
					+ this.settings.lockTimeout().toMillis() / 1000.0 + " s; its lock is held by " + present + ".",
					"Wait for it to end, raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT), or end it with SELECT pg_terminate_backend(…).",
					null);
		}
		clock.pause(ThreadLocalRandom.current().nextInt(this.pauseMillis / 2, this.pauseMillis + 1));
		this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, this.pauseMillis * 3 / 2);
		return meanwhile.ask();
	}

	/**
	 * Make sure that the session still has the lock: a migration may have given back all
	 * that it had.
	 */
	void keep() throws SQLException {
		if (this.session.pooled() || !this.settings.locking() || this.lock.held(this.session.connection())) {
			return;
		}
		if (!this.lock.tryAcquire(this.session.connection())) {
			throw new MigrationUnderWayException(
					"A migration has given back all locks of its session, and another run has the migration lock by now: "
							+ LockHolder.describe(this.lock.holder(this.session.connection())) + ".",
					"Take pg_advisory_unlock_all() or DISCARD ALL out of the migration, and start it again.", null);
		}
	}

	/**
	 * The work under the lock.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Work<T> {

		T run() throws SQLException;

	}

	/**
	 * A question while another run has the lock.
	 *
	 * @param <T> the type of its answer
	 */
	@FunctionalInterface
	interface Meanwhile<T> {

		@Nullable T ask() throws SQLException;

	}

	/** The application is being shut down while its migration waits. */
	static final class Interrupted extends MigrationException {

		Interrupted(InterruptedException cause) {
			super("The migration was interrupted while it waited. What was not committed was rolled back.",
					"Start it again.", cause);
		}

	}

}
