package io.automigrate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.automigrate.catalog.OwnTables;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The instances of applications that are alive: each has a row, and says now and then
 * that it still is there. Only the server's clock counts.
 */
public final class InstancesTable {

	/** How long an instance counts as alive that says nothing, in seconds. */
	private static final int ALIVE_SECONDS = 60;

	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %s (
				id uuid PRIMARY KEY,
				application text NOT NULL,
				unit text NOT NULL DEFAULT '',
				release text,
				source text NOT NULL,
				host text NOT NULL,
				pid bigint NOT NULL,
				started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
				seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
			)""";

	private final String table;

	/**
	 * Create the table's access.
	 * @param schema the schema it lives in, or {@code null} for the connection's own
	 */
	public InstancesTable(@Nullable String schema) {
		this.table = (schema != null) ? new QualifiedName(schema, OwnTables.INSTANCES).quoted()
				: Identifier.quote(OwnTables.INSTANCES);
	}

	/**
	 * Make the table unless it is there.
	 * @param connection a connection in a transaction
	 * @throws SQLException if it cannot be made
	 */
	public void create(Connection connection) throws SQLException {
		if (!TableAccess.of(connection, this.table).exists()) {
			HistoryTable.execute(connection, CREATE.formatted(this.table));
		}
	}

	/**
	 * Ask what the role may do with the table.
	 * @param connection a connection
	 * @return the access to it
	 * @throws SQLException if the database cannot be asked
	 */
	public TableAccess access(Connection connection) throws SQLException {
		return TableAccess.of(connection, this.table);
	}

	/**
	 * Say that an instance is there. What has not been seen for a day is forgotten.
	 * @param connection a connection
	 * @param instance the instance
	 * @throws SQLException if it cannot be written
	 */
	public void beat(Connection connection, LiveInstance instance) throws SQLException {
		HistoryTable.execute(connection,
				"""
						INSERT INTO %1$s AS i (id, application, unit, release, source, host, pid)
						VALUES (%2$s, %3$s, %4$s, %5$s, %6$s, %7$s, %8$d)
						ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp();
						DELETE FROM %1$s WHERE seen_at < clock_timestamp() - interval '1 day'""".formatted(this.table,
						Identifier.literal(instance.id().toString()), Identifier.literal(instance.application()),
						Identifier.literal(instance.unit()), Identifier.literalOrNull(instance.release()),
						Identifier.literal(instance.source()), Identifier.literal(instance.host()), instance.pid()));
	}

	/**
	 * Say that an instance is gone.
	 * @param connection a connection
	 * @param id the instance
	 * @throws SQLException if it cannot be written
	 */
	public void leave(Connection connection, UUID id) throws SQLException {
		HistoryTable.execute(connection,
				"DELETE FROM " + this.table + " WHERE id = " + Identifier.literal(id.toString()));
	}

	/**
	 * List the instances of an application that have another desired schema and were seen
	 * within the last minute.
	 * @param connection a connection
	 * @param application the application
	 * @param unit the part of it
	 * @param source the fingerprint of the sources that are not looked for
	 * @return the instances by host; empty also where the table does not exist or must
	 * not be read
	 * @throws SQLException if the table cannot be read
	 */
	public List<LiveInstance> others(Connection connection, String application, String unit, String source)
			throws SQLException {
		List<LiveInstance> others = new ArrayList<>();
		if (!access(connection).readable()) {
			return others;
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						SELECT i.id, i.application, i.unit, i.release, i.source, i.host, i.pid,
							extract(epoch FROM clock_timestamp() - i.seen_at)::bigint
						FROM %s i
						WHERE i.application = %s AND i.unit = %s AND i.source <> %s
							AND i.seen_at > clock_timestamp() - make_interval(secs => %d)
						ORDER BY i.host, i.pid, i.id""".formatted(this.table, Identifier.literal(application),
						Identifier.literal(unit), Identifier.literal(source), ALIVE_SECONDS))) {
			while (row.next()) {
				others.add(new LiveInstance(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
						row.getString(4), row.getString(5), row.getString(6), row.getLong(7), row.getLong(8)));
			}
		}
		return others;
	}

}
