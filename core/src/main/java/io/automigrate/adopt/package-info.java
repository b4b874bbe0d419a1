/**
 * Projects of Flyway and Liquibase: their files turned into migrations, and their
 * histories read. Nothing here writes.
 */
@NullMarked
package io.automigrate.adopt;

import org.jspecify.annotations.NullMarked;
