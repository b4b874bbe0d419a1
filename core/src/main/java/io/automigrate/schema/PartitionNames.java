package io.automigrate.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;

/**
 * The names that PostgreSQL gives to what a partition gets from its parent
 * ({@code ChooseIndexName} and {@code makeObjectName} in its sources): table, columns and
 * a word for the kind, the longer one of the first two cut until all fits.
 */
public final class PartitionNames {

	private PartitionNames() {
	}

	/**
	 * Return the name of a part of an index.
	 * @param partition the partition
	 * @param index the index
	 * @return the name, if nothing else has it
	 */
	public static String of(Table partition, Index index) {
		return name(partition, index.columns(), "idx");
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
			case EXCLUSION -> name(partition, key.columns(), "excl");
			default -> name(partition, key.columns(), "key");
		};
	}

	/**
	 * Tell whether PostgreSQL would choose the name itself.
	 * @param partition the partition
	 * @param part what is attached
	 * @return whether the name need not be said; {@code true} for what has no index
	 */
	public static boolean automatic(Table partition, AttachedPart part) {
		String chosen = (part.object() instanceof Index index) ? of(partition, index)
				: (part.object() instanceof Constraint key && key.kind().indexed()) ? of(partition, key) : null;
		String name = part.object().id().name().name();
		// Of several alike, the later ones are numbered.
		return chosen == null || (name.startsWith(chosen)
				&& name.substring(chosen.length()).chars().allMatch(Character::isDigit));
	}

	private static String name(Table partition, List<String> columnNames, String suffix) {
		String columns = columnNames.stream()
			.map((column) -> column.isEmpty() ? "expr" : column)
			.collect(Collectors.joining("_"));
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

	private static String shorter(String name) {
		return name.substring(0, name.offsetByCodePoints(name.length(), -1));
	}

	private static int bytes(String name) {
		return name.getBytes(StandardCharsets.UTF_8).length;
	}

}
