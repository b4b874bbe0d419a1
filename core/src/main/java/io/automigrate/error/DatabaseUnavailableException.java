package io.automigrate.error;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be reached or does not let us in: server down, wrong password, no
 * such database, connection lost, no room left.
 */
public class DatabaseUnavailableException extends MigrationException {

	/**
	 * What a server answers that lets nobody in, or not this user: no such user, wrong
	 * password, no such database, rejected by the server, starting up or shutting down.
	 */
	private static final Set<String> REFUSALS = Set.of("28000", "28P01", "3D000", "08004", "57P03");

	private final boolean databaseMissing;

	private final boolean refused;

	private DatabaseUnavailableException(String message, String wayOut, boolean databaseMissing, boolean refused,
			@Nullable Throwable cause) {
		super(message, wayOut, cause);
		this.databaseMissing = databaseMissing;
		this.refused = refused;
	}

	/**
	 * Tell what stands behind a failed connection from its SQLSTATE. Codes are those of
	 * PostgreSQL's manual, appendix A.
	 * @param failure what opening or using the connection threw
	 * @return the exception to throw
	 */
	public static DatabaseUnavailableException of(SQLException failure) {
		SQLException cause = SqlFailure.innermost(failure);
		String state = (cause.getSQLState() != null) ? cause.getSQLState() : "";
		String said = unknownHost(failure) + SqlFailure.message(cause);
		SQLException safeCause = SqlFailure.withoutData(cause);
		boolean refused = REFUSALS.contains(state) || refusedByHost(failure);
		return switch (state) {
			case "28P01", "28000" -> new DatabaseUnavailableException("The database does not let this user in: " + said,
					"Check user name and password (spring.datasource.username and .password, or DB_USER and DB_PASSWORD) and the server's pg_hba.conf.",
					false, refused, safeCause);
			case "3D000" -> new DatabaseUnavailableException("The database does not exist: " + said,
					"Create it with CREATE DATABASE, or correct the name in spring.datasource.url or DB_NAME.", true,
					refused, safeCause);
			case "53300" -> new DatabaseUnavailableException("The server has no connection left: " + said,
					"Close connections, make pools smaller, or raise max_connections on the server.", false, refused,
					safeCause);
			case "53200" -> new DatabaseUnavailableException("The server has no memory left for this: " + said,
					"If it is shared memory, one transaction changes more objects than the server has room to lock: raise max_locks_per_transaction, up to the number of tables, indexes and sequences that are made at once, and restart the server.",
					false, refused, safeCause);
			case "53100" -> new DatabaseUnavailableException("The server has no room left on its disk: " + said,
					"Make room, then start again.", false, refused, safeCause);
			case "57P03" -> new DatabaseUnavailableException("The server does not take connections now: " + said,
					"Wait until it has started or recovered, then start again.", false, refused, safeCause);
			case "57P01", "57P02", "57P05" ->
				new DatabaseUnavailableException("The server ended the connection: " + said,
						"Look at the server's log for who ended it, then start again.", false, refused, safeCause);
			default -> new DatabaseUnavailableException("The database cannot be reached: " + said,
					"Check that the server runs, and host and port (spring.datasource.url, or DB_HOST and DB_PORT).",
					false, refused, safeCause);
		};
	}

	/** Nothing listens on the port; other than a time-out, that is an answer. */
	private static boolean refusedByHost(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException) {
				return true;
			}
		}
		return false;
	}

	/** The driver only says that the attempt failed. */
	private static String unknownHost(SQLException failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof UnknownHostException host) {
				return "the host \"" + host.getMessage() + "\" is unknown: ";
			}
		}
		return "";
	}

	/**
	 * Tell of a run whose session, and with it its lock, is gone.
	 * @param failure what using the session threw
	 * @param doing what the run was doing
	 * @return the exception to throw
	 */
	public static DatabaseUnavailableException sessionLost(SQLException failure, String doing) {
		SQLException cause = SqlFailure.innermost(failure);
		return new DatabaseUnavailableException(
				"The session of the run was lost, and the lock with it, while " + doing + ": "
						+ ended(SqlFailure.message(cause)),
				"Look at the server's log and the network for what ended it, then start again. What was committed before stays; the next run goes on from there, or takes it back.",
				false, false, SqlFailure.withoutData(cause));
	}

	/**
	 * Tell of a database that did not answer in time.
	 * @param milliseconds how long was waited
	 * @return the exception to throw
	 */
	public static DatabaseUnavailableException noAnswer(long milliseconds) {
		return new DatabaseUnavailableException("The database did not answer within " + milliseconds + " ms.",
				"Check that the server runs and is not overloaded, and the network between.", false, false, null);
	}

	/**
	 * Tell of a database that was asked just now for the first time.
	 * @return the exception to throw
	 */
	public static DatabaseUnavailableException noAnswerYet() {
		return new DatabaseUnavailableException(
				"It is not known yet whether the database has all that is expected: it has not answered so far.",
				"Ask again in a moment.", false, false, null);
	}

	/**
	 * Tell of a database that has not answered for some time.
	 * @param since its last answer, or when it was asked first where there is none
	 * @param cause why the last question was not answered, or {@code null} where it is
	 * still waiting
	 * @return the exception to throw
	 */
	public static DatabaseUnavailableException noAnswerSince(Instant since, @Nullable MigrationException cause) {
		return new DatabaseUnavailableException(
				"The database did not answer since " + since.truncatedTo(ChronoUnit.SECONDS) + "."
						+ ((cause != null) ? " The last failure: " + ended(cause.getMessage()) : ""),
				"Check that the server runs and is not overloaded, the network between, and that the connection pool has a connection to give.",
				false, false, cause);
	}

	private static String ended(String sentence) {
		return sentence.endsWith(".") ? sentence : sentence + ".";
	}

	/**
	 * Returns whether the server is there but has no database of that name.
	 * @return whether the database is missing
	 */
	public boolean databaseMissing() {
		return this.databaseMissing;
	}

	/**
	 * Returns whether the server or its host said no, other than by not answering:
	 * nothing listens on the port, the user is not let in, there is no such database.
	 * @return whether the connection was refused
	 */
	public boolean refused() {
		return this.refused;
	}

}
