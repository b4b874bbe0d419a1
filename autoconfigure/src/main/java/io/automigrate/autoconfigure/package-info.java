/**
 * Runs Automigrate at the start of a Spring Boot application: properties, the migrators,
 * their order among the other beans, and the analysis of what can go wrong.
 */
@NullMarked
package io.automigrate.autoconfigure;

import org.jspecify.annotations.NullMarked;
