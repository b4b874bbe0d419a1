package io.automigrate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
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

	private final PlannedOperations planned;

	private final InheritanceOrder inheritance;

	/** Parts of new tables that are made by themselves. */
	private final Set<ObjectName> apart;

	/** Operations that need each other in a circle, if there are any. */
	@Nullable List<Operation> circle;

	Ordering(List<Operation> operations, Dependencies live, Dependencies desired, Set<ObjectName> apart) {
		this.operations = operations.stream().sorted(Comparator.comparingInt(Rank::of)).toList();
		this.planned = new PlannedOperations(this.operations, live, desired);
		this.inheritance = new InheritanceOrder(this.planned, live, desired);
		this.live = live;
		this.desired = desired;
		this.apart = apart;
	}

	List<Operation> inOrder() {
		Set<Operation> done = new LinkedHashSet<>();
		for (Operation operation : this.operations) {
			visit(operation, done);
		}
		return List.copyOf(done);
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
			case RENAME -> before.addAll(this.planned.inTheWay(((Rename) operation.change).desired(), operation));
			case DROP -> beforeDrop(operation, before);
		}
		before.remove(operation);
		return List.copyOf(before);
	}

	private void beforeCreation(Operation operation, Set<Operation> before) {
		if (!operation.standIn) {
			for (ObjectName needed : needs(operation.object)) {
				before.addAll(this.planned.makers(needed));
				if (needed.kind().routine()) {
					before.addAll(namesakesThatGo(needed));
				}
			}
		}
		before.addAll(this.planned.inTheWay(operation.object, operation));
		Operation drop = this.planned.drop(operation.id());
		if (drop != null) {
			before.add(drop);
		}
		this.inheritance.beforeCreation(operation.object, before);
		if (operation.object instanceof Constraint key && key.references() != null) {
			before.addAll(keysThatGo(key));
			before.addAll(keysThatCome(key));
		}
		if (operation.replacesStandIn) {
			before.addAll(this.planned.makers(operation.id()));
		}
	}

	private void beforeAlteration(Operation operation, Alter alter, Set<Operation> before) {
		needs(alter, operation.joins()).forEach((needed) -> before.addAll(this.planned.makers(needed)));
		before.addAll(earlier(operation, alter));
		this.planned.makers(alter.desired().id())
			.stream()
			.filter((maker) -> maker.kind != Operation.Kind.ALTER)
			.forEach(before::add);
		if (alter.aspect() == Aspect.IDENTITY || (alter.aspect() == Aspect.PARTITION_OF && operation.joins())) {
			before.addAll(this.planned.inTheWay(alter.desired(), operation));
		}
		if (alter.aspect() == Aspect.PERSISTENCE) {
			// It comes down to the sequences that the table owns.
			before.addAll(this.planned.released(alter.live().id()));
		}
		if (alter.aspect() != Aspect.OWNERSHIP && !operation.letsGo()) {
			// A sequence needs nobody to go; the one that owns it goes after it is free.
			boolean stays = alter.live() instanceof Sequence;
			this.planned.dependentDrops(alter.live().id())
				.stream()
				.filter((drop) -> !stays || drop.id().kind() == ObjectKind.DEFAULT)
				.forEach(before::add);
		}
		dropsOnColumns(alter.live(), before);
		this.inheritance.beforeAlteration(operation, alter, before);
	}

	/** What uses columns that change with a type, or with their parent's column. */
	private void dropsOnColumns(SchemaObject altered, Set<Operation> before) {
		if (altered instanceof Column column) {
			this.inheritance.dropsBelow(column, before);
		}
		else if (altered instanceof EnumType || altered instanceof Domain || altered instanceof CompositeType) {
			for (ObjectName user : this.live.dependents(altered.id())) {
				if (this.live.find(user) instanceof Column column) {
					before.addAll(this.planned.dependentDrops(column.id()));
					this.inheritance.dropsBelow(column, before);
					before.addAll(retyped(column, altered.id()));
				}
			}
		}
	}

	/** A column that is of another type before its own is swapped. */
	private List<Operation> retyped(Column column, ObjectName type) {
		return (this.desired.find(column.id()) instanceof Column wanted && !this.desired.needs(wanted).contains(type))
				? this.planned.alters(column.id())
					.stream()
					.filter((other) -> ((Alter) other.change).aspect() == Aspect.TYPE)
					.toList()
				: List.of();
	}

	private void beforeDrop(Operation operation, Set<Operation> before) {
		ObjectName id = operation.id();
		if (id.table() != null) {
			// What is inherited cannot be dropped.
			this.planned.lettingGo(ObjectName.of(ObjectKind.TABLE, id.table())).forEach(before::add);
		}
		usersLetGo(id, before);
		if (operation.object instanceof Index || (operation.object instanceof Constraint key && key.kind().indexed())) {
			before.addAll(foreignKeysThatGo(id.table()));
		}
		for (ObjectName part : this.live.partsOf(id)) {
			usersLetGo(part, before);
			before.addAll(foreignKeysThatGo(part.table()));
		}
		if (operation.object instanceof Column column) {
			this.inheritance.dropsBelow(column, before);
			this.inheritance.droppedAbove(column).forEach(before::add);
		}
		for (Sequence sequence : this.live.ownedBy(id)) {
			if (this.desired.find(sequence.id()) == null) {
				usersLetGo(sequence.id(), before);
			}
			before.addAll(this.planned.dependentDrops(sequence.id()));
		}
		for (SchemaObject part : Dependencies.parts(operation.object)) {
			before.addAll(this.planned.dependentDrops(part.id()));
		}
		before.addAll(this.inheritance.keysOnParent(operation.object));
		before.addAll(this.planned.released(id));
	}

	private void usersLetGo(ObjectName dropped, Set<Operation> before) {
		before.addAll(this.planned.dependentDrops(dropped));
		for (ObjectName dependent : this.live.dependents(dropped)) {
			if (this.planned.drop(dependent) == null) {
				this.planned.alters(dependent)
					.stream()
					.filter((other) -> other.letsGo() || dependent.kind() != ObjectKind.TABLE)
					.forEach(before::add);
			}
		}
	}

	private Set<ObjectName> needs(SchemaObject object) {
		// What no source declares is recreated as it was.
		Dependencies side = (this.desired.find(object.id()) != null) ? this.desired : this.live;
		Set<ObjectName> needs = new LinkedHashSet<>(side.needs(object));
		if (object instanceof Table || object instanceof Column) {
			for (SchemaObject part : Dependencies.partsOrDefault(object)) {
				if (!this.apart.contains(part.id()) && !separate(part)) {
					side.needs(part)
						.stream()
						.filter((needed) -> !object.id().equals(needed) && !object.id().name().equals(needed.table()))
						.forEach(needs::add);
				}
			}
		}
		if (object instanceof Table table) {
			table.attached()
				.stream()
				.filter((part) -> this.desired.relation(table.parent()) instanceof Table parent
						&& !PartitionNames.automatic(table, parent, part))
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
	static boolean separate(SchemaObject part) {
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
		return this.planned.alters(alter.live().id())
			.stream()
			.filter((other) -> Rank.of(other) < Rank.of(operation))
			.toList();
	}

	/** As long as another function of the name is there, a call may mean that. */
	private List<Operation> namesakesThatGo(ObjectName routine) {
		return this.planned.drops()
			.stream()
			.filter((drop) -> drop.id().kind().routine() && drop.id().name().equals(routine.name()))
			.toList();
	}

	/**
	 * As long as another key of the same columns is there, a foreign key may take that.
	 */
	private List<Operation> keysThatGo(Constraint foreignKey) {
		return this.planned.drops()
			.stream()
			.filter((drop) -> drop.object instanceof Constraint key && key.kind().indexed()
					&& key.table().equals(foreignKey.references()))
			.toList();
	}

	/** Of a partition's foreign key it is not recorded which key it refers to. */
	private List<Operation> keysThatCome(Constraint foreignKey) {
		return (this.desired.relation(foreignKey.references()) instanceof Table table) ? table.constraints()
			.stream()
			.filter((key) -> key.kind().indexed()
					&& Set.copyOf(key.columns()).equals(Set.copyOf(foreignKey.referencedColumns())))
			.flatMap((key) -> this.planned.made(key.id()).stream())
			.toList() : List.of();
	}

	/** For the same reason. */
	private List<Operation> foreignKeysThatGo(@Nullable QualifiedName table) {
		return this.planned.drops()
			.stream()
			.filter((drop) -> drop.object instanceof Constraint key && key.references() != null
					&& key.references().equals(table))
			.toList();
	}

	static boolean ownedBy(Sequence sequence, ObjectName owner) {
		ColumnName column = sequence.ownedBy();
		return column != null && (owner.equals(ObjectName.of(ObjectKind.TABLE, column.table()))
				|| owner.equals(ObjectName.part(ObjectKind.COLUMN, column.table(), column.column())));
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
