package io.automigrate.execute;

import java.sql.SQLException;
import java.util.Set;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;

/**
 * Tells from an SQLSTATE what happened. Codes are those of PostgreSQL's manual, appendix
 * A.
 */
final class Failures {

	private static final Set<String> TRY_AGAIN = Set.of("55P03", "40P01", "40001");

	private Failures() {
	}

	/** Whether locks of others were in the way: lock_timeout, deadlock, serialization. */
	static boolean triesAgain(SQLException failure) {
		String state = SqlFailure.innermost(failure).getSQLState();
		return state != null && TRY_AGAIN.contains(state);
	}

	/** Whether a statement was cancelled: query timeout, statement_timeout, a DBA. */
	static boolean cancelled(SQLException failure) {
		return "57014".equals(SqlFailure.innermost(failure).getSQLState());
	}

	/** Whether the connection is gone rather than the statement wrong. */
	static boolean connectionLost(SQLException failure) {
		String state = SqlFailure.innermost(failure).getSQLState();
		return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
	}

	static MigrationException translate(SQLException failure, Deadline deadline, String doing) {
		SQLException cause = SqlFailure.innermost(failure);
		if (cancelled(cause) || (deadline.passed() && connectionLost(cause))) {
			return MigrationTimeoutException.budgetUsedUp(deadline.budget(), doing, SqlFailure.withoutData(cause));
		}
		String state = (cause.getSQLState() != null) ? cause.getSQLState() : "";
		if (connectionLost(cause) || state.startsWith("28") || state.equals("3D000")) {
			return DatabaseUnavailableException.of(cause);
		}
		return new StatementFailedException("while " + doing, 1, "", cause,
				"Look at the server's log for the circumstances.");
	}

}
