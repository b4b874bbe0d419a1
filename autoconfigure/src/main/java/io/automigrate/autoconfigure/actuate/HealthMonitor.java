package io.automigrate.autoconfigure.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how one database stands, and answers from memory. A thread of its own looks at
 * the database, one look at a time: when somebody asks and the last look was not just
 * now, and every few seconds as long as somebody has asked within the last minute. A look
 * that is not answered, because the pool has nothing to give or the server is silent,
 * makes the last answer old, not false; after a while it counts as a failure all the
 * same.
 */
final class HealthMonitor implements AutoCloseable {

	/** How long after a look the next one may begin: this many times what it took. */
	private static final int REST = 9;

	private static final Duration SHORTEST_REST = Duration.ofMillis(100);

	private static final Duration LONGEST_REST = Duration.ofSeconds(1);

	/** How often is looked by itself. */
	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** How long is looked by itself after somebody has asked. */
	private static final Duration INTEREST = Duration.ofMinutes(1);

	private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

	private final String dataSource;

	private final DatabaseMigration migration;

	private final Duration unknownAfter;

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition asked = this.lock.newCondition();

	/** The look that is under way or will be next, for those who wait for it. */
	private CompletableFuture<Void> next = new CompletableFuture<>();

	private boolean wanted;

	private boolean closed;

	private @Nullable Look current;

	private @Nullable Thread worker;

	private long lastAsked;

	private long restUntil = System.nanoTime();

	private @Nullable MigrationStatus answer;

	private volatile @Nullable MigrationException problem;

	/** Since when the database has been asked without an answer. */
	private @Nullable Look silentSince;

	private Duration givingUpAfter;

	/**
	 * Create a monitor; nothing is looked at yet.
	 * @param dataSource the name of the data source's bean, which the thread is named
	 * after
	 * @param migration what to ask
	 * @param unknownAfter how long an answer is good while no new one comes
	 * @param clock tells the time of the answers
	 */
	HealthMonitor(String dataSource, DatabaseMigration migration, Duration unknownAfter, Clock clock) {
		this.dataSource = dataSource;
		this.migration = migration;
		this.unknownAfter = unknownAfter;
		this.clock = clock;
		this.givingUpAfter = unknownAfter;
	}

	/**
	 * Look once without being asked, so that later looks have something to compare with.
	 * Where no run has found anything, that may take a whole comparison, for which
	 * somebody has to ask.
	 */
	void start() {
		this.lock.lock();
		try {
			if (this.migration.lastKnown().get() == null) {
				return;
			}
			this.lastAsked = System.nanoTime() - INTEREST.toNanos();
			this.wanted = true;
			work();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ask for a look, unless the last one was just now.
	 * @return done when the answer is as new as it gets; nobody needs to wait for it
	 */
	CompletableFuture<Void> ask() {
		this.lock.lock();
		try {
			this.lastAsked = System.nanoTime();
			if (this.closed || (this.current == null && !this.wanted && this.lastAsked < this.restUntil)) {
				return CompletableFuture.completedFuture(null);
			}
			this.wanted |= this.current == null;
			work();
			return this.next;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how the database stands, as far as is known now.
	 * @return the status, never later than at once
	 */
	MigrationStatus answer() {
		MigrationStatus known;
		MigrationException failure;
		Look since;
		this.lock.lock();
		try {
			known = MigrationStatus.later(this.migration.lastKnown().get(), this.answer);
			failure = this.problem;
			since = this.silentSince;
		}
		finally {
			this.lock.unlock();
		}
		// By either clock: the one on the wall may have been set back.
		boolean silent = since != null
				&& (Duration.between(since.begun(), this.clock.instant()).compareTo(this.unknownAfter) >= 0
						|| System.nanoTime() - since.start() >= this.unknownAfter.toNanos());
		Instant checkedAt = (known != null) ? known.checkedAt() : null;
		if (since != null && silent) {
			return MigrationStatus.failed(DatabaseUnavailableException
				.noAnswerSince((checkedAt != null) ? checkedAt : since.begun(), failure), checkedAt);
		}
		if (known != null) {
			return known;
		}
		return MigrationStatus.failed((failure != null) ? failure : DatabaseUnavailableException.noAnswerYet(), null);
	}

	/** Called with the lock. A look that hangs for too long is left to itself. */
	private void work() {
		Look look = this.current;
		boolean hangs = look != null && System.nanoTime() - look.start() > this.givingUpAfter.toNanos();
		if (this.worker != null && !hangs) {
			this.asked.signalAll();
			return;
		}
		if (this.worker != null) {
			this.worker.interrupt();
			this.givingUpAfter = this.givingUpAfter.multipliedBy(2);
			this.current = null;
			this.wanted = true;
		}
		Thread thread = new Thread(this::lookWhileAsked, "migration-health-" + this.dataSource);
		thread.setDaemon(true);
		this.worker = thread;
		thread.start();
	}

	private void lookWhileAsked() {
		for (Look look = begin(); look != null; look = begin()) {
			try {
				end(look, this.migration.health().get(), null);
			}
			catch (Throwable ex) {
				warn(ex);
				end(look, null, new StatusUnknownException(ex));
			}
		}
	}

	/** Once, however often is looked. */
	private void warn(Throwable unexpected) {
		if (!(this.problem instanceof StatusUnknownException)) {
			logger.warn("The health of the migration of data source \"{}\" cannot be told", this.dataSource,
					unexpected);
		}
	}

	/** Wait for the next look. None where nobody has asked for long. */
	private @Nullable Look begin() {
		this.lock.lock();
		try {
			while (mine() && !this.wanted) {
				long now = System.nanoTime();
				long left = this.restUntil + PERIOD.toNanos() - now;
				if (now - this.lastAsked >= INTEREST.toNanos()) {
					this.worker = null;
					return null;
				}
				if (left <= 0) {
					break;
				}
				this.asked.awaitNanos(left);
			}
			if (!mine()) {
				return null;
			}
			this.wanted = false;
			Look look = new Look(this.clock.instant(), System.nanoTime());
			this.current = look;
			if (this.silentSince == null || look.start() - this.restUntil > INTEREST.toNanos()) {
				this.silentSince = look;
			}
			return look;
		}
		catch (InterruptedException ex) {
			this.worker = mine() ? null : this.worker;
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the calling thread is the one that looks, and none has taken its place. */
	private boolean mine() {
		return !this.closed && this.worker == Thread.currentThread();
	}

	private void end(Look look, @Nullable MigrationStatus status, @Nullable MigrationException unexpected) {
		this.lock.lock();
		try {
			if (!mine()) {
				return;
			}
			MigrationException failure = (status != null) ? status.failure() : unexpected;
			if (status != null && (failure == null
					|| (failure instanceof DatabaseUnavailableException database && database.refused()))) {
				this.answer = MigrationStatus.later(this.answer, status);
				this.silentSince = null;
				this.givingUpAfter = this.unknownAfter;
			}
			this.problem = failure;
			this.current = null;
			long took = System.nanoTime() - look.start();
			this.restUntil = System.nanoTime()
					+ Math.min(LONGEST_REST.toNanos(), Math.max(SHORTEST_REST.toNanos(), took * REST));
			this.next.complete(null);
			this.next = new CompletableFuture<>();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.next.complete(null);
			if (this.worker != null) {
				this.worker.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A look.
	 *
	 * @param begun when it began
	 * @param start the same by the JVM's monotonic clock
	 */
	private record Look(Instant begun, long start) {

	}

}
