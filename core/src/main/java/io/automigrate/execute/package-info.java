/**
 * Runs a migration: the fast path, the lock, the one transaction, timeouts, verification,
 * and the state that the next start looks at.
 */
@NullMarked
package io.automigrate.execute;

import org.jspecify.annotations.NullMarked;
