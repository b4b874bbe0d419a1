/**
 * Tests of what Spring Data JDBC asks for.
 */
@NullMarked
package io.automigrate.autoconfigure.jdbc;

import org.jspecify.annotations.NullMarked;
