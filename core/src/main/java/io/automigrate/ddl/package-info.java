/**
 * The statements that create, alter and drop each kind of object, each the plainest that
 * does it. What they do to a live table, and how to do it without harm, is the planner's
 * business. Every name is qualified, so that the {@code search_path} decides nothing.
 */
@NullMarked
package io.automigrate.ddl;

import org.jspecify.annotations.NullMarked;
