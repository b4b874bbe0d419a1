/**
 * The lock that keeps runs apart, across all instances of all applications on a database.
 */
@NullMarked
package io.automigrate.lock;

import org.jspecify.annotations.NullMarked;
