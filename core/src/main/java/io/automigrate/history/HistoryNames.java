package io.automigrate.history;

import java.util.Set;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * Where the history is kept.
 *
 * @param schema the schema of its tables
 * @param table the table of applied migrations; the others are named after it
 */
public record HistoryNames(String schema, String table) {

	/** What the table is called unless settings say otherwise. */
	public static final String DEFAULT_TABLE = "migrations";

	/** As much of the name as leaves room for what the others' names end with. */
	private static final int LONGEST = Identifier.MAX_BYTES - "_version_key".length();

	public HistoryNames {
		if (table.isEmpty() || !Identifier.fits(table + "x".repeat(Identifier.MAX_BYTES - LONGEST))) {
			throw new IllegalArgumentException("\"" + table
					+ "\" cannot be the name of the history's table: it has to have 1 to " + LONGEST + " bytes");
		}
	}

	public QualifiedName applied() {
		return new QualifiedName(this.schema, this.table);
	}

	/**
	 * Returns the table of runs.
	 * @return its name, such as {@code migration_runs}
	 */
	public QualifiedName runs() {
		return applied().sibling(singular() + "_runs");
	}

	/**
	 * Returns the journal of migrations outside of transactions.
	 * @return its name, such as {@code migration_journal}
	 */
	public QualifiedName journal() {
		return applied().sibling(singular() + "_journal");
	}

	/**
	 * Returns the tables, which are no part of any comparison.
	 * @return their names
	 */
	public Set<QualifiedName> tables() {
		return Set.of(applied(), runs(), journal());
	}

	private String singular() {
		return this.table.endsWith("s") ? this.table.substring(0, this.table.length() - 1) : this.table;
	}

}
