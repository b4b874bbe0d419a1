/**
 * The model: what one side of a comparison holds, as immutable records. Every text in it
 * was printed by PostgreSQL with an empty {@code search_path}, so that equal means equal.
 */
@NullMarked
package io.automigrate.schema;

import org.jspecify.annotations.NullMarked;
