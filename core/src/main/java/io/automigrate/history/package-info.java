/**
 * What was applied, by whom and how: the table of applied migrations, the table of runs,
 * and the journal of what runs outside of transactions.
 */
@NullMarked
package io.automigrate.history;

import org.jspecify.annotations.NullMarked;
