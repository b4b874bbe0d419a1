/**
 * The command {@code check} among the tests of an application.
 */
@NullMarked
package io.automigrate.junit;

import org.jspecify.annotations.NullMarked;
