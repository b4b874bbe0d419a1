/**
 * What versioned migrations are, without a database.
 */
@NullMarked
package io.automigrate.versioned;

import org.jspecify.annotations.NullMarked;
