package io.automigrate.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Tells whether the database answers, itself within 100 ms. Boot's own indicator, which
 * this one takes the place of by its name, waits as long as the pool or the driver does:
 * for ever where a server is frozen but its socket is open.
 */
@Component("dbHealthIndicator")
class DatabaseHealthIndicator extends AbstractHealthIndicator implements DisposableBean {

	private static final Duration PATIENCE = Duration.ofMillis(100);

	/** How long an answer is good while the next one does not come. */
	private static final Duration GOOD_FOR = Duration.ofSeconds(10);

	private final DataSource dataSource;

	private final ExecutorService executor;

	private @Nullable Future<String> question;

	private volatile @Nullable Answer last;

	DatabaseHealthIndicator(DataSource dataSource) {
		super("The database does not answer");
		this.dataSource = dataSource;
		this.executor = Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "database-health");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		try {
			builder.up().withDetail("database", ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			Answer known = this.last;
			if (known != null && System.nanoTime() - known.time() < GOOD_FOR.toNanos()) {
				builder.up().withDetail("database", known.product());
			}
			else {
				builder.down().withDetail("error", "No answer within " + GOOD_FOR.toSeconds() + " s");
			}
		}
		catch (ExecutionException ex) {
			builder.down((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	/**
	 * Ask the database, unless it has yet to answer the question before: probes that go
	 * on asking a frozen server shall not use up the pool.
	 */
	private synchronized Future<String> ask() {
		if (this.question == null || this.question.isDone()) {
			this.question = this.executor.submit(this::product);
		}
		return this.question;
	}

	private String product() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			if (!connection.isValid(1)) {
				throw new SQLException("The connection is broken");
			}
			String product = connection.getMetaData().getDatabaseProductName();
			this.last = new Answer(product, System.nanoTime());
			return product;
		}
	}

	/** What the database answered, and when by the JVM's monotonic clock. */
	private record Answer(String product, long time) {

	}

}
