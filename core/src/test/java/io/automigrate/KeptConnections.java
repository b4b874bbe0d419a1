package io.automigrate;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.automigrate.test.TestDatabase;

/**
 * Connections to a database that are used again, as applications do. They know its
 * catalogs, for which a new one takes as long as for all the questions of a plan.
 */
public final class KeptConnections implements AutoCloseable {

	private final HikariDataSource pool;

	/**
	 * Keep connections as superuser, made when they are asked for.
	 * @param database where to
	 */
	public KeptConnections(TestDatabase database) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(database.dataSource());
		config.setMaximumPoolSize(4);
		config.setMinimumIdle(0);
		this.pool = new HikariDataSource(config);
	}

	/**
	 * Returns where they come from.
	 * @return the pool
	 */
	public DataSource dataSource() {
		return this.pool;
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
