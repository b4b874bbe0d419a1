package io.automigrate.execute;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;

import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationContext;

/**
 * Lends a run's connection to a migration in Java, which may not end the transaction that
 * it shares, nor give the connection away.
 */
final class GuardedConnection {

	private static final Set<String> ENDS = Set.of("commit", "rollback", "abort");

	private GuardedConnection() {
	}

	static MigrationContext context(Connection connection, Migration migration, boolean transactional,
			RunListener listener) {
		return new Context(transactional ? guard(connection) : keepOpen(connection), migration, listener);
	}

	private static Connection guard(Connection connection) {
		return proxy(connection, true);
	}

	private static Connection keepOpen(Connection connection) {
		return proxy(connection, false);
	}

	private static Connection proxy(Connection connection, boolean shared) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					String name = method.getName();
					boolean toSavepoint = arguments != null && arguments.length == 1
							&& arguments[0] instanceof Savepoint;
					boolean startsCommitting = name.equals("setAutoCommit") && arguments != null
							&& Boolean.TRUE.equals(arguments[0]);
					if (shared && ((ENDS.contains(name) && !toSavepoint) || startsCommitting)) {
						throw new SQLException("A migration may not call " + name
								+ " on the connection, since all migrations of a batch share one transaction; let transactional() return false if it needs its own",
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

	private record Context(Connection connection, Migration migration,
			RunListener listener) implements MigrationContext {

		@Override
		public void execute(String sql) throws SQLException {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute(sql);
			}
		}

		@Override
		public void progress(String done) {
			this.listener.progress(this.migration, done);
		}

	}

}
