/**
 * Compares two schemas and says what would have to change, as typed changes.
 */
@NullMarked
package io.automigrate.diff;

import org.jspecify.annotations.NullMarked;
