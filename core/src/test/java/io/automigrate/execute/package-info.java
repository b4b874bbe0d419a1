/**
 * Parts of runs by themselves.
 */
@NullMarked
package io.automigrate.execute;

import org.jspecify.annotations.NullMarked;
