/**
 * Takes the schema that JPA entities ask for from Hibernate itself, at the moment when it
 * has built its model and before it validates the database.
 */
@NullMarked
package io.automigrate.autoconfigure.jpa;

import org.jspecify.annotations.NullMarked;
