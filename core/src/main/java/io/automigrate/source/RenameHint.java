package io.automigrate.source;

import io.automigrate.schema.ObjectKind;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * That something is called differently from now on.
 *
 * @param kind {@code TABLE}, {@code COLUMN}, {@code ENUM}, or {@code null} for a value of
 * an enum type
 * @param owner the table of a column, the type of a value, or the new name of a table or
 * type; with an empty schema for the default one
 * @param from the old name
 * @param to the new name
 */
public record RenameHint(@Nullable ObjectKind kind, QualifiedName owner, String from, String to) {

}
