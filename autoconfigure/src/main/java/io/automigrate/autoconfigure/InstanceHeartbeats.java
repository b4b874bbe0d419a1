package io.automigrate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.automigrate.execute.Instance;
import io.automigrate.execute.Instance.Visibility;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Says in each database that this instance of the application is running, from the end of
 * the start until the shutdown. A thread of its own asks the application's pools, so that
 * an exhausted one delays nothing else.
 */
final class InstanceHeartbeats implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(InstanceHeartbeats.class);

	/** Others take an instance for alive for a minute. */
	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final Duration LONGEST_LEAVE = Duration.ofSeconds(2);

	private final DataSourceMigrations migrations;

	private @Nullable ScheduledExecutorService thread;

	private List<Beating> instances = List.of();

	InstanceHeartbeats(DataSourceMigrations migrations) {
		this.migrations = migrations;
	}

	@Override
	public synchronized void start() {
		if (this.thread != null) {
			return;
		}
		this.instances = this.migrations.instances().stream().map(Beating::new).toList();
		ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread worker = new Thread(work, "automigrate-instances");
			worker.setDaemon(true);
			return worker;
		});
		List<Beating> beating = this.instances;
		// Cancelled together with its thread.
		Future<?> unused = thread.scheduleWithFixedDelay(() -> beating.forEach(Beating::beat), 0, INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
		this.thread = thread;
	}

	@Override
	public synchronized void stop() {
		ScheduledExecutorService present = this.thread;
		if (present == null) {
			return;
		}
		this.thread = null;
		List<Beating> leaving = this.instances;
		try {
			present.submit(() -> leaving.forEach(Beating::leave)).get(LONGEST_LEAVE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The rows of this instance stay until they are forgotten", ex);
		}
		present.shutdownNow();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	/**
	 * An instance, and whether it was said that others cannot see it.
	 */
	private static final class Beating {

		private final Instance instance;

		private boolean told;

		Beating(Instance instance) {
			this.instance = instance;
		}

		void beat() {
			try {
				if (this.instance.beat() == Visibility.NO_PRIVILEGE && !this.told) {
					this.told = true;
					logger
						.warn("Newer releases cannot see that this instance is running: the role may not write automigrate_instances. "
								+ "Grant it SELECT, INSERT, UPDATE and DELETE, or set migration.instances.enabled=false.");
				}
			}
			catch (RuntimeException ex) {
				// One that is thrown here would end all beats to come.
				logger.debug("This instance could not say that it is running", ex);
			}
		}

		void leave() {
			try {
				this.instance.leave();
			}
			catch (RuntimeException ex) {
				logger.debug("This instance could not say that it is gone", ex);
			}
		}

	}

}
