/**
 * Tests for the command line of an application.
 */
@NullMarked
package io.automigrate.autoconfigure.commandline;

import org.jspecify.annotations.NullMarked;
