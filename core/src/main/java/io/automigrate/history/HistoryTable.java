package io.automigrate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.error.HistoryTableException;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The table of applied migrations. One that an older tool has made is adopted if it has
 * the columns that everybody knows; one of another shape is left alone.
 */
public final class HistoryTable {

	/** What older tools' tables have, with the types that will do. */
	private static final Map<String, Set<String>> BASE = Map.of("version", Set.of("character varying", "text"), "name",
			Set.of("character varying", "text"), "description", Set.of("character varying", "text"), "dependencies",
			Set.of("character varying", "text"), "applied_at",
			Set.of("timestamp without time zone", "timestamp with time zone"));

	/** What only this one's has. */
	private static final List<String> ADDED = List.of("checksum", "duration_ms", "applied_by", "application");

	private static final Set<String> FILLED = Set.of("id", "version", "name", "description", "dependencies",
			"created_at", "applied_at", "checksum", "duration_ms", "applied_by", "application");

	private static final String COLUMNS = """
			SELECT c.relkind, a.attname, format_type(a.atttypid, NULL), a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
				EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indnkeyatts = 1
					AND i.indkey[0] = a.attnum AND i.indpred IS NULL),
				pg_catalog.to_regclass(%s) IS NOT NULL AND pg_catalog.to_regclass(%s) IS NOT NULL
			FROM pg_catalog.pg_class c
			LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			WHERE c.oid = pg_catalog.to_regclass(%s)""";

	private static final String CREATE = """
			CREATE TABLE IF NOT EXISTS %1$s (
				id serial PRIMARY KEY,
				version varchar(255) UNIQUE NOT NULL,
				name varchar(255) NOT NULL,
				description text,
				dependencies text,
				created_at timestamptz DEFAULT now(),
				applied_at timestamptz DEFAULT now(),
				checksum text,
				duration_ms bigint,
				applied_by text DEFAULT session_user,
				application text
			)""";

	private static final String ADOPT = """
			ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS checksum text, ADD COLUMN IF NOT EXISTS duration_ms bigint,
				ADD COLUMN IF NOT EXISTS applied_by text, ADD COLUMN IF NOT EXISTS application text;
			ALTER TABLE %1$s ALTER applied_by SET DEFAULT session_user""";

	/** How long a version may be in the tables of older tools. */
	private static final int ONCE_LONGEST = 50;

	private static final String WIDEN = """
			DO $automigrate$ BEGIN
				IF EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(%1$s)
						AND attname = 'version' AND atttypmod BETWEEN 0 AND 258) THEN
					ALTER TABLE %2$s ALTER version TYPE varchar(255);
				END IF;
			END $automigrate$;
			""";

	private static final String ROWS = """
			SELECT id, version, name, description, dependencies, applied_at::timestamptz, %s FROM %s ORDER BY id""";

	private final HistoryNames names;

	private final String table;

	/**
	 * Create the table's access.
	 * @param names where it is
	 */
	public HistoryTable(HistoryNames names) {
		this.names = names;
		this.table = names.applied().quoted();
	}

	/**
	 * Return an expression that has another value whenever other migrations are applied.
	 * It fails where there is no such table, or an older tool's.
	 * @param table the table as SQL names it
	 * @return a scalar subquery of type text
	 */
	public static String fingerprintSql(String table) {
		return "(SELECT pg_catalog.count(*) || '.' || coalesce(pg_catalog.sum(pg_catalog.hashtextextended("
				+ "version || ' ' || coalesce(checksum, ''), id)), 0) FROM " + table + ")";
	}

	/**
	 * Look at the table, without changing it.
	 * @param connection a connection
	 * @return what there is
	 * @throws HistoryTableException if it is something else
	 * @throws SQLException if the database cannot be asked
	 */
	public Shape shape(Connection connection) throws SQLException {
		Map<String, String> types = new HashMap<>();
		List<String> problems = new ArrayList<>();
		boolean exists = false;
		boolean unique = false;
		boolean runs = false;
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(COLUMNS.formatted(Identifier.literal(this.names.runs().quoted()),
						Identifier.literal(this.names.journal().quoted()), Identifier.literal(this.table)))) {
			while (row.next()) {
				exists = true;
				runs = row.getBoolean(6);
				String column = row.getString(2);
				if (!row.getString(1).equals("r")) {
					throw new HistoryTableException(this.table, "it is no plain table");
				}
				if (column != null) {
					types.put(column, row.getString(3));
					unique |= column.equals("version") && row.getBoolean(5);
					if (row.getBoolean(4) && !FILLED.contains(column)) {
						problems.add("its column " + column + " takes no null and has no default");
					}
				}
			}
		}
		return exists ? shape(types, unique, problems, runs) : Shape.ABSENT;
	}

	private Shape shape(Map<String, String> types, boolean unique, List<String> problems, boolean runs) {
		List<String> missing = BASE.keySet().stream().filter((column) -> !types.containsKey(column)).sorted().toList();
		if (!missing.isEmpty() || !types.containsKey("id")) {
			throw new HistoryTableException(this.table,
					"it has no column " + (missing.isEmpty() ? "id" : String.join(", ", missing)));
		}
		BASE.forEach((column, allowed) -> {
			String type = types.get(column);
			if (type != null && !allowed.contains(type)) {
				problems.add("its column " + column + " is of type " + type);
			}
		});
		if (!unique) {
			problems.add("its column version is not unique");
		}
		if (!problems.isEmpty()) {
			throw new HistoryTableException(this.table, problems.stream().sorted().collect(Collectors.joining(", ")));
		}
		if (!types.keySet().containsAll(ADDED)) {
			return Shape.OLDER;
		}
		return runs ? Shape.COMPLETE : Shape.WITHOUT_RUNS;
	}

	/**
	 * Read all rows.
	 * @param connection a connection
	 * @param shape what there is
	 * @return the rows in the order in which migrations were applied
	 * @throws SQLException if it cannot be read
	 */
	public List<AppliedMigration> read(Connection connection, Shape shape) throws SQLException {
		List<AppliedMigration> rows = new ArrayList<>();
		if (shape == Shape.ABSENT) {
			return rows;
		}
		String added = (shape == Shape.OLDER) ? "NULL::text, NULL::bigint, NULL::text, NULL::text"
				: String.join(", ", ADDED);
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(ROWS.formatted(added, this.table))) {
			while (row.next()) {
				rows.add(applied(row));
			}
		}
		return rows;
	}

	private static AppliedMigration applied(ResultSet row) throws SQLException {
		Timestamp at = row.getTimestamp(6);
		long milliseconds = row.getLong(8);
		Duration duration = row.wasNull() ? null : Duration.ofMillis(milliseconds);
		return new AppliedMigration(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
				row.getString(5), (at != null) ? at.toInstant() : null, row.getString(7), duration, row.getString(9),
				row.getString(10));
	}

	/**
	 * Make the tables, or bring an older one up to date.
	 * @param connection a connection in a transaction
	 * @param shape what there is
	 * @throws SQLException if that is not possible
	 */
	public void prepare(Connection connection, Shape shape) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			String sql = prepareSql(shape, shape == Shape.ABSENT && !schemaExists(statement));
			if (!sql.isEmpty()) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Write what makes the tables, or brings an older one up to date.
	 * @param shape what there is
	 * @param withSchema whether their schema is to be made, too
	 * @return the statements with semicolons between them; empty where nothing is to be
	 * done
	 */
	public String prepareSql(Shape shape, boolean withSchema) {
		String schema = withSchema ? "CREATE SCHEMA IF NOT EXISTS " + Identifier.quote(this.names.schema()) + ";\n"
				: "";
		String own = switch (shape) {
			case ABSENT -> schema + CREATE.formatted(this.table) + ";\n";
			case OLDER -> ADOPT.formatted(this.table) + ";\n";
			case WITHOUT_RUNS, COMPLETE -> "";
		};
		return (shape == Shape.COMPLETE) ? ""
				: own + RunsTable.createSql(this.names) + ";\n" + JournalTable.createSql(this.names);
	}

	/** A role that may not create schemas may not even create one that is there. */
	private boolean schemaExists(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("SELECT pg_catalog.to_regnamespace("
				+ Identifier.literal(Identifier.quote(this.names.schema())) + ") IS NOT NULL")) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Mark migrations as applied, in one statement.
	 * @param connection a connection
	 * @param rows the migrations in the order in which they were applied
	 * @param application who applied them
	 * @throws SQLException if they cannot be written
	 */
	public void add(Connection connection, List<NewRow> rows, String application) throws SQLException {
		if (!rows.isEmpty()) {
			execute(connection, addSql(rows, application));
		}
	}

	/**
	 * Write the statement that marks migrations as applied.
	 * @param rows the migrations in the order in which they were applied; at least one
	 * @param application who applied them
	 * @return the statement
	 */
	public String addSql(List<NewRow> rows, String application) {
		List<String> versions = rows.stream().map(NewRow::version).toList();
		StringBuilder sql = new StringBuilder(widenSql(this.table, versions)).append("INSERT INTO ")
			.append(this.table)
			.append(" (version, name, description, dependencies, applied_at, checksum, duration_ms, applied_by, application) VALUES ");
		String separator = "";
		for (NewRow row : rows) {
			sql.append(separator).append('(').append(Identifier.literal(row.version())).append(", ");
			sql.append(Identifier.literal(row.name()))
				.append(", ")
				.append(Identifier.literalOrNull(row.description()))
				.append(", ");
			sql.append(Identifier.literal(row.dependencies())).append(", ");
			sql.append((row.appliedAt() != null) ? Identifier.literal(row.appliedAt().toString()) + "::timestamptz"
					: "clock_timestamp()");
			sql.append(", ").append(Identifier.literalOrNull(row.checksum())).append(", ");
			sql.append((row.duration() != null) ? row.duration().toMillis() : "NULL").append(", ");
			sql.append((row.appliedAt() != null) ? Identifier.literalOrNull(row.appliedBy()) : "session_user")
				.append(", ");
			sql.append(Identifier.literal(application)).append(')');
			separator = ",\n";
		}
		return sql.toString();
	}

	/** Make room for versions that an older table has none for. */
	static String widenSql(String table, List<String> versions) {
		return versions.stream().anyMatch((version) -> version.length() > ONCE_LONGEST)
				? WIDEN.formatted(Identifier.literal(table), table) : "";
	}

	/**
	 * Take migrations out of the history.
	 * @param connection a connection
	 * @param versions the versions
	 * @throws SQLException if they cannot be removed
	 */
	public void remove(Connection connection, Collection<String> versions) throws SQLException {
		if (!versions.isEmpty()) {
			execute(connection, removeSql(versions));
		}
	}

	/**
	 * Write the statement that takes migrations out of the history.
	 * @param versions the versions; at least one
	 * @return the statement
	 */
	public String removeSql(Collection<String> versions) {
		return "DELETE FROM " + this.table + " WHERE version IN (" + Identifier.literals(versions) + ")";
	}

	/**
	 * Write a statement that fails where migrations are applied, or are not.
	 * @param versions the versions; at least one
	 * @param applied whether they have to be applied
	 * @return the statement
	 */
	public String demandSql(Collection<String> versions, boolean applied) {
		String message = applied ? "not all of the migrations that are to be undone are applied"
				: "some of the migrations are applied already";
		return """
				DO $automigrate$ BEGIN
					IF (SELECT pg_catalog.count(*) FROM %s WHERE version IN (%s)) <> %d THEN
						RAISE EXCEPTION '%s' USING HINT = 'Write the script again.';
					END IF;
				END $automigrate$""".formatted(this.table, Identifier.literals(versions), applied ? versions.size() : 0,
				message);
	}

	/**
	 * Write other checksums.
	 * @param connection a connection
	 * @param checksums the checksums by version; empty ones are not checked any more
	 * @throws SQLException if they cannot be written
	 */
	public void setChecksums(Connection connection, Map<String, String> checksums) throws SQLException {
		if (!checksums.isEmpty()) {
			execute(connection,
					checksums.entrySet()
						.stream()
						.map((entry) -> "(" + Identifier.literal(entry.getKey()) + ", "
								+ Identifier.literal(entry.getValue()) + ")")
						.collect(Collectors.joining(", ",
								"UPDATE " + this.table + " h SET checksum = nullif(n.checksum, '') FROM (VALUES ",
								") n (version, checksum) WHERE h.version = n.version")));
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * What there is of the table.
	 */
	public enum Shape {

		/** Nothing of that name. */
		ABSENT,

		/** An older tool's table, which lacks columns. */
		OLDER,

		/** The table with all its columns, but none of runs beside it. */
		WITHOUT_RUNS,

		/** All there is. */
		COMPLETE

	}

}
