/**
 * Versioned migrations: files and beans, the graph that their dependencies make, and the
 * routes through it, up and down.
 */
@NullMarked
package io.automigrate.versioned;

import org.jspecify.annotations.NullMarked;
