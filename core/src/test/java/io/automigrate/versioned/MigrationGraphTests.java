package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static io.automigrate.versioned.RandomMigrations.graph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Laws of graphs of migrations, and what is wrong with some.
 */
class MigrationGraphTests {

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
	void findsWhatIsOutOfOrder() {
		MigrationGraph graph = graph("001", "002", "003");
		assertThat(MigrationRoute.outOfOrder(graph, List.of("001", "003"), List.of(graph.require("002"))))
			.extracting(Migration::version)
			.containsExactly("002");
		assertThat(MigrationRoute.outOfOrder(graph, List.of("001"), graph.migrations().subList(1, 3))).isEmpty();
	}

	@Property(tries = 300)
	void orderRespectsDependenciesAndIsAlwaysTheSame(
			@ForAll(supplier = RandomMigrations.class) List<Migration> migrations, @ForAll Random random) {
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
	void whatNamesNothingNeedsAllThatIsSmallerAndDoesNotWaitForIt(
			@ForAll(supplier = RandomMigrations.class) List<Migration> migrations) {
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

}
