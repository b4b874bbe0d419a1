package io.automigrate.execute;

import java.sql.SQLException;
import java.util.Set;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;

/**
 * Tells from an SQLSTATE what happened. Codes are those of PostgreSQL's manual, appendix
 * A.
 */
final class Failures {

	/** A lock was not to be had within {@code lock_timeout}. */
	static final String LOCK_NOT_AVAILABLE = "55P03";

	private static final Set<String> TRY_AGAIN = Set.of(LOCK_NOT_AVAILABLE, "40P01", "40001");

	/** The server has ended an idle session, or one whose transaction was idle. */
	private static final Set<String> IDLE = Set.of("57P05", "25P03", "25P04");

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

	/** Whether no statement of a run could work: the transaction only reads. */
	static boolean readOnly(SQLException failure) {
		return "25006".equals(SqlFailure.innermost(failure).getSQLState());
	}

	/** Whether the role may not do or read something. */
	static boolean noPrivilege(SQLException failure) {
		return "42501".equals(SqlFailure.innermost(failure).getSQLState());
	}

	/** Whether the connection is gone rather than the statement wrong. */
	static boolean connectionLost(SQLException failure) {
		String state = SqlFailure.innermost(failure).getSQLState();
		return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")
				|| IDLE.contains(state);
	}

	/** Whether a session that was there is gone. */
	static boolean sessionLost(SQLException failure) {
		String state = SqlFailure.innermost(failure).getSQLState();
		return state != null && (state.startsWith("08") || state.startsWith("57P") || IDLE.contains(state));
	}

	/**
	 * Tell what a failure means where nothing was to be changed, or all is rolled back.
	 */
	static MigrationException translate(SQLException failure, Deadline deadline, String doing) {
		return translate(failure, deadline, doing, new Kept().rolledBack());
	}

	/**
	 * Tell what a failure means.
	 * @param deadline of what was done
	 * @param doing what that was, to follow "while"
	 * @param remains what becomes of what was done before, as a sentence
	 */
	static MigrationException translate(SQLException failure, Deadline deadline, String doing, String remains) {
		SQLException cause = SqlFailure.innermost(failure);
		if (deadline.passed() && (cancelled(cause) || connectionLost(cause))) {
			return MigrationTimeoutException.budgetUsedUp(deadline.budget(), doing, remains,
					SqlFailure.withoutData(cause));
		}
		if (cancelled(cause)) {
			return new MigrationTimeoutException("The migration was cancelled on the server, while " + doing + ".",
					"Ask who has cancelled it, then start it again.", SqlFailure.withoutData(cause));
		}
		String state = (cause.getSQLState() != null) ? cause.getSQLState() : "";
		if (connectionLost(cause) || state.startsWith("28") || state.equals("3D000")) {
			return DatabaseUnavailableException.of(cause);
		}
		if (readOnly(cause)) {
			return new MissingPrivilegeException(
					"The database only reads for this connection, while " + doing + ": " + SqlFailure.message(cause)
							+ ".",
					"Connect to the primary, or let the role write: ALTER ROLE … SET default_transaction_read_only = off;",
					SqlFailure.withoutData(cause));
		}
		if (state.equals("42501")) {
			return new MissingPrivilegeException(
					"The role may not do what is needed, while " + doing + ": " + SqlFailure.message(cause) + ".",
					"Grant the privilege, or run the migration as the owner of the schema.",
					SqlFailure.withoutData(cause));
		}
		if (triesAgain(cause)) {
			return new MigrationTimeoutException(
					"Other sessions kept locks, while " + doing + ": " + SqlFailure.message(cause) + ".",
					"Try again when their transactions have ended.", SqlFailure.withoutData(cause));
		}
		return new StatementFailedException("while " + doing, 1, 1, "", cause,
				"Look at the server's log for the circumstances.");
	}

}
