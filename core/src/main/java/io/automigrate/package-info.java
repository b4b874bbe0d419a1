/**
 * The way in: {@link io.automigrate.SchemaMigrator} compares the schema that sources ask
 * for with the live one of a PostgreSQL database, and creates what is missing.
 */
@NullMarked
package io.automigrate;

import org.jspecify.annotations.NullMarked;
