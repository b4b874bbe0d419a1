package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.automigrate.plan.LockMode;
import io.automigrate.plan.MigrationStep;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * Takes all locks that steps need before the first of them runs, so that a transaction
 * never keeps one table locked while it waits for another for longer than one try.
 */
final class TableLocks {

	private TableLocks() {
	}

	/**
	 * Lock the tables of some steps, within one try for all of them.
	 * @param wait how long the try may take
	 * @param afterwards the deadline of the statements that follow
	 */
	static void take(Connection connection, Collection<MigrationStep> steps, Duration wait, Deadline afterwards)
			throws SQLException {
		Map<QualifiedName, LockMode> modes = new TreeMap<>();
		for (MigrationStep step : steps) {
			LockMode mode = step.lock();
			if (mode != null) {
				step.lockedTables()
					.forEach((table) -> modes.merge(table, mode,
							(one, other) -> (one.compareTo(other) > 0) ? one : other));
			}
		}
		if (modes.isEmpty()) {
			return;
		}
		try (Statement statement = connection.createStatement()) {
			List<QualifiedName> present = present(statement, modes.keySet());
			if (present.isEmpty()) {
				return;
			}
			Map<LockMode, List<QualifiedName>> byMode = new EnumMap<>(LockMode.class);
			present
				.forEach((table) -> byMode.computeIfAbsent(modes.get(table), (mode) -> new ArrayList<>()).add(table));
			long end = System.nanoTime() + wait.toNanos();
			for (Map.Entry<LockMode, List<QualifiedName>> entry : byMode.entrySet()) {
				long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
				// The first bounds each lock, the second all of them.
				statement
					.execute("SET LOCAL lock_timeout = " + left + ";\nSET LOCAL statement_timeout = " + (left + 1));
				lock(statement, entry.getKey(), entry.getValue());
			}
			statement.execute("SET LOCAL lock_timeout = " + Math.max(1, wait.toMillis())
					+ ";\nSET LOCAL statement_timeout = " + Math.max(1, afterwards.remainingMillis()));
		}
	}

	private static void lock(Statement statement, LockMode mode, List<QualifiedName> tables) throws SQLException {
		try {
			statement.execute("LOCK TABLE "
					+ tables.stream().map((table) -> "ONLY " + table.quoted()).collect(Collectors.joining(", "))
					+ " IN " + mode + " MODE");
		}
		catch (SQLException ex) {
			if (Failures.cancelled(ex)) {
				throw new SQLException("canceling statement due to lock timeout", Failures.LOCK_NOT_AVAILABLE);
			}
			throw ex;
		}
	}

	/**
	 * Those that exist by now under this name, are tables rather than views, and belong
	 * to the role; of others the statement itself tells what is not allowed.
	 */
	private static List<QualifiedName> present(Statement statement, Collection<QualifiedName> tables)
			throws SQLException {
		Map<String, QualifiedName> byName = new TreeMap<>();
		tables.forEach((table) -> byName.put(table.quoted(), table));
		List<QualifiedName> present = new ArrayList<>();
		try (ResultSet row = statement.executeQuery("SELECT n FROM unnest(ARRAY[" + Identifier.literals(byName.keySet())
				+ "]::text[]) n JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(n)"
				+ " WHERE c.relkind IN ('r', 'p') AND pg_catalog.pg_has_role(c.relowner, 'USAGE') ORDER BY n")) {
			while (row.next()) {
				QualifiedName table = byName.get(row.getString(1));
				if (table != null) {
					present.add(table);
				}
			}
		}
		return present;
	}

}
