package io.automigrate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Real connections that tell a test before they send something, and after.
 */
public final class HookedDataSource extends DelegatingDataSource {

	private static final Set<String> SENDS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch",
			"commit", "rollback", "setSavepoint", "releaseSavepoint");

	private final Hook hook;

	private final AtomicInteger connections = new AtomicInteger();

	public HookedDataSource(DataSource dataSource, Hook hook) {
		super(dataSource);
		this.hook = hook;
	}

	/**
	 * Is told of what is sent.
	 */
	public interface Hook {

		/**
		 * Something is about to be sent.
		 * @param connection the number of the connection, from 1 in the order they were
		 * taken
		 * @param backend the process that serves it
		 * @param what the statements, or what is called
		 */
		void sending(int connection, int backend, String what);

		/**
		 * Something was sent and answered.
		 * @param connection the number of the connection
		 * @param backend the process that serves it
		 * @param what the statements, or what was called
		 * @throws SQLException for the answer not to get through
		 */
		default void sent(int connection, int backend, String what) throws SQLException {
		}

	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		int number = this.connections.incrementAndGet();
		int backend = connection.unwrap(PGConnection.class).getBackendPID();
		return proxy(Connection.class, connection, number, backend, "");
	}

	private <T> T proxy(Class<T> type, T target, int number, int backend, String prepared) {
		StringBuilder batch = new StringBuilder();
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, args) -> {
				String sql = (args != null && args.length > 0 && args[0] instanceof String text) ? text : prepared;
				String what = (batch.isEmpty() && !sql.isEmpty()) ? sql : method.getName() + " " + batch;
				boolean sends = SENDS.contains(method.getName());
				if (method.getName().equals("addBatch")) {
					batch.append(sql).append(";\n");
				}
				if (sends) {
					this.hook.sending(number, backend, what);
				}
				Object result;
				try {
					result = method.invoke(target, args);
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
				finally {
					if (sends) {
						this.hook.sent(number, backend, what);
					}
				}
				if (result instanceof PreparedStatement statement) {
					return proxy(PreparedStatement.class, statement, number, backend, sql);
				}
				return (result instanceof Statement statement && method.getName().equals("createStatement"))
						? proxy(Statement.class, statement, number, backend, "") : result;
			}));
	}

}
