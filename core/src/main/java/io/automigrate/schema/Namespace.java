package io.automigrate.schema;

import org.jspecify.annotations.Nullable;

/**
 * A schema in PostgreSQL's sense.
 *
 * @param name its name
 * @param comment its comment, if any
 */
public record Namespace(String name, @Nullable String comment) {

}
