package io.automigrate.plan;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import io.automigrate.schema.Index;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;

/**
 * Names for the parts of an index on a partitioned table, as PostgreSQL chooses them
 * ({@code ChooseIndexName} and {@code makeObjectName} in its sources): table, columns,
 * {@code idx}, the longer one of the first two cut until it fits.
 */
final class PartitionNames {

	private static final String SUFFIX = "idx";

	private PartitionNames() {
	}

	static String of(Table partition, Index index) {
		String columns = index.columns()
			.stream()
			.map((column) -> column.isEmpty() ? "expr" : column)
			.collect(Collectors.joining("_"));
		String table = partition.name().name();
		while (bytes(table) + bytes(columns) + SUFFIX.length() + 2 > Identifier.MAX_BYTES) {
			if (bytes(table) > bytes(columns)) {
				table = shorter(table);
			}
			else {
				columns = shorter(columns);
			}
		}
		String name = table + "_" + columns + "_" + SUFFIX;
		return taken(partition, name) ? Names.temporary("part", partition.name() + "." + index.name()) : name;
	}

	private static boolean taken(Table partition, String name) {
		return partition.indexes().stream().anyMatch((index) -> index.name().equals(name))
				|| partition.constraints().stream().anyMatch((constraint) -> constraint.name().equals(name));
	}

	private static String shorter(String name) {
		return name.substring(0, name.offsetByCodePoints(name.length(), -1));
	}

	private static int bytes(String name) {
		return name.getBytes(StandardCharsets.UTF_8).length;
	}

}
