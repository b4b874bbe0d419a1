package io.automigrate.schema;

/**
 * An object that is present and not compared.
 *
 * @param kind what it is, such as {@code view}
 * @param name its name, qualified and quoted where needed
 */
public record OtherObject(String kind, String name) {

}
