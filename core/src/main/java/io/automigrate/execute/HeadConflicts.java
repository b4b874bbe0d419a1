package io.automigrate.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.versioned.MigrationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Finds heads that contradict each other: both sides change the same of an object, and no
 * migration has joined them, so that their order decides what becomes of it. Heads that
 * change different things need not be joined.
 */
final class HeadConflicts {

	private final MigrationGraph graph;

	private final Map<String, Set<Touched>> touched = new HashMap<>();

	HeadConflicts(MigrationGraph graph) {
		this.graph = graph;
	}

	/** Note what a migration has changed. */
	void note(String version, Schema before, Schema after) {
		if (this.graph.heads().size() > 1 && !before.equals(after)) {
			Set<Touched> changes = new LinkedHashSet<>();
			SchemaDiff.between(before, after, new LinkedHashSet<>())
				.forEach((change) -> changes.add(Touched.of(change)));
			this.touched.put(version, changes);
		}
	}

	/** Tell what was found, a sentence for each pair of heads. */
	List<String> problems(String defaultSchema) {
		List<String> heads = this.graph.heads();
		List<String> problems = new ArrayList<>();
		for (int i = 0; i < heads.size(); i++) {
			for (int j = i + 1; j < heads.size(); j++) {
				Set<String> objects = both(heads.get(i), heads.get(j), defaultSchema);
				if (!objects.isEmpty()) {
					problems.add("The heads " + heads.get(i) + " and " + heads.get(j) + " both change "
							+ String.join(", ", objects)
							+ ", so that their order decides what becomes of it. Join them with merge, and say in the new migration what is right.");
				}
			}
		}
		return problems;
	}

	private Set<String> both(String one, String other, String defaultSchema) {
		Set<Touched> first = changes(one, other);
		Set<Touched> second = changes(other, one);
		Set<String> objects = new TreeSet<>();
		for (Touched touched : first) {
			if (second.stream().anyMatch(touched::contradicts)) {
				objects.add(touched.object().display(defaultSchema));
			}
		}
		return objects;
	}

	/** What the ancestry of a head has changed that is not the other's. */
	private Set<Touched> changes(String head, String other) {
		Set<String> own = new LinkedHashSet<>(this.graph.ancestry(head));
		own.removeAll(this.graph.ancestry(other));
		Set<Touched> changes = new LinkedHashSet<>();
		own.forEach((version) -> changes.addAll(this.touched.getOrDefault(version, Set.of())));
		return changes;
	}

	/**
	 * What was changed.
	 *
	 * @param object the object
	 * @param aspect what of it, or {@code null} where it was created, dropped or renamed
	 */
	private record Touched(ObjectName object, @Nullable Aspect aspect) {

		static Touched of(SchemaChange change) {
			return new Touched(change.object(), (change instanceof Alter alter) ? alter.aspect() : null);
		}

		boolean contradicts(Touched other) {
			return this.object.equals(other.object)
					&& (this.aspect == null || other.aspect == null || Objects.equals(this.aspect, other.aspect));
		}

	}

}
