/**
 * The trackers application: what people measure day by day, and the smallest useful API
 * over it. Its tables are made by Automigrate.
 */
@NullMarked
package io.automigrate.sample;

import org.jspecify.annotations.NullMarked;
