package io.automigrate.lock;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Advisory locks that keep the concurrent steps of several applications on one table
 * apart: two concurrent index builds on a table end each other by a deadlock. Two runs
 * with different {@link MigrationLock}s may meet there.
 */
public final class TableLock {

	/** The first half of the key: "AMIT" in ASCII. The second is the table's OID. */
	private static final int KEY = 0x414D4954;

	private final List<Integer> keys;

	private TableLock(List<Integer> keys) {
		this.keys = keys;
	}

	/**
	 * Take the locks of some tables for the session if all are free, and none otherwise.
	 * @param connection a connection to the server itself
	 * @param tables the tables; those that do not exist have none
	 * @return the locks, or {@code null} if one is not free
	 * @throws SQLException if the server could not be asked
	 */
	public static @Nullable TableLock tryAcquire(Connection connection, Collection<QualifiedName> tables)
			throws SQLException {
		TableLock taken = new TableLock(new ArrayList<>());
		for (int key : keys(connection, tables)) {
			if (!ask(connection, "pg_try_advisory_lock", key)) {
				taken.release(connection);
				return null;
			}
			taken.keys.add(key);
		}
		return taken;
	}

	/**
	 * Give the locks back.
	 * @param connection the connection that has them
	 * @throws SQLException if the server could not be asked
	 */
	public void release(Connection connection) throws SQLException {
		for (int key : this.keys) {
			ask(connection, "pg_advisory_unlock", key);
		}
		this.keys.clear();
	}

	/** In their order, so that of two that want the same tables one has them all. */
	private static List<Integer> keys(Connection connection, Collection<QualifiedName> tables) throws SQLException {
		String names = Identifier.literals(tables.stream().map(QualifiedName::quoted).toList());
		List<Integer> keys = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"SELECT DISTINCT pg_catalog.to_regclass(n)::oid::bigint::bit(32)::int FROM unnest(ARRAY["
								+ names + "]::text[]) n WHERE pg_catalog.to_regclass(n) IS NOT NULL ORDER BY 1")) {
			while (row.next()) {
				keys.add(row.getInt(1));
			}
		}
		return keys;
	}

	private static boolean ask(Connection connection, String function, int key) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet answer = statement
					.executeQuery("SELECT pg_catalog." + function + "(" + KEY + ", " + key + ")")) {
			return answer.next() && answer.getBoolean(1);
		}
	}

}
