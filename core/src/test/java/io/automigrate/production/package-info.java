/**
 * A database in use: what runs, and runs that end badly, do to the other users of the
 * database. Real processes, real servers, real poolers.
 */
@NullMarked
package io.automigrate.production;

import org.jspecify.annotations.NullMarked;
