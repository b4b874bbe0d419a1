package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.automigrate.catalog.CatalogFingerprint;
import io.automigrate.catalog.OwnTables;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.RememberedSchemas;
import io.automigrate.history.TableAccess;
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

	/** What an older release's table lacks, and how it is added. */
	private static final Map<String, String> ADDED = Map.of("heads", "text[] NOT NULL DEFAULT '{}'", "belongs_to",
			"text");

	/** What is said of a history that there is not, or that an older tool has made. */
	private static final String NO_HISTORY = "/none";

	/**
	 * The fingerprint is taken once for each list of schemas, which the rows of one
	 * application share. A row that was written for another current schema is about other
	 * tables, and one without schemas about no catalogs at all.
	 */
	private static final String RECALL = """
			WITH state AS MATERIALIZED (
				SELECT desired, live, schemas, own_schema, tables, differences, heads, belongs_to FROM %s
				WHERE (own_schema = current_schema() OR own_schema = %s) AND schemas <> '{}'
			), present AS MATERIALIZED (
				SELECT l.schemas, %s AS live FROM (SELECT DISTINCT schemas FROM state) l
			)
			SELECT s.desired, s.live, s.schemas::text[], s.tables, s.differences, s.heads, s.belongs_to
			FROM state s JOIN present p ON p.schemas = s.schemas AND p.live = s.live""";

	/**
	 * Where there is no such table or column, or the role must not read it, there is
	 * nothing to recall: another role's run has made it, or another release's. Caught by
	 * the server, that is no error in its log.
	 */
	private static final String BLOCK = """
			DECLARE recalled CONSTANT refcursor := 'automigrate_recalled';
			BEGIN
				OPEN recalled FOR EXECUTE %s;
			EXCEPTION WHEN undefined_table OR undefined_column OR insufficient_privilege THEN
				OPEN recalled FOR SELECT WHERE false;
			END""";

	/** Both statements are sent together, and are one transaction. */
	private static final String QUIETLY = "/* what runs have remembered */ DO %s; FETCH ALL FROM automigrate_recalled";

	/** Undefined table or column, and no privilege to read it. */
	private static final Set<String> GONE = Set.of("42P01", "42501", "42703");

	private final @Nullable String configuredSchema;

	/** The history's table, or {@code null} where there is none. */
	private final @Nullable String history;

	private final @Nullable String historySchema;

	private StateTable(@Nullable String configuredSchema, @Nullable String history, @Nullable String historySchema) {
		this.configuredSchema = configuredSchema;
		this.history = history;
		this.historySchema = historySchema;
	}

	/**
	 * Create the table's access. It lives in the first of the configured schemas, or else
	 * in the connection's own.
	 * @param settings the settings
	 * @param versioned whether what is remembered is true only as long as the same
	 * migrations are applied
	 */
	static StateTable of(MigrationSettings settings, boolean versioned) {
		String schema = settings.schemas().isEmpty() ? null : settings.schemas().get(0);
		String historySchema = (settings.versioned().schema() != null) ? settings.versioned().schema() : schema;
		return new StateTable(schema, versioned ? settings.versioned().table() : null, historySchema);
	}

	/**
	 * The fingerprint as an expression: of the catalogs, and of what is applied.
	 * @param ownSchema the history's schema unless settings name one; {@code null} for
	 * the one that is found on the path
	 */
	private String liveSql(String schemas, @Nullable String ownSchema) {
		String catalogs = CatalogFingerprint.sql(schemas);
		if (this.history == null) {
			return catalogs;
		}
		return "(" + catalogs + " || '/' || " + HistoryTable.fingerprintSql(historyTable(ownSchema)) + ")";
	}

	private String historyTable(@Nullable String ownSchema) {
		String schema = (this.historySchema != null) ? this.historySchema : ownSchema;
		String name = Objects.requireNonNull(this.history);
		return (schema != null) ? new QualifiedName(schema, name).quoted() : Identifier.quote(name);
	}

	/**
	 * Ask for everything that is remembered and still true of the catalogs, in one
	 * question.
	 * @param connection a connection with its own {@code search_path}, outside of a
	 * transaction
	 * @return what was found in place; empty also where no run has ended here yet
	 * @throws SQLException if the question could not be asked
	 */
	List<Entry> recall(Connection connection) throws SQLException {
		String configured = (this.configuredSchema != null) ? Identifier.literal(this.configuredSchema) : "NULL";
		String question = RECALL.formatted(table(this.configuredSchema), configured, liveSql("l.schemas", null));
		try (Statement statement = connection.createStatement()) {
			statement.execute(QUIETLY.formatted(Identifier.literal(BLOCK.formatted(Identifier.literal(question)))));
			while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
				try (ResultSet row = statement.getResultSet()) {
					return (row != null) ? entries(row) : List.of();
				}
			}
			return List.of();
		}
	}

	private static List<Entry> entries(ResultSet row) throws SQLException {
		List<Entry> entries = new ArrayList<>();
		while (row.next()) {
			RunResult found = RunResult.inPlace(strings(row, 4), strings(row, 5), strings(row, 6), row.getString(7));
			entries.add(new Entry(row.getString(1), row.getString(2), strings(row, 3), found));
		}
		return entries;
	}

	/**
	 * Find the tables that the role must not read and that starts are faster with.
	 * @param connection a connection with its own {@code search_path}
	 * @return their names as SQL has them
	 * @throws SQLException if the question could not be asked
	 */
	List<String> unreadable(Connection connection) throws SQLException {
		List<String> tables = new ArrayList<>(
				List.of(table(this.configuredSchema), new RememberedSchemas(this.configuredSchema).table()));
		if (this.history != null) {
			tables.add(historyTable(null));
		}
		return TableAccess.of(connection, tables)
			.stream()
			.filter((each) -> each.exists() && !each.readable())
			.map(TableAccess::table)
			.toList();
	}

	/**
	 * Ask for the fingerprint alone.
	 * @param connection a connection outside of a transaction
	 * @param schemas the schemas it is taken of
	 * @return the fingerprint
	 * @throws SQLException if the question could not be asked
	 */
	String live(Connection connection, Collection<String> schemas) throws SQLException {
		if (this.history != null && !historyComplete(TableAccess.of(connection, historyTable(null)))) {
			return ask(connection, CatalogFingerprint.sql(names(schemas))) + NO_HISTORY;
		}
		return ask(connection, liveSql(names(schemas), null));
	}

	/**
	 * Ask for the fingerprint of the history alone.
	 * @param connection a connection outside of a transaction
	 * @return the fingerprint
	 * @throws SQLException if the question could not be asked
	 */
	String history(Connection connection) throws SQLException {
		String table = historyTable(null);
		return historyComplete(TableAccess.of(connection, table)) ? ask(connection, HistoryTable.fingerprintSql(table))
				: NO_HISTORY;
	}

	/** An older tool's history has no checksums. */
	private static boolean historyComplete(TableAccess history) {
		return history.readable() && history.columns().contains("checksum");
	}

	/**
	 * Look whether the fingerprint is still the same, in one question.
	 * @param connection a connection outside of a transaction
	 * @param schemas the schemas it was taken of
	 * @param live what it was
	 * @return whether it is
	 * @throws SQLException if the question could not be asked
	 */
	boolean still(Connection connection, Collection<String> schemas, String live) throws SQLException {
		boolean noHistory = live.endsWith(NO_HISTORY);
		try {
			return !noHistory && live.equals(ask(connection, liveSql(names(schemas), null)));
		}
		catch (SQLException ex) {
			// The history was there when the fingerprint was taken.
			if (this.history == null || ex.getSQLState() == null || !GONE.contains(ex.getSQLState())) {
				throw ex;
			}
			return false;
		}
	}

	private static String ask(Connection connection, String expression) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT " + expression)) {
			row.next();
			return row.getString(1);
		}
	}

	/**
	 * Remember that all is in place, in the run's own transaction.
	 * @param connection the run's connection
	 * @param ownSchema the schema that unqualified names mean
	 * @param schemas the managed schemas
	 * @param desired the fingerprint of what is asked for
	 * @param result what was found
	 * @param application who found it
	 * @return the catalogs' fingerprint, or {@code null} where the table is another
	 * role's and this one may not write it
	 * @throws SQLException if it could not be written
	 */
	@Nullable String remember(Connection connection, String ownSchema, Collection<String> schemas, String desired,
			RunResult result, String application) throws SQLException {
		String schema = (this.configuredSchema != null) ? this.configuredSchema : ownSchema;
		TableAccess present = TableAccess.of(connection, table(schema));
		if (present.exists() && !present.writable()) {
			return null;
		}
		String sql = """
				CREATE TABLE IF NOT EXISTS %1$s (desired text PRIMARY KEY, live text NOT NULL, schemas name[] NOT NULL,
					own_schema name NOT NULL, tables text[] NOT NULL, differences text[] NOT NULL,
					heads text[] NOT NULL DEFAULT '{}', belongs_to text,
					application text NOT NULL, verified_at timestamptz NOT NULL DEFAULT now());
				DELETE FROM %1$s WHERE desired IN (SELECT desired FROM %1$s WHERE desired <> %2$s
					ORDER BY verified_at DESC OFFSET %3$d);
				INSERT INTO %1$s (desired, live, schemas, own_schema, tables, differences, application, heads,
					belongs_to)
				VALUES (%2$s, %4$s, %5$s, %6$s, %7$s, %8$s, %9$s, %10$s, %11$s)
				ON CONFLICT (desired) DO UPDATE SET live = excluded.live, schemas = excluded.schemas,
					own_schema = excluded.own_schema, tables = excluded.tables, differences = excluded.differences,
					application = excluded.application, heads = excluded.heads, belongs_to = excluded.belongs_to,
					verified_at = now()
				RETURNING live""".formatted(table(schema), Identifier.literal(desired), KEPT,
				liveSql(names(schemas), ownSchema), names(schemas), Identifier.literal(schema),
				array(result.expectedTables(), "text[]"), array(result.differences(), "text[]"),
				Identifier.literal(application), array(result.versioned().heads(), "text[]"),
				Identifier.literalOrNull(result.belongsTo()));
		try (Statement statement = connection.createStatement()) {
			for (Map.Entry<String, String> column : ADDED.entrySet()) {
				if (present.exists() && !present.columns().contains(column.getKey())) {
					statement.execute("ALTER TABLE " + table(schema) + " ADD COLUMN " + column.getKey() + " "
							+ column.getValue());
				}
			}
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

	private static String table(@Nullable String schema) {
		return (schema != null) ? new QualifiedName(schema, OwnTables.STATE).quoted()
				: Identifier.quote(OwnTables.STATE);
	}

	private static String names(Collection<String> names) {
		return array(names, "name[]");
	}

	private static String array(Collection<String> values, String type) {
		return "ARRAY[" + Identifier.literals(values) + "]::" + type;
	}

	private static List<String> strings(ResultSet row, int column) throws SQLException {
		return List.of((String[]) row.getArray(column).getArray());
	}

	/**
	 * What is remembered and still true.
	 *
	 * @param desired the fingerprint of what was asked for
	 * @param live the catalogs' fingerprint
	 * @param schemas the managed schemas
	 * @param found what a run found
	 */
	record Entry(String desired, String live, List<String> schemas, RunResult found) {

	}

}
