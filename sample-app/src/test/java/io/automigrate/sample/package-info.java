/**
 * The trackers application from the outside.
 */
@NullMarked
package io.automigrate.sample;

import org.jspecify.annotations.NullMarked;
