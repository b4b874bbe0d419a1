package io.automigrate.sql;

/**
 * One statement of a script.
 *
 * @param script the name of the script
 * @param line the line its first word stands in, from 1
 * @param text the statement without the semicolon and without comments before it
 */
public record SqlStatement(String script, int line, String text) {

}
