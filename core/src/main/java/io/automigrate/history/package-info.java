/**
 * What was applied, by whom and how: the table of applied migrations, the table of runs,
 * the journal of what runs outside of transactions, and the journal of steps.
 */
@NullMarked
package io.automigrate.history;

import org.jspecify.annotations.NullMarked;
