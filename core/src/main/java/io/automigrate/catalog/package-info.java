/**
 * Reads PostgreSQL's catalogs: whole, as a {@link io.automigrate.schema.Schema}, or as a
 * fingerprint that changes whenever the whole would.
 */
@NullMarked
package io.automigrate.catalog;

import org.jspecify.annotations.NullMarked;
