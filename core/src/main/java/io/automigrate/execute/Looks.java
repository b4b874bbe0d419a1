package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.error.RowsInTheWayException;
import io.automigrate.plan.MigrationStep;
import io.automigrate.schema.Column;

/**
 * Looks at the rows that stand in the way of a step, before or after it has failed.
 */
final class Looks {

	private Looks() {
	}

	/**
	 * Look at the rows. What the query makes for itself is gone when the transaction is
	 * rolled back, which is the caller's business.
	 * @param connection a connection in a transaction with a statement timeout
	 * @param look the step's query
	 * @return what stands in the way
	 * @throws SQLException if it cannot be looked at, as where the plan has yet to make
	 * what the query reads
	 */
	static Found ask(Connection connection, String look) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			boolean rows = statement.execute(look);
			while (!rows && statement.getUpdateCount() >= 0) {
				rows = statement.getMoreResults();
			}
			try (ResultSet row = statement.getResultSet()) {
				row.next();
				return new Found(row.getLong(1), List.of((String[]) row.getArray(2).getArray()));
			}
		}
	}

	/**
	 * Say that rows stand in the way, where that was found before anything was done.
	 * @param step the step that would fail
	 * @param found what was found
	 * @param remains what becomes of what the run did before, as a sentence
	 * @return the failure
	 */
	static RowsInTheWayException failure(MigrationStep step, Found found, String remains) {
		return new RowsInTheWayException(sentence(step, found), found.count(), found.examples(), remains);
	}

	/**
	 * Say what stands in the way.
	 * @return such as {@code 3 rows stand in the way of check constraint "n_check" on
	 * "public"."orders": n = -1 (2), n = -2}
	 */
	static String sentence(MigrationStep step, Found found) {
		return found.count() + ((found.count() == 1) ? " row stands" : " rows stand") + " in the way of " + demand(step)
				+ (found.examples().isEmpty() ? "" : ": " + String.join(", ", found.examples()));
	}

	private static String demand(MigrationStep step) {
		String object = step.object().quoted();
		if (step.change() instanceof Alter alter) {
			if (alter.desired() instanceof Column to) {
				return ((alter.aspect() == Aspect.TYPE) ? "type " + to.type() : "NOT NULL") + " of " + object;
			}
			return switch (alter.aspect()) {
				case PARTITION_OF, CHECKS, VALUES -> "the " + alter.aspect().label() + " of " + object;
				case NULLABILITY -> "NOT NULL of " + object;
				default -> object;
			};
		}
		return object;
	}

	/**
	 * What stands in the way.
	 *
	 * @param count how many rows
	 * @param examples up to five of their values, each with how often it occurs unless
	 * that is once
	 */
	record Found(long count, List<String> examples) {

		Found {
			examples = List.copyOf(examples);
		}

	}

}
