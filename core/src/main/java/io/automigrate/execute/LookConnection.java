package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * A connection for a look: in autocommit, so that nothing is held between two queries,
 * and with a bound on every read from the socket. No setting of the session is changed.
 *
 * @param jdbc the connection
 * @param autoCommit what it was when it was taken
 * @param networkTimeout likewise
 */
record LookConnection(Connection jdbc, boolean autoCommit, int networkTimeout) implements AutoCloseable {

	/** More than a query may take, so that the server is asked to cancel it first. */
	private static final int LONGEST_READ_MILLIS = (int) InstanceWatch.PATIENCE.toMillis() + 3_000;

	static LookConnection open(DataSource dataSource) throws SQLException {
		Connection connection = dataSource.getConnection();
		try {
			LookConnection look = new LookConnection(connection, connection.getAutoCommit(),
					connection.getNetworkTimeout());
			int present = look.networkTimeout();
			connection.setNetworkTimeout(Runnable::run,
					(present > 0) ? Math.min(present, LONGEST_READ_MILLIS) : LONGEST_READ_MILLIS);
			connection.setAutoCommit(true);
			return look;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	@Override
	public void close() {
		try (this.jdbc) {
			this.jdbc.setNetworkTimeout(Runnable::run, this.networkTimeout);
			this.jdbc.setAutoCommit(this.autoCommit);
		}
		catch (SQLException ex) {
			// Of no use to the next borrower; the pool finds out by itself.
		}
	}

}
