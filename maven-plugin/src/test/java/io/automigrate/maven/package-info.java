/**
 * Tests for the goals of Maven.
 */
@NullMarked
package io.automigrate.maven;

import org.jspecify.annotations.NullMarked;
