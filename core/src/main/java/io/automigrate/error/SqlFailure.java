package io.automigrate.error;

import java.sql.SQLException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Reads an {@link SQLException} without what must not reach a log: the server's detail
 * line of integrity violations (class 23) and data exceptions (class 22) quotes values of
 * rows, and so does the message of the latter.
 */
public final class SqlFailure {

	/** From the first quote to the last: the value itself may have some in it. */
	private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

	private SqlFailure() {
	}

	/**
	 * Return what the server said, without severity, and without values of rows.
	 * @param failure the failure
	 * @return one line
	 */
	public static String message(SQLException failure) {
		ServerErrorMessage server = serverMessage(failure);
		String message = (server != null) ? server.getMessage() : failure.getMessage();
		if (message == null) {
			return failure.getClass().getSimpleName();
		}
		return isDataException(failure) ? QUOTED.matcher(message).replaceAll("\"…\"").strip() : message.strip();
	}

	/**
	 * Return the server's detail where it speaks of objects rather than of data.
	 * @param failure the failure
	 * @return the detail, or {@code null}
	 */
	public static @Nullable String detail(SQLException failure) {
		ServerErrorMessage server = serverMessage(failure);
		return (server == null || quotesData(failure)) ? null : server.getDetail();
	}

	/**
	 * Return which two keys an exclusion constraint found in conflict. They are values of
	 * rows: for a message that has to show what stands in the way.
	 * @param failure the failure
	 * @return the server's sentence, without its full stop, or {@code null} where the
	 * failure is another one
	 */
	public static @Nullable String conflictingKeys(SQLException failure) {
		ServerErrorMessage server = serverMessage(failure);
		String detail = (server != null && "23P01".equals(server.getSQLState())) ? server.getDetail() : null;
		return (detail != null) ? detail.replaceFirst("\\.$", "") : null;
	}

	/**
	 * Return the server's hint.
	 * @param failure the failure
	 * @return the hint, or {@code null}
	 */
	public static @Nullable String hint(SQLException failure) {
		ServerErrorMessage server = serverMessage(failure);
		return (server != null) ? server.getHint() : null;
	}

	/**
	 * Return where in the statement the server found the error.
	 * @param failure the failure
	 * @return the position in characters, from 1; 0 where the server did not say
	 */
	public static int position(SQLException failure) {
		ServerErrorMessage server = serverMessage(failure);
		return (server != null) ? server.getPosition() : 0;
	}

	/**
	 * Return the same failure with nothing in it that quotes data, fit to be the cause of
	 * an exception that is logged.
	 * @param failure the failure
	 * @return a copy with the same SQLSTATE and stack
	 */
	public static SQLException withoutData(SQLException failure) {
		SQLException copy = new SQLException(message(failure), failure.getSQLState());
		copy.setStackTrace(failure.getStackTrace());
		return copy;
	}

	/**
	 * Return the last {@link SQLException} among the causes: pools wrap the driver's.
	 * @param failure the failure
	 * @return the innermost
	 */
	public static SQLException innermost(SQLException failure) {
		SQLException innermost = failure;
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql) {
				innermost = sql;
			}
		}
		return innermost;
	}

	private static boolean quotesData(SQLException failure) {
		String state = failure.getSQLState();
		return isDataException(failure) || (state != null && state.startsWith("23"));
	}

	/** Such as "invalid input syntax for type integer", followed by the input. */
	private static boolean isDataException(SQLException failure) {
		String state = failure.getSQLState();
		return state != null && state.startsWith("22");
	}

	private static @Nullable ServerErrorMessage serverMessage(SQLException failure) {
		return (failure instanceof PSQLException psql) ? psql.getServerErrorMessage() : null;
	}

}
