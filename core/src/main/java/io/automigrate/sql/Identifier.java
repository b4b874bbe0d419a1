package io.automigrate.sql;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Quotes names and literals. The only place that does: whatever becomes part of an SQL
 * text goes through here.
 */
public final class Identifier {

	/**
	 * How many bytes of a name PostgreSQL keeps: {@code NAMEDATALEN - 1}. It cuts the
	 * rest off with no more than a notice.
	 */
	public static final int MAX_BYTES = 63;

	/**
	 * A regular expression of a name as SQL has it: quoted, or plain. It has no group,
	 * and takes no stack for long texts.
	 */
	public static final String PATTERN = "(?:\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[\\p{L}_][\\p{L}\\p{N}_$]*+)";

	private Identifier() {
	}

	/**
	 * Quote a name. Always, so that reserved words, mixed case and non-ASCII names need
	 * no rule of their own.
	 * @param name the name as the catalogs have it
	 * @return the name between double quotes
	 */
	public static String quote(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	/**
	 * Read a name that the catalogs have printed, quoted only where it must be.
	 * @param name the name as SQL has it
	 * @return the name as the catalogs have it
	 */
	public static String unquoted(String name) {
		return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
	}

	/**
	 * Read a name that somebody has written.
	 * @param name the name as SQL has it
	 * @return the name as the catalogs have it: in lower case unless it is quoted
	 */
	public static String folded(String name) {
		return name.startsWith("\"") ? unquoted(name) : name.toLowerCase(Locale.ROOT);
	}

	/**
	 * Quote a text as an SQL literal, whatever {@code standard_conforming_strings} says.
	 * @param text the text
	 * @return the literal
	 */
	public static String literal(String text) {
		String doubled = text.replace("'", "''");
		return doubled.contains("\\") ? "E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
	}

	/**
	 * Quote a text that there may not be.
	 * @param text the text, or {@code null}
	 * @return the literal, or {@code NULL}
	 */
	public static String literalOrNull(@Nullable String text) {
		return (text != null) ? literal(text) : "NULL";
	}

	/**
	 * Quote texts as a list of literals.
	 * @param texts the texts
	 * @return the literals with commas between them
	 */
	public static String literals(Collection<String> texts) {
		return texts.stream().map(Identifier::literal).collect(Collectors.joining(", "));
	}

	/**
	 * Returns whether PostgreSQL would keep the name whole.
	 * @param name the name
	 * @return whether it has at most {@value #MAX_BYTES} bytes in UTF-8
	 */
	public static boolean fits(String name) {
		return name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
	}

}
