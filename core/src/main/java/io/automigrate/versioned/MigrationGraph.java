package io.automigrate.versioned;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Migrations and who needs whom. Without a cycle, and in one order for good: each as
 * early as its dependencies let it, the smaller version first.
 */
public final class MigrationGraph {

	private static final Comparator<Migration> BY_VERSION = Comparator.comparing(Migration::version,
			VersionOrder.INSTANCE);

	/** In the order in which all of them would run. */
	private final Map<String, Migration> migrations;

	private final Map<String, List<String>> dependencies;

	private final Map<String, Integer> places = new HashMap<>();

	private final List<Migration> repeatables;

	private MigrationGraph(Map<String, Migration> migrations, Map<String, List<String>> dependencies,
			List<Migration> repeatables) {
		this.migrations = migrations;
		this.dependencies = dependencies;
		this.repeatables = repeatables;
		migrations.keySet().forEach((version) -> this.places.put(version, this.places.size()));
	}

	/**
	 * Connect migrations.
	 * @param all the migrations, in any order
	 * @return the graph
	 * @throws MigrationGraphException if two have one version, one depends on what there
	 * is not, or they depend on each other in a circle
	 */
	public static MigrationGraph of(Collection<Migration> all) {
		TreeMap<String, Migration> byVersion = new TreeMap<>(VersionOrder.INSTANCE);
		for (Migration migration : all) {
			Migration other = byVersion.put(migration.version(), migration);
			if (other != null) {
				throw new MigrationGraphException(
						Problem.DUPLICATE_VERSION, List.of(migration.version()), "Version " + migration.version()
								+ " is there twice: " + other.origin() + " and " + migration.origin() + ".",
						"Give one of them another version.");
			}
		}
		List<Migration> repeatables = byVersion.values().stream().filter(Migration::repeatable).toList();
		repeatables.forEach((repeatable) -> byVersion.remove(repeatable.version()));
		Map<String, String> replaced = replaced(byVersion);
		byVersion.replaceAll((version, migration) -> redirected(migration, replaced));
		checkDependencies(byVersion, repeatables);
		Map<String, List<String>> dependencies = dependencies(byVersion);
		return new MigrationGraph(ordered(byVersion, dependencies), dependencies, repeatables);
	}

	/** Which version stands for one that was folded into it. */
	private static Map<String, String> replaced(Map<String, Migration> byVersion) {
		Map<String, String> replaced = new HashMap<>();
		for (Migration migration : byVersion.values()) {
			for (String version : migration.replaces().keySet()) {
				Migration other = byVersion.get(version);
				if (other != null && !version.equals(migration.version())) {
					throw new MigrationGraphException(Problem.DUPLICATE_VERSION, List.of(version),
							"Migration " + other.display() + " is there although it was folded into "
									+ migration.display() + ".",
							"Remove " + other.origin() + ", or take it out of the header \"replaces\".");
				}
				replaced.put(version, migration.version());
			}
		}
		return replaced;
	}

	private static Migration redirected(Migration migration, Map<String, String> replaced) {
		List<String> declared = migration.declaredDependencies();
		return (declared == null || declared.stream().noneMatch(replaced::containsKey)) ? migration
				: migration.dependingOn(declared.stream()
					.map((version) -> replaced.getOrDefault(version, version))
					.filter((version) -> !version.equals(migration.version()))
					.distinct()
					.toList());
	}

	private static void checkDependencies(Map<String, Migration> byVersion, List<Migration> repeatables) {
		for (Migration repeatable : repeatables) {
			if (repeatable.declaredDependencies() != null) {
				throw new MigrationGraphException(Problem.UNKNOWN_DEPENDENCY, List.of(repeatable.version()),
						"The repeatable migration " + repeatable.display()
								+ " names dependencies, but it runs after all versioned ones.",
						"Remove its header \"depends\".");
			}
		}
		for (Migration migration : byVersion.values()) {
			for (String dependency : declared(migration)) {
				if (!byVersion.containsKey(dependency)) {
					throw new MigrationGraphException(Problem.UNKNOWN_DEPENDENCY,
							List.of(migration.version(), dependency),
							"Migration " + migration.display() + " depends on " + dependency
									+ ", and there is no such migration.",
							"Correct the version in its header \"depends\", or put the file of " + dependency
									+ " into one of the locations.");
				}
			}
		}
	}

	private static List<String> declared(Migration migration) {
		List<String> declared = migration.declaredDependencies();
		return (declared != null) ? declared : List.of();
	}

	/**
	 * Those that are named; and for one that names none, whatever is smaller and does not
	 * itself wait for it or for a later one that names none. Such edges cannot make a
	 * cycle: along each, the greatest unnamed version that can be reached gets smaller,
	 * and along a named one it gets no greater.
	 */
	private static Map<String, List<String>> dependencies(Map<String, Migration> byVersion) {
		Map<String, List<String>> dependencies = new HashMap<>();
		TreeMap<String, List<String>> latecomers = new TreeMap<>(VersionOrder.INSTANCE);
		Map<String, String> waitsFor = new Waiting(byVersion).all();
		List<String> unnamed = new ArrayList<>();
		for (Migration migration : byVersion.values()) {
			String version = migration.version();
			if (migration.declaredDependencies() == null) {
				unnamed.add(version);
				latecomers.put(version, new ArrayList<>());
			}
			else {
				dependencies.put(version, declared(migration));
			}
		}
		for (String version : dependencies.keySet()) {
			String after = waitsFor.getOrDefault(version, version);
			String from = (VersionOrder.INSTANCE.compare(after, version) > 0) ? after : version;
			Map.Entry<String, List<String>> first = latecomers.higherEntry(from);
			if (first != null) {
				first.getValue().add(version);
			}
		}
		String previous = null;
		for (String version : unnamed) {
			dependencies.put(version, nearest(previous, latecomers.getOrDefault(version, List.of()), dependencies));
			previous = version;
		}
		return dependencies;
	}

	/** Leaves out what another one has before it anyway. */
	private static List<String> nearest(@Nullable String previous, List<String> others,
			Map<String, List<String>> dependencies) {
		Set<String> implied = new HashSet<>();
		others.forEach((other) -> implied.addAll(dependencies.getOrDefault(other, List.of())));
		List<String> nearest = new ArrayList<>(others);
		if (previous != null) {
			nearest.add(previous);
		}
		nearest.removeIf(implied::contains);
		nearest.sort(VersionOrder.INSTANCE);
		return List.copyOf(nearest);
	}

	private static Map<String, Migration> ordered(Map<String, Migration> byVersion,
			Map<String, List<String>> dependencies) {
		Map<String, Integer> waiting = new HashMap<>();
		Map<String, List<String>> dependents = new HashMap<>();
		PriorityQueue<Migration> ready = new PriorityQueue<>(BY_VERSION);
		for (Migration migration : byVersion.values()) {
			List<String> before = dependencies.getOrDefault(migration.version(), List.of());
			before.forEach((each) -> dependents.computeIfAbsent(each, (version) -> new ArrayList<>())
				.add(migration.version()));
			waiting.put(migration.version(), before.size());
			if (before.isEmpty()) {
				ready.add(migration);
			}
		}
		Map<String, Migration> ordered = new LinkedHashMap<>();
		for (Migration next = ready.poll(); next != null; next = ready.poll()) {
			ordered.put(next.version(), next);
			for (String dependent : dependents.getOrDefault(next.version(), List.of())) {
				Migration migration = byVersion.get(dependent);
				if (waiting.merge(dependent, -1, Integer::sum) == 0 && migration != null) {
					ready.add(migration);
				}
			}
		}
		if (ordered.size() < byVersion.size()) {
			throw cycle(byVersion, ordered.keySet(), dependencies);
		}
		return Collections.unmodifiableMap(ordered);
	}

	private static MigrationGraphException cycle(Map<String, Migration> byVersion, Set<String> ordered,
			Map<String, List<String>> dependencies) {
		List<String> path = new ArrayList<>();
		String node = byVersion.keySet()
			.stream()
			.filter((version) -> !ordered.contains(version))
			.findFirst()
			.orElse("");
		while (!path.contains(node)) {
			path.add(node);
			node = dependencies.getOrDefault(node, List.of())
				.stream()
				.filter((version) -> !ordered.contains(version))
				.findFirst()
				.orElse("");
		}
		List<String> circle = path.subList(path.indexOf(node), path.size());
		List<String> names = byVersion.values()
			.stream()
			.filter((migration) -> circle.contains(migration.version()))
			.sorted(Comparator.comparing((migration) -> circle.indexOf(migration.version())))
			.map(Migration::display)
			.toList();
		return new MigrationGraphException(
				Problem.CYCLE, List.copyOf(circle), "Migrations depend on each other in a circle: "
						+ String.join(" needs ", names) + " needs " + names.get(0) + ".",
				"Remove one of these versions from a header \"depends\".");
	}

	/**
	 * Returns the versioned migrations in the order in which all of them would run.
	 * @return the migrations
	 */
	public List<Migration> migrations() {
		return List.copyOf(this.migrations.values());
	}

	/**
	 * Returns the repeatable migrations by name.
	 * @return the migrations
	 */
	public List<Migration> repeatables() {
		return this.repeatables;
	}

	/**
	 * Find a migration.
	 * @param version its version; of a repeatable one, {@code R__} and its name
	 * @return the migration, or {@code null}
	 */
	public @Nullable Migration find(String version) {
		return this.repeatables.stream()
			.filter((repeatable) -> repeatable.version().equals(version))
			.findFirst()
			.orElse(this.migrations.get(version));
	}

	/**
	 * Returns the versions that a migration needs, named or not.
	 * @param version its version
	 * @return the nearest of them
	 */
	public List<String> dependencies(String version) {
		return this.dependencies.getOrDefault(version, List.of());
	}

	/**
	 * Returns a migration and all that it needs.
	 * @param version its version
	 * @return the versions
	 * @throws MigrationGraphException if there is no such migration
	 */
	public Set<String> ancestry(String version) {
		require(version);
		Set<String> ancestry = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(List.of(version));
		while (!open.isEmpty()) {
			String next = open.pop();
			if (ancestry.add(next)) {
				open.addAll(dependencies(next));
			}
		}
		return ancestry;
	}

	/** A migration and all that needs it. */
	Set<String> descent(String version) {
		Set<String> descent = new HashSet<>(Set.of(require(version).version()));
		for (String later : this.migrations.keySet()) {
			if (dependencies(later).stream().anyMatch(descent::contains)) {
				descent.add(later);
			}
		}
		return descent;
	}

	/**
	 * Find a versioned migration that has to be there.
	 * @param version its version
	 * @return the migration
	 * @throws MigrationGraphException if there is no such migration
	 */
	public Migration require(String version) {
		Migration migration = this.migrations.get(version);
		if (migration == null) {
			throw new MigrationGraphException(Problem.UNKNOWN_VERSION, List.of(version),
					"There is no migration " + version + ".", "Known are " + some(this.migrations.keySet()) + ".");
		}
		return migration;
	}

	static String some(Collection<String> versions) {
		List<String> shown = new ArrayList<>(versions);
		return (shown.size() <= 10) ? String.join(", ", shown) : String.join(", ", shown.subList(0, 4)) + ", … "
				+ String.join(", ", shown.subList(shown.size() - 4, shown.size()));
	}

	/**
	 * Returns the migrations that no other one needs.
	 * @return their versions
	 */
	public List<String> heads() {
		return heads(this.migrations.keySet());
	}

	/**
	 * Returns those of some migrations that no other one of them needs.
	 * @param versions the versions; those that are not known count as heads
	 * @return the heads in order
	 */
	public List<String> heads(Collection<String> versions) {
		Set<String> heads = new LinkedHashSet<>(versions);
		versions.forEach((version) -> dependencies(version).forEach(heads::remove));
		return heads.stream().sorted(Comparator.comparing(this::place)).toList();
	}

	/**
	 * Demand that there is one head at most.
	 * @throws MigrationGraphException if there are several
	 */
	public void checkSingleHead() {
		List<String> heads = heads();
		if (heads.size() > 1) {
			throw new MigrationGraphException(Problem.SEVERAL_HEADS, heads,
					"There are " + heads.size() + " heads, and migration.versioned.single-head allows one: "
							+ heads.stream().map((head) -> require(head).display()).collect(Collectors.joining(", "))
							+ ".",
					"Write a migration that joins them (merge), or let one depend on the other.");
		}
	}

	/** Whether there is a versioned migration of this version. */
	boolean known(String version) {
		return this.migrations.containsKey(version);
	}

	/** Where a migration stands in the order of all; the unknown come last. */
	int place(String version) {
		return this.places.getOrDefault(version, Integer.MAX_VALUE);
	}

	/** For each migration the greatest one without named dependencies that it needs. */
	private static final class Waiting {

		private final Map<String, Migration> byVersion;

		private final Map<String, String> greatest = new HashMap<>();

		private final Set<String> seen = new HashSet<>();

		Waiting(Map<String, Migration> byVersion) {
			this.byVersion = byVersion;
		}

		/**
		 * Follows edges backwards, from the greatest on, so that the first to come wins.
		 */
		Map<String, String> all() {
			Map<String, List<String>> dependents = new HashMap<>();
			List<String> unnamed = new ArrayList<>();
			this.byVersion.values().forEach((migration) -> {
				if (migration.declaredDependencies() == null) {
					unnamed.add(migration.version());
				}
				declared(migration)
					.forEach((dependency) -> dependents.computeIfAbsent(dependency, (version) -> new ArrayList<>())
						.add(migration.version()));
			});
			Collections.reverse(unnamed);
			for (String start : unnamed) {
				Deque<String> open = new ArrayDeque<>(List.of(start));
				while (!open.isEmpty()) {
					String next = open.pop();
					if (this.seen.add(next)) {
						this.greatest.put(next, start);
						open.addAll(dependents.getOrDefault(next, List.of()));
					}
				}
			}
			return this.greatest;
		}

	}

}
