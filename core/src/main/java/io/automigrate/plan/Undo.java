package io.automigrate.plan;

import java.util.List;

import io.automigrate.schema.EnumType;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * What undoes a step.
 *
 * @param statements the statements, in their order; empty if the step takes nothing from
 * writers of the old version and leaves nothing half-made
 * @param irreversible whether the step takes something that no statement gives back
 */
record Undo(List<String> statements, boolean irreversible) {

	static final Undo NONE = new Undo(List.of(), false);

	static final Undo IRREVERSIBLE = new Undo(List.of(), true);

	private static final String CONSTRAINT = "SELECT FROM pg_catalog.pg_constraint WHERE conrelid = pg_catalog.to_regclass(%s) AND conname = %s";

	private static final String PARTITION = "SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass(%s) AND inhparent = pg_catalog.to_regclass(%s)";

	Undo {
		statements = List.copyOf(statements);
	}

	static Undo of(String... statements) {
		return new Undo(List.of(statements), false);
	}

	static Undo of(List<String> statements) {
		return new Undo(statements, false);
	}

	/** A condition that holds while there is a relation of a name. */
	static String relation(QualifiedName name) {
		return "pg_catalog.to_regclass(" + Identifier.literal(name.quoted()) + ") IS NOT NULL";
	}

	/** A condition that holds while there is a type of a name. */
	static String type(QualifiedName name) {
		return "(pg_catalog.to_regtype(" + Identifier.literal(name.quoted()) + ") IS NOT NULL)";
	}

	/**
	 * A condition that holds while an enum type has the value that another was renamed
	 * to.
	 */
	static String label(EnumType before, EnumType after) {
		List<String> labels = after.labels().stream().filter((label) -> !before.labels().contains(label)).toList();
		return "EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype("
				+ Identifier.literal(after.name().quoted()) + ") AND enumlabel IN (" + Identifier.literals(labels)
				+ "))";
	}

	/** A condition that holds while a table has a column. */
	static String column(QualifiedName table, String column) {
		return "EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass("
				+ Identifier.literal(table.quoted()) + ") AND attname = " + Identifier.literal(column)
				+ " AND NOT attisdropped)";
	}

	/** A condition that holds while a table has a constraint of a name. */
	static String constrained(QualifiedName table, String constraint) {
		return "EXISTS (" + CONSTRAINT.formatted(Identifier.literal(table.quoted()), Identifier.literal(constraint))
				+ ")";
	}

	/** A condition that holds while a table is a partition of another. */
	static String attached(QualifiedName partition, QualifiedName parent) {
		return "EXISTS ("
				+ PARTITION.formatted(Identifier.literal(partition.quoted()), Identifier.literal(parent.quoted()))
				+ ")";
	}

	/** A condition that holds while an interrupted detachment is to be completed. */
	static String pending(QualifiedName partition, QualifiedName parent) {
		return attached(partition, parent).replaceFirst("\\)$", " AND inhdetachpending)");
	}

	/** A condition that holds while the build of an index is incomplete. */
	static String incomplete(QualifiedName index) {
		return "EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass("
				+ Identifier.literal(index.quoted()) + ") AND NOT indisvalid)";
	}

	/** A statement that is executed only if a condition holds. */
	static String only(String condition, String statement) {
		return "DO " + Identifier
			.literal("BEGIN IF " + condition + " THEN EXECUTE " + Identifier.literal(statement) + "; END IF; END");
	}

}
