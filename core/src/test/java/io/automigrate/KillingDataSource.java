package io.automigrate;

import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.automigrate.test.TestServer;

/**
 * Real connections, one of which the server ends before it sends the n-th thing that all
 * of them send.
 */
public final class KillingDataSource {

	private final AtomicInteger sent = new AtomicInteger();

	private final DataSource dataSource;

	private volatile String killedAt = "";

	/**
	 * Wrap a data source.
	 * @param dataSource where the connections come from
	 * @param place before what to kill, from 1; 0 for never
	 */
	public KillingDataSource(DataSource dataSource, int place) {
		this.dataSource = new HookedDataSource(dataSource, (connection, backend, what) -> {
			if (this.sent.incrementAndGet() == place) {
				this.killedAt = what;
				TestServer.get().execute("select pg_terminate_backend(" + backend + ", 10000)");
			}
		});
	}

	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Returns how many things were sent.
	 * @return the number
	 */
	public int sent() {
		return this.sent.get();
	}

	/**
	 * Returns before what the connection was killed.
	 * @return the statement, or an empty text where that place was never reached
	 */
	public String killedAt() {
		return this.killedAt;
	}

}
