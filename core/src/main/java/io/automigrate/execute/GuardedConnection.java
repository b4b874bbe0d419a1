package io.automigrate.execute;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;

import io.automigrate.versioned.Backfill;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationContext;
import org.jspecify.annotations.Nullable;

/**
 * Lends a run's connection to a migration in Java, which may not end the transaction that
 * it shares, nor give the connection away.
 */
final class GuardedConnection {

	private static final Set<String> ENDS = Set.of("commit", "rollback", "abort");

	private GuardedConnection() {
	}

	/** The context of a migration that shares its transaction with others. */
	static MigrationContext shared(Connection connection, Migration migration, Deadline deadline,
			RunListener listener) {
		return new Context(proxy(connection,
				"all migrations of a batch share one transaction; let transactional() return false if it needs its own"),
				migration, new SharedBatches(connection, deadline), listener);
	}

	/** The context of a migration outside of transactions. */
	static MigrationContext open(Connection connection, Migration migration, Batches batches, RunListener listener) {
		return new Context(proxy(connection, null), migration, batches, listener);
	}

	/** The connection for the rows of one batch of a back-fill. */
	static Connection inBatch(Connection connection) {
		return proxy(connection, "what it does with a batch commits together with the batch's last key");
	}

	/**
	 * Lend a connection.
	 * @param keepsTransaction why the transaction may not be ended, or {@code null} if it
	 * may
	 */
	private static Connection proxy(Connection connection, @Nullable String keepsTransaction) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					String name = method.getName();
					boolean toSavepoint = arguments != null && arguments.length == 1
							&& arguments[0] instanceof Savepoint;
					boolean startsCommitting = name.equals("setAutoCommit") && arguments != null
							&& Boolean.TRUE.equals(arguments[0]);
					if (keepsTransaction != null && ((ENDS.contains(name) && !toSavepoint) || startsCommitting)) {
						throw new SQLException(
								"A migration may not call " + name + " on the connection, since " + keepsTransaction,
								"2D000");
					}
					if (name.equals("close")) {
						return null;
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private record Context(Connection connection, Migration migration, Batches batches,
			RunListener listener) implements MigrationContext {

		@Override
		public void execute(String sql) throws SQLException {
			try (Statement statement = this.connection.createStatement()) {
				Statements.toItsEnd(statement, sql);
			}
		}

		@Override
		public Backfill backfill(String table) {
			return new KeysetBackfill(this.batches, this.migration, table, this::progress);
		}

		@Override
		public void progress(String done) {
			this.listener.progress(this.migration, done);
		}

	}

}
