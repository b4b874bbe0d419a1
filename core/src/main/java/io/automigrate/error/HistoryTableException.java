package io.automigrate.error;

/**
 * The table that the history is to be kept in is something else. It was not touched.
 */
public class HistoryTableException extends MigrationException {

	private final String table;

	/**
	 * Create an exception.
	 * @param table the table's name as people read it
	 * @param problem in which way it has another shape, to follow its name
	 */
	public HistoryTableException(String table, String problem) {
		super("The table " + table + " is not a history of migrations: " + problem + ".",
				"Let the history have another name with migration.versioned.table (MIGRATION_VERSIONED_TABLE), or another schema with migration.versioned.schema (MIGRATION_VERSIONED_SCHEMA).",
				null);
		this.table = table;
	}

	public String table() {
		return this.table;
	}

}
