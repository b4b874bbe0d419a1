package io.automigrate.sql;

import java.util.Comparator;

/**
 * The name of an object and of the schema it lives in, as the catalogs have them.
 *
 * @param schema the schema
 * @param name the object
 */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {

	private static final Comparator<QualifiedName> ORDER = Comparator.comparing(QualifiedName::schema)
		.thenComparing(QualifiedName::name);

	/**
	 * Return the name as SQL has it.
	 * @return both parts quoted
	 */
	public String quoted() {
		return Identifier.quote(this.schema) + "." + Identifier.quote(this.name);
	}

	/**
	 * Return another object's name in the same schema.
	 * @param other the object
	 * @return the name
	 */
	public QualifiedName sibling(String other) {
		return new QualifiedName(this.schema, other);
	}

	/**
	 * Return the name as people read it: without the schema where that goes without
	 * saying.
	 * @param defaultSchema the connection's own schema
	 * @return the name, unquoted
	 */
	public String display(String defaultSchema) {
		return this.schema.equals(defaultSchema) ? this.name : this.schema + "." + this.name;
	}

	@Override
	public int compareTo(QualifiedName other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return quoted();
	}

}
