package io.automigrate.execute;

import java.sql.SQLException;
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
	 * @return the failure, with the count and up to five values
	 */
	static StatementFailedException explained(StatementFailedException failure, List<MigrationStep> steps,
			Session session) {
		String state = (failure.sqlState() != null) ? failure.sqlState() : "";
		MigrationStep failed = steps.stream()
			.filter((step) -> step.statements().contains(failure.statement()))
			.findFirst()
			.orElse(null);
		String look = (failed != null) ? failed.look() : null;
		if (failed != null && look == null && failure.conflictingKeys() != null) {
			return failure.with(failure.conflictingKeys());
		}
		if (failed == null || look == null || !(state.startsWith("23") || state.startsWith("22"))) {
			return failure;
		}
		session.rollback();
		try {
			session.begin(Deadline.in(session.clock().budgets().scan()));
			Looks.Found found = Looks.ask(session.connection(), look);
			return (found.count() > 0) ? failure.with(Looks.sentence(failed, found)) : failure;
		}
		catch (SQLException ex) {
			return failure;
		}
		finally {
			session.rollback();
		}
	}

}
