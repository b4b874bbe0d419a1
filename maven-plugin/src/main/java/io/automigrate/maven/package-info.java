/**
 * The commands of an application as goals of Maven. Each goal starts the application
 * itself, from its classes, in a process of its own.
 */
@NullMarked
package io.automigrate.maven;

import org.jspecify.annotations.NullMarked;
