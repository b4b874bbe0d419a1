package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Laws of graphs of migrations, and what is wrong with some.
 */
class MigrationGraphTests {

	private static Migration migration(String version, @Nullable List<String> dependencies) {
		return new Migration(version, "x", null, dependencies, version + "_x.sql", "",
				new MigrationAction.Sql("x", 1, "", TransactionScope.BATCH), null, null, List.of(), Map.of());
	}

	/** Each as version or version:dependency,dependency. */
	private static MigrationGraph graph(String... migrations) {
		return MigrationGraph.of(Arrays.stream(migrations).map((text) -> {
			String[] parts = text.split(":", -1);
			return migration(parts[0], (parts.length == 1) ? null
					: Arrays.stream(parts[1].split(",")).filter((each) -> !each.isEmpty()).toList());
		}).toList());
	}

	private static List<String> order(MigrationGraph graph) {
		return graph.migrations().stream().map(Migration::version).toList();
	}

	private static MigrationGraphException refused(String... migrations) {
		List<MigrationGraphException> failures = new ArrayList<>();
		assertThatExceptionOfType(MigrationGraphException.class).isThrownBy(() -> graph(migrations))
			.satisfies(failures::add);
		return failures.get(0);
	}

	@Test
	void countsVersions() {
		assertThat(order(graph("10", "2", "1"))).containsExactly("1", "2", "10");
		assertThat(order(graph("1.10", "1.9", "20240419", "1a", "1A", "01"))).containsExactly("01", "1.9", "1.10", "1A",
				"1a", "20240419");
	}

	@Test
	void runsFilesThatNameNothingOneAfterTheOther() {
		MigrationGraph graph = graph("001", "002", "003");
		assertThat(graph.dependencies("003")).containsExactly("002");
		assertThat(graph.heads()).containsExactly("003");
		graph.checkSingleHead();
	}

	@Test
	void keepsWhatIsNamed() {
		MigrationGraph graph = graph("001", "002:001", "003:001", "004:001", "005:001");
		assertThat(order(graph)).containsExactly("001", "002", "003", "004", "005");
		assertThat(graph.heads()).containsExactly("002", "003", "004", "005");
		assertThatExceptionOfType(MigrationGraphException.class).isThrownBy(graph::checkSingleHead)
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(Problem.SEVERAL_HEADS))
			.withMessageContaining("002 (002_x.sql), 003 (003_x.sql)");
	}

	@Test
	void joinsHeadsWithFileThatNamesNothing() {
		MigrationGraph graph = graph("001", "002:001", "003:001", "004");
		assertThat(graph.dependencies("004")).containsExactly("002", "003");
		assertThat(graph.heads()).containsExactly("004");
	}

	@Test
	void takesVersionsWithoutOrder() {
		MigrationGraph graph = graph("1a2b3c4d5e6f", "bc311ce7dcf8:1a2b3c4d5e6f", "033faf89f4e5:bc311ce7dcf8");
		assertThat(order(graph)).containsExactly("1a2b3c4d5e6f", "bc311ce7dcf8", "033faf89f4e5");
		assertThat(graph.heads()).containsExactly("033faf89f4e5");
	}

	@Test
	void saysWhatDoesNotFit() {
		MigrationGraphException unknown = refused("001", "002:001,007");
		assertThat(unknown.problem()).isEqualTo(Problem.UNKNOWN_DEPENDENCY);
		assertThat(unknown).hasMessageContaining("002 (002_x.sql) depends on 007");
		MigrationGraphException cycle = refused("001:003", "002:001", "003:002", "004:003");
		assertThat(cycle.problem()).isEqualTo(Problem.CYCLE);
		assertThat(cycle)
			.hasMessageContaining("001 (001_x.sql) needs 003 (003_x.sql) needs 002 (002_x.sql) needs 001 (001_x.sql)");
		assertThat(cycle.versions()).containsExactlyInAnyOrder("001", "002", "003");
		assertThat(refused("001:001").problem()).isEqualTo(Problem.CYCLE);
		MigrationGraphException twice = refused("001", "001");
		assertThat(twice.problem()).isEqualTo(Problem.DUPLICATE_VERSION);
		assertThat(twice).hasMessageContaining("001_x.sql and 001_x.sql");
	}

	@Test
	void refusesToLeaveSomethingWithoutWhatItNames() {
		MigrationGraph graph = graph("001", "002:001");
		assertThatExceptionOfType(MigrationGraphException.class)
			.isThrownBy(() -> MigrationRoute.down(graph, List.of("002", "001"), MigrationTarget.steps(1)))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(Problem.STILL_NEEDED));
	}

	@Test
	void findsWhatIsOutOfOrder() {
		MigrationGraph graph = graph("001", "002", "003");
		assertThat(MigrationRoute.outOfOrder(graph, List.of("001", "003"), List.of(graph.require("002"))))
			.extracting(Migration::version)
			.containsExactly("002");
		assertThat(MigrationRoute.outOfOrder(graph, List.of("001"), graph.migrations().subList(1, 3))).isEmpty();
	}

	@Property(tries = 300)
	void orderRespectsDependenciesAndIsAlwaysTheSame(@ForAll("graphs") List<Migration> migrations,
			@ForAll Random random) {
		MigrationGraph graph = MigrationGraph.of(migrations);
		List<String> order = order(graph);
		assertThat(order).hasSize(migrations.size());
		for (Migration migration : migrations) {
			int place = order.indexOf(migration.version());
			assertThat(graph.dependencies(migration.version()))
				.allSatisfy((dependency) -> assertThat(order.indexOf(dependency)).isLessThan(place));
		}
		List<Migration> shuffled = new ArrayList<>(migrations);
		Collections.shuffle(shuffled, random);
		assertThat(order(MigrationGraph.of(shuffled))).isEqualTo(order);
	}

	@Property(tries = 300)
	void whatNamesNothingNeedsAllThatIsSmallerAndDoesNotWaitForIt(@ForAll("graphs") List<Migration> migrations) {
		MigrationGraph graph = MigrationGraph.of(migrations);
		for (Migration later : migrations) {
			if (later.declaredDependencies() == null) {
				Set<String> ancestry = graph.ancestry(later.version());
				for (Migration smaller : migrations) {
					if (VersionOrder.INSTANCE.compare(smaller.version(), later.version()) < 0
							&& !ancestry.contains(smaller.version())) {
						assertThat(graph.ancestry(smaller.version()))
							.anyMatch((each) -> graph.require(each).declaredDependencies() == null
									&& VersionOrder.INSTANCE.compare(each, later.version()) >= 0);
					}
				}
			}
		}
	}

	@Property(tries = 300)
	void upToAnyAndDownToAnyEndsWithExactlyWhatIsExpected(@ForAll("graphs") List<Migration> migrations,
			@ForAll @IntRange(max = 11) int up, @ForAll @IntRange(max = 11) int down,
			@ForAll @IntRange(min = 1, max = 11) int steps) {
		MigrationGraph graph = MigrationGraph.of(migrations);
		String top = migrations.get(up % migrations.size()).version();
		String bottom = migrations.get(down % migrations.size()).version();
		List<String> applied = new ArrayList<>();
		apply(graph, applied, MigrationTarget.version(top));
		assertThat(applied).containsExactlyInAnyOrderElementsOf(graph.ancestry(top));
		Set<String> expected = new HashSet<>(graph.ancestry(top));
		expected.retainAll(graph.ancestry(bottom));
		undo(graph, applied, MigrationTarget.version(bottom));
		assertThat(applied).containsExactlyInAnyOrderElementsOf(expected);
		apply(graph, applied, MigrationTarget.steps(steps));
		assertThat(applied).hasSize(Math.min(migrations.size(), expected.size() + steps));
		apply(graph, applied, MigrationTarget.LATEST);
		assertThat(applied).hasSize(migrations.size());
		undo(graph, applied, MigrationTarget.BASE);
		assertThat(applied).isEmpty();
	}

	private static void apply(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		for (Migration migration : MigrationRoute.up(graph, applied, target)) {
			assertThat(applied).containsAll(graph.dependencies(migration.version()))
				.doesNotContain(migration.version());
			applied.add(migration.version());
		}
	}

	private static void undo(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		for (String version : MigrationRoute.down(graph, applied, target)) {
			applied.remove(version);
			assertThat(applied).noneMatch((each) -> graph.dependencies(each).contains(version));
		}
	}

	/** Any graph: versions have nothing to do with who depends on whom. */
	@Provide
	Arbitrary<List<Migration>> graphs() {
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

}
