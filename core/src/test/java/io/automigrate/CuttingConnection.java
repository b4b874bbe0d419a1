package io.automigrate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.automigrate.test.TestDatabase;

/**
 * A connection whose backend the server ends when a number of statements or commits have
 * gone through it.
 */
final class CuttingConnection {

	private CuttingConnection() {
	}

	static Connection of(Connection connection, TestDatabase database, int after) throws SQLException {
		int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
		AtomicInteger left = new AtomicInteger(after);
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					try {
						if (method.getName().equals("commit")) {
							cut(left, database, backend);
						}
						Object result = method.invoke(connection, arguments);
						return (result instanceof Statement statement) ? cutting(statement, left, database, backend)
								: result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static Statement cutting(Statement statement, AtomicInteger left, TestDatabase database, int backend) {
		return (Statement) Proxy.newProxyInstance(Statement.class.getClassLoader(), new Class<?>[] { Statement.class },
				(proxy, method, arguments) -> {
					try {
						Object result = method.invoke(statement, arguments);
						if (method.getName().startsWith("execute") && !(arguments != null
								&& arguments[0] instanceof String sql
								&& (sql.startsWith("SET") || sql.startsWith("RESET") || sql.contains("SET LOCAL")))) {
							cut(left, database, backend);
						}
						return result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static void cut(AtomicInteger left, TestDatabase database, int backend) {
		if (left.getAndDecrement() == 0) {
			database.query("select pg_terminate_backend(" + backend + ")");
		}
	}

}
