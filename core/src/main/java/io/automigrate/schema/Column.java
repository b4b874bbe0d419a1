package io.automigrate.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type with modifiers, as {@code format_type} prints it
 * @param notNull whether it is NOT NULL
 * @param defaultExpression its DEFAULT, or {@code null}
 * @param identity how its identity is generated, or {@code null}
 * @param generation the expression it is generated from, or {@code null}
 * @param virtual whether a generated column is computed on reading (PostgreSQL 18)
 * @param collation its collation where that is not the type's own, or {@code null}
 * @param uses the columns that the generation expression reads
 * @param comment its comment, if any
 */
public record Column(String name, String type, boolean notNull, @Nullable String defaultExpression,
		@Nullable Identity identity, @Nullable String generation, boolean virtual, @Nullable String collation,
		List<String> uses, @Nullable String comment) {

	public Column {
		uses = List.copyOf(uses);
	}

}
