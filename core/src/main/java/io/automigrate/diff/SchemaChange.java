package io.automigrate.diff;

import java.util.List;

import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * One thing that would have to be done to make the live side like the desired one.
 */
public sealed interface SchemaChange {

	/**
	 * Returns what the change is about.
	 * @return the object
	 */
	ObjectName object();

	/** A schema is missing. */
	record CreateNamespace(Namespace namespace) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.schema(this.namespace.name());
		}

	}

	/** An extension is missing. */
	record CreateExtension(Extension extension) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.of("extension", new QualifiedName(this.extension.schema(), this.extension.name()));
		}

	}

	/** An enum type is missing. */
	record CreateEnum(EnumType type) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.of("type", this.type.name());
		}

	}

	/** A sequence is missing; its ownership is a change of its own. */
	record CreateSequence(Sequence sequence) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.of("sequence", this.sequence.name());
		}

	}

	/**
	 * A table is missing. Its foreign keys and indexes are changes of their own, so that
	 * circles of foreign keys need no special case.
	 */
	record CreateTable(Table table) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.of("table", this.table.name());
		}

	}

	/** A column is missing from a table that exists. */
	record AddColumn(QualifiedName table, Column column) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.part("column", this.table, this.column.name());
		}

	}

	/** A constraint is missing. */
	record AddConstraint(QualifiedName table, Constraint constraint) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.part(this.constraint.kind().label(), this.table, this.constraint.name());
		}

	}

	/** An index is missing. */
	record CreateIndex(QualifiedName table, Index index) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.part("index", this.table, this.index.name());
		}

	}

	/** A sequence is not yet dropped together with its column. */
	record SetSequenceOwner(Sequence sequence) implements SchemaChange {

		@Override
		public ObjectName object() {
			return ObjectName.of("ownership of sequence", this.sequence.name());
		}

	}

	/**
	 * An object has no comment where one is expected.
	 *
	 * @param target the object that is commented on
	 * @param sql the object as {@code COMMENT ON} names it
	 * @param comment the comment
	 */
	record SetComment(ObjectName target, String sql, String comment) implements SchemaChange {

		@Override
		public ObjectName object() {
			return new ObjectName("comment on " + this.target.kind(), this.target.name(), this.target.table());
		}

	}

	/** An object exists but differs. */
	record AlterObject(ObjectName object, List<Difference> differences) implements SchemaChange {

		public AlterObject {
			differences = List.copyOf(differences);
		}

	}

	/** An object exists and nobody asked for it. */
	record DropObject(ObjectName object) implements SchemaChange {

	}

	/**
	 * In what an object differs.
	 *
	 * @param aspect what differs, such as {@code type}
	 * @param live how it is, or {@code null} for "none"
	 * @param desired how it should be, or {@code null} for "none"
	 */
	record Difference(String aspect, @Nullable String live, @Nullable String desired) {

		@Override
		public String toString() {
			return this.aspect + " is " + ((this.live != null) ? this.live : "none") + ", expected "
					+ ((this.desired != null) ? this.desired : "none");
		}

	}

}
