package io.automigrate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
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
			.sorted(Comparator.comparingInt(Ordering::rank))
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
					.filter((index) -> !alike(index, object))
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
				&& partition.parent() != null) {
			for (AttachedPart part : partition.attached()) {
				if (alike(index, part.object())) {
					found.addAll(this.makers
						.getOrDefault(ObjectName.part(ObjectKind.INDEX, partition.parent(), part.to()), List.of()));
				}
			}
		}
		return found;
	}

	private static boolean alike(Index index, SchemaObject other) {
		return other instanceof Index same && same.unique() == index.unique()
				&& same.definition().equals(index.definition());
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
		Map<Operation, Boolean> before = new LinkedHashMap<>();
		switch (operation.kind) {
			case CREATE -> {
				if (!operation.standIn) {
					needs(operation.object)
						.forEach((needed) -> makers(needed).forEach((maker) -> before.put(maker, true)));
				}
				inTheWay(operation.object, operation).forEach((other) -> before.put(other, true));
				Operation drop = this.drops.get(operation.id());
				if (drop != null) {
					before.put(drop, true);
				}
				takenOver(operation.object).forEach((other) -> before.put(other, true));
				takenBefore(operation.object).forEach((other) -> before.put(other, true));
				if (operation.object instanceof Constraint key && key.references() != null) {
					keysThatGo(key).forEach((other) -> before.put(other, true));
				}
				if (operation.replacesStandIn) {
					makers(operation.id()).forEach((maker) -> before.put(maker, true));
				}
			}
			case ALTER -> {
				Alter alter = (Alter) operation.change;
				needs(alter).forEach((needed) -> makers(needed).forEach((maker) -> before.put(maker, true)));
				earlier(operation, alter).forEach((other) -> before.put(other, true));
				makers(alter.desired().id()).stream()
					.filter((maker) -> maker.kind != Operation.Kind.ALTER)
					.forEach((maker) -> before.put(maker, true));
				if (alter.aspect() == Aspect.IDENTITY || alter.aspect() == Aspect.PARTITION_OF) {
					inTheWay(alter.desired(), operation).forEach((other) -> before.put(other, true));
				}
				if (alter.aspect() != Aspect.OWNERSHIP) {
					dependentDrops(alter.live().id()).forEach((drop) -> before.put(drop, true));
				}
			}
			case RENAME ->
				inTheWay(((Rename) operation.change).desired(), operation).forEach((other) -> before.put(other, true));
			case DROP -> {
				dependentDrops(operation.id()).forEach((drop) -> before.put(drop, true));
				for (ObjectName dependent : this.live.dependents(operation.id())) {
					if (!this.drops.containsKey(dependent)) {
						this.alters.getOrDefault(dependent, List.of()).forEach((alter) -> before.put(alter, true));
					}
				}
				for (SchemaObject part : Dependencies.parts(operation.object)) {
					dependentDrops(part.id()).forEach((drop) -> before.put(drop, true));
				}
				keysOnParent(operation.object).forEach((drop) -> before.put(drop, true));
				for (Operation other : this.operations) {
					if (other.change instanceof Alter alter && alter.aspect() == Aspect.OWNERSHIP && alter.to() == null
							&& alter.live() instanceof Sequence sequence && ownedBy(sequence, operation.id())) {
						before.put(other, true);
					}
				}
			}
		}
		before.remove(operation);
		return List.copyOf(before.keySet());
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
			for (SchemaObject part : withDefault(object)) {
				if (!this.apart.contains(part.id()) && !separate(part)) {
					this.desired.needs(part)
						.stream()
						.filter((needed) -> !object.id().equals(needed) && !object.id().name().equals(needed.table()))
						.forEach(needs::add);
				}
			}
		}
		needs.remove(object.id());
		return needs;
	}

	private static List<? extends SchemaObject> withDefault(SchemaObject object) {
		if (object instanceof Column column) {
			return (column.columnDefault() != null) ? List.of(column.columnDefault()) : List.of();
		}
		return Dependencies.parts(object);
	}

	/** Parts of a table that are never made with it. */
	private static boolean separate(SchemaObject part) {
		return switch (part.id().kind()) {
			case FOREIGN_KEY, INDEX, TRIGGER, POLICY -> true;
			default -> false;
		};
	}

	private Set<ObjectName> needs(Alter alter) {
		Set<ObjectName> needs = new LinkedHashSet<>();
		switch (alter.aspect()) {
			case COMMENT, PART_COMMENTS, GRANTS, REVOKES, ROW_SECURITY, FORCE_ROW_SECURITY, PARAMETERS, PERSISTENCE -> {
			}
			case INHERITANCE -> {
				if (alter.to() != null) {
					needs.addAll(this.desired.needs(alter.desired()));
				}
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
			case PARTITION_OF -> {
				if (alter.desired() instanceof Table table && table.parent() != null) {
					needs.addAll(needs(alter.desired()));
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
			.filter((other) -> rank(other) < rank(operation))
			.toList();
	}

	/** What has the name that is needed. */
	private Set<Operation> inTheWay(SchemaObject object, Operation operation) {
		Set<Operation> inTheWay = new HashSet<>();
		Set<Operation> ordered = new LinkedHashSet<>();
		List<Names.Claim> wanted = (operation.kind == Operation.Kind.RENAME) ? Names.renamed(object) : Names.of(object);
		for (Names.Claim claim : wanted) {
			for (Operation other : this.claims.getOrDefault(claim, List.of())) {
				if (other != operation && inTheWay.add(other)) {
					ordered.add(other);
				}
			}
		}
		return ordered;
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
		List<Operation> found = new ArrayList<>();
		if (object instanceof Table table && table.parent() != null
				&& this.live.relation(table.parent()) instanceof Table parent) {
			for (SchemaObject part : Dependencies.parts(parent)) {
				for (ObjectName dependent : this.live.dependents(part.id())) {
					Operation drop = (this.live.find(dependent) instanceof Constraint key
							&& parent.name().equals(key.references())) ? dropOf(dependent) : null;
					if (drop != null) {
						found.add(drop);
					}
				}
			}
		}
		return found;
	}

	/** What drops an object: by itself, or with its table. */
	private @Nullable Operation dropOf(ObjectName name) {
		Operation drop = this.drops.get(name);
		if (drop == null && name.kind() == ObjectKind.DEFAULT) {
			drop = this.drops.get(new ObjectName(ObjectKind.COLUMN, name.name(), name.table(), null));
		}
		ObjectName whole = this.live.whole(name);
		return (drop == null && whole != null) ? this.drops.get(whole) : drop;
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

	private static int rank(Operation operation) {
		ObjectKind kind = operation.id().kind();
		return switch (operation.kind) {
			case RENAME -> (kind == ObjectKind.COLUMN) ? 1 : kind.part() ? 2 : 0;
			// Of foreign keys to partitioned tables, PostgreSQL makes parts with such
			// names.
			case CREATE -> operation.standIn ? 300 : 10 * creation(kind)
					+ ((kind == ObjectKind.FOREIGN_KEY && !operation.id().name().name().contains("_fkey")) ? 6 : 5);
			case ALTER -> alteration(kind, (Alter) operation.change);
			case DROP -> 1000 - 10 * creation(kind);
		};
	}

	private static int creation(ObjectKind kind) {
		return switch (kind) {
			case SCHEMA -> 1;
			case EXTENSION -> 2;
			case ENUM -> 3;
			case DOMAIN -> 4;
			case COMPOSITE -> 5;
			case SEQUENCE -> 6;
			case TABLE -> 7;
			case COLUMN -> 9;
			case DEFAULT -> 12;
			case FUNCTION, PROCEDURE -> 14;
			case PRIMARY_KEY -> 15;
			case UNIQUE -> 16;
			case EXCLUSION -> 17;
			case CHECK -> 18;
			case INDEX -> 19;
			case FOREIGN_KEY -> 20;
			case VIEW -> 21;
			case MATERIALIZED_VIEW -> 22;
			case TRIGGER -> 23;
			case POLICY -> 24;
		};
	}

	private static int alteration(ObjectKind kind, Alter alter) {
		Aspect aspect = alter.aspect();
		return switch (aspect) {
			case REPLICA_IDENTITY, ROW_SECURITY, FORCE_ROW_SECURITY -> 400;
			// What is free of its parent can be changed by itself.
			case PARTITION_OF, INHERITANCE -> (alter.to() == null) ? 3 : 76;
			// A table is clustered on one index, so the old one lets go first.
			case CLUSTERING -> (alter.to() != null) ? 405 : 4;
			case ATTACHED -> 407;
			case VALIDITY -> 410;
			case REVOKES -> 420;
			case GRANTS -> 421;
			case COMMENT, PART_COMMENTS -> 430;
			case OWNERSHIP -> 135;
			case TYPE -> (kind == ObjectKind.COLUMN) ? 100 : 10 * creation(kind) + 5;
			case GENERATION -> 101;
			// NOT NULL comes before identity, which wants it, and goes after it.
			case NULLABILITY -> (kind == ObjectKind.COLUMN)
					? ((alter.desired() instanceof Column column && column.notNull() != null) ? 102 : 104)
					: 10 * creation(kind) + 6;
			case IDENTITY -> 103;
			case NOT_NULL_NAME, STORAGE, COMPRESSION, STATISTICS -> 106;
			default -> 10 * creation(kind) + ((kind == ObjectKind.TABLE) ? 6 : 5);
		};
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
