package io.automigrate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.history.StepEntry.State;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * The journal of steps, with a row for each step that takes something from writers, or
 * may leave something half-made, and whose run has not ended. Transactions are the
 * caller's: a row that is written in the step's own transaction is there if and only if
 * the step is.
 */
public final class StepJournal {

	/** What the table is called. */
	public static final String TABLE = "automigrate_steps";

	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %s (
				id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
				run text NOT NULL,
				application text NOT NULL,
				release text,
				desired text NOT NULL,
				host text NOT NULL,
				started_at timestamptz NOT NULL,
				"position" integer NOT NULL,
				total integer NOT NULL,
				title text NOT NULL,
				kind text NOT NULL,
				object text NOT NULL,
				undo text[] NOT NULL,
				state text NOT NULL
			)""";

	private static final String COLUMNS = "run, application, release, desired, host, started_at, \"position\", total,"
			+ " title, kind, object, undo, state";

	private final String table;

	/**
	 * Create the journal's access.
	 * @param schema the schema of its table
	 */
	public StepJournal(String schema) {
		this.table = new QualifiedName(schema, TABLE).quoted();
	}

	/**
	 * Create the table unless it is there, which takes no privilege then.
	 * @param connection a connection
	 * @throws SQLException if it cannot be created
	 */
	public void create(Connection connection) throws SQLException {
		if (!exists(connection)) {
			HistoryTable.execute(connection, CREATE.formatted(this.table));
		}
	}

	/**
	 * Returns whether the table is there.
	 * @param connection a connection
	 * @return whether it is
	 * @throws SQLException if the database cannot be asked
	 */
	public boolean exists(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"SELECT pg_catalog.to_regclass(" + Identifier.literal(this.table) + ") IS NOT NULL")) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Write a step.
	 * @param connection a connection
	 * @param entry the step, whose {@code id} is not looked at
	 * @return the id that it got
	 * @throws SQLException if it cannot be written
	 */
	public long add(Connection connection, StepEntry entry) throws SQLException {
		String values = String.join(", ", Identifier.literal(entry.run()), Identifier.literal(entry.application()),
				Identifier.literalOrNull(entry.release()), Identifier.literal(entry.desired()),
				Identifier.literal(entry.host()), Identifier.literal(entry.startedAt().toString()) + "::timestamptz",
				String.valueOf(entry.position()), String.valueOf(entry.total()), Identifier.literal(entry.title()),
				Identifier.literal(entry.kind()), Identifier.literal(entry.object()),
				"ARRAY[" + Identifier.literals(entry.undo()) + "]::text[]", Identifier.literal(entry.state().name()));
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"INSERT INTO " + this.table + " (" + COLUMNS + ") VALUES (" + values + ") RETURNING id")) {
			row.next();
			return row.getLong(1);
		}
	}

	/**
	 * Write how far a step has come.
	 * @param connection a connection
	 * @param id the step's id
	 * @param state how far
	 * @throws SQLException if it cannot be written
	 */
	public void mark(Connection connection, long id, State state) throws SQLException {
		HistoryTable.execute(connection,
				"UPDATE " + this.table + " SET state = " + Identifier.literal(state.name()) + " WHERE id = " + id);
	}

	/**
	 * Read the steps of all runs that have not ended.
	 * @param connection a connection
	 * @return the steps in the order in which they began; to undo them, go backwards
	 * @throws SQLException if they cannot be read
	 */
	public List<StepEntry> unfinished(Connection connection) throws SQLException {
		List<StepEntry> entries = new ArrayList<>();
		if (!exists(connection)) {
			return entries;
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement
					.executeQuery("SELECT id, " + COLUMNS + " FROM " + this.table + " ORDER BY id")) {
			while (row.next()) {
				entries.add(new StepEntry(row.getLong("id"), row.getString("run"), row.getString("application"),
						row.getString("release"), row.getString("desired"), row.getString("host"),
						row.getObject("started_at", OffsetDateTime.class).toInstant(), row.getInt("position"),
						row.getInt("total"), row.getString("title"), row.getString("kind"), row.getString("object"),
						List.of((String[]) row.getArray("undo").getArray()), State.valueOf(row.getString("state"))));
			}
		}
		return entries;
	}

	/**
	 * Remove all steps of a run.
	 * @param connection a connection
	 * @param run the run
	 * @throws SQLException if they cannot be removed
	 */
	public void removeRun(Connection connection, String run) throws SQLException {
		HistoryTable.execute(connection, "DELETE FROM " + this.table + " WHERE run = " + Identifier.literal(run));
	}

	/**
	 * Remove a step.
	 * @param connection a connection
	 * @param id the step's id
	 * @throws SQLException if it cannot be removed
	 */
	public void remove(Connection connection, long id) throws SQLException {
		HistoryTable.execute(connection, "DELETE FROM " + this.table + " WHERE id = " + id);
	}

}
