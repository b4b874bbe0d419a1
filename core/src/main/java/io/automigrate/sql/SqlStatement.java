package io.automigrate.sql;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a script.
 *
 * @param script the name of the script
 * @param line the line its first word stands in, from 1
 * @param column the column its first word stands in, from 1
 * @param text the statement without the semicolon and without comments before it
 * @param overlongName the first name in it that PostgreSQL would cut off, or {@code null}
 */
public record SqlStatement(String script, int line, int column, String text, @Nullable String overlongName) {

}
