package io.automigrate.schema;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * What tells an object from all others: its kind and its name.
 *
 * @param kind what it is
 * @param name its name; that of a part of a table is in the table's schema, that of a
 * schema stands in both places
 * @param table the table or view that it is part of, or {@code null}
 * @param arguments the types that a function or procedure is called with, or {@code null}
 */
public record ObjectName(ObjectKind kind, QualifiedName name, @Nullable QualifiedName table,
		@Nullable String arguments) {

	/**
	 * Name a schema.
	 * @param name the schema
	 * @return the name
	 */
	public static ObjectName schema(String name) {
		return new ObjectName(ObjectKind.SCHEMA, new QualifiedName(name, name), null, null);
	}

	/**
	 * Name an object that stands by itself.
	 * @param kind what it is
	 * @param name its name
	 * @return the name
	 */
	public static ObjectName of(ObjectKind kind, QualifiedName name) {
		return new ObjectName(kind, name, null, null);
	}

	/**
	 * Name a part of a table or view.
	 * @param kind what it is
	 * @param table the table or view
	 * @param name the part's own name
	 * @return the name
	 */
	public static ObjectName part(ObjectKind kind, QualifiedName table, String name) {
		return new ObjectName(kind, table.sibling(name), table, null);
	}

	/**
	 * Name a function or procedure.
	 * @param kind which of the two
	 * @param name its name
	 * @param arguments the types that it is called with
	 * @return the name
	 */
	public static ObjectName routine(ObjectKind kind, QualifiedName name, String arguments) {
		return new ObjectName(kind, name, null, arguments);
	}

	/**
	 * Return the name as people read it.
	 * @param defaultSchema the schema that need not be said
	 * @return such as {@code index idx_date on tracker_values}
	 */
	public String display(String defaultSchema) {
		return this.kind.label() + " " + displayName(defaultSchema);
	}

	/**
	 * Return the name as people read it, without the kind.
	 * @param defaultSchema the schema that need not be said
	 * @return such as {@code idx_date on tracker_values}
	 */
	public String displayName(String defaultSchema) {
		if (this.kind == ObjectKind.SCHEMA || this.kind == ObjectKind.EXTENSION) {
			return this.name.name();
		}
		if (this.table == null) {
			return this.name.display(defaultSchema) + call();
		}
		return this.name.name() + preposition() + this.table.display(defaultSchema);
	}

	/**
	 * Return the same name for another kind of object, as a default has that of its
	 * column.
	 * @param other the kind
	 * @return the name
	 */
	public ObjectName ofKind(ObjectKind other) {
		return new ObjectName(other, this.name, this.table, this.arguments);
	}

	/**
	 * Return the name as messages quote it.
	 * @return kind and quoted name, with the table's where there is one
	 */
	public String quoted() {
		if (this.kind == ObjectKind.SCHEMA || this.kind == ObjectKind.EXTENSION) {
			return this.kind.label() + " " + Identifier.quote(this.name.name());
		}
		if (this.table == null) {
			return this.kind.label() + " " + this.name.quoted() + call();
		}
		return this.kind.label() + " " + Identifier.quote(this.name.name()) + preposition() + this.table.quoted();
	}

	/**
	 * Return the name as settings have it: with the schema, unquoted.
	 * @return such as {@code public.orders.old_total} or {@code public.total(integer)}
	 */
	public String path() {
		if (this.kind == ObjectKind.SCHEMA || this.kind == ObjectKind.EXTENSION) {
			return this.name.name();
		}
		QualifiedName owner = (this.table != null) ? this.table : this.name;
		return owner.schema() + "." + owner.name() + ((this.table != null) ? "." + this.name.name() : call());
	}

	private String call() {
		return (this.arguments != null) ? "(" + this.arguments + ")" : "";
	}

	private String preposition() {
		return switch (this.kind) {
			case COLUMN, DEFAULT -> " of ";
			default -> " on ";
		};
	}

}
