/**
 * SQL text: identifiers and their quoting, scripts and the statements in them.
 */
@NullMarked
package io.automigrate.sql;

import org.jspecify.annotations.NullMarked;
