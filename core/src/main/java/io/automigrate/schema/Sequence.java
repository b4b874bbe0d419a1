package io.automigrate.schema;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is not an identity column's.
 *
 * @param name its name
 * @param options how it counts
 * @param ownedBy the column it is dropped with, or {@code null}
 * @param comment its comment, if any
 */
public record Sequence(QualifiedName name, SequenceOptions options, @Nullable ColumnName ownedBy,
		@Nullable String comment) {

}
