/**
 * What Actuator tells about the migration: the endpoint at {@code health/migration}, the
 * health contributor, and its place in the readiness group. None of it waits for a
 * database that is away.
 */
@NullMarked
package io.automigrate.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
