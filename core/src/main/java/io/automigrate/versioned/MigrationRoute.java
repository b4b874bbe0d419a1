package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;

/**
 * Which migrations lead from what is applied to a target.
 */
public final class MigrationRoute {

	private MigrationRoute() {
	}

	/**
	 * Find the way up.
	 * @param graph the migrations
	 * @param applied the versions that are applied
	 * @param target how far to go
	 * @return what is to be applied, in order
	 * @throws MigrationGraphException if the target is not known
	 */
	public static List<Migration> up(MigrationGraph graph, Collection<String> applied, MigrationTarget target) {
		if (target.base()) {
			throw new IllegalArgumentException("The way to nothing leads down; roll back to base");
		}
		Set<String> done = new HashSet<>(applied);
		String version = target.version();
		Set<String> wanted = (version != null) ? graph.ancestry(version) : null;
		List<Migration> pending = graph.migrations()
			.stream()
			.filter((migration) -> !done.contains(migration.version()))
			.filter((migration) -> wanted == null || wanted.contains(migration.version()))
			.toList();
		return (target.steps() > 0) ? pending.subList(0, Math.min(target.steps(), pending.size())) : pending;
	}

	/**
	 * Find the way down.
	 * @param graph the migrations
	 * @param applied the versions in the order in which they were applied
	 * @param target how far to go: a number of migrations, to nothing, or until only a
	 * version and what it needs is left
	 * @return what is to be undone, the last applied first
	 * @throws MigrationGraphException if the target is not known, or what would stay
	 * names a migration that would go
	 */
	public static List<String> down(MigrationGraph graph, List<String> applied, MigrationTarget target) {
		if (target.latest()) {
			throw new IllegalArgumentException("The way back needs a target: a version, a number of steps, or base");
		}
		List<String> latestFirst = new ArrayList<>(applied);
		Collections.reverse(latestFirst);
		List<String> route = latestFirst;
		String version = target.version();
		if (target.steps() > 0) {
			route = latestFirst.subList(0, Math.min(target.steps(), latestFirst.size()));
		}
		else if (version != null && !target.base()) {
			Set<String> staying = graph.ancestry(version);
			route = latestFirst.stream().filter((each) -> !staying.contains(each)).toList();
		}
		checkNotNeeded(graph, applied, new HashSet<>(route));
		return List.copyOf(route);
	}

	private static void checkNotNeeded(MigrationGraph graph, List<String> applied, Set<String> going) {
		for (String version : applied) {
			Migration migration = graph.find(version);
			List<String> named = (migration != null) ? migration.declaredDependencies() : null;
			if (migration == null || named == null || going.contains(version)) {
				continue;
			}
			named.stream().filter(going::contains).findFirst().ifPresent((needed) -> {
				throw new MigrationGraphException(Problem.STILL_NEEDED, List.of(needed, version), "Migration " + needed
						+ " cannot be rolled back, since " + migration.display() + " depends on it and would stay.",
						"Go further down, so that both are rolled back.");
			});
		}
	}

	/**
	 * Find what would run although something after it has.
	 * @param graph the migrations
	 * @param applied the versions that are applied
	 * @param route what is to be applied
	 * @return those of the route that come before something applied in the order of all
	 */
	public static List<Migration> outOfOrder(MigrationGraph graph, Collection<String> applied, List<Migration> route) {
		int last = applied.stream()
			.mapToInt(graph::place)
			.filter((place) -> place != Integer.MAX_VALUE)
			.max()
			.orElse(-1);
		return route.stream().filter((migration) -> graph.place(migration.version()) < last).toList();
	}

}
