package io.automigrate.production;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work on a thread of its own that nobody waits for longer than they say: it may hang,
 * which is what is being tried.
 *
 * @param <T> what it comes to
 */
final class TestThread<T> {

	private final FutureTask<T> task;

	private TestThread(FutureTask<T> task) {
		this.task = task;
	}

	static <T> TestThread<T> of(Callable<T> work) {
		FutureTask<T> task = new FutureTask<>(work);
		Thread thread = new Thread(task, "work of a test");
		thread.setDaemon(true);
		thread.start();
		return new TestThread<>(task);
	}

	boolean isDone() {
		return this.task.isDone();
	}

	T get(Duration atMost) {
		try {
			return this.task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("It did not end within " + atMost.toMillis() / 1000.0 + " s", ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
