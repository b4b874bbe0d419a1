/**
 * What is told about plans, runs and the state of a database: the results of the facade,
 * and their renderings as text and as log lines.
 */
@NullMarked
package io.automigrate.report;

import org.jspecify.annotations.NullMarked;
