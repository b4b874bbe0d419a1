package io.automigrate.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The names that PostgreSQL gives to what a partition gets from its parent
 * ({@code ChooseIndexName} and {@code makeObjectName} in its sources): table, columns and
 * a word for the kind, the longer one of the first two cut until all fits.
 */
public final class PartitionNames {

	private static final String INCLUDE = " INCLUDE (";

	/** The last one, of those before a bracket. */
	private static final Pattern NAME = Pattern
		.compile("(?:" + Identifier.PATTERN + "\\.)?(" + Identifier.PATTERN + ")");

	private PartitionNames() {
	}

	/**
	 * Return the name of a part of an index.
	 * @param partition the partition
	 * @param index the index
	 * @return the name, if nothing else has it
	 */
	public static String of(Table partition, Index index) {
		return name(partition, columns(index.definition()), "idx");
	}

	/**
	 * Return the name of a part of a key.
	 * @param partition the partition
	 * @param key the primary key, unique or exclusion constraint
	 * @return the name, if nothing else has it
	 */
	public static String of(Table partition, Constraint key) {
		return switch (key.kind()) {
			case PRIMARY_KEY -> name(partition, List.of(), "pkey");
			case EXCLUSION -> name(partition, columns(key.definition()), "excl");
			default -> name(partition, columns(key.definition()), "key");
		};
	}

	/**
	 * Tell whether PostgreSQL would make the part like this by itself.
	 * @param partition the partition
	 * @param parent its parent, if that is known
	 * @param part what is attached
	 * @return whether nothing need be said of it, neither its name nor parameters that
	 * are not its parent's; {@code true} for what has no index
	 */
	public static boolean automatic(Table partition, @Nullable Table parent, AttachedPart part) {
		if (part.keyOfIndex()) {
			return false;
		}
		if (part.object() instanceof Index own && parent != null && parent.indexes()
			.stream()
			.anyMatch((index) -> index.name().equals(part.to()) && !index.definition().equals(own.definition()))) {
			return false;
		}
		String chosen = (part.object() instanceof Index index) ? of(partition, index)
				: (part.object() instanceof Constraint key && key.kind().indexed()) ? of(partition, key) : null;
		String name = part.object().id().name().name();
		// Of several alike, the later ones are numbered.
		return chosen == null
				|| (name.startsWith(chosen) && name.substring(chosen.length()).chars().allMatch(Character::isDigit));
	}

	/**
	 * Return what PostgreSQL has put after the name because others had it already.
	 * @param partition the partition
	 * @param index the index
	 * @return the number, 0 for the first one or if the name is not PostgreSQL's
	 */
	public static int number(Table partition, Index index) {
		String chosen = of(partition, index);
		String rest = index.name().startsWith(chosen) ? index.name().substring(chosen.length()) : "";
		return rest.matches("[0-9]{1,9}") ? Integer.parseInt(rest) : 0;
	}

	private static String name(Table partition, List<String> columnNames, String suffix) {
		String columns = String.join("_", columnNames);
		String table = partition.name().name();
		int separators = columns.isEmpty() ? 1 : 2;
		while (bytes(table) + bytes(columns) + suffix.length() + separators > Identifier.MAX_BYTES) {
			if (bytes(table) > bytes(columns)) {
				table = shorter(table);
			}
			else {
				columns = shorter(columns);
			}
		}
		return table + "_" + (columns.isEmpty() ? "" : columns + "_") + suffix;
	}

	/** The keys of an index and what it includes: an expression goes by its function. */
	private static List<String> columns(String definition) {
		List<String> columns = new ArrayList<>();
		int end = elements(definition, definition.indexOf('('), columns);
		int include = definition.indexOf(INCLUDE, end);
		if (include == end + 1) {
			elements(definition, include + INCLUDE.length() - 1, columns);
		}
		return columns;
	}

	private static int elements(String definition, int open, List<String> columns) {
		int depth = 0;
		boolean quoted = false;
		int start = open + 1;
		for (int i = open; i < definition.length(); i++) {
			char character = definition.charAt(i);
			if (character == '"') {
				quoted = !quoted;
			}
			else if (!quoted) {
				depth += (character == '(') ? 1 : (character == ')') ? -1 : 0;
				if (depth == 0 || (depth == 1 && character == ',')) {
					columns.add(numbered(column(definition.substring(start, i).strip()), columns));
					start = i + 1;
				}
				if (depth == 0) {
					return i;
				}
			}
		}
		return definition.length();
	}

	private static String column(String element) {
		Matcher name = NAME.matcher(element);
		if (!name.lookingAt()) {
			return "expr";
		}
		return Identifier.unquoted(name.group(1));
	}

	/** Of the same name, the later ones are numbered. */
	private static String numbered(String column, List<String> before) {
		String name = column;
		for (int i = 1; before.contains(name); i++) {
			String cut = column;
			while (bytes(cut) + Integer.toString(i).length() > Identifier.MAX_BYTES) {
				cut = shorter(cut);
			}
			name = cut + i;
		}
		return name;
	}

	private static String shorter(String name) {
		return name.substring(0, name.offsetByCodePoints(name.length(), -1));
	}

	private static int bytes(String name) {
		return name.getBytes(StandardCharsets.UTF_8).length;
	}

}
