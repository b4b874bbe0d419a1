package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.automigrate.error.MigrationGraphException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.automigrate.versioned.RandomMigrations.graph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a target means in every graph, whatever is applied.
 */
class MigrationRouteTests {

	/** All but the first depend on it alone. */
	private final MigrationGraph branches = graph("001", "002:001", "003:001", "004:001", "005:001");

	private final MigrationGraph roots = graph("o1:", "o2:o1", "u1:", "u2:u1");

	private static List<String> up(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		return MigrationRoute.up(graph, applied, target).stream().map(Migration::version).toList();
	}

	private static List<String> down(MigrationGraph graph, List<String> applied, String target) {
		return MigrationRoute.down(graph, applied, MigrationTarget.parse(target));
	}

	@Test
	void goesUpToEverythingBeforeTheTarget() {
		assertThat(up(this.branches, List.of(), MigrationTarget.parse("003"))).containsExactly("001", "002", "003");
		assertThat(up(this.branches, List.of("001", "005"), MigrationTarget.parse("003"))).containsExactly("002",
				"003");
		assertThat(up(this.roots, List.of(), MigrationTarget.parse("u1"))).containsExactly("o1", "o2", "u1");
		assertThat(up(this.roots, List.of("o2"), MigrationTarget.parse("+2"))).containsExactly("o1", "u1");
	}

	@Test
	void goesDownToNothingAfterTheTarget() {
		List<String> all = List.of("001", "002", "003", "004", "005");
		assertThat(down(this.branches, all, "003")).containsExactly("005", "004");
		assertThat(down(this.branches, List.of("001", "005", "002", "003"), "002")).containsExactly("005", "003");
		assertThat(down(this.roots, List.of("o1", "o2", "u1", "u2"), "u2")).isEmpty();
		assertThat(down(this.roots, List.of("u1", "u2", "o1", "o2"), "o2")).containsExactly("u2", "u1");
	}

	@Test
	void rollsBackDependentsFirstWhenTheyWereAppliedFirst() {
		MigrationGraph graph = graph("001", "002:001");
		assertThat(down(graph, List.of("002", "001"), "base")).containsExactly("002", "001");
		assertThat(down(graph, List.of("002", "001"), "-1")).containsExactly("002");
	}

	@Test
	void goesDownOverVersionThatIsNotApplied() {
		assertThat(down(this.branches, List.of("001", "002", "004"), "003")).containsExactly("004");
		assertThat(down(this.branches, List.of("001", "002"), "003")).isEmpty();
	}

	@Test
	void goesOverMerges() {
		MigrationGraph merged = graph("1", "2:1", "3:1", "4:2,3", "5:4");
		assertThat(up(merged, List.of("1"), MigrationTarget.only("4"))).containsExactly("2", "3", "4");
		assertThat(up(merged, List.of("1"), MigrationTarget.only("3"))).containsExactly("3");
		assertThat(MigrationRoute.down(merged, List.of("1", "2", "3", "4", "5"), MigrationTarget.only("2")))
			.containsExactly("5", "4", "2");
		assertThat(down(merged, List.of("1", "3", "2", "4", "5"), "2")).containsExactly("5", "4", "3");
	}

	@Test
	void takesOnlyOneWithWhatItNeedsOrWithWhatNeedsIt() {
		assertThat(up(this.branches, List.of(), MigrationTarget.only("003"))).containsExactly("001", "003");
		List<String> all = List.of("001", "005", "004", "003", "002");
		assertThat(MigrationRoute.down(this.branches, all, MigrationTarget.only("003"))).containsExactly("003");
		assertThat(MigrationRoute.down(this.branches, all, MigrationTarget.only("001"))).containsExactly("005", "004",
				"003", "002", "001");
		assertThat(MigrationRoute.down(this.branches, List.of("001"), MigrationTarget.only("003"))).isEmpty();
		MigrationGraph unnamed = graph("1", "2", "3");
		assertThat(MigrationRoute.down(unnamed, List.of("1", "3"), MigrationTarget.only("1"))).containsExactly("3",
				"1");
		assertThat(MigrationRoute.down(unnamed, List.of("1", "3"), MigrationTarget.only("2"))).isEmpty();
	}

	@Test
	void takesWhatHasNoFileForAfterAllThatWasAppliedBeforeIt() {
		MigrationGraph graph = graph("1", "2", "3");
		List<String> applied = List.of("gone", "1", "old", "2", "3", "newer");
		assertThat(down(graph, applied, "base")).containsExactly("newer", "3", "2", "old", "1", "gone");
		assertThat(down(graph, applied, "2")).containsExactly("newer", "3");
		assertThat(down(graph, applied, "1")).containsExactly("newer", "3", "2", "old");
		assertThat(MigrationRoute.down(graph, applied, MigrationTarget.only("3"))).containsExactly("newer", "3");
		assertThat(down(graph, List.of("1", "old", "2", "3"), "-2")).containsExactly("3", "2");
	}

	@Test
	void refusesVersionThatIsNotKnown() {
		for (MigrationTarget target : List.of(MigrationTarget.version("9"), MigrationTarget.only("9"))) {
			assertThatExceptionOfType(MigrationGraphException.class)
				.isThrownBy(() -> MigrationRoute.up(this.branches, List.of(), target))
				.withMessageContaining("There is no migration 9.");
			assertThatExceptionOfType(MigrationGraphException.class)
				.isThrownBy(() -> MigrationRoute.down(this.branches, List.of(), target))
				.withMessageContaining("There is no migration 9.");
		}
	}

	@Test
	void refusesTargetsThatLeadTheOtherWay() {
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationTarget.parse("-1").upwards())
			.withMessageContaining("-1 leads down");
		assertThatIllegalArgumentException().isThrownBy(MigrationTarget.BASE::upwards);
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationTarget.parse("+1").downwards())
			.withMessageContaining("+1 leads up");
		assertThatIllegalArgumentException().isThrownBy(MigrationTarget.LATEST::downwards);
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationTarget.pinned("+1"));
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationTarget.pinned("base"));
		assertThat(MigrationTarget.pinned("head")).isEqualTo(MigrationTarget.LATEST);
		assertThat(MigrationTarget.steps(2).upwards().downwards().display()).isEqualTo("2 steps");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+0", "-0", "+", "-", "+x", "-1a", "+1.5", "+12345678901", "", " " })
	void refusesWhatIsNoTarget(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationTarget.parse(text));
	}

	/** Steps can be neither none nor backwards. */
	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void refusesWhatIsNoNumberOfSteps(int steps) {
		assertThatIllegalArgumentException().isThrownBy(() -> MigrationTarget.steps(steps));
	}

	/**
	 * The oracle is the definition, worked out from the dependencies and the order alone:
	 * which set is applied afterwards, and which sequence cannot break a dependency.
	 */
	@Property(tries = 1000)
	void endsWhereTheTargetSays(@ForAll(supplier = RandomMigrations.class) List<Migration> migrations,
			@ForAll Random random, @ForAll @IntRange(min = 1, max = 13) int steps) {
		MigrationGraph graph = MigrationGraph.of(migrations);
		List<String> order = graph.migrations().stream().map(Migration::version).toList();
		List<String> applied = new ArrayList<>(order);
		Collections.shuffle(applied, random);
		applied = applied.subList(0, random.nextInt(order.size() + 1));
		String target = order.get(random.nextInt(order.size()));
		Set<String> before = new HashSet<>(order.subList(0, order.indexOf(target) + 1));
		Set<String> now = new HashSet<>(applied);

		Set<String> all = new HashSet<>(now);
		all.addAll(before);
		assertThat(wentUp(graph, applied, MigrationTarget.version(target))).isEqualTo(all);
		Set<String> needed = new HashSet<>(now);
		order.stream().filter((each) -> reaches(graph, target, each)).forEach(needed::add);
		assertThat(wentUp(graph, applied, MigrationTarget.only(target))).isEqualTo(needed);
		assertThat(wentUp(graph, applied, MigrationTarget.LATEST)).isEqualTo(new HashSet<>(order));
		List<String> pending = order.stream().filter((each) -> !now.contains(each)).toList();
		Set<String> some = new HashSet<>(now);
		some.addAll(pending.subList(0, Math.min(steps, pending.size())));
		assertThat(wentUp(graph, applied, MigrationTarget.parse("+" + steps))).isEqualTo(some);

		Set<String> staying = new HashSet<>(now);
		staying.retainAll(before);
		assertThat(wentDown(graph, applied, MigrationTarget.version(target))).isEqualTo(staying);
		Set<String> without = new HashSet<>(now);
		without.removeIf((each) -> now.contains(target) && reaches(graph, each, target));
		assertThat(wentDown(graph, applied, MigrationTarget.only(target))).isEqualTo(without);
		assertThat(wentDown(graph, applied, MigrationTarget.BASE)).isEmpty();
		List<String> done = order.stream().filter(now::contains).toList();
		assertThat(wentDown(graph, applied, MigrationTarget.parse("-" + steps)))
			.isEqualTo(new HashSet<>(done.subList(0, Math.max(0, done.size() - steps))));
	}

	/** Whether one depends on another, by any number of steps, or is it. */
	private static boolean reaches(MigrationGraph graph, String from, String to) {
		return from.equals(to) || graph.dependencies(from).stream().anyMatch((next) -> reaches(graph, next, to));
	}

	private static Set<String> wentUp(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		Set<String> now = new HashSet<>(applied);
		for (String version : up(graph, applied, target)) {
			assertThat(now.add(version)).isTrue();
			assertThat(now).containsAll(graph.dependencies(version));
		}
		return now;
	}

	private static Set<String> wentDown(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		Set<String> now = new HashSet<>(applied);
		for (String version : MigrationRoute.down(graph, applied, target)) {
			assertThat(now.remove(version)).isTrue();
			assertThat(now).noneMatch((each) -> reaches(graph, each, version));
		}
		return now;
	}

}
