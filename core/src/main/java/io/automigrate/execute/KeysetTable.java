package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.history.JournalEntry.LastBatch;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * A table in the order of a unique key. Keys are texts for each column, as PostgreSQL
 * prints and reads them, so that all types are alike.
 *
 * @param name the table
 * @param key the key's columns
 * @param estimate about how many rows it has; 0 where nobody knows
 */
record KeysetTable(QualifiedName name, List<String> key, long estimate) {

	/**
	 * Partial indexes do not know all rows, exclusion constraints are in no order, and
	 * the parts of a partitioned table have the estimates.
	 */
	private static final String SQL = """
			SELECT n.nspname, c.relname, coalesce((SELECT sum(greatest(l.reltuples, 0)) FROM pg_catalog.pg_partition_tree(c.oid) p
					JOIN pg_catalog.pg_class l ON l.oid = p.relid WHERE p.isleaf), greatest(c.reltuples, 0))::bigint,
				coalesce(i.indisprimary, false), k.columns, coalesce(k.complete, false)
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND NOT i.indisexclusion
				AND i.indpred IS NULL AND i.indexprs IS NULL
			LEFT JOIN LATERAL (SELECT array_agg(a.attname::text ORDER BY o.place) AS columns, bool_and(a.attnotnull) AS complete
				FROM unnest(i.indkey) WITH ORDINALITY o (number, place)
				JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = o.number
				WHERE o.place <= i.indnkeyatts) k ON true
			WHERE c.oid = pg_catalog.to_regclass(%s)""";

	KeysetTable {
		key = List.copyOf(key);
	}

	/**
	 * Find a table.
	 * @param table its name as SQL has it
	 * @param key the columns of its key; empty for the primary key
	 * @param origin the migration, for messages
	 * @throws InvalidMigrationException if there is no such table, or no such key
	 */
	static KeysetTable find(Connection connection, String table, List<String> key, String origin) throws SQLException {
		boolean found = false;
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(SQL.formatted(Identifier.literal(table)))) {
			while (row.next()) {
				found = true;
				List<String> columns = (row.getArray(5) != null) ? List.of((String[]) row.getArray(5).getArray())
						: List.of();
				if (key.isEmpty() ? row.getBoolean(4) : row.getBoolean(6) && columns.equals(key)) {
					return new KeysetTable(new QualifiedName(row.getString(1), row.getString(2)), columns,
							row.getLong(3));
				}
			}
		}
		if (!found) {
			throw new InvalidMigrationException(origin, "there is no table " + table + " to fill.",
					"Correct its name.");
		}
		throw new InvalidMigrationException(origin, "the table " + table + " has no "
				+ (key.isEmpty() ? "primary key"
						: "unique index on exactly (" + String.join(", ", key) + ") whose columns take no nulls")
				+ " to go by.", "Name with key(…) the columns of a unique index, in its order, or create one.");
	}

	private String columns(String suffix) {
		// With the table's name, or ORDER BY would mean the column of the result.
		return this.key.stream()
			.map((column) -> Identifier.quote(this.name.name()) + "." + Identifier.quote(column) + suffix)
			.collect(Collectors.joining(", "));
	}

	/** The keys of the next rows. */
	List<List<String>> keysAfter(Connection connection, LastBatch last, int limit) throws SQLException {
		String after = last.key().isEmpty() ? ""
				: " WHERE (" + columns("") + ") > (" + Identifier.literals(last.key()) + ")";
		String sql = "SELECT " + columns("::text") + " FROM " + this.name.quoted() + after + inOrder() + " LIMIT "
				+ limit;
		List<List<String>> keys = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				List<String> values = new ArrayList<>();
				for (int i = 1; i <= this.key.size(); i++) {
					values.add(row.getString(i));
				}
				keys.add(values);
			}
		}
		return keys;
	}

	/**
	 * A condition that holds for the rows between two keys, with both. PostgreSQL takes
	 * an untyped literal for the type that it is compared with.
	 */
	String between(List<String> from, List<String> to) {
		return "(" + columns("") + ") BETWEEN (" + Identifier.literals(from) + ") AND (" + Identifier.literals(to)
				+ ")";
	}

	String inOrder() {
		return " ORDER BY " + columns("");
	}

	@Override
	public String toString() {
		return this.name.quoted();
	}

}
