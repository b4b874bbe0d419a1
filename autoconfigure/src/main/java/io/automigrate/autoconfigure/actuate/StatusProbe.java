package io.automigrate.autoconfigure.actuate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one database on a thread of its own, one look at a time. A look that hangs
 * keeps the following ones waiting instead of being joined by them: whoever asks gets the
 * outcome of a look that began after the question, or none. So no answer is older than
 * its question, and a database that is away costs one thread however many ask.
 */
final class StatusProbe implements AutoCloseable {

	private final String dataSource;

	private final Supplier<MigrationStatus> status;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable CompletableFuture<MigrationStatus> next;

	private @Nullable Thread worker;

	private boolean closed;

	/**
	 * Create a probe; nothing is asked yet.
	 * @param dataSource the name of the data source's bean, which the thread is named
	 * after
	 * @param status what to ask; may block
	 */
	StatusProbe(String dataSource, Supplier<MigrationStatus> status) {
		this.dataSource = dataSource;
		this.status = status;
	}

	/**
	 * Ask how the database stands, without waiting for the answer.
	 * @return the answer to come, shared by all who ask before the look begins; cancelled
	 * once this probe is closed
	 */
	CompletableFuture<MigrationStatus> ask() {
		this.lock.lock();
		try {
			CompletableFuture<MigrationStatus> answer = this.next;
			if (answer == null) {
				answer = new CompletableFuture<>();
				if (this.closed) {
					answer.cancel(false);
					return answer;
				}
				this.next = answer;
				startWorkerIfNone();
			}
			return answer;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startWorkerIfNone() {
		if (this.worker == null) {
			Thread thread = new Thread(this::lookWhileAsked, "migration-status-" + this.dataSource);
			thread.setDaemon(true);
			this.worker = thread;
			thread.start();
		}
	}

	private void lookWhileAsked() {
		for (CompletableFuture<MigrationStatus> answer = take(); answer != null; answer = take()) {
			try {
				answer.complete(this.status.get());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		}
	}

	private @Nullable CompletableFuture<MigrationStatus> take() {
		this.lock.lock();
		try {
			CompletableFuture<MigrationStatus> answer = this.next;
			this.next = null;
			if (answer == null) {
				this.worker = null;
			}
			return answer;
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
			if (this.next != null) {
				this.next.cancel(false);
				this.next = null;
			}
			if (this.worker != null) {
				this.worker.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
