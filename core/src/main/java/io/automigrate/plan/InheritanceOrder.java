package io.automigrate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.PartitionNames;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The order among what is done with partitions, heirs and their parents.
 */
final class InheritanceOrder {

	private final PlannedOperations planned;

	private final Dependencies live;

	private final Dependencies desired;

	InheritanceOrder(PlannedOperations planned, Dependencies live, Dependencies desired) {
		this.planned = planned;
		this.live = live;
		this.desired = desired;
	}

	/**
	 * What comes before something is made of a table that has others below or above it.
	 */
	void beforeCreation(SchemaObject object, Set<Operation> before) {
		before.addAll(takenOver(object));
		before.addAll(takenBefore(object));
		if (object instanceof Index index) {
			before.addAll(numberedBefore(index));
			before.addAll(partitionsThatGo(index.table()));
			this.desired.partitions(index.table()).forEach((partition) -> {
				this.planned.alters(partition.id()).stream().filter(Operation::joins).forEach(before::add);
				if (index.only()) {
					before.addAll(this.planned.made(partition.id()));
				}
			});
		}
		if (object instanceof Constraint key && key.kind().indexed()) {
			before.addAll(partitionsThatGo(key.table()));
		}
		if (object instanceof Table table) {
			before.addAll(partitionsThatGo(table.parent()));
			before.addAll(indexesThatGo(table.parent()));
			if (table.partitioning() != null) {
				before.addAll(keysThatGo(table.parent()));
			}
			table.parents().forEach((parent) -> before.addAll(defaults(parent)));
			// It would be merged with the heir's own.
			table.inherits()
				.forEach((parent) -> droppedColumns(parent).stream()
					.filter((drop) -> table.column(((Column) drop.object).name()).isPresent())
					.forEach(before::add));
		}
		if (object instanceof Column column) {
			before.addAll(givingWay(column));
		}
	}

	/** What comes before a table joins others, or a column of it is altered. */
	void beforeAlteration(Operation operation, Alter alter, Set<Operation> before) {
		if (operation.joins() && alter.desired() instanceof Table table) {
			before.addAll(partitionsThatGo(table.parent()));
			before.addAll(indexesThatGo(table.parent()));
			// What one has more than the other would keep them apart.
			table.parents().forEach((parent) -> before.addAll(droppedColumns(parent)));
			before.addAll(droppedColumns(table.name()));
		}
		if (alter.live() instanceof Column column && this.desired.find(column.id()) != null) {
			droppedAbove(column).forEach(before::add);
			if (alter.aspect() == Aspect.NULLABILITY && ((Column) alter.desired()).notNull() != null) {
				before.addAll(nullableAbove(column));
			}
		}
	}

	/** A parent that gives up NOT NULL takes it from its children. */
	private List<Operation> nullableAbove(Column column) {
		return (this.live.relation(column.table()) instanceof Table heir) ? heir.parents()
			.flatMap(
					(parent) -> this.planned.alters(ObjectName.part(ObjectKind.COLUMN, parent, column.name())).stream())
			.filter((other) -> ((Alter) other.change).aspect() == Aspect.NULLABILITY
					&& ((Column) other.object).notNull() == null)
			.toList() : List.of();
	}

	/**
	 * A column that an heir keeps, or has as its own, is no longer inherited only then.
	 * It is its own already where the heir lets go of the parent.
	 */
	Stream<Operation> droppedAbove(Column column) {
		return (this.live.relation(column.table()) instanceof Table heir) ? heir.parents()
			.filter((parent) -> !(this.desired.relation(heir.name()) instanceof Table wanted)
					|| wanted.parents().anyMatch(parent::equals))
			.map((parent) -> this.planned.drop(ObjectName.part(ObjectKind.COLUMN, parent, column.name())))
			.filter(Objects::nonNull) : Stream.empty();
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
					.forEach((part) -> found.addAll(this.planned.made(part.object().id())));
				partition.indexes()
					.stream()
					.filter((index) -> !(object instanceof Index wanted && index.alike(wanted)))
					.forEach((index) -> found.addAll(this.planned.made(index.id())));
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
					found.addAll(this.planned.made(ObjectName.part(ObjectKind.INDEX, partition.parent(), part.to())));
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
						.flatMap((other) -> this.planned
							.made(ObjectName.part(ObjectKind.INDEX, index.table(), other.to()))
							.stream())
						.toList();
				}
			}
		}
		return List.of();
	}

	/** What uses a column of a part or heir that goes with the parent's. */
	void dropsBelow(Column column, Set<Operation> before) {
		for (Column inherited : this.live.inheritedFrom(column)) {
			before.addAll(this.planned.dependentDrops(inherited.id()));
			before.addAll(this.planned.released(inherited.id()));
			dropsBelow(inherited, before);
		}
	}

	/** Their bounds are free when they are gone, and they need no part of an index. */
	private List<Operation> partitionsThatGo(@Nullable QualifiedName parent) {
		List<Operation> found = new ArrayList<>();
		if (parent != null) {
			for (Table neighbour : this.live.partitions(parent)) {
				Operation drop = this.planned.drop(neighbour.id());
				if (drop != null) {
					found.add(drop);
				}
				this.planned.lettingGo(neighbour.id()).forEach(found::add);
			}
		}
		return found;
	}

	/** A key has to have all columns that parts of partitions are told apart by. */
	private List<Operation> keysThatGo(@Nullable QualifiedName parent) {
		return this.planned.drops()
			.stream()
			.filter((drop) -> drop.object instanceof Constraint key && key.kind().indexed()
					&& key.table().equals(parent))
			.toList();
	}

	/** A partition gets an index that its parent alone has by then. */
	private List<Operation> indexesThatGo(@Nullable QualifiedName parent) {
		return this.planned.drops()
			.stream()
			.filter((drop) -> drop.object instanceof Index index && index.only() && index.table().equals(parent))
			.toList();
	}

	/**
	 * A column is merged with those that heirs have already, if the types are the same.
	 */
	private List<Operation> givingWay(Column column) {
		List<Operation> found = new ArrayList<>();
		for (Column own : this.live.inheritedFrom(column)) {
			this.planned.alters(own.id())
				.stream()
				.filter((other) -> ((Alter) other.change).aspect() == Aspect.TYPE)
				.forEach(found::add);
			Operation drop = this.planned.drop(ObjectName.of(ObjectKind.TABLE, own.table()));
			if (drop != null) {
				found.add(drop);
			}
		}
		return found;
	}

	/** What is made below a table starts with the defaults that it has by then. */
	private List<Operation> defaults(QualifiedName parent) {
		return (this.desired.relation(parent) instanceof Table table) ? table.columns()
			.stream()
			.map(Column::columnDefault)
			.filter(Objects::nonNull)
			.flatMap((own) -> this.planned.made(own.id()).stream())
			.toList() : List.of();
	}

	private List<Operation> droppedColumns(QualifiedName table) {
		return this.planned.drops()
			.stream()
			.filter((drop) -> drop.id().kind() == ObjectKind.COLUMN && table.equals(drop.id().table()))
			.toList();
	}

	/** A foreign key that refers to a partitioned table holds on to each partition. */
	List<Operation> keysOnParent(SchemaObject object) {
		return (object instanceof Table table && table.parent() != null) ? this.live.keysOn(table.parent())
			.stream()
			.map((key) -> this.planned.dropOf(key.id()))
			.filter(Objects::nonNull)
			.toList() : List.of();
	}

}
