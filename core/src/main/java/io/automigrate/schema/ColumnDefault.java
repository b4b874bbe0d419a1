package io.automigrate.schema;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The DEFAULT of a column. It depends on things, and things on the column, so it is made
 * and dropped by itself.
 *
 * @param table the table
 * @param column the column
 * @param expression the expression
 */
public record ColumnDefault(QualifiedName table, String column, String expression) implements SchemaObject {

	@Override
	public ObjectName id() {
		return ObjectName.part(ObjectKind.DEFAULT, this.table, this.column);
	}

	@Override
	public @Nullable String comment() {
		return null;
	}

}
