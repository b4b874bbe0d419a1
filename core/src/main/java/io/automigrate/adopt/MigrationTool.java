package io.automigrate.adopt;

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

	/** Where it keeps its history unless it is told otherwise. */
	String table() {
		return this.table;
	}

}
