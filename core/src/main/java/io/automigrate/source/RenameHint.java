package io.automigrate.source;

import java.util.Arrays;
import java.util.List;

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

	private static final String ARROW = "->";

	/**
	 * Read the rename of a table or column from a setting: {@code orders_old -> orders}
	 * or {@code shop.orders_old -> orders} for a table,
	 * {@code public.orders.old_total -> total} for a column, whose table goes by its new
	 * name. The new name may be written in full, too.
	 * @param text the setting, with names as the catalogs have them: without quotes, and
	 * with a schema wherever there is a column
	 * @return the rename
	 * @throws IllegalArgumentException if the text is not of this form; the message is a
	 * sentence that says why
	 */
	public static RenameHint parse(String text) {
		String[] sides = text.split(ARROW, -1);
		List<String> from = (sides.length == 2) ? parts(sides[0]) : List.of();
		List<String> to = (sides.length == 2) ? parts(sides[1]) : List.of();
		if (from.isEmpty() || from.size() > 3 || from.contains("") || to.isEmpty() || to.contains("")) {
			throw new IllegalArgumentException("\"" + text
					+ "\" is no rename: expected an old name and a new one, such as public.orders.old_total->total for a column or public.old_orders->orders for a table.");
		}
		List<String> place = from.subList(0, from.size() - 1);
		if (to.size() > 1 && !to.subList(0, to.size() - 1).equals(place)) {
			throw new IllegalArgumentException("\"" + text
					+ "\" changes more than the last part of the name: a rename moves nothing to another schema or table, and the table of a column goes by its new name.");
		}
		String oldName = from.get(from.size() - 1);
		String newName = to.get(to.size() - 1);
		if (from.size() == 3) {
			return new RenameHint(ObjectKind.COLUMN, new QualifiedName(from.get(0), from.get(1)), oldName, newName);
		}
		String schema = place.isEmpty() ? "" : place.get(0);
		return new RenameHint(ObjectKind.TABLE, new QualifiedName(schema, newName), oldName, newName);
	}

	private static List<String> parts(String name) {
		return Arrays.stream(name.split("\\.", -1)).map(String::strip).toList();
	}

}
