/**
 * Measurements, as ratios of what is measured in one run.
 */
@NullMarked
package io.automigrate.benchmarks;

import org.jspecify.annotations.NullMarked;
