package io.automigrate.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.history.JournalEntry.LastBatch;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of migrations outside of transactions, with a row for each that has begun
 * and not ended.
 */
public final class JournalTable {

	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %s (
				version varchar(255) PRIMARY KEY,
				down boolean NOT NULL,
				done integer NOT NULL,
				done_checksum text NOT NULL,
				under_way text,
				error text,
				last_key text[],
				rows bigint,
				changed bigint,
				begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
				changed_at timestamptz NOT NULL
			)""";

	private final String table;

	/**
	 * Create the journal's access.
	 * @param names where it is
	 */
	public JournalTable(HistoryNames names) {
		this.table = names.journal().quoted();
	}

	static String createSql(HistoryNames names) {
		return CREATE.formatted(names.journal().quoted());
	}

	/**
	 * Read what has begun and not ended.
	 * @param connection a connection
	 * @return the entries by version
	 * @throws SQLException if it cannot be read
	 */
	public List<JournalEntry> read(Connection connection) throws SQLException {
		List<JournalEntry> entries = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"SELECT version, down, done, done_checksum, under_way, error, last_key, rows, changed FROM "
								+ this.table + " ORDER BY version")) {
			while (row.next()) {
				entries.add(new JournalEntry(row.getString(1), row.getBoolean(2), row.getInt(3), row.getString(4),
						row.getString(5), row.getString(6), lastBatch(row)));
			}
		}
		return entries;
	}

	private static @Nullable LastBatch lastBatch(ResultSet row) throws SQLException {
		Array lastKey = row.getArray(7);
		return (lastKey != null) ? new LastBatch(List.of((String[]) lastKey.getArray()), row.getLong(8), row.getLong(9))
				: null;
	}

	/**
	 * Write how far a migration has come.
	 * @param connection a connection
	 * @param entry the entry
	 * @throws SQLException if it cannot be written
	 */
	public void write(Connection connection, JournalEntry entry) throws SQLException {
		HistoryTable.execute(connection, upsert(entry));
	}

	/**
	 * Write how far a migration has come, unless somebody else has written meanwhile.
	 * @param connection a connection
	 * @param before what was written last, or {@code null} for nothing
	 * @param entry the entry
	 * @return whether it was written
	 * @throws SQLException if it cannot be written
	 */
	public boolean advance(Connection connection, @Nullable JournalEntry before, JournalEntry entry)
			throws SQLException {
		String unchanged = (before != null)
				? "j.done = " + before.done() + " AND j.last_key IS NOT DISTINCT FROM " + lastKey(before) : "false";
		try (Statement statement = connection.createStatement()) {
			return statement.executeUpdate(upsert(entry) + " WHERE " + unchanged) == 1;
		}
	}

	private String upsert(JournalEntry entry) {
		LastBatch last = entry.lastBatch();
		return "INSERT INTO " + this.table
				+ " AS j (version, down, done, done_checksum, under_way, error, last_key, rows, changed, changed_at) VALUES ("
				+ String.join(", ", Identifier.literal(entry.version()), String.valueOf(entry.down()),
						String.valueOf(entry.done()), Identifier.literal(entry.doneChecksum()),
						Identifier.literalOrNull(entry.underWay()), Identifier.literalOrNull(entry.error()),
						lastKey(entry), (last != null) ? last.rows() + ", " + last.changed() : "NULL, NULL")
				+ ", clock_timestamp()) ON CONFLICT (version) DO UPDATE SET down = excluded.down, done = excluded.done,"
				+ " done_checksum = excluded.done_checksum, under_way = excluded.under_way, error = excluded.error,"
				+ " last_key = excluded.last_key, rows = excluded.rows, changed = excluded.changed,"
				+ " changed_at = excluded.changed_at";
	}

	private static String lastKey(JournalEntry entry) {
		LastBatch last = entry.lastBatch();
		return (last != null)
				? last.key().stream().map(Identifier::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"))
				: "NULL::text[]";
	}

	/**
	 * Forget a migration.
	 * @param connection a connection
	 * @param version its version
	 * @throws SQLException if it cannot be removed
	 */
	public void remove(Connection connection, String version) throws SQLException {
		HistoryTable.execute(connection,
				"DELETE FROM " + this.table + " WHERE version = " + Identifier.literal(version));
	}

}
