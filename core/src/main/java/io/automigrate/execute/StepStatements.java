package io.automigrate.execute;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.StatementFailedException;
import io.automigrate.plan.MigrationStep;
import io.automigrate.sql.SqlStatement;

/**
 * The statements of steps, and why one of them failed.
 */
final class StepStatements {

	private StepStatements() {
	}

	static List<SqlStatement> of(List<MigrationStep> steps, String defaultSchema) {
		List<SqlStatement> statements = new ArrayList<>();
		for (MigrationStep step : steps) {
			for (String sql : step.statements()) {
				statements.add(new SqlStatement("plan, " + step.title(defaultSchema), 1, 1, sql, null));
			}
		}
		return statements;
	}

	/**
	 * Say which values stand in the way, if that is why a statement failed.
	 * @return the failure, with up to five examples
	 */
	static StatementFailedException explained(StatementFailedException failure, List<MigrationStep> steps,
			Session session) {
		String state = (failure.sqlState() != null) ? failure.sqlState() : "";
		String probe = steps.stream()
			.filter((step) -> step.statements().contains(failure.statement()))
			.map(MigrationStep::probe)
			.filter((query) -> query != null)
			.findFirst()
			.orElse(null);
		if (probe == null || !(state.startsWith("23") || state.startsWith("22"))) {
			return failure;
		}
		session.rollback();
		List<String> examples = new ArrayList<>();
		try {
			session.begin(Deadline.in(session.clock().budgets().scan()));
			try (Statement statement = session.connection().createStatement()) {
				boolean rows = statement.execute(probe);
				while (!rows && statement.getUpdateCount() >= 0) {
					rows = statement.getMoreResults();
				}
				try (ResultSet row = statement.getResultSet()) {
					while (row.next()) {
						examples.add(row.getString(1));
					}
				}
			}
		}
		catch (SQLException ex) {
			return failure;
		}
		finally {
			session.rollback();
		}
		return examples.isEmpty() ? failure : failure.with(examples);
	}

}
