package io.automigrate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Real connections that keep every error which the server answers with: each of them is
 * one in the server's log.
 */
final class FailureRecorder extends DelegatingDataSource {

	private final List<String> errors;

	FailureRecorder(DataSource dataSource, List<String> errors) {
		super(dataSource);
		this.errors = errors;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return proxy(Connection.class, super.getConnection());
	}

	private <T> T proxy(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, args) -> {
				try {
					Object result = method.invoke(target, args);
					if (result instanceof PreparedStatement statement) {
						return proxy(PreparedStatement.class, statement);
					}
					return (result instanceof Statement statement && target instanceof Connection)
							? proxy(Statement.class, statement) : result;
				}
				catch (InvocationTargetException ex) {
					if (ex.getCause() instanceof SQLException failure && failure.getSQLState() != null) {
						this.errors.add(failure.getSQLState() + " " + failure.getMessage());
					}
					throw ex.getCause();
				}
			}));
	}

}
