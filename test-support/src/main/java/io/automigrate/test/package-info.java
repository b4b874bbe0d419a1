/**
 * A PostgreSQL server for this project's own tests: one for a JVM, a database of its own
 * for each test.
 */
@NullMarked
package io.automigrate.test;

import org.jspecify.annotations.NullMarked;
