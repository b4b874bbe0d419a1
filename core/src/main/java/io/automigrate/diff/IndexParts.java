package io.automigrate.diff;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of the parts that partitions have of an index of their parent. As
 * long as it is there they can get some, and lose none.
 */
final class IndexParts {

	static final String LEFT = "invalid, left by an interrupted build";

	private final Map<QualifiedName, List<Table>> partitions;

	private final Map<QualifiedName, Table> desired;

	/** Each partition asks for all of them. */
	private final Map<List<ObjectName>, Boolean> lost = new HashMap<>();

	private final Set<ObjectName> told = new HashSet<>();

	IndexParts(Collection<Table> live, Map<QualifiedName, Table> desired) {
		this.partitions = live.stream()
			.filter((table) -> table.parent() != null)
			.collect(Collectors.groupingBy((table) -> Objects.requireNonNull(table.parent())));
		this.desired = desired;
	}

	/** Whether an incomplete index is complete once partitions have what they lack. */
	boolean completed(Index from, Index to) {
		return from.only() && !to.only() && below(from, to).anyMatch((pair) -> {
			if (pair.live() == null || pair.desired() == null) {
				return pair.desired() != null;
			}
			return pair.live().object() instanceof Index own && pair.desired().object() instanceof Index wanted
					&& completed(own, wanted);
		});
	}

	/** Whether partitions that stay are to have no part, or a key instead of it. */
	boolean lost(Index from, Index to) {
		List<ObjectName> names = List.of(from.id(), to.id());
		Boolean known = this.lost.get(names);
		if (known == null) {
			known = below(from, to).anyMatch(this::lost);
			this.lost.put(names, known);
		}
		return known;
	}

	private boolean lost(Pair pair) {
		if (pair.live() == null || pair.desired() == null) {
			return pair.live() != null;
		}
		return (pair.live().object() instanceof Index own && pair.desired().object() instanceof Index wanted)
				? lost(own, wanted) : !sameKey(pair.live().object(), pair.desired().object());
	}

	/** The change that makes the index anew, which several partitions may ask for. */
	Optional<SchemaChange> madeAnew(Index from, Index to) {
		return this.told.add(from.id()) ? Optional
			.of(new Alter(from, to, Aspect.DEFINITION, from.definition(), to.definition() + ", with other parts"))
				: Optional.empty();
	}

	private static boolean sameKey(SchemaObject live, SchemaObject desired) {
		return live instanceof Constraint from && desired instanceof Constraint to && from.kind() == to.kind()
				&& from.definition().equals(to.definition()) && Objects.equals(from.indexOptions(), to.indexOptions());
	}

	private Stream<Pair> below(Index from, Index to) {
		return this.partitions.getOrDefault(from.table(), List.of())
			.stream()
			.flatMap((partition) -> Stream.ofNullable(this.desired.get(partition.name()))
				.filter((wanted) -> to.table().equals(wanted.parent()))
				.map((wanted) -> new Pair(partition.partOf(from), wanted.partOf(to))));
	}

	/** What a partition has of an index, on both sides. */
	private record Pair(@Nullable AttachedPart live, @Nullable AttachedPart desired) {

	}

}
