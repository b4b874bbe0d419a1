package io.automigrate.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.catalog.OwnTables;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaBytes;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The desired schemas that runs have reached, and in which order: a row for each
 * application, unit and fingerprint of the sources' text. Only that text counts, since
 * policy and settings do not make another release.
 */
public final class RememberedSchemas {

	/** How many are kept of an application. */
	private static final int KEPT = 20;

	/** It is compressed already. */
	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %1$s (
				application text NOT NULL,
				unit text NOT NULL DEFAULT '',
				source text NOT NULL,
				release text,
				reached bigint NOT NULL,
				reached_at timestamptz NOT NULL DEFAULT clock_timestamp(),
				server_major integer NOT NULL,
				system_identifier bigint,
				database_oid oid NOT NULL,
				format integer NOT NULL,
				schema bytea,
				PRIMARY KEY (application, unit, source)
			);
			ALTER TABLE %1$s ALTER COLUMN schema SET STORAGE EXTERNAL""";

	private static final String DATABASE = "(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())";

	private static final String REACHED = """
			SELECT r.source, r.release, r.reached, r.reached_at, r.database_oid = %s
				AND (r.system_identifier IS NULL OR s.id IS NULL OR r.system_identifier = s.id)
			FROM %s r, (SELECT %s AS id) s WHERE %s ORDER BY r.reached""";

	private static final String ADD = """
			INSERT INTO %1$s AS r (application, unit, source, release, reached, server_major, system_identifier,
				database_oid, format, schema)
			SELECT %2$s, %3$s, %4$s, %5$s, coalesce(max(o.reached), 0) + 1,
				current_setting('server_version_num')::integer / 10000, %6$s, %7$s, %8$d, ?
			FROM %1$s o WHERE o.application = %2$s AND o.unit = %3$s
			ON CONFLICT (application, unit, source) DO UPDATE SET release = excluded.release,
				reached = excluded.reached, reached_at = excluded.reached_at, server_major = excluded.server_major,
				system_identifier = excluded.system_identifier, database_oid = excluded.database_oid,
				format = excluded.format, schema = excluded.schema""";

	private static final String FORGET = """
			DELETE FROM %1$s r WHERE %2$s AND r.reached < (SELECT min(k.reached) FROM (SELECT r.reached FROM %1$s r
				WHERE %2$s ORDER BY r.reached DESC LIMIT %3$d) k)""";

	private final String table;

	/**
	 * Create the table's access.
	 * @param schema the schema it lives in, or {@code null} for the connection's own
	 */
	public RememberedSchemas(@Nullable String schema) {
		this.table = (schema != null) ? new QualifiedName(schema, OwnTables.DESIRED).quoted()
				: Identifier.quote(OwnTables.DESIRED);
	}

	/**
	 * Return the table's name.
	 * @return the name as SQL has it
	 */
	public String table() {
		return this.table;
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
	 * Read what was reached, without the schemas themselves.
	 * @param connection a connection
	 * @param application the application
	 * @param unit the part of it
	 * @return what was reached, the last at the end; empty also where the table does not
	 * exist or must not be read
	 * @throws SQLException if it cannot be read
	 */
	public List<ReachedSchema> reached(Connection connection, String application, String unit) throws SQLException {
		List<ReachedSchema> reached = new ArrayList<>();
		if (!TableAccess.of(connection, this.table).readable()) {
			return reached;
		}
		String sql = REACHED.formatted(DATABASE, this.table, system(connection), rows(application, unit));
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				reached.add(new ReachedSchema(row.getString(1), row.getString(2), row.getLong(3),
						row.getTimestamp(4).toInstant(), row.getBoolean(5)));
			}
		}
		return reached;
	}

	/**
	 * Find a desired schema that was reached.
	 * @param connection a connection
	 * @param application the application
	 * @param unit the part of it
	 * @param source the fingerprint of the sources' text
	 * @return the schema, or {@code null} where it is not remembered, or not in a form
	 * that this release can read
	 * @throws SQLException if the table cannot be read
	 */
	public @Nullable Schema find(Connection connection, String application, String unit, String source)
			throws SQLException {
		if (!TableAccess.of(connection, this.table).readable()) {
			return null;
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT r.format, r.schema FROM " + this.table + " r WHERE "
						+ rows(application, unit) + " AND r.source = " + Identifier.literal(source))) {
			byte[] bytes = row.next() ? row.getBytes(2) : null;
			return (bytes != null) ? SchemaBytes.read(row.getInt(1), bytes) : null;
		}
	}

	/**
	 * Remember that a desired schema is the one that was reached last.
	 * @param connection a connection in a transaction
	 * @param application the application
	 * @param unit the part of it
	 * @param source the fingerprint of the sources' text
	 * @param release the mark of its release, or {@code null}
	 * @param schema the schema
	 * @throws SQLException if it cannot be written
	 */
	public void remember(Connection connection, String application, String unit, String source,
			@Nullable String release, Schema schema) throws SQLException {
		String add = ADD.formatted(this.table, Identifier.literal(application), Identifier.literal(unit),
				Identifier.literal(source), Identifier.literalOrNull(release), system(connection), DATABASE,
				SchemaBytes.FORMAT);
		try (PreparedStatement statement = connection.prepareStatement(add)) {
			statement.setBytes(1, SchemaBytes.write(schema));
			statement.executeUpdate();
		}
		HistoryTable.execute(connection, FORGET.formatted(this.table, rows(application, unit), KEPT));
	}

	/**
	 * Take what was reached in the database that this one is a copy of as reached in this
	 * one.
	 * @param connection a connection in a transaction
	 * @param application the application
	 * @param unit the part of it
	 * @throws SQLException if it cannot be written
	 */
	public void adopt(Connection connection, String application, String unit) throws SQLException {
		HistoryTable.execute(connection, "UPDATE " + this.table + " r SET system_identifier = " + system(connection)
				+ ", database_oid = " + DATABASE + " WHERE " + rows(application, unit));
	}

	private static String rows(String application, String unit) {
		return "r.application = " + Identifier.literal(application) + " AND r.unit = " + Identifier.literal(unit);
	}

	/**
	 * An expression for what tells this server from all others. PostgreSQL lets everybody
	 * ask, unless a DBA has revoked that; a function that must not be called cannot even
	 * stand in a query.
	 */
	private static String system(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')")) {
			row.next();
			return row.getBoolean(1) ? "(SELECT c.system_identifier FROM pg_catalog.pg_control_system() c)"
					: "NULL::bigint";
		}
	}

}
