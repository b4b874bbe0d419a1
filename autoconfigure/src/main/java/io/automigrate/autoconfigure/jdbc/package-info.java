/**
 * The schema that the aggregates of Spring Data JDBC ask for, as DDL for PostgreSQL.
 */
@NullMarked
package io.automigrate.autoconfigure.jdbc;

import org.jspecify.annotations.NullMarked;
