package io.automigrate.adopt;

import java.util.List;

/**
 * A tool whose projects can be adopted.
 */
public enum MigrationTool {

	/** Flyway. */
	FLYWAY("Flyway", "flyway_schema_history"),

	/** Liquibase. */
	LIQUIBASE("Liquibase", "databasechangelog");

	private final String display;

	private final String table;

	MigrationTool(String display, String table) {
		this.display = display;
		this.table = table;
	}

	/**
	 * Returns what people call it.
	 * @return its name
	 */
	public String display() {
		return this.display;
	}

	/**
	 * Returns the tables that tools keep for themselves, unless they are told otherwise.
	 * @return their names, without a schema
	 */
	public static List<String> ownTables() {
		return List.of(FLYWAY.table, LIQUIBASE.table, LIQUIBASE.table + "lock");
	}

	/**
	 * Returns where it keeps its history unless it is told otherwise.
	 * @return the table's name, without a schema
	 */
	public String table() {
		return this.table;
	}

}
