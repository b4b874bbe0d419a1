package io.automigrate.schema;

import java.util.List;

/**
 * The kinds of objects that are compared.
 */
public enum ObjectKind {

	/** A schema. */
	SCHEMA("schema"),
	/** An extension. */
	EXTENSION("extension"),
	/** An enum type. */
	ENUM("type"),
	/** A domain. */
	DOMAIN("domain"),
	/** A composite type. */
	COMPOSITE("type"),
	/** A sequence. */
	SEQUENCE("sequence"),
	/** A function. */
	FUNCTION("function"),
	/** A procedure. */
	PROCEDURE("procedure"),
	/** A table. */
	TABLE("table"),
	/** A column. */
	COLUMN("column"),
	/** The default of a column. */
	DEFAULT("default"),
	/** A primary key. */
	PRIMARY_KEY("primary key"),
	/** A unique constraint. */
	UNIQUE("unique constraint"),
	/** A check constraint. */
	CHECK("check constraint"),
	/** An exclusion constraint. */
	EXCLUSION("exclusion constraint"),
	/** A foreign key. */
	FOREIGN_KEY("foreign key"),
	/** An index. */
	INDEX("index"),
	/** A view. */
	VIEW("view"),
	/** A materialized view. */
	MATERIALIZED_VIEW("materialized view"),
	/** A trigger. */
	TRIGGER("trigger"),
	/** A policy. */
	POLICY("policy");

	private final String label;

	ObjectKind(String label) {
		this.label = label;
	}

	/**
	 * Returns the kind's name in a sentence.
	 * @return the name in lower case
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Returns whether objects of this kind are functions or procedures.
	 * @return whether their name goes with types of arguments
	 */
	public boolean routine() {
		return this == FUNCTION || this == PROCEDURE;
	}

	/**
	 * Returns whether objects of this kind are part of a table or view.
	 * @return whether they are named together with it
	 */
	public boolean part() {
		return switch (this) {
			case COLUMN, DEFAULT, PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY, INDEX, TRIGGER, POLICY -> true;
			default -> false;
		};
	}

	/**
	 * Returns what PostgreSQL grants of itself on a new object of this kind
	 * ({@code acldefault}), the owner aside.
	 * @return the privileges
	 */
	public List<Grant> defaultGrants() {
		return switch (this) {
			case FUNCTION, PROCEDURE -> List.of(new Grant("PUBLIC", "EXECUTE", false));
			case ENUM, DOMAIN, COMPOSITE -> List.of(new Grant("PUBLIC", "USAGE", false));
			default -> List.of();
		};
	}

	@Override
	public String toString() {
		return this.label;
	}

}
