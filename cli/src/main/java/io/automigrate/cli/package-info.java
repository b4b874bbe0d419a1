/**
 * The command line: commands that know nothing of an application, and the main class of
 * the executable jar.
 */
@NullMarked
package io.automigrate.cli;

import org.jspecify.annotations.NullMarked;
