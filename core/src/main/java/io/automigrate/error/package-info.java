/**
 * What can go wrong, as exceptions that hold facts: every one says what happened in its
 * message and what to do about it in
 * {@link io.automigrate.error.MigrationException#wayOut()}.
 */
@NullMarked
package io.automigrate.error;

import org.jspecify.annotations.NullMarked;
