package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which migrations lead from what is applied to a target. Up and down follow the one
 * order of the graph, whatever the order of application was; so each migration is applied
 * after what it depends on, and rolled back before it.
 */
public final class MigrationRoute {

	private MigrationRoute() {
	}

	/**
	 * Find what is to be applied.
	 * @param graph the migrations
	 * @param applied the versions that are applied
	 * @param target how far to go
	 * @return the migrations in the graph's order
	 * @throws io.automigrate.error.MigrationGraphException if the target is not known
	 * @throws IllegalArgumentException if the target leads down
	 */
	public static List<Migration> up(MigrationGraph graph, Collection<String> applied, MigrationTarget target) {
		Set<String> done = new HashSet<>(applied);
		List<Migration> pending = graph.migrations()
			.stream()
			.filter((migration) -> !done.contains(migration.version()))
			.toList();
		return switch (target.upwards().kind()) {
			case VERSION -> {
				int last = requirePlace(graph, target);
				yield pending.stream().filter((migration) -> graph.place(migration.version()) <= last).toList();
			}
			case ONLY -> {
				Set<String> needed = graph.ancestry(target.named());
				yield pending.stream().filter((migration) -> needed.contains(migration.version())).toList();
			}
			case STEPS, STEPS_UP -> first(target.steps(), pending);
			case LATEST, BASE, STEPS_DOWN -> pending;
		};
	}

	/**
	 * Find what is to be rolled back. A version that is not in the graph counts as coming
	 * after all that was applied before it, since it may depend on any of that.
	 * @param graph the migrations
	 * @param applied the versions in the order in which they were applied
	 * @param target how far to go
	 * @return the versions in the reverse of the graph's order
	 * @throws io.automigrate.error.MigrationGraphException if the target is not known
	 * @throws IllegalArgumentException if the target leads up
	 */
	public static List<String> down(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		Map<String, Integer> places = places(graph, applied);
		List<String> lastFirst = new ArrayList<>(applied);
		Collections.reverse(lastFirst);
		lastFirst.sort(Comparator.comparing((version) -> -places.getOrDefault(version, 0)));
		return switch (target.downwards().kind()) {
			case VERSION -> {
				int place = 2 * requirePlace(graph, target);
				yield lastFirst.stream().filter((version) -> places.getOrDefault(version, 0) > place).toList();
			}
			case ONLY -> {
				int place = 2 * requirePlace(graph, target);
				Set<String> dependents = graph.descent(target.named());
				yield applied.contains(target.named()) ? lastFirst.stream()
					.filter((version) -> graph.known(version) ? dependents.contains(version)
							: places.getOrDefault(version, 0) > place)
					.toList() : List.of();
			}
			case STEPS, STEPS_DOWN -> first(target.steps(), lastFirst);
			case BASE, LATEST, STEPS_UP -> lastFirst;
		};
	}

	/** Even numbers for what is known; the odd ones between them for what is not. */
	private static Map<String, Integer> places(MigrationGraph graph, List<String> applied) {
		Map<String, Integer> places = new HashMap<>();
		int last = -1;
		for (String version : applied) {
			int place = graph.known(version) ? 2 * graph.place(version) : last | 1;
			last = Math.max(last, place);
			places.put(version, place);
		}
		return places;
	}

	private static int requirePlace(MigrationGraph graph, MigrationTarget target) {
		return graph.place(graph.require(target.named()).version());
	}

	private static <T> List<T> first(int number, List<T> all) {
		return all.subList(0, Math.min(number, all.size()));
	}

	/**
	 * Find what would run although something after it has.
	 * @param graph the migrations
	 * @param applied the versions that are applied
	 * @param route what is to be applied
	 * @return those of the route that come before something applied in the order of all
	 */
	public static List<Migration> outOfOrder(MigrationGraph graph, Collection<String> applied, List<Migration> route) {
		int last = applied.stream().filter(graph::known).mapToInt(graph::place).max().orElse(-1);
		return route.stream().filter((migration) -> graph.place(migration.version()) < last).toList();
	}

}
