package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import org.jspecify.annotations.Nullable;

/**
 * Any graph of up to twelve migrations: versions have nothing to do with who depends on
 * whom.
 */
final class RandomMigrations implements ArbitrarySupplier<List<Migration>> {

	@Override
	public Arbitrary<List<Migration>> get() {
		return Arbitraries.randomValue((random) -> {
			int size = 1 + random.nextInt(12);
			List<String> versions = new ArrayList<>(
					IntStream.range(0, size).mapToObj((i) -> (i % 3 == 0) ? "0" + i : String.valueOf(i)).toList());
			Collections.shuffle(versions, random);
			List<Migration> migrations = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				List<String> dependencies = new ArrayList<>();
				for (int j = 0; j < i; j++) {
					if (random.nextInt(4) == 0) {
						dependencies.add(versions.get(j));
					}
				}
				migrations.add(migration(versions.get(i), (random.nextInt(3) == 0) ? null : dependencies));
			}
			return migrations;
		});
	}

	/** A migration that does nothing. */
	static Migration migration(String version, @Nullable List<String> dependencies) {
		return new Migration(version, "x", null, dependencies, version + "_x.sql", "",
				new MigrationAction.Sql("x", 1, "", TransactionScope.BATCH), null, null, List.of(), Map.of(), false);
	}

	/** Each as version or version:dependency,dependency. */
	static MigrationGraph graph(String... migrations) {
		return MigrationGraph.of(Arrays.stream(migrations).map((text) -> {
			String[] parts = text.split(":", -1);
			return migration(parts[0], (parts.length == 1) ? null
					: Arrays.stream(parts[1].split(",")).filter((each) -> !each.isEmpty()).toList());
		}).toList());
	}

}
