package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

/**
 * Takes connections from a data source that may never give one: a pool that has nothing
 * left, a network that swallows everything.
 */
public final class TimedConnections {

	private TimedConnections() {
	}

	/**
	 * Take a connection.
	 * @param dataSource where it comes from
	 * @param budget how long that may take
	 * @return the connection; one that comes too late is closed
	 * @throws SQLException if there is none, {@link SQLTimeoutException} if there is none
	 * in time
	 */
	public static Connection take(DataSource dataSource, Duration budget) throws SQLException {
		CompletableFuture<Connection> taken = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				Connection connection = dataSource.getConnection();
				if (!taken.complete(connection)) {
					connection.close();
				}
			}
			catch (SQLException | RuntimeException ex) {
				taken.completeExceptionally(ex);
			}
		}, "automigrate-connect");
		thread.setDaemon(true);
		thread.start();
		try {
			return taken.get(Math.max(1, budget.toMillis()), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			SQLTimeoutException late = new SQLTimeoutException(
					"No connection was to be had within " + budget.toMillis() / 1000.0 + " s", "08001", ex);
			if (taken.completeExceptionally(late)) {
				throw late;
			}
			return taken.join();
		}
		catch (InterruptedException ex) {
			taken.completeExceptionally(ex);
			Thread.currentThread().interrupt();
			throw new SQLTransientConnectionException("Interrupted while waiting for a connection", "08001", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof SQLException failure) {
				throw failure;
			}
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
	}

}
