package io.automigrate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.PartitionNames;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Puts each operation after those it needs; among the others by kind, what is made before
 * what goes. The same operations come out in the same order.
 */
final class Ordering {

	private final Dependencies live;

	private final Dependencies desired;

	private final List<Operation> operations;

	/** What makes, alters or renames an object so that others can use it, by its name. */
	private final Map<ObjectName, List<Operation>> makers = new HashMap<>();

	private final Map<ObjectName, Operation> drops = new HashMap<>();

	private final Map<ObjectName, List<Operation>> alters = new HashMap<>();

	/** What lets go of the sequences that a table's columns own, by the table's name. */
	private final Map<QualifiedName, List<Operation>> released = new HashMap<>();

	private final Map<Names.Claim, List<Operation>> claims = new HashMap<>();

	/** Parts of new tables that are made by themselves. */
	private final Set<ObjectName> apart;

	/** Operations that need each other in a circle, if there are any. */
	@Nullable List<Operation> circle;

	Ordering(List<Operation> operations, Dependencies live, Dependencies desired, Set<ObjectName> apart) {
		this.operations = operations;
		this.live = live;
		this.desired = desired;
		this.apart = apart;
	}

	List<Operation> inOrder() {
		List<Operation> sorted = this.operations.stream()
			.sorted(Comparator.comparingInt(Rank::of))
			.collect(Collectors.toList());
		sorted.forEach(this::register);
		Set<Operation> done = new LinkedHashSet<>();
		for (Operation operation : sorted) {
			visit(operation, done);
		}
		return List.copyOf(done);
	}

	private void register(Operation operation) {
		ObjectName id = operation.id();
		switch (operation.kind) {
			case DROP -> {
				this.drops.put(id, operation);
				claim(operation);
				partsOf(id).forEach((part) -> this.claims
					.computeIfAbsent(new Names.Claim("relation", part), (key) -> new ArrayList<>())
					.add(operation));
			}
			case RENAME -> {
				// A value's new name leaves its type the old one.
				if (!((Rename) operation.change).desired().id().equals(id)) {
					claim(operation);
				}
				maker(((Rename) operation.change).desired().id(), operation);
				alters(id, operation);
			}
			case CREATE -> {
				if (!operation.replacesStandIn) {
					maker(id, operation);
				}
			}
			case ALTER -> {
				Alter alter = (Alter) operation.change;
				alters(alter.live().id(), operation);
				if (alter.aspect() == Aspect.OWNERSHIP && alter.to() == null
						&& alter.live() instanceof Sequence sequence && sequence.ownedBy() != null) {
					this.released.computeIfAbsent(sequence.ownedBy().table(), (key) -> new ArrayList<>())
						.add(operation);
				}
				if (makes(alter)) {
					maker(id, operation);
				}
			}
		}
	}

	/** What others may have to wait for. */
	private static boolean makes(Alter alter) {
		return switch (alter.aspect()) {
			case COMMENT, PART_COMMENTS, GRANTS, REVOKES, OWNERSHIP -> false;
			default -> !(alter.live() instanceof Table);
		};
	}

	private void claim(Operation operation) {
		List<Names.Claim> held = (operation.kind == Operation.Kind.DROP) ? Names.released(operation.object)
				: Names.renamed(operation.object);
		held.forEach((claim) -> this.claims.computeIfAbsent(claim, (key) -> new ArrayList<>()).add(operation));
	}

	/** What partitions have of an index or key goes with it, and its name is free. */
	private List<QualifiedName> partsOf(ObjectName part) {
		List<QualifiedName> names = new ArrayList<>();
		if (part.table() != null && this.live.relation(part.table()) instanceof Table table
				&& table.partitioning() != null) {
			for (Table partition : this.live.partitions(table.name())) {
				partition.attached()
					.stream()
					.filter((attached) -> attached.to().equals(part.name().name()))
					.map((attached) -> attached.object().id())
					.forEach((name) -> {
						names.add(name.name());
						names.addAll(partsOf(name));
					});
			}
		}
		return names;
	}

	/**
	 * What partitions have of their own comes before an index or key of their parent,
	 * which takes over what fits, and gives names to the rest.
	 */
	private List<Operation> takenOver(SchemaObject object) {
		List<Operation> found = new ArrayList<>();
		QualifiedName table = object.id().table();
		if (table != null && (object instanceof Index || object instanceof Constraint)
				&& this.desired.relation(table) instanceof Table parent && parent.partitioning() != null) {
			for (Table partition : this.desired.partitions(table)) {
				partition.attached()
					.stream()
					.filter((part) -> part.to().equals(object.id().name().name()))
					.forEach((part) -> found.addAll(this.makers.getOrDefault(part.object().id(), List.of())));
				partition.indexes()
					.stream()
					.filter((index) -> !(object instanceof Index wanted && index.alike(wanted)))
					.forEach((index) -> found.addAll(this.makers.getOrDefault(index.id(), List.of())));
			}
		}
		return found;
	}

	/**
	 * An index of the partition's own beside one alike of its parent comes after that.
	 */
	private List<Operation> takenBefore(SchemaObject object) {
		List<Operation> found = new ArrayList<>();
		if (object instanceof Index index && this.desired.relation(index.table()) instanceof Table partition
				&& partition.parent() != null
				&& partition.attached().stream().noneMatch((part) -> part.object().id().equals(index.id()))) {
			for (AttachedPart part : partition.attached()) {
				if (part.object() instanceof Index other && index.alike(other)) {
					found.addAll(this.makers
						.getOrDefault(ObjectName.part(ObjectKind.INDEX, partition.parent(), part.to()), List.of()));
				}
			}
		}
		return found;
	}

	/** What PostgreSQL names after the same columns, it numbers as it comes. */
	private List<Operation> numberedBefore(Index index) {
		for (Table partition : this.desired.partitions(index.table())) {
			for (AttachedPart part : partition.attached()) {
				if (part.to().equals(index.name()) && part.object() instanceof Index own) {
					String name = PartitionNames.of(partition, own);
					return partition.attached()
						.stream()
						.filter((other) -> other.object() instanceof Index another
								&& PartitionNames.of(partition, another).equals(name)
								&& PartitionNames.number(partition, another) < PartitionNames.number(partition, own))
						.flatMap((other) -> this.makers
							.getOrDefault(ObjectName.part(ObjectKind.INDEX, index.table(), other.to()), List.of())
							.stream())
						.toList();
				}
			}
		}
		return List.of();
	}

	private void maker(ObjectName name, Operation operation) {
		this.makers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(operation);
	}

	private void alters(ObjectName name, Operation operation) {
		this.alters.computeIfAbsent(name, (key) -> new ArrayList<>()).add(operation);
	}

	/**
	 * Depth first, and not by recursion: a thousand tables may refer to one another in a
	 * row.
	 */
	private void visit(Operation start, Set<Operation> done) {
		Set<Operation> path = new LinkedHashSet<>();
		Deque<Operation> operations = new ArrayDeque<>();
		Deque<Iterator<Operation>> rests = new ArrayDeque<>();
		@Nullable Operation next = start;
		while (this.circle == null) {
			if (next != null && !done.contains(next)) {
				if (!path.add(next)) {
					List<Operation> whole = new ArrayList<>(path);
					this.circle = whole.subList(whole.indexOf(next), whole.size());
					return;
				}
				operations.push(next);
				rests.push(before(next).iterator());
			}
			if (operations.isEmpty()) {
				return;
			}
			if (rests.element().hasNext()) {
				next = rests.element().next();
			}
			else {
				rests.pop();
				Operation complete = operations.pop();
				path.remove(complete);
				done.add(complete);
				next = null;
			}
		}
	}

	private List<Operation> before(Operation operation) {
		Set<Operation> before = new LinkedHashSet<>();
		switch (operation.kind) {
			case CREATE -> beforeCreation(operation, before);
			case ALTER -> beforeAlteration(operation, (Alter) operation.change, before);
			case RENAME -> before.addAll(inTheWay(((Rename) operation.change).desired(), operation));
			case DROP -> beforeDrop(operation, before);
		}
		before.remove(operation);
		return List.copyOf(before);
	}

	private void beforeCreation(Operation operation, Set<Operation> before) {
		if (!operation.standIn) {
			needs(operation.object).forEach((needed) -> before.addAll(makers(needed)));
		}
		before.addAll(inTheWay(operation.object, operation));
		Operation drop = this.drops.get(operation.id());
		if (drop != null) {
			before.add(drop);
		}
		before.addAll(takenOver(operation.object));
		before.addAll(takenBefore(operation.object));
		if (operation.object instanceof Index index) {
			before.addAll(numberedBefore(index));
			before.addAll(partitionsThatGo(index.table()));
			this.desired.partitions(index.table())
				.forEach((partition) -> this.alters.getOrDefault(partition.id(), List.of())
					.stream()
					.filter(Operation::joins)
					.forEach(before::add));
		}
		if (operation.object instanceof Table table) {
			before.addAll(partitionsThatGo(table.parent()));
		}
		if (operation.object instanceof Column column) {
			before.addAll(retypedByHeirs(column));
		}
		if (operation.object instanceof Constraint key && key.references() != null) {
			before.addAll(keysThatGo(key));
		}
		if (operation.replacesStandIn) {
			before.addAll(makers(operation.id()));
		}
	}

	private void beforeAlteration(Operation operation, Alter alter, Set<Operation> before) {
		needs(alter, operation.joins()).forEach((needed) -> before.addAll(makers(needed)));
		before.addAll(earlier(operation, alter));
		makers(alter.desired().id()).stream()
			.filter((maker) -> maker.kind != Operation.Kind.ALTER)
			.forEach(before::add);
		if (alter.aspect() == Aspect.IDENTITY || alter.aspect() == Aspect.PARTITION_OF) {
			before.addAll(inTheWay(alter.desired(), operation));
		}
		if (alter.aspect() != Aspect.OWNERSHIP && !operation.letsGo()) {
			before.addAll(dependentDrops(alter.live().id()));
		}
		dropsOnColumns(alter.live(), before);
		if (operation.joins() && alter.desired() instanceof Table table) {
			before.addAll(partitionsThatGo(table.parent()));
			// What one has more than the other would keep them apart.
			table.parents().forEach((parent) -> before.addAll(droppedColumns(parent)));
			before.addAll(droppedColumns(table.name()));
		}
		// A column that an heir keeps is its own only then.
		if (alter.live() instanceof Column column && this.live.relation(column.table()) instanceof Table heir
				&& this.desired.find(column.id()) != null) {
			heir.parents()
				.map((parent) -> this.drops.get(ObjectName.part(ObjectKind.COLUMN, parent, column.name())))
				.filter(Objects::nonNull)
				.forEach(before::add);
		}
	}

	/** What uses columns that change with a type, or with their parent's column. */
	private void dropsOnColumns(SchemaObject altered, Set<Operation> before) {
		if (altered instanceof Column column) {
			dropsBelow(column, before);
		}
		else if (altered instanceof EnumType || altered instanceof Domain || altered instanceof CompositeType) {
			for (ObjectName user : this.live.dependents(altered.id())) {
				if (this.live.find(user) instanceof Column column) {
					before.addAll(dependentDrops(column.id()));
					dropsBelow(column, before);
					before.addAll(retyped(column, altered.id()));
				}
			}
		}
	}

	/** A column that is of another type before its own is swapped. */
	private List<Operation> retyped(Column column, ObjectName type) {
		return (this.desired.find(column.id()) instanceof Column wanted && !this.desired.needs(wanted).contains(type))
				? this.alters.getOrDefault(column.id(), List.of())
					.stream()
					.filter((other) -> ((Alter) other.change).aspect() == Aspect.TYPE)
					.toList()
				: List.of();
	}

	/** What uses a column of a part or heir that goes with the parent's. */
	private void dropsBelow(Column column, Set<Operation> before) {
		for (Column inherited : this.live.inheritedFrom(column)) {
			before.addAll(dependentDrops(inherited.id()));
			dropsBelow(inherited, before);
		}
	}

	/** Their bounds are free when they are gone, and they need no part of an index. */
	private List<Operation> partitionsThatGo(@Nullable QualifiedName parent) {
		List<Operation> found = new ArrayList<>();
		if (parent != null) {
			for (Table neighbour : this.live.partitions(parent)) {
				Operation drop = this.drops.get(neighbour.id());
				if (drop != null) {
					found.add(drop);
				}
				lettingGo(neighbour.id()).forEach(found::add);
			}
		}
		return found;
	}

	private Stream<Operation> lettingGo(ObjectName table) {
		return this.alters.getOrDefault(table, List.of()).stream().filter(Operation::letsGo);
	}

	/**
	 * A column is merged with those that heirs have already, if the types are the same.
	 */
	private List<Operation> retypedByHeirs(Column column) {
		List<Operation> found = new ArrayList<>();
		for (ObjectName user : this.live.dependents(ObjectName.of(ObjectKind.TABLE, column.table()))) {
			if (this.live.find(user) instanceof Table heir) {
				this.alters.getOrDefault(ObjectName.part(ObjectKind.COLUMN, heir.name(), column.name()), List.of())
					.stream()
					.filter((other) -> ((Alter) other.change).aspect() == Aspect.TYPE)
					.forEach(found::add);
			}
		}
		return found;
	}

	private List<Operation> droppedColumns(QualifiedName table) {
		return this.drops.values()
			.stream()
			.filter((drop) -> drop.id().kind() == ObjectKind.COLUMN && table.equals(drop.id().table()))
			.toList();
	}

	private void beforeDrop(Operation operation, Set<Operation> before) {
		ObjectName id = operation.id();
		if (id.table() != null) {
			// What is inherited cannot be dropped.
			lettingGo(ObjectName.of(ObjectKind.TABLE, id.table())).forEach(before::add);
		}
		before.addAll(dependentDrops(id));
		for (ObjectName dependent : this.live.dependents(id)) {
			if (!this.drops.containsKey(dependent)) {
				this.alters.getOrDefault(dependent, List.of())
					.stream()
					.filter((other) -> other.letsGo() || dependent.kind() != ObjectKind.TABLE)
					.forEach(before::add);
			}
		}
		if (operation.object instanceof Column column) {
			dropsBelow(column, before);
		}
		for (Sequence sequence : this.live.ownedBy(id)) {
			before.addAll(dependentDrops(sequence.id()));
		}
		for (SchemaObject part : Dependencies.parts(operation.object)) {
			before.addAll(dependentDrops(part.id()));
		}
		before.addAll(keysOnParent(operation.object));
		QualifiedName table = (id.table() != null) ? id.table() : id.name();
		this.released.getOrDefault(table, List.of())
			.stream()
			.filter((other) -> ownedBy((Sequence) ((Alter) other.change).live(), id))
			.forEach(before::add);
	}

	private List<Operation> makers(ObjectName needed) {
		List<Operation> found = this.makers.get(needed);
		if (found != null) {
			return found;
		}
		ObjectName whole = this.desired.whole(needed);
		return (whole != null && needed.kind() != ObjectKind.FOREIGN_KEY && needed.kind() != ObjectKind.INDEX
				&& created(whole)) ? this.makers.getOrDefault(whole, List.of()) : List.of();
	}

	private boolean created(ObjectName whole) {
		return this.makers.getOrDefault(whole, List.of())
			.stream()
			.anyMatch((operation) -> operation.kind == Operation.Kind.CREATE);
	}

	private Set<ObjectName> needs(SchemaObject object) {
		Set<ObjectName> needs = new LinkedHashSet<>(this.desired.needs(object));
		if (object instanceof Table || object instanceof Column) {
			for (SchemaObject part : Dependencies.partsOrDefault(object)) {
				if (!this.apart.contains(part.id()) && !separate(part)) {
					this.desired.needs(part)
						.stream()
						.filter((needed) -> !object.id().equals(needed) && !object.id().name().equals(needed.table()))
						.forEach(needs::add);
				}
			}
		}
		if (object instanceof Table table) {
			table.attached()
				.stream()
				.filter((part) -> table.parent() != null && !PartitionNames.automatic(table, part))
				.map((part) -> this.desired
					.find(ObjectName.part(ObjectKind.INDEX, Objects.requireNonNull(table.parent()), part.to())))
				.filter(Objects::nonNull)
				.forEach((index) -> needs.addAll(this.desired.needs(index)));
			table.parents()
				.map(this.desired::relation)
				.filter(Table.class::isInstance)
				.forEach((parent) -> ((Table) parent).columns().forEach((column) -> needs.add(column.id())));
		}
		needs.remove(object.id());
		return needs;
	}

	/** Parts of a table that are never made with it. */
	private static boolean separate(SchemaObject part) {
		return switch (part.id().kind()) {
			case FOREIGN_KEY, INDEX, TRIGGER, POLICY -> true;
			default -> false;
		};
	}

	private Set<ObjectName> needs(Alter alter, boolean joins) {
		Set<ObjectName> needs = new LinkedHashSet<>();
		switch (alter.aspect()) {
			case COMMENT, PART_COMMENTS, GRANTS, REVOKES, ROW_SECURITY, FORCE_ROW_SECURITY, PARAMETERS, PERSISTENCE -> {
			}
			case OWNERSHIP -> {
				if (alter.desired() instanceof Sequence sequence && sequence.ownedBy() != null) {
					needs.add(ObjectName.part(ObjectKind.COLUMN, sequence.ownedBy().table(),
							sequence.ownedBy().column()));
				}
			}
			case REPLICA_IDENTITY -> {
				if (alter.desired() instanceof Table table) {
					table.indexes().forEach((index) -> needs.add(index.id()));
					table.constraints()
						.stream()
						.filter((constraint) -> constraint.kind().indexed())
						.forEach((constraint) -> needs.add(constraint.id()));
				}
			}
			case ATTACHED -> {
				if (alter.desired() instanceof Table table) {
					table.attached().forEach((part) -> needs.add(part.object().id()));
				}
			}
			case PARTITION_OF, INHERITANCE -> {
				if (joins && alter.desired() instanceof Table table) {
					needs.addAll(needs(table));
					table.columns().forEach((column) -> needs.add(column.id()));
					table.attached().forEach((part) -> needs.add(part.object().id()));
					table.constraints()
						.stream()
						.filter((constraint) -> constraint.kind() != Constraint.Kind.FOREIGN_KEY)
						.forEach((constraint) -> needs.add(constraint.id()));
				}
			}
			default -> needs.addAll(this.desired.needs(alter.desired()));
		}
		needs.remove(alter.desired().id());
		return needs;
	}

	/** What goes on with the same object before. */
	private List<Operation> earlier(Operation operation, Alter alter) {
		return this.alters.getOrDefault(alter.live().id(), List.of())
			.stream()
			.filter((other) -> Rank.of(other) < Rank.of(operation))
			.toList();
	}

	/** What has the name that is needed. */
	private Set<Operation> inTheWay(SchemaObject object, Operation operation) {
		Set<Operation> inTheWay = new LinkedHashSet<>();
		List<Names.Claim> wanted = (operation.kind == Operation.Kind.RENAME) ? Names.renamed(object) : Names.of(object);
		for (Names.Claim claim : wanted) {
			for (Operation other : this.claims.getOrDefault(claim, List.of())) {
				if (other != operation) {
					inTheWay.add(other);
				}
			}
		}
		return inTheWay;
	}

	/**
	 * As long as another key of the same columns is there, a foreign key may take that.
	 */
	private List<Operation> keysThatGo(Constraint foreignKey) {
		return this.drops.values()
			.stream()
			.filter((drop) -> drop.object instanceof Constraint key && key.kind().indexed()
					&& key.table().equals(foreignKey.references()))
			.toList();
	}

	static boolean ownedBy(Sequence sequence, ObjectName owner) {
		ColumnName column = sequence.ownedBy();
		return column != null && (column.table().equals(owner.name())
				|| owner.equals(ObjectName.part(ObjectKind.COLUMN, column.table(), column.column())));
	}

	/** A foreign key that refers to a partitioned table holds on to each partition. */
	private List<Operation> keysOnParent(SchemaObject object) {
		return (object instanceof Table table && table.parent() != null) ? this.live.keysOn(table.parent())
			.stream()
			.map((key) -> dropOf(key.id()))
			.filter(Objects::nonNull)
			.toList() : List.of();
	}

	/** What drops an object: by itself, with its table, or with a parent's column. */
	private @Nullable Operation dropOf(ObjectName name) {
		Operation drop = this.drops.get(name);
		ObjectName whole = this.live.whole(name);
		if (drop == null && whole != null) {
			drop = this.drops.get(whole);
		}
		if (drop == null && name.kind() == ObjectKind.DEFAULT) {
			drop = dropOf(Dependencies.columnOf(name));
		}
		if (drop == null && this.live.find(name) instanceof Column column && this.desired.find(name) == null
				&& this.live.relation(column.table()) instanceof Table heir) {
			drop = heir.parents()
				.map((parent) -> ObjectName.part(ObjectKind.COLUMN, parent, column.name()))
				.map(this::dropOf)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}
		return drop;
	}

	private List<Operation> dependentDrops(ObjectName name) {
		List<Operation> found = new ArrayList<>();
		for (ObjectName dependent : this.live.dependents(name)) {
			Operation drop = dropOf(dependent);
			if (drop != null && !drop.id().equals(name)) {
				found.add(drop);
			}
		}
		return found;
	}

	/** A view in the circle that can be made without what it reads. */
	static @Nullable Operation viewIn(List<Operation> circle) {
		return circle.stream()
			.filter((operation) -> operation.kind == Operation.Kind.CREATE && operation.object instanceof View view
					&& !view.materialized() && !operation.standIn && !operation.replacesStandIn)
			.findFirst()
			.orElse(null);
	}

}
