package io.automigrate.schema;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * A column and the table it is in.
 *
 * @param table the table
 * @param column the column
 */
public record ColumnName(QualifiedName table, String column) {

	/**
	 * Return the name as SQL has it.
	 * @return all three parts quoted
	 */
	public String quoted() {
		return this.table.quoted() + "." + Identifier.quote(this.column);
	}

	@Override
	public String toString() {
		return quoted();
	}

}
