package io.automigrate.source;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.schema.ObjectKind;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * That something is called differently from now on.
 *
 * @param kind {@code TABLE}, {@code COLUMN}, {@code ENUM}, or {@code null} for a value of
 * an enum type
 * @param owner the table of a column, the type of a value, or the new name of a table or
 * type; with an empty schema for the default one
 * @param from the old name
 * @param to the new name
 */
public record RenameHint(@Nullable ObjectKind kind, QualifiedName owner, String from, String to) {

	private static final Pattern FORM = Pattern.compile("\\s*(.+?)\\s*->\\s*(.+?)\\s*");

	/**
	 * Read a rename from a setting: {@code public.orders.old_total->total} for a column,
	 * {@code public.old_orders->orders} for a table. A name with two dots is a column's,
	 * one with a single dot a table's with its schema.
	 * @param text the setting; names as the catalogs have them, without quotes
	 * @return the rename
	 * @throws IllegalArgumentException if the text is not of this form
	 */
	public static RenameHint parse(String text) {
		Matcher form = FORM.matcher(text);
		String[] from = form.matches() ? form.group(1).split("\\.", -1) : new String[0];
		if (from.length < 1 || from.length > 3 || Arrays.asList(from).contains("")) {
			throw new IllegalArgumentException("\"" + text
					+ "\" is no rename: expected the old name and the new one, such as public.orders.old_total->total or public.old_orders->orders");
		}
		String to = form.group(2).substring(form.group(2).lastIndexOf('.') + 1);
		if (from.length == 3) {
			return new RenameHint(ObjectKind.COLUMN, new QualifiedName(from[0], from[1]), from[2], to);
		}
		String schema = (from.length == 2) ? from[0] : "";
		return new RenameHint(ObjectKind.TABLE, new QualifiedName(schema, to), from[from.length - 1], to);
	}

}
