/**
 * Results of runs by themselves.
 */
@NullMarked
package io.automigrate.report;

import org.jspecify.annotations.NullMarked;
