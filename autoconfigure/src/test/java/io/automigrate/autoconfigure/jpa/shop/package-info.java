/**
 * Entities of one of two databases.
 */
@NullUnmarked
package io.automigrate.autoconfigure.jpa.shop;

import org.jspecify.annotations.NullUnmarked;
