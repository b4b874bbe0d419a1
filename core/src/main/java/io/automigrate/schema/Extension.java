package io.automigrate.schema;

/**
 * An extension of the database.
 *
 * @param name its name
 * @param schema the schema that its objects are in
 */
public record Extension(String name, String schema) {

}
