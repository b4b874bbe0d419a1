package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.DeferredConstraintException;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.Migration;

/**
 * Has constraints checked where the end of a transaction would do it, so that a migration
 * which shares its transaction leaves no events behind for the next one. Constraints are
 * called by name: {@code SET CONSTRAINTS ALL} would also decide about those that are made
 * later in the transaction.
 */
final class DeferredConstraints {

	private static final String DEFERRABLE = """
			SELECT n.nspname, c.conname, pg_catalog.bool_and(c.condeferred AND c.condeferrable)
			FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
			GROUP BY 1, 2 HAVING pg_catalog.bool_or(c.condeferrable) ORDER BY 1, 2""";

	private DeferredConstraints() {
	}

	/** Returns whether there are any that can be deferred. */
	static boolean any(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement
					.executeQuery("SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE condeferrable)")) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Check what is deferred, and give the constraints back the mode that they begin a
	 * transaction with.
	 * @param connection a connection in a transaction
	 * @param migration the migration that ends here
	 * @param action what can be done where it breaks one
	 * @throws DeferredConstraintException if it does
	 */
	static void check(Connection connection, Migration migration, String action) throws SQLException {
		try {
			check(connection);
		}
		catch (SQLException ex) {
			if (Statements.endsTheRun(ex)) {
				throw ex;
			}
			throw new DeferredConstraintException(migration.version(), migration.origin(), ex, action);
		}
	}

	private static void check(Connection connection) throws SQLException {
		List<String> all = new ArrayList<>();
		List<String> deferred = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(DEFERRABLE)) {
			while (row.next()) {
				String name = new QualifiedName(row.getString(1), row.getString(2)).quoted();
				all.add(name);
				if (row.getBoolean(3)) {
					deferred.add(name);
				}
			}
		}
		set(connection, all, "IMMEDIATE");
		set(connection, deferred, "DEFERRED");
	}

	private static void set(Connection connection, List<String> constraints, String mode) throws SQLException {
		if (!constraints.isEmpty()) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET CONSTRAINTS " + String.join(", ", constraints) + " " + mode);
			}
		}
	}

}
