package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.automigrate.execute.DataLoss.Kind;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import io.automigrate.sql.SqlWords;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data that down migrations remove, without running them: what their statements
 * name is looked up in the catalog. Tables up to a few megabytes are counted, larger ones
 * estimated. Follows what the statements rename on their way.
 */
final class DataLosses {

	private static final long COUNTED_UP_TO = 8L << 20;

	private static final String TABLE = """
			SELECT c.oid, n.nspname, c.relname, coalesce(pg_catalog.sum(pg_catalog.pg_relation_size(l.oid)), 0)::bigint,
				CASE WHEN pg_catalog.bool_or(l.reltuples < 0) THEN NULL
					ELSE coalesce(pg_catalog.sum(l.reltuples), 0)::bigint END
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN LATERAL (SELECT p.relid FROM pg_catalog.pg_partition_tree(c.oid) p WHERE p.isleaf
				UNION SELECT c.oid WHERE c.relkind = 'r') parts ON true
			LEFT JOIN pg_catalog.pg_class l ON l.oid = parts.relid
			WHERE c.relkind IN ('r', 'p') AND %s GROUP BY c.oid, n.nspname, c.relname ORDER BY n.nspname, c.relname""";

	private static final String USES_OF_TYPE = """
			SELECT a.attrelid, a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
			JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
			WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
				AND pg_catalog.to_regtype(%s) IN (t.oid, t.typelem) ORDER BY 1, a.attnum""";

	private final Connection connection;

	private final List<DataLoss> losses = new ArrayList<>();

	/** What a table or a column is called now, by what it is called when it is named. */
	private final Map<List<String>, List<String>> renamed = new HashMap<>();

	private DataLosses(Connection connection) {
		this.connection = connection;
	}

	/** Look in a transaction that changes nothing. */
	static List<DataLoss> of(Session session, Territory territory, List<Migration> route) throws SQLException {
		session.begin();
		try {
			session.searchFirst(territory, true);
			try (Statement statement = session.connection().createStatement()) {
				statement.execute(
						"SET LOCAL transaction_read_only = on; SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s'");
			}
			DataLosses losses = new DataLosses(session.connection());
			for (Migration migration : route) {
				losses.add(migration);
			}
			return List.copyOf(losses.losses);
		}
		finally {
			session.rollbackPart();
		}
	}

	private void add(Migration migration) throws SQLException {
		if (migration.down() instanceof MigrationAction.Sql sql) {
			for (SqlStatement statement : sql.statements()) {
				new Reading(migration.version(), statement.script() + ", line " + statement.line())
					.read(new SqlWords(statement.text()));
			}
		}
		else {
			this.losses.add(new DataLoss(migration.version(), Kind.UNKNOWN, "Java code", null, null, false,
					migration.origin()));
		}
	}

	private List<String> now(List<String> name) {
		return this.renamed.getOrDefault(name, name);
	}

	private void rename(List<String> from, List<String> to) {
		this.renamed.put(to, now(from));
	}

	private static List<String> sibling(List<String> name, String other) {
		List<String> parts = new ArrayList<>(name);
		parts.set(parts.size() - 1, other);
		return parts;
	}

	private static String quoted(List<String> name) {
		return name.stream().map(Identifier::quote).collect(Collectors.joining("."));
	}

	private List<Found> tables(String condition) throws SQLException {
		List<Found> tables = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery(TABLE.formatted(condition))) {
			while (row.next()) {
				Long estimate = row.getObject(5, Long.class);
				tables.add(new Found(row.getLong(1), DataLoss.named(row.getString(2), row.getString(3)),
						row.getLong(4) <= COUNTED_UP_TO, estimate));
			}
		}
		return tables;
	}

	private List<Found> table(List<String> name) throws SQLException {
		return tables("c.oid = pg_catalog.to_regclass(" + Identifier.literal(quoted(now(name))) + ")");
	}

	/** Ask for one number; none where that fails, such as for a lock or a privilege. */
	private @Nullable Long number(String sql) throws SQLException {
		Savepoint before = this.connection.setSavepoint();
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			return row.next() ? row.getObject(1, Long.class) : null;
		}
		catch (SQLException ex) {
			this.connection.rollback(before);
			return null;
		}
	}

	/** A table as it is now. */
	private record Found(long oid, String name, boolean small, @Nullable Long estimate) {

	}

	/** One statement of one migration. */
	private final class Reading {

		/** What ends or changes the list of conditions that a count would need. */
		private static final List<String> NOT_COUNTED = List.of("USING", "RETURNING", "CURRENT");

		private final String version;

		private final String place;

		Reading(String version, String place) {
			this.version = version;
			this.place = place;
		}

		void read(SqlWords words) throws SQLException {
			if (words.accept("DROP")) {
				drop(words);
			}
			else if (words.accept("ALTER", "TABLE")) {
				alterTable(words);
			}
			else if (words.accept("DELETE", "FROM")) {
				changed(Kind.ROWS_DELETED, words, words.rest());
			}
			else if (words.accept("UPDATE")) {
				changed(Kind.ROWS_CHANGED, words, null);
			}
			else if (words.accept("TRUNCATE")) {
				words.accept("TABLE");
				truncate(words);
			}
			else if (List.of("DO", "CALL", "MERGE", "EXECUTE").contains(words.peek().toUpperCase(Locale.ROOT))
					|| (words.peek().equalsIgnoreCase("WITH")
							&& words.containsAny(List.of("DELETE", "UPDATE", "MERGE")))) {
				unknown(words.peek().toUpperCase(Locale.ROOT));
			}
		}

		private void unknown(String what) {
			DataLosses.this.losses.add(new DataLoss(this.version, Kind.UNKNOWN, what, null, null, false, this.place));
		}

		private void add(Kind kind, String object, @Nullable String column, @Nullable Long exact,
				@Nullable Long estimate) {
			DataLosses.this.losses.add(new DataLoss(this.version, kind, object, column,
					(exact != null) ? exact : estimate, exact == null && estimate != null, this.place));
		}

		private void drop(SqlWords words) throws SQLException {
			String kind = words.read().toUpperCase(Locale.ROOT);
			boolean optional = words.accept("IF", "EXISTS");
			boolean cascades = words.containsAny(List.of("CASCADE"));
			switch (kind) {
				case "TABLE" -> eachName(words, (name) -> rows(Kind.TABLE_DROPPED, name, optional));
				case "SEQUENCE" -> eachName(words, this::sequence);
				case "SCHEMA" -> eachName(words, (name) -> {
					String schema = Identifier.literal(name.get(name.size() - 1));
					for (Found table : cascades ? tables("n.nspname = " + schema + " AND NOT c.relispartition")
							: List.<Found>of()) {
						rows(Kind.TABLE_DROPPED, table);
					}
				});
				case "TYPE", "DOMAIN" -> eachName(words, (name) -> {
					if (cascades) {
						usesOfType(name);
					}
				});
				case "EXTENSION", "OWNED" -> unknown("DROP " + kind);
				default -> {
				}
			}
		}

		private void eachName(SqlWords words, Names act) throws SQLException {
			do {
				List<String> name = words.readName();
				if (name.isEmpty()) {
					return;
				}
				act.read(name);
			}
			while (words.accept(","));
		}

		private void rows(Kind kind, List<String> name, boolean optional) throws SQLException {
			List<Found> found = table(name);
			for (Found table : found) {
				rows(kind, table);
			}
			if (found.isEmpty() && !optional) {
				add(kind, quoted(name), null, null, null);
			}
		}

		private void rows(Kind kind, Found table) throws SQLException {
			add(kind, table.name(), null, table.small() ? number("SELECT count(*) FROM " + table.name()) : null,
					table.estimate());
		}

		private void sequence(List<String> name) throws SQLException {
			Long there = number(
					"SELECT c.oid::bigint FROM pg_catalog.pg_class c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass("
							+ Identifier.literal(quoted(now(name))) + ")");
			if (there != null) {
				add(Kind.SEQUENCE_DROPPED, quoted(name), null, null, null);
			}
		}

		private void usesOfType(List<String> name) throws SQLException {
			Map<Long, List<String>> columns = new HashMap<>();
			try (Statement statement = DataLosses.this.connection.createStatement();
					ResultSet row = statement
						.executeQuery(USES_OF_TYPE.formatted(Identifier.literal(quoted(now(name)))))) {
				while (row.next()) {
					columns.computeIfAbsent(row.getLong(1), (oid) -> new ArrayList<>()).add(row.getString(2));
				}
			}
			for (Map.Entry<Long, List<String>> each : columns.entrySet()) {
				for (Found table : tables("c.oid = " + each.getKey())) {
					for (String column : each.getValue()) {
						values(Kind.COLUMN_DROPPED, table, column);
					}
				}
			}
		}

		private void truncate(SqlWords words) throws SQLException {
			do {
				words.accept("ONLY");
				List<String> name = words.readName();
				if (name.isEmpty()) {
					return;
				}
				rows(Kind.ROWS_DELETED, name, true);
				words.accept("*");
			}
			while (words.accept(","));
		}

		/** Rows that a statement names by their conditions. */
		private void changed(Kind kind, SqlWords words, @Nullable String from) throws SQLException {
			words.accept("ONLY");
			List<String> name = words.readName();
			List<Found> found = table(name);
			if (!words.containsAny(List.of("WHERE")) && !found.isEmpty()) {
				rows(kind, name, false);
				return;
			}
			boolean counted = from != null && !found.isEmpty() && found.get(0).small()
					&& !words.containsAny(NOT_COUNTED);
			add(kind, found.isEmpty() ? quoted(name) : found.get(0).name(), null,
					counted ? number("SELECT count(*) FROM " + from) : null, null);
		}

		private void alterTable(SqlWords words) throws SQLException {
			words.accept("IF", "EXISTS");
			words.accept("ONLY");
			List<String> table = words.readName();
			words.accept("*");
			do {
				if (words.accept("RENAME", "TO")) {
					rename(table, sibling(table, Identifier.folded(words.read())));
				}
				else if (words.accept("SET", "SCHEMA")) {
					String schema = Identifier.folded(words.read());
					rename(table, List.of(schema, table.get(table.size() - 1)));
				}
				else if (words.accept("RENAME", "CONSTRAINT")) {
					return;
				}
				else if (words.accept("RENAME")) {
					words.accept("COLUMN");
					String from = Identifier.folded(words.read());
					words.accept("TO");
					rename(column(table, from), column(table, Identifier.folded(words.read())));
				}
				else if (words.accept("DROP")) {
					if (!words.accept("CONSTRAINT")) {
						words.accept("COLUMN");
						boolean optional = words.accept("IF", "EXISTS");
						values(Kind.COLUMN_DROPPED, table, Identifier.folded(words.read()), optional);
					}
				}
				else if (words.accept("ALTER")) {
					words.accept("COLUMN");
					String column = Identifier.folded(words.read());
					if (words.accept("TYPE") || words.accept("SET", "DATA", "TYPE")) {
						values(Kind.COLUMN_CONVERTED, table, column, false);
					}
				}
			}
			while (words.skipToComma());
		}

		/** A column by the table's present name and its own when it is named. */
		private List<String> column(List<String> table, String column) {
			List<String> parts = new ArrayList<>(now(table));
			parts.add(column);
			return parts;
		}

		private void values(Kind kind, List<String> table, String column, boolean optional) throws SQLException {
			List<String> now = now(column(table, column));
			List<Found> found = table(table);
			for (Found each : found) {
				values(kind, each, now.get(now.size() - 1));
			}
			if (found.isEmpty() && !optional) {
				add(kind, quoted(table), column, null, null);
			}
		}

		private void values(Kind kind, Found table, String column) throws SQLException {
			Long there = number("SELECT attnum::bigint FROM pg_catalog.pg_attribute WHERE attrelid = " + table.oid()
					+ " AND attname = " + Identifier.literal(column) + " AND attnum > 0 AND NOT attisdropped");
			if (there == null) {
				return;
			}
			Long filled = number("SELECT ((1 - null_frac) * " + table.estimate()
					+ ")::bigint FROM pg_catalog.pg_stats s WHERE (s.schemaname, s.tablename) = (SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = "
					+ table.oid() + ") AND s.attname = " + Identifier.literal(column));
			add(kind, table.name(), column, table.small()
					? number("SELECT count(" + Identifier.quote(column) + ") FROM " + table.name()) : null, filled);
		}

	}

	/** What is done with each name of a list. */
	@FunctionalInterface
	private interface Names {

		void read(List<String> name) throws SQLException;

	}

}
