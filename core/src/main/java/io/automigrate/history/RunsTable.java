package io.automigrate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.automigrate.history.RunRecord.Outcome;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The table that keeps every run that did something, or failed to. Rows are only added
 * and, once, ended.
 */
public final class RunsTable {

	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %s (
				id bigserial PRIMARY KEY,
				kind text NOT NULL,
				command text NOT NULL,
				target text,
				started_at timestamptz NOT NULL,
				ended_at timestamptz,
				outcome text NOT NULL,
				error text,
				application text NOT NULL,
				run_by text NOT NULL DEFAULT session_user,
				statements jsonb NOT NULL DEFAULT '[]',
				fingerprint_before text,
				fingerprint_after text
			)""";

	private final String table;

	/**
	 * Create the table's access.
	 * @param names where it is
	 */
	public RunsTable(HistoryNames names) {
		this.table = names.runs().quoted();
	}

	static String createSql(HistoryNames names) {
		return CREATE.formatted(names.runs().quoted());
	}

	/**
	 * Add a row.
	 * @param connection a connection
	 * @param run what is known of the run
	 * @return the row's number
	 * @throws SQLException if it cannot be written
	 */
	public long add(Connection connection, Entry run) throws SQLException {
		String sql = "INSERT INTO " + this.table
				+ " (kind, command, target, started_at, ended_at, outcome, error, application, statements, fingerprint_before, fingerprint_after) VALUES ("
				+ String.join(", ", Identifier.literal(run.origin().kind().name().toLowerCase(Locale.ROOT)),
						Identifier.literal(run.origin().command()), Identifier.literal(run.target()),
						"to_timestamp(" + run.startedAt().toEpochMilli() / 1000.0 + ")",
						(run.outcome() == Outcome.RUNNING) ? "NULL" : "clock_timestamp()", outcome(run.outcome()),
						Identifier.literalOrNull(run.error()), Identifier.literal(run.application()),
						Identifier.literal(run.statements()) + "::jsonb", Identifier.literalOrNull(run.before()),
						(run.afterSql() != null) ? run.afterSql() : "NULL")
				+ ") RETURNING id";
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getLong(1);
		}
	}

	/**
	 * Tell how a run ended.
	 * @param connection a connection
	 * @param id the row's number
	 * @param run what is known of the run by now
	 * @throws SQLException if it cannot be written
	 */
	public void end(Connection connection, long id, Entry run) throws SQLException {
		HistoryTable.execute(connection,
				"UPDATE " + this.table + " SET ended_at = clock_timestamp(), outcome = " + outcome(run.outcome())
						+ ", error = " + Identifier.literalOrNull(run.error()) + ", statements = "
						+ Identifier.literal(run.statements()) + "::jsonb, fingerprint_after = "
						+ ((run.afterSql() != null) ? run.afterSql() : "NULL") + " WHERE id = " + id);
	}

	/**
	 * Tell of runs that never said how they ended. Whoever has the lock knows that they
	 * are over.
	 * @param connection a connection
	 * @throws SQLException if it cannot be written
	 */
	public void endInterrupted(Connection connection) throws SQLException {
		HistoryTable.execute(connection, "UPDATE " + this.table + " SET outcome = " + outcome(Outcome.INTERRUPTED)
				+ " WHERE outcome = " + outcome(Outcome.RUNNING));
	}

	/**
	 * Read the latest runs.
	 * @param connection a connection
	 * @param limit how many at most
	 * @return the runs, the latest first
	 * @throws SQLException if they cannot be read
	 */
	public List<RunRecord> latest(Connection connection, int limit) throws SQLException {
		List<RunRecord> runs = new ArrayList<>();
		String sql = "SELECT id, kind, command, target, started_at, ended_at, outcome, error, application, run_by, statements, fingerprint_before, fingerprint_after FROM "
				+ this.table + " ORDER BY id DESC LIMIT " + limit;
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				Timestamp ended = row.getTimestamp(6);
				runs.add(new RunRecord(row.getLong(1), RunKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
						row.getString(3), row.getString(4), row.getTimestamp(5).toInstant(),
						(ended != null) ? ended.toInstant() : null,
						Outcome.valueOf(row.getString(7).toUpperCase(Locale.ROOT)), row.getString(8), row.getString(9),
						row.getString(10), row.getString(11), row.getString(12), row.getString(13)));
			}
		}
		return runs;
	}

	private static String outcome(Outcome outcome) {
		return Identifier.literal(outcome.name().toLowerCase(Locale.ROOT));
	}

	/**
	 * What is known of a run.
	 *
	 * @param origin what it was started by
	 * @param target how far it is to go
	 * @param startedAt when it began
	 * @param outcome how it ended, if it has
	 * @param error what ended it, or {@code null}
	 * @param application the application
	 * @param statements what was run, as a JSON array
	 * @param before the catalogs' fingerprint before it, or {@code null}
	 * @param afterSql an expression for the catalogs' fingerprint after it, or
	 * {@code null}
	 */
	public record Entry(RunOrigin origin, String target, Instant startedAt, Outcome outcome, @Nullable String error,
			String application, String statements, @Nullable String before, @Nullable String afterSql) {

	}

}
