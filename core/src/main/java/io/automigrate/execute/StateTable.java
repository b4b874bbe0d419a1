package io.automigrate.execute;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.CatalogFingerprint;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for what was asked for which catalogs were found in place, so that a start
 * that meets both again is over after one question. One row for each desired schema, so
 * that two releases of an application, or two applications, do not take turns.
 */
final class StateTable {

	/** How many desired schemas are remembered. */
	private static final int KEPT = 20;

	private final List<String> schemas;

	private final @Nullable String configuredSchema;

	/**
	 * Create the table's access.
	 * @param configured the configured schemas; the table lives in the first, or else in
	 * the connection's own
	 * @param mentioned the schemas that sources create things in
	 */
	StateTable(List<String> configured, Collection<String> mentioned) {
		this.configuredSchema = configured.isEmpty() ? null : configured.get(0);
		this.schemas = Stream.concat(configured.stream(), mentioned.stream()).distinct().toList();
	}

	/**
	 * Ask for the catalogs' fingerprint together with what is remembered of it. The
	 * connection has its own {@code search_path}.
	 * @param connection a connection
	 * @param desired the fingerprint of what is asked for
	 * @return the answer
	 * @throws SQLException with SQLSTATE 42P01 where no run has ended here yet
	 */
	Answer ask(Connection connection, String desired) throws SQLException {
		String sql = """
				SELECT f.live, s.tables, s.differences
				FROM (SELECT %s AS live) f
				LEFT JOIN %s s ON s.desired = %s AND s.live = f.live""".formatted(fingerprint(),
				table(this.configuredSchema), Identifier.literal(desired));
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			Array tables = row.getArray(2);
			return new Answer(row.getString(1), (tables != null) ? new RunResult(strings(tables), List.of(), List.of(),
					List.of(), List.of(), strings(row.getArray(3))) : null);
		}
	}

	/**
	 * Ask for the catalogs' fingerprint alone.
	 * @param connection a connection with its own {@code search_path}
	 * @return the fingerprint
	 * @throws SQLException if the question could not be asked
	 */
	String live(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT " + fingerprint())) {
			row.next();
			return row.getString(1);
		}
	}

	/**
	 * Returns whether the table is there, as seen from the connection.
	 * @param connection a connection with its own {@code search_path}
	 * @return whether {@link #ask} can be called
	 * @throws SQLException if the question could not be asked
	 */
	boolean exists(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_catalog.to_regclass("
						+ Identifier.literal(table(this.configuredSchema)) + ") IS NOT NULL")) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Remember that all is in place, in the run's own transaction.
	 * @param connection the run's connection, with an empty {@code search_path}
	 * @param currentSchema the schema that is the connection's own outside of the run
	 * @param desired the fingerprint of what is asked for
	 * @param result what was found
	 * @param application who found it
	 * @return the catalogs' fingerprint
	 * @throws SQLException if it could not be written
	 */
	String remember(Connection connection, String currentSchema, String desired, RunResult result, String application)
			throws SQLException {
		String table = table((this.configuredSchema != null) ? this.configuredSchema : currentSchema);
		String live = fingerprint().replace("current_schema()", Identifier.literal(currentSchema) + "::name");
		String sql = """
				CREATE TABLE IF NOT EXISTS %1$s (desired text PRIMARY KEY, live text NOT NULL, tables text[] NOT NULL,
					differences text[] NOT NULL, application text NOT NULL, verified_at timestamptz NOT NULL DEFAULT now());
				DELETE FROM %1$s WHERE desired IN (SELECT desired FROM %1$s WHERE desired <> %2$s
					ORDER BY verified_at DESC OFFSET %3$d);
				INSERT INTO %1$s (desired, live, tables, differences, application)
				VALUES (%2$s, %4$s, %5$s, %6$s, %7$s)
				ON CONFLICT (desired) DO UPDATE SET live = excluded.live, tables = excluded.tables,
					differences = excluded.differences, application = excluded.application, verified_at = now()
				RETURNING live"""
			.formatted(table, Identifier.literal(desired), KEPT, live, array(result.expectedTables()),
					array(result.differences()), Identifier.literal(application));
		try (Statement statement = connection.createStatement()) {
			boolean rows = statement.execute(sql);
			while (!rows) {
				rows = statement.getMoreResults();
			}
			try (ResultSet row = statement.getResultSet()) {
				row.next();
				return row.getString(1);
			}
		}
	}

	/**
	 * Returns the catalogs' fingerprint as seen from the connection.
	 * @return an SQL expression
	 */
	private String fingerprint() {
		String own = (this.configuredSchema == null) ? " || current_schema()" : "";
		return CatalogFingerprint.sql(this.schemas, own);
	}

	private static String table(@Nullable String schema) {
		return (schema != null) ? new QualifiedName(schema, CatalogFingerprint.STATE_TABLE).quoted()
				: Identifier.quote(CatalogFingerprint.STATE_TABLE);
	}

	private static String array(List<String> values) {
		return values.stream().map(Identifier::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
	}

	private static List<String> strings(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

	/**
	 * What is remembered.
	 *
	 * @param live the catalogs' fingerprint
	 * @param remembered what a run found when the catalogs were like this, or
	 * {@code null}
	 */
	record Answer(String live, @Nullable RunResult remembered) {

	}

}
