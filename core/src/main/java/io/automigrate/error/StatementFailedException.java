package io.automigrate.error;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL rejected a statement, of a source or of a plan.
 */
public class StatementFailedException extends MigrationException {

	private static final int SHOWN_CHARACTERS = 300;

	private final String script;

	private final int line;

	private final int column;

	private final String statement;

	private final @Nullable String sqlState;

	private final @Nullable String conflictingKeys;

	private final @Nullable String hint;

	/**
	 * Create an exception from what PostgreSQL answered.
	 * @param script the source's name, or what the plan calls its own statements
	 * @param firstLine the line of the script that the statement starts in, from 1
	 * @param firstColumn the column that it starts in, from 1
	 * @param statement the statement as it was sent
	 * @param failure what was answered
	 * @param wayOut what can be done, before PostgreSQL's own hint
	 */
	public StatementFailedException(String script, int firstLine, int firstColumn, String statement,
			SQLException failure, String wayOut) {
		this(script, statement, failure, wayOut,
				Place.of(firstLine, firstColumn, statement, SqlFailure.position(failure)));
	}

	private StatementFailedException(String script, String statement, SQLException failure, String wayOut,
			Place place) {
		super(message(script, place, statement, failure), withHint(wayOut, SqlFailure.hint(failure)),
				SqlFailure.withoutData(failure));
		this.script = script;
		this.line = place.line;
		this.column = place.column;
		this.statement = statement;
		this.sqlState = failure.getSQLState();
		this.conflictingKeys = SqlFailure.conflictingKeys(failure);
		this.hint = SqlFailure.hint(failure);
	}

	private StatementFailedException(StatementFailedException failure, String message, String wayOut) {
		super(message, wayOut, failure.getCause());
		this.script = failure.script;
		this.line = failure.line;
		this.column = failure.column;
		this.statement = failure.statement;
		this.sqlState = failure.sqlState;
		this.conflictingKeys = failure.conflictingKeys;
		this.hint = failure.hint;
	}

	/**
	 * Return the same failure where something else can be done about it.
	 * @param wayOut what can be done, before PostgreSQL's own hint
	 * @return the failure
	 */
	public StatementFailedException withWayOut(String wayOut) {
		return new StatementFailedException(this, getMessage(), withHint(wayOut, this.hint));
	}

	/**
	 * Return the same failure with what stands in the way.
	 * @param inTheWay how many rows, of what, and some of their values, as a clause
	 * @return the failure
	 */
	public StatementFailedException with(String inTheWay) {
		return new StatementFailedException(this, getMessage() + "; " + inTheWay, wayOut());
	}

	public String script() {
		return this.script;
	}

	public int line() {
		return this.line;
	}

	/**
	 * Returns the column of the error in its line.
	 * @return the column from 1, or 0 where PostgreSQL named no position
	 */
	public int column() {
		return this.column;
	}

	public String statement() {
		return this.statement;
	}

	public @Nullable String sqlState() {
		return this.sqlState;
	}

	/**
	 * Returns which two keys an exclusion constraint found in conflict. They are values
	 * of rows, and not part of the message.
	 * @return PostgreSQL's sentence, or {@code null} where that is not why the statement
	 * failed
	 */
	public @Nullable String conflictingKeys() {
		return this.conflictingKeys;
	}

	private static String message(String script, Place place, String statement, SQLException failure) {
		String at = script + ", line " + place.line + ((place.column > 0) ? ", column " + place.column : "");
		String detail = SqlFailure.detail(failure);
		return at + ": " + SqlFailure.message(failure) + ((detail != null) ? " (" + detail + ")" : "") + "; statement: "
				+ shortened(statement);
	}

	private static String withHint(String wayOut, @Nullable String hint) {
		return (hint != null) ? wayOut + " PostgreSQL's hint: " + hint : wayOut;
	}

	private static String shortened(String statement) {
		String oneLine = statement.replaceAll("\\s+", " ");
		return (oneLine.length() <= SHOWN_CHARACTERS) ? oneLine : oneLine.substring(0, SHOWN_CHARACTERS) + "…";
	}

	/** PostgreSQL counts characters, not UTF-16 units. */
	private record Place(int line, int column) {

		static Place of(int firstLine, int firstColumn, String statement, int position) {
			if (position <= 0 || position - 1 > statement.codePointCount(0, statement.length())) {
				return new Place(firstLine, 0);
			}
			String before = statement.substring(0, statement.offsetByCodePoints(0, position - 1));
			int lines = (int) before.chars().filter((c) -> c == '\n').count();
			int lineStart = before.lastIndexOf('\n') + 1;
			return new Place(firstLine + lines,
					before.codePointCount(lineStart, before.length()) + ((lines == 0) ? firstColumn : 1));
		}

	}

}
