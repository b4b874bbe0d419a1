package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is not an identity column's.
 *
 * @param name its name
 * @param options how it counts
 * @param unlogged whether it is UNLOGGED
 * @param ownedBy the column it is dropped with, or {@code null}
 * @param grants who may use it
 * @param comment its comment, if any
 */
public record Sequence(QualifiedName name, SequenceOptions options, boolean unlogged, @Nullable ColumnName ownedBy,
		List<Grant> grants, @Nullable String comment) implements SchemaObject {

	public Sequence {
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.of(ObjectKind.SEQUENCE, this.name);
	}

}
