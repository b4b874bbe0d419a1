package io.automigrate.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.PartitionNames;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Compares what partitions have because their parents have it. PostgreSQL makes these
 * parts itself, so they differ in their names only, and in whether they are attached.
 */
final class AttachedDiff {

	private final Table live;

	private final Table desired;

	private final @Nullable Table liveParent;

	private final @Nullable Table desiredParent;

	private final Map<QualifiedName, Table> liveTables;

	private final Map<QualifiedName, Table> desiredTables;

	private final IndexParts parts;

	/** What is the partition's own and is to be its parent's. */
	private final Set<SchemaObject> taken = new HashSet<>();

	/** Keys that stay, live and desired: they are the partition's own all the same. */
	private final Map<SchemaObject, SchemaObject> keys = new LinkedHashMap<>();

	private final List<SchemaChange> changes = new ArrayList<>();

	AttachedDiff(Table live, Table desired, Map<QualifiedName, Table> liveTables,
			Map<QualifiedName, Table> desiredTables, IndexParts parts) {
		this.live = live;
		this.desired = desired;
		this.liveParent = liveTables.get(desired.parent());
		this.desiredParent = desiredTables.get(desired.parent());
		this.liveTables = liveTables;
		this.desiredTables = desiredTables;
		this.parts = parts;
		List<String> attach = new ArrayList<>();
		for (AttachedPart part : desired.attached()) {
			AttachedPart there = attached(part);
			if (there != null && there.keyOfIndex()) {
				this.keys.put(there.object(), part.object());
			}
			else if (there != null) {
				rename(there.object(), part.object());
				parameters(there, part);
			}
			else if (!(part.object() instanceof Constraint constraint) || constraint.kind().indexed()) {
				missing(part, attach);
			}
			else if (constraint.kind() == Constraint.Kind.CHECK) {
				Constraint own = own(constraint);
				if (own != null) {
					this.taken.add(own);
					if (!own.valid() && constraint.valid()) {
						// A parent takes no heir whose own check is not validated.
						this.changes.add(new Alter(own, constraint, Aspect.VALIDITY, "not validated", "validated"));
					}
				}
				else if (joins(constraint)) {
					this.changes.add(new Create(constraint));
				}
			}
		}
		live.attached()
			.stream()
			.filter((part) -> part.keyOfIndex() && !this.keys.containsKey(part.object()))
			.forEach((part) -> this.changes.add(new Drop(part.object())));
		live.attached().forEach((part) -> losesPart(desired.parent(), part.to()));
		if (!attach.isEmpty()) {
			this.changes.add(new Alter(live, desired, Aspect.ATTACHED, null, String.join(", ", attach)));
		}
	}

	/** To the same of the parent's, by its name or by what it says. */
	private @Nullable AttachedPart attached(AttachedPart part) {
		List<AttachedPart> candidates = this.live.attached()
			.stream()
			.filter((candidate) -> candidate.object().getClass().equals(part.object().getClass()))
			.toList();
		return candidates.stream()
			.filter((candidate) -> candidate.to().equals(part.to()) && !madeAnew(part.to()))
			.findFirst()
			.orElseGet(() -> candidates.stream()
				.filter((candidate) -> this.liveParent != null && this.desiredParent != null
						&& partOf(this.desiredParent, candidate.to()) == null
						&& partOf(this.liveParent, part.to()) == null
						&& same(partOf(this.liveParent, candidate.to()), partOf(this.desiredParent, part.to())))
				.findFirst()
				.orElse(null));
	}

	private boolean madeAnew(String name) {
		return this.liveParent != null && this.desiredParent != null
				&& !same(partOf(this.liveParent, name), partOf(this.desiredParent, name));
	}

	private boolean same(@Nullable SchemaObject from, @Nullable SchemaObject to) {
		if (from instanceof Index index && to instanceof Index wanted) {
			return index.alike(wanted) && (index.only() == wanted.only() || this.parts.completed(index, wanted))
					&& !this.parts.lost(index, wanted);
		}
		return (from instanceof Constraint constraint && to instanceof Constraint wanted)
				? constraint.definition().equals(wanted.definition()) : from == to;
	}

	/** What partitions cannot lose otherwise, they lose with the uppermost index. */
	private void losesPart(@Nullable QualifiedName parent, String name) {
		Table before = this.liveTables.get(parent);
		Table after = this.desiredTables.get(parent);
		if (before != null && after != null && partOf(before, name) instanceof Index from
				&& partOf(after, name) instanceof Index to && from.alike(to) && this.parts.lost(from, to)) {
			String above = before.attached()
				.stream()
				.filter((part) -> part.object().equals(from))
				.map(AttachedPart::to)
				.findFirst()
				.orElse(null);
			if (above != null) {
				losesPart(before.parent(), above);
			}
			else {
				this.parts.madeAnew(from, to).ifPresent(this.changes::add);
			}
		}
	}

	/** A table that leaves a parent keeps what it got from it. */
	static Table folded(Table live, Table desired, Map<QualifiedName, Table> liveTables) {
		List<Constraint> constraints = new ArrayList<>(live.constraints());
		List<Index> indexes = new ArrayList<>(live.indexes());
		List<AttachedPart> attached = new ArrayList<>();
		for (AttachedPart part : live.attached()) {
			if (live.parents()
				.filter((parent) -> desired.parents().anyMatch(parent::equals))
				.map(liveTables::get)
				.anyMatch((parent) -> parent == null || partOf(parent, part.to()) != null)) {
				attached.add(part);
			}
			else if (part.object() instanceof Constraint constraint) {
				constraints.add(constraint);
			}
			else if (part.object() instanceof Index index) {
				indexes.add(index);
			}
		}
		return with(live, constraints, indexes, attached);
	}

	private static Table with(Table table, List<Constraint> constraints, List<Index> indexes,
			List<AttachedPart> attached) {
		return new Table(table.name(), table.unlogged(), table.partitioning(), table.parent(), table.bounds(),
				table.inherits(), table.parameters(), table.accessMethod(), table.tablespace(), table.replicaIdentity(),
				table.rowSecurity(), table.forceRowSecurity(), table.columns(), constraints, indexes, attached,
				table.triggers(), table.policies(), table.grants(), table.comment());
	}

	List<SchemaChange> changes() {
		return this.changes;
	}

	/** The live table with what is compared as its own. */
	Table live() {
		List<Constraint> constraints = with(this.live.constraints(), this.keys.keySet());
		constraints.removeAll(this.taken);
		return with(this.live, constraints,
				this.live.indexes().stream().filter((own) -> !this.taken.contains(own)).toList(), this.live.attached());
	}

	/** The desired table with what is compared as its own. */
	Table desired() {
		return with(this.desired, with(this.desired.constraints(), this.keys.values()), this.desired.indexes(),
				this.desired.attached());
	}

	private static List<Constraint> with(List<Constraint> constraints, Collection<SchemaObject> keys) {
		List<Constraint> all = new ArrayList<>(constraints);
		keys.forEach((key) -> all.add((Constraint) key));
		return all;
	}

	private void rename(SchemaObject from, SchemaObject to) {
		if (!from.id().name().equals(to.id().name())) {
			this.changes.add(new Rename(from, to));
		}
	}

	/** All that parts of the same index can differ in. */
	private void parameters(AttachedPart there, AttachedPart part) {
		if (there.object() instanceof Index from && part.object() instanceof Index to && stays(part.to())
				&& !from.parameters().equals(to.parameters())) {
			this.changes
				.add(new Alter(from, to, Aspect.PARAMETERS, string(from.parameters()), string(to.parameters())));
		}
	}

	private static @Nullable String string(List<String> parameters) {
		return parameters.isEmpty() ? null : parameters.toString();
	}

	/** A new parent wants its checks to be there already. */
	private boolean joins(Constraint check) {
		return this.desired.parents()
			.filter((parent) -> this.live.parents().noneMatch(parent::equals))
			.map(this.desiredTables::get)
			.filter(Objects::nonNull)
			.anyMatch((parent) -> partOf(parent, check.name()) != null);
	}

	/** It is merged with the parent's and stays the table's own as well. */
	private @Nullable Constraint own(Constraint constraint) {
		return this.live.constraints()
			.stream()
			.filter((own) -> own.name().equals(constraint.name()) && own.definition().equals(constraint.definition()))
			.findFirst()
			.orElse(null);
	}

	private void missing(AttachedPart part, List<String> attach) {
		boolean stays = stays(part.to());
		boolean untouched = stays || takesNothing(part.to());
		SchemaObject found = alike(part.object(), untouched);
		if (found != null) {
			this.taken.add(found);
			rename(found, part.object());
			if (found instanceof Index own && !own.valid() && !own.only() && part.object() instanceof Index wanted) {
				this.changes.add(new Alter(own, wanted, Aspect.VALIDITY, IndexParts.LEFT, "valid"));
			}
		}
		else if (untouched || !PartitionNames.automatic(this.desired, this.desiredParent, part)) {
			this.changes.add(new Create(part.object()));
		}
		if (stays) {
			attach.add(part.object().id().name().name() + " to " + part.to());
		}
	}

	/**
	 * An index or constraint of the table's own that says the same, best of the same
	 * name. Unless it is left untouched, PostgreSQL takes over one that the table is to
	 * have beside its parent's, too, so that this is made anew.
	 */
	private @Nullable SchemaObject alike(SchemaObject wanted, boolean untouched) {
		List<? extends SchemaObject> candidates = (wanted instanceof Index index)
				? this.live.indexes().stream().filter(index::alike).toList()
				: this.live.constraints()
					.stream()
					.filter((own) -> wanted instanceof Constraint constraint && own.kind() == constraint.kind()
							&& own.definition().equals(constraint.definition()))
					.toList();
		return candidates.stream()
			.filter((own) -> !this.taken.contains(own) && !(untouched && kept(own)))
			.min(Comparator.<SchemaObject, Boolean>comparing(this::kept)
				.thenComparing((own) -> !own.id().equals(wanted.id())))
			.orElse(null);
	}

	private boolean kept(SchemaObject own) {
		return Stream.concat(this.desired.indexes().stream(), this.desired.constraints().stream())
			.anyMatch((wanted) -> wanted.id().equals(own.id()));
	}

	/** Nor does an index of the parent made {@code ON ONLY} make anything. */
	private boolean takesNothing(String name) {
		return this.live.parent() != null && this.desiredParent != null
				&& partOf(this.desiredParent, name) instanceof Index index && index.only();
	}

	/** Whether the parent has it already and keeps it. */
	private boolean stays(String name) {
		return this.liveParent != null && this.desiredParent != null && this.live.parent() != null
				&& partOf(this.liveParent, name) != null && !madeAnew(name);
	}

	private static @Nullable SchemaObject partOf(Table parent, String name) {
		return Stream
			.concat(Stream.concat(parent.indexes().stream(), parent.constraints().stream()),
					parent.attached().stream().map(AttachedPart::object))
			.filter((object) -> object.id().name().name().equals(name))
			.map(SchemaObject.class::cast)
			.findFirst()
			.orElse(null);
	}

}
