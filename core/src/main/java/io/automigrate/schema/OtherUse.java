package io.automigrate.schema;

/**
 * An object that is not compared and depends on one that is.
 *
 * @param user the one that depends
 * @param along whether it goes with what it depends on, without a word: a rule with its
 * table. PostgreSQL refuses to drop what others depend on.
 */
public record OtherUse(OtherObject user, boolean along) {

}
