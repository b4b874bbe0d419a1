package io.automigrate.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something in a database that has a name and can be created, altered and dropped.
 */
public sealed interface SchemaObject permits Namespace, Extension, EnumType, Domain, CompositeType, Sequence, Routine,
		Table, Column, ColumnDefault, Constraint, Index, View, Trigger, Policy {

	/**
	 * Returns what tells the object from all others.
	 * @return kind and name
	 */
	ObjectName id();

	/**
	 * Returns what {@code COMMENT ON} says about it.
	 * @return the comment, or {@code null}
	 */
	@Nullable String comment();

	/**
	 * Returns who may do what with it. Where this says no more than PostgreSQL's defaults
	 * do ({@link ObjectKind#defaultGrants()}), nobody has granted or revoked anything.
	 * @return the privileges of others than the owner, sorted
	 */
	default List<Grant> grants() {
		return List.of();
	}

}
