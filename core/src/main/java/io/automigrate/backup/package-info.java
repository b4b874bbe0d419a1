/**
 * The lock that keeps runs apart, across all instances of all applications on a database.
 */
@NullMarked
package io.automigrate.backup;

import org.jspecify.annotations.NullMarked;
