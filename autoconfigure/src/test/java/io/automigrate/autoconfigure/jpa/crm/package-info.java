/**
 * Entities of one of two databases.
 */
@NullUnmarked
package io.automigrate.autoconfigure.jpa.crm;

import org.jspecify.annotations.NullUnmarked;
