package io.automigrate.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An index that no constraint owns.
 *
 * @param name its name; its schema is the table's
 * @param definition the statement as {@code pg_get_indexdef} prints it, with
 * {@code CREATE [UNIQUE] INDEX}, name and table cut off: from {@code USING} on
 * @param unique whether it is UNIQUE
 * @param valid whether a concurrent build of it was finished
 * @param columns the columns it reads, those in expressions included
 * @param comment its comment, if any
 */
public record Index(String name, String definition, boolean unique, boolean valid, List<String> columns,
		@Nullable String comment) {

	public Index {
		columns = List.copyOf(columns);
	}

}
