package io.automigrate.diff;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * What a change is about.
 *
 * @param kind what it is, as people call it: {@code table}, {@code column},
 * {@code foreign key}
 * @param name its name; a column's or constraint's schema is its table's
 * @param table the table that it is part of, or {@code null}
 */
public record ObjectName(String kind, QualifiedName name, @Nullable QualifiedName table) {

	private static final String SCHEMA = "schema";

	/**
	 * Return the name as people read it.
	 * @param defaultSchema the schema that need not be said
	 * @return such as {@code index idx_date on tracker_values}
	 */
	public String display(String defaultSchema) {
		if (isSchema()) {
			return this.kind + " " + this.name.name();
		}
		if (this.table == null) {
			return this.kind + " " + this.name.display(defaultSchema);
		}
		return this.kind + " " + this.name.name() + (this.kind.equals("column") ? " of " : " on ")
				+ this.table.display(defaultSchema);
	}

	/**
	 * Return the name as messages quote it.
	 * @return kind and quoted name, with the table's where there is one
	 */
	public String quoted() {
		if (isSchema()) {
			return this.kind + " " + Identifier.quote(this.name.name());
		}
		if (this.table == null) {
			return this.kind + " " + this.name.quoted();
		}
		return this.kind + " " + this.name.quoted().substring(this.name.quoted().indexOf('.') + 1)
				+ (this.kind.equals("column") ? " of " : " on ") + this.table.quoted();
	}

	private boolean isSchema() {
		return this.kind.equals(SCHEMA);
	}

	/** A schema is not in a schema; its name stands in both places. */
	static ObjectName schema(String name) {
		return new ObjectName(SCHEMA, new QualifiedName(name, name), null);
	}

	static ObjectName of(String kind, QualifiedName name) {
		return new ObjectName(kind, name, null);
	}

	static ObjectName part(String kind, QualifiedName table, String name) {
		return new ObjectName(kind, table.sibling(name), table);
	}

}
