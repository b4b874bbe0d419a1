/**
 * Versioned migrations, by themselves and on real databases.
 */
@NullMarked
package io.automigrate.versioned;

import org.jspecify.annotations.NullMarked;
