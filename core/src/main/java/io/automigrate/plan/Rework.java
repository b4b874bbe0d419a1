package io.automigrate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.automigrate.ddl.Ddl;
import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherUse;
import io.automigrate.schema.PartitionNames;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes into operations. What cannot be altered is dropped and made anew, and so
 * is whatever PostgreSQL would not let stand meanwhile: the view that reads a column
 * whose type changes, the default that calls a function.
 */
final class Rework {

	private final Ddl ddl;

	private final Dependencies live;

	private final Dependencies desired;

	private final Map<SchemaChange, RefusedChange> refused;

	private final LiveFacts facts;

	/** Tells which indexes are put in the place of others without dropping them first. */
	private final Predicate<Alter> replacedLater;

	private final Map<ObjectName, Operation> drops = new LinkedHashMap<>();

	private final Map<ObjectName, Operation> creates = new LinkedHashMap<>();

	private final List<Operation> others = new ArrayList<>();

	/** What is dropped and made anew, by its live name. */
	private final Set<ObjectName> replaced = new HashSet<>();

	/** Of these, what is made anew as it was, since its own change is refused. */
	private final Set<ObjectName> asBefore = new HashSet<>();

	/** Columns that go because their parent's go. */
	private final Set<ObjectName> gone = new HashSet<>();

	/** Columns that get another type, by themselves or with their parent's. */
	private final Set<ObjectName> retyped = new HashSet<>();

	private final Deque<Cause> causes = new ArrayDeque<>();

	/** What changes create by themselves. */
	private final Set<ObjectName> created = new HashSet<>();

	/** Types that a new one takes the place of, which has all that is asked for. */
	private final Set<ObjectName> swapped = new HashSet<>();

	/** A change that cannot be made, with what stands in the way. */
	@Nullable Conflict conflict;

	Rework(Ddl ddl, Dependencies live, Dependencies desired, Map<SchemaChange, RefusedChange> refused, LiveFacts facts,
			Predicate<Alter> replacedLater) {
		this.ddl = ddl;
		this.live = live;
		this.desired = desired;
		this.refused = refused;
		this.facts = facts;
		this.replacedLater = replacedLater;
	}

	/** With the object that is in the way, where that is compared. */
	record Conflict(SchemaChange change, String reason, String wayOut, @Nullable ObjectName user) {

		Conflict(SchemaChange change, String reason, ObjectName user) {
			this(change, reason, "Let the source say what becomes of that, or change it by a statement of your own.",
					user);
		}

	}

	/** Something that does not stay as it is, and what happens to it. */
	private record Cause(ObjectName object, Fate fate, SchemaChange change) {

	}

	private enum Fate {

		DROPPED, REPLACED, RETYPED, SWAPPED

	}

	List<Operation> operations(List<SchemaChange> changes) {
		Set<ObjectName> anew = new HashSet<>();
		for (SchemaChange change : changes) {
			if (change instanceof Alter alter && madeAnew(alter)) {
				anew.add(alter.live().id());
			}
		}
		changes.stream().filter(Create.class::isInstance).map(SchemaChange::object).forEach(this.created::add);
		List.copyOf(anew).forEach((table) -> withParts(table, anew));
		for (SchemaChange change : changes) {
			ObjectName whole = this.live.whole(change.object());
			if (whole != null && anew.contains(whole) && !whole.equals(change.object())) {
				continue;
			}
			if (change instanceof Create create) {
				this.creates.put(create.object(), new Operation(Operation.Kind.CREATE, create, create.desired(), null));
			}
			else if (change instanceof Drop drop) {
				drop(drop, drop.live(), null, fate(drop.object(), Fate.DROPPED));
			}
			else if (change instanceof Rename rename && !anew.contains(rename.live().id())) {
				this.others.add(new Operation(Operation.Kind.RENAME, rename, rename.live(), null));
			}
			else if (change instanceof Alter alter) {
				if (!anew.contains(alter.live().id())) {
					inTurn(alter).forEach(this::alter);
					retype(alter);
				}
				else if (madeAnew(alter)) {
					replace(alter, alter.live(), alter.desired(), null);
				}
			}
		}
		changes.forEach(this::passedBy);
		for (Cause cause = this.causes.poll(); cause != null && this.conflict == null; cause = this.causes.poll()) {
			for (ObjectName dependent : this.live.dependents(cause.object())) {
				affect(dependent, cause);
			}
			for (OtherUse use : this.live.otherUses(cause.object())) {
				affect(use, cause);
			}
		}
		for (SchemaChange change : changes) {
			if (this.conflict == null) {
				this.conflict = kept(change);
			}
		}
		List<Operation> operations = new ArrayList<>(this.creates.values());
		this.others.stream().filter((operation) -> !superseded(operation)).forEach(operations::add);
		this.drops.values()
			.stream()
			.filter((drop) -> !(drop.object instanceof Sequence sequence && goesWithOwner(sequence))
					&& !goesWithIndex(drop.object))
			.forEach(operations::add);
		return operations;
	}

	/** What is left alone, since no source declares it, and is in the way of a change. */
	private @Nullable Conflict kept(SchemaChange change) {
		if (change instanceof Alter alter && alter.aspect() == Aspect.NULLABILITY) {
			return keptNotNull(alter);
		}
		if (change instanceof Alter alter && alter.aspect() == Aspect.TYPE && alter.live() instanceof Column from) {
			return keptType(alter, from);
		}
		Conflict inherited = null;
		if (change instanceof Alter alter
				&& (alter.aspect() == Aspect.PARTITION_OF || alter.aspect() == Aspect.INHERITANCE)
				&& alter.live() instanceof Table from && alter.desired() instanceof Table to) {
			inherited = keptOfParents(alter, from, to);
		}
		else if (change instanceof Create create && create.desired() instanceof Table table) {
			inherited = keptAbove(create, table);
		}
		return (inherited != null) ? inherited : keptPartition(change);
	}

	/** A column that a parent keeps as it is cannot change below. */
	private @Nullable Conflict keptType(Alter alter, Column from) {
		if (!(this.live.relation(from.table()) instanceof Table table)) {
			return null;
		}
		if (letsGo(from.table())) {
			return null;
		}
		for (Table parent : parents(table)) {
			ObjectName above = ObjectName.part(ObjectKind.COLUMN, parent.name(), from.name());
			if (this.live.find(above) != null && !this.drops.containsKey(above)
					&& !alters(above, (other) -> other.aspect() == Aspect.TYPE)) {
				return new Conflict(alter, "would change its type, but " + above.quoted() + " keeps it", above);
			}
		}
		return null;
	}

	private List<Table> parents(Table table) {
		return table.parents().map(this.live::relation).filter(Table.class::isInstance).map(Table.class::cast).toList();
	}

	/** A new table has the columns of its parents, those too that are left alone. */
	private @Nullable Conflict keptAbove(Create create, Table table) {
		return parents(table).stream()
			.flatMap((parent) -> parent.columns().stream())
			.filter((column) -> this.desired.find(column.id()) == null && !this.drops.containsKey(column.id()))
			.filter((column) -> table.column(column.name())
				.filter((own) -> !own.type().equals(column.type()))
				.isPresent())
			.map((column) -> new Conflict(create, "has a column of another type than " + column.id().quoted(),
					column.id()))
			.findFirst()
			.orElse(null);
	}

	/** A table joins only those whose columns and checks it has. */
	private @Nullable Conflict keptOfParents(Alter alter, Table from, Table to) {
		List<QualifiedName> joined = to.parents()
			.filter((parent) -> from.parents().noneMatch((before) -> before.equals(parent)))
			.toList();
		for (QualifiedName name : joined) {
			if (!(this.live.relation(name) instanceof Table parent)) {
				continue;
			}
			Stream<SchemaObject> columns = parent.columns()
				.stream()
				.filter((column) -> to.column(column.name())
					.or(() -> from.column(column.name()))
					.filter((own) -> own.type().equals(column.type()))
					.isEmpty())
				.map((column) -> column);
			Stream<SchemaObject> checks = parent.constraints()
				.stream()
				.filter((check) -> check.kind() == Constraint.Kind.CHECK && !check.definition().endsWith(" NO INHERIT")
						&& Stream.of(from, to)
							.noneMatch((table) -> table.constraints()
								.stream()
								.anyMatch((own) -> own.name().equals(check.name()))))
				.map((check) -> check);
			SchemaObject kept = Stream.concat(columns, checks)
				.filter((object) -> this.desired.find(object.id()) == null && !this.drops.containsKey(object.id())
						&& !this.gone.contains(object.id()))
				.findFirst()
				.orElse(null);
			if (kept != null) {
				return new Conflict(alter,
						"would be below " + parent.id().quoted() + ", but does not have its " + kept.id().quoted(),
						kept.id());
			}
		}
		return null;
	}

	/** A primary key that no source declares and that is left alone is of no nullable. */
	private @Nullable Conflict keptNotNull(Alter alter) {
		if (!(alter.live() instanceof Column column) || !(alter.desired() instanceof Column wanted)
				|| wanted.notNull() != null || !(this.live.relation(column.table()) instanceof Table table)) {
			return null;
		}
		return table.constraints()
			.stream()
			.filter((key) -> key.kind() == Constraint.Kind.PRIMARY_KEY && key.columns().contains(column.name())
					&& !this.drops.containsKey(key.id()) && !goesWithItsWhole(key.id()))
			.map((key) -> new Conflict(alter, "would become nullable, but " + key.id().quoted() + " needs it",
					key.id()))
			.findFirst()
			.orElse(null);
	}

	/** Partitions that no source declares and that are left alone keep their bounds. */
	private @Nullable Conflict keptPartition(SchemaChange change) {
		SchemaObject joins = (change instanceof Create create) ? create.desired()
				: (change instanceof Alter alter && alter.aspect() == Aspect.PARTITION_OF) ? alter.desired() : null;
		if (!(joins instanceof Table partition && this.live.relation(partition.parent()) instanceof Table parent)
				|| this.replaced.contains(parent.id())) {
			return null;
		}
		List<Table> kept = this.live.partitions(parent.name())
			.stream()
			.filter((other) -> !other.name().equals(partition.name()) && !this.drops.containsKey(other.id())
					&& (this.desired.find(other.id()) == null || isRefused(other.id())) && !letsGo(other.name()))
			.toList();
		return (kept.isEmpty() || this.facts.fits(parent, partition, kept)) ? null
				: new Conflict(change,
						"would be a partition of " + parent.id().quoted() + ", but its bounds do not go with "
								+ kept.get(0).id().quoted() + ((kept.size() > 1) ? " and others" : ""),
						kept.get(0).id());
	}

	/**
	 * The partitions that a table keeps are made anew with it, with all that they have.
	 */
	private void withParts(ObjectName table, Set<ObjectName> anew) {
		for (Table part : this.live.partitions(table.name())) {
			if (keeps(table.name(), part) && anew.add(part.id())) {
				withParts(part.id(), anew);
			}
		}
	}

	private boolean keeps(QualifiedName parent, Table part) {
		return this.desired.relation(part.name()) instanceof Table wanted && parent.equals(wanted.parent())
				&& !isRefused(part.id());
	}

	/**
	 * A table lets go of its parents before anything else is done with it, and joins
	 * others when all of it is as they want it.
	 */
	private static List<Alter> inTurn(Alter alter) {
		if (alter.live() instanceof Table from && alter.desired() instanceof Table to) {
			Table between = switch (alter.aspect()) {
				case PARTITION_OF -> from.below(null, null, from.inherits());
				case INHERITANCE -> from.below(from.parent(), from.bounds(), keptInOrder(from, to));
				default -> from;
			};
			boolean goes = !between.equals(from);
			boolean comes = !Objects.equals(between.parent(), to.parent()) || !between.inherits().equals(to.inherits());
			if (goes && comes) {
				return List.of(new Alter(from, between, alter.aspect(), alter.from(), null),
						new Alter(between, to, alter.aspect(), null, alter.to()));
			}
		}
		return List.of(alter);
	}

	/** A parent that is joined becomes the last one. */
	private static List<QualifiedName> keptInOrder(Table from, Table to) {
		int kept = 0;
		for (QualifiedName parent : from.inherits()) {
			if (kept < to.inherits().size() && parent.equals(to.inherits().get(kept))) {
				kept++;
			}
		}
		return to.inherits().subList(0, kept);
	}

	/**
	 * An index made {@code ON ONLY} comes down to each partition that is added after it.
	 * It holds nothing as long as no partition has it, and is made anew for one that is
	 * not to.
	 */
	private void passedBy(SchemaChange change) {
		SchemaObject added = (change instanceof Create create) ? create.desired()
				: (change instanceof Alter alter && alter.aspect() == Aspect.PARTITION_OF) ? alter.desired() : null;
		if (!(added instanceof Table partition && this.live.relation(partition.parent()) instanceof Table parent)
				|| this.drops.containsKey(parent.id())) {
			return;
		}
		for (Index index : parent.indexes()) {
			if (index.only() && this.desired.find(index.id()) instanceof Index wanted && wanted.only()
					&& this.live.partsOf(index.id()).isEmpty()
					&& partition.attached().stream().noneMatch((part) -> part.to().equals(index.name()))) {
				replace(change, index, wanted, partition.id().quoted() + " is not to have it");
			}
		}
	}

	private boolean superseded(Operation operation) {
		// What the new one cannot say in its own statement is an alteration, too.
		return (operation.change instanceof Alter alter && !alter.live().equals(alter.desired())
				&& ((this.replaced.contains(alter.live().id()) && !this.asBefore.contains(alter.live().id()))
						|| (this.swapped.contains(alter.live().id()) && !swaps(alter))))
				|| (operation.change instanceof Rename rename && this.replaced.contains(rename.live().id()));
	}

	private boolean madeAnew(Alter alter) {
		if (alter.aspect() == Aspect.TYPE && alter.live() instanceof Column from) {
			// What is generated is generated again: it takes no expression that converts.
			return from.generation() != null && alter.desired() instanceof Column to && to.generation() != null
					&& !from.virtual() && !to.generation().equals(from.generation());
		}
		if (swaps(alter)) {
			return false;
		}
		return this.ddl.alter(alter) == null && !this.replacedLater.test(alter);
	}

	/** A type in use is replaced underneath its columns. */
	boolean swaps(Alter alter) {
		return swaps(alter, this.ddl, this.live);
	}

	static boolean swaps(Alter alter, Ddl ddl, Dependencies live) {
		return switch (alter.live().id().kind()) {
			case ENUM, DOMAIN -> ddl.alter(alter) == null;
			case COMPOSITE -> ddl.alter(alter) == null || (alter.aspect() == Aspect.ATTRIBUTES
					&& otherTypes((CompositeType) alter.live(), (CompositeType) alter.desired())
					&& live.dependents(alter.live().id())
						.stream()
						.anyMatch((user) -> user.kind() == ObjectKind.COLUMN));
			default -> false;
		};
	}

	private static boolean otherTypes(CompositeType from, CompositeType to) {
		return from.attributes()
			.stream()
			.anyMatch((before) -> to.attributes()
				.stream()
				.anyMatch((after) -> after.name().equals(before.name()) && !(after.type().equals(before.type())
						&& Objects.equals(after.collation(), before.collation()))));
	}

	private void retype(Alter alter) {
		if (alter.aspect() == Aspect.TYPE && alter.live() instanceof Column column) {
			retyped(column, alter);
		}
		else if (alter.aspect() == Aspect.GENERATION && alter.live() instanceof Column column) {
			this.causes.add(new Cause(column.id(), Fate.RETYPED, alter));
		}
		else if (swaps(alter)) {
			this.swapped.add(alter.live().id());
			this.causes.add(new Cause(alter.live().id(), Fate.SWAPPED, alter));
			for (ObjectName user : this.live.dependents(alter.live().id())) {
				if (this.live.find(user) instanceof Column column) {
					retyped(column, alter);
				}
			}
		}
	}

	/** A change of type comes down to the parts and heirs of the table. */
	private void retyped(Column column, SchemaChange change) {
		this.retyped.add(column.id());
		this.causes.add(new Cause(column.id(), Fate.RETYPED, change));
		this.live.inheritedFrom(column).forEach((inherited) -> retyped(inherited, change));
	}

	private void drop(SchemaChange change, SchemaObject object, @Nullable String because, Fate fate) {
		if (this.drops.putIfAbsent(object.id(), new Operation(Operation.Kind.DROP, change, object, because)) == null) {
			this.causes.add(new Cause(object.id(), fate, change));
			for (SchemaObject part : Dependencies.parts(object)) {
				this.causes.add(new Cause(part.id(), fate, change));
			}
			if (object instanceof Column column) {
				goesDown(column, change);
			}
			for (ObjectName part : this.live.partsOf(object.id())) {
				this.causes.add(new Cause(part, fate(part, fate), change));
			}
			for (Sequence sequence : this.live.ownedBy(object.id())) {
				if (this.desired.find(sequence.id()) == null) {
					this.causes.add(new Cause(sequence.id(), fate, change));
				}
			}
		}
	}

	/** What goes with its parent's, and is to be there, is made anew. */
	private Fate fate(ObjectName object, Fate fate) {
		boolean again = this.created.contains(object)
				|| (this.desired.relation(object.table()) instanceof Table partition
						&& partition.attached().stream().anyMatch((part) -> part.object().id().equals(object)));
		return again ? Fate.REPLACED : fate;
	}

	/** With a column go those that parts and heirs have only from it. */
	private void goesDown(Column column, SchemaChange change) {
		for (Column inherited : this.live.inheritedFrom(column)) {
			if (this.desired.find(inherited.id()) == null && this.gone.add(inherited.id())) {
				this.causes.add(new Cause(inherited.id(), Fate.DROPPED, change));
				goesDown(inherited, change);
			}
		}
	}

	private void replace(SchemaChange change, SchemaObject from, SchemaObject to, @Nullable String because) {
		if (!this.replaced.add(from.id())) {
			return;
		}
		drop(change, from, because, Fate.REPLACED);
		create(change, to, because);
		if (from instanceof Table && to instanceof Table) {
			for (Table part : this.live.partitions(from.id().name())) {
				if (keeps(from.id().name(), part)) {
					replace(change, part, Objects.requireNonNull(this.desired.find(part.id())),
							from.id().quoted() + " changes");
				}
			}
		}
		if (from instanceof Index before && to instanceof Index after) {
			partsAnew(change, before, after, because);
		}
		if (to instanceof Table table && !table.replicaIdentity().equals("DEFAULT")) {
			alter(new Alter(table, table, Aspect.REPLICA_IDENTITY, null, table.replicaIdentity()));
		}
		letGoOfSequences(from);
		for (SchemaObject part : Dependencies.parts(to)) {
			boolean own = to instanceof Table && (part instanceof Column || part.id().kind() == ObjectKind.DEFAULT
					|| (part instanceof Constraint constraint && constraint.kind() != Constraint.Kind.FOREIGN_KEY));
			if (!own) {
				create(change, part, because);
			}
		}
		if (to instanceof Column column) {
			Dependencies.parts(this.desired.relation(column.table()) instanceof Table table ? table : column)
				.forEach((part) -> {
					boolean reads = part.id().kind() != ObjectKind.DEFAULT && !(part instanceof Column)
							&& this.desired.needs(part).contains(column.id());
					SchemaObject before = this.live.find(part.id());
					if (reads && before != null && this.live.needs(before).contains(from.id())) {
						this.replaced.add(part.id());
						create(change, part, because);
					}
					else if (reads && before != null) {
						replace(change, before, part, because);
					}
				});
		}
	}

	/** What partitions lose with an index and PostgreSQL does not make as it was. */
	private void partsAnew(SchemaChange change, Index from, Index to, @Nullable String because) {
		for (Table partition : this.live.partitions(from.table())) {
			AttachedPart before = partition.partOf(from);
			if (before != null && this.desired.relation(partition.name()) instanceof Table wanted
					&& this.desired.relation(wanted.parent()) instanceof Table parent
					&& parent.name().equals(to.table())) {
				AttachedPart after = wanted.partOf(to);
				if (after != null && (to.only() || !PartitionNames.automatic(wanted, parent, after))) {
					create(change, after.object(), because);
				}
				if (before.object() instanceof Index own && after != null && after.object() instanceof Index next) {
					partsAnew(change, own, next, because);
				}
			}
		}
	}

	/** What a column owns would go with it; it is owned again by the new one. */
	private void letGoOfSequences(SchemaObject from) {
		for (Sequence sequence : this.live.ownedBy(from.id())) {
			if (this.desired.find(sequence.id()) instanceof Sequence wanted) {
				Sequence free = new Sequence(sequence.name(), sequence.options(), sequence.unlogged(), null,
						sequence.grants(), sequence.comment());
				alter(new Alter(sequence, free, Aspect.OWNERSHIP, String.valueOf(sequence.ownedBy()), null));
				if (wanted.ownedBy() != null) {
					alter(new Alter(free, wanted, Aspect.OWNERSHIP, null, wanted.ownedBy().toString()));
				}
			}
		}
		if (from instanceof Column column) {
			this.live.inheritedFrom(column).forEach(this::letGoOfSequences);
		}
	}

	private void alter(Alter alter) {
		this.others.add(new Operation(Operation.Kind.ALTER, alter, alter.desired(), null));
	}

	private void create(SchemaChange change, SchemaObject object, @Nullable String because) {
		this.creates.putIfAbsent(object.id(), new Operation(Operation.Kind.CREATE, change, object, because));
	}

	private void affect(ObjectName name, Cause cause) {
		SchemaObject dependent = this.live.find(name);
		if (cause.fate() == Fate.DROPPED && madeAsItWas(name) && !this.creates.containsKey(cause.object())) {
			this.conflict = new Conflict(cause.change(), "would be dropped, but " + name.quoted() + " needs it", name);
			return;
		}
		if (dependent == null || this.drops.containsKey(name) || goesWithItsWhole(name) || goesWithItsColumn(name)
				|| (cause.object().kind() == ObjectKind.INDEX && dependent instanceof Constraint key
						&& key.kind().indexed() && letsGo(key.table()))) {
			return;
		}
		SchemaObject wanted = wanted(dependent);
		if (cause.fate() == Fate.DROPPED && !this.creates.containsKey(cause.object())) {
			if (goesByItself(dependent, cause)) {
				return;
			}
			if (wanted != null && bindsAnew(dependent, wanted, cause.object())) {
				replace(cause.change(), dependent, wanted, cause.object().quoted() + " is dropped");
				return;
			}
			boolean stays = wanted == null || this.desired.needs(wanted).contains(cause.object())
					|| (isRefused(name) && !redefined(name))
					|| (wanted.equals(dependent) && !alters(name, (alter) -> true));
			// A column whose type goes has another one by then.
			if (stays && !this.retyped.contains(name)) {
				this.conflict = new Conflict(cause.change(),
						(namesake(cause.object()) ? "would give way to another kind of type of the same name, but "
								: "would be dropped, but ") + name.quoted() + " needs it",
						name);
			}
			return;
		}
		if (cause.fate() == Fate.SWAPPED && cause.object().kind() == ObjectKind.COMPOSITE
				&& dependent instanceof Column column && column.type().endsWith("[]")) {
			this.conflict = new Conflict(cause.change(),
					"would have to be made anew, but " + name.quoted() + " holds arrays of it", name);
			return;
		}
		if (cause.fate() == Fate.SWAPPED && dependent instanceof Column column && keeps(column, cause.object())) {
			this.conflict = new Conflict(cause.change(),
					"would have to be made anew, but " + name.quoted() + " needs it as it is", name);
			return;
		}
		if (cause.fate() == Fate.RETYPED && (wanted == null || isRefused(name)) && !takesType(dependent, cause)) {
			this.conflict = new Conflict(cause.change(),
					"would change its type, but " + name.quoted() + " does not take that", name);
			return;
		}
		if (mustGo(dependent, cause.fate())) {
			if (letsGo(name.name()) && dependent instanceof Table) {
				return;
			}
			boolean part = dependent instanceof Table table && cause.object().name().equals(table.parent())
					&& wanted != null;
			if (dependent.id().kind() == ObjectKind.DOMAIN || dependent.id().kind() == ObjectKind.COMPOSITE
					|| (dependent.id().kind() == ObjectKind.TABLE && !part)) {
				this.conflict = new Conflict(cause.change(),
						"would have to be made anew, but " + name.quoted() + " needs it", name);
				return;
			}
			if ((wanted == null || isRefused(name))
					&& (losesColumns(cause.object()) || losesKey(cause.object(), dependent))) {
				this.conflict = new Conflict(cause.change(),
						"would have other columns or types, but " + name.quoted() + " may need these", name);
				return;
			}
			String because = cause.object().quoted() + " changes";
			if (wanted != null && !isRefused(name)) {
				replace(cause.change(), dependent, wanted, because);
			}
			else {
				this.asBefore.add(name);
				replace(cause.change(), dependent, dependent, because);
			}
		}
	}

	/** Whether a view is made anew without all the columns that it had. */
	private boolean losesColumns(ObjectName view) {
		Operation creation = this.creates.get(view);
		return this.live.find(view) instanceof View before && creation != null && creation.object instanceof View after
				&& !before.columns()
					.stream()
					.allMatch((column) -> after.columns()
						.stream()
						.anyMatch((other) -> other.name().equals(column.name())
								&& TypeChange.sameFamily(column.type(), other.type())));
	}

	/** Whether a key is made anew that a foreign key cannot refer to as it does. */
	private boolean losesKey(ObjectName key, SchemaObject dependent) {
		Operation creation = this.creates.get(key);
		if (dependent instanceof Constraint user && user.references() != null && this.retyped.contains(key)) {
			return !(this.live.find(key) instanceof Column from && this.desired.find(key) instanceof Column to)
					|| !TypeChange.sameFamily(from.type(), to.type())
					|| this.live.needs(from).stream().anyMatch(this.swapped::contains);
		}
		return dependent instanceof Constraint user && user.references() != null && creation != null
				&& creation.object instanceof Constraint after
				&& !Set.copyOf(after.columns()).equals(Set.copyOf(user.referencedColumns()));
	}

	/**
	 * Whether something is made anew that no source declares, or not as it is declared.
	 */
	private boolean madeAsItWas(ObjectName name) {
		Operation creation = this.creates.get(name);
		return creation != null && this.drops.containsKey(name)
				&& (this.asBefore.contains(name) || this.desired.find(name) == null);
	}

	/** Whether a column is left with the type that another one takes the place of. */
	private boolean keeps(Column column, ObjectName type) {
		boolean changes = wanted(column) instanceof Column wanted && (this.desired.needs(wanted).contains(type)
				|| alters(column.id(), (alter) -> alter.aspect() == Aspect.TYPE));
		return !changes && !changesWithParent(column);
	}

	/**
	 * PostgreSQL builds constraints and indexes again when the type of a column changes.
	 */
	private boolean takesType(SchemaObject part, Cause cause) {
		boolean built = part instanceof Index
				|| (part instanceof Constraint constraint && constraint.kind() != Constraint.Kind.FOREIGN_KEY);
		return !built || !(cause.change() instanceof Alter alter && alter.aspect() == Aspect.TYPE
				&& alter.desired() instanceof Column to && this.live.relation(part.id().table()) instanceof Table table)
				|| this.facts.takes(table.columns(), to, part);
	}

	/** What is not compared is not made anew, so what it depends on has to stay. */
	private void affect(OtherUse use, Cause cause) {
		boolean dropped = cause.fate() == Fate.DROPPED && !this.creates.containsKey(cause.object());
		if (this.conflict != null || !standsInTheWay(use, cause, dropped)) {
			return;
		}
		String what = dropped ? "would be dropped"
				: (cause.fate() == Fate.RETYPED) ? "would change" : "would have to be made anew";
		String whose = cause.object().equals(cause.change().object()) ? ""
				: "cannot be changed: " + cause.object().quoted() + " ";
		this.conflict = new Conflict(cause.change(), whose + what
				+ (use.along() ? ", but would take with it what is not compared: "
						: ", but what is not compared needs it: ")
				+ use.user().kind() + " " + use.user().name(),
				"Take that away by a statement of your own, and make it again afterwards.", null);
	}

	/**
	 * PostgreSQL drops nothing that others need, unless they go with something else, and
	 * changes no type under a rule. It drops statistics with any of their columns, though
	 * they may be asked for with the others; those of a table mean nothing without it.
	 */
	private boolean standsInTheWay(OtherUse use, Cause cause, boolean dropped) {
		if (!use.along()) {
			return this.live.holders(use.user()).stream().noneMatch(this.drops::containsKey);
		}
		if (!dropped) {
			return cause.fate() != Fate.RETYPED;
		}
		return cause.object().kind() == ObjectKind.COLUMN && this.drops.containsKey(cause.object())
				&& this.desired.has(use.user());
	}

	/** The same words mean another object once they are said again. */
	private boolean bindsAnew(SchemaObject object, SchemaObject wanted, ObjectName dropped) {
		Set<ObjectName> needs = this.desired.needs(wanted);
		if (needs.contains(dropped) || isRefused(object.id())) {
			return false;
		}
		// What has the name in its turn is made only after it has been given up.
		boolean again = needs.stream().anyMatch((needed) -> needed.name().equals(dropped.name()));
		return switch (object.id().kind()) {
			case CHECK, INDEX, FOREIGN_KEY, VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE, TRIGGER, POLICY, DEFAULT ->
				again || !redefined(object.id());
			default -> false;
		};
	}

	private boolean isRefused(ObjectName name) {
		return this.refused.keySet().stream().anyMatch((change) -> change.object().equals(name));
	}

	private boolean redefined(ObjectName name) {
		return alters(name,
				(alter) -> alter.aspect() == Aspect.DEFINITION || alter.live().id().kind() == ObjectKind.DEFAULT);
	}

	/** Whether another kind of type has the name of a type that goes. */
	private boolean namesake(ObjectName type) {
		List<ObjectKind> types = List.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.COMPOSITE);
		return types.contains(type.kind())
				&& types.stream().anyMatch((kind) -> this.desired.find(ObjectName.of(kind, type.name())) != null);
	}

	/** By its name, or by the name or schema that it is given. */
	private @Nullable SchemaObject wanted(SchemaObject dependent) {
		for (Operation operation : this.others) {
			if (operation.change instanceof Rename rename && rename.live().id().equals(dependent.id())) {
				return rename.desired();
			}
			if (operation.change instanceof Alter alter && alter.aspect() == Aspect.SCHEMA
					&& alter.live().id().equals(dependent.id())) {
				return alter.desired();
			}
		}
		return this.desired.find(dependent.id());
	}

	private boolean alters(ObjectName name, Predicate<Alter> how) {
		return this.others.stream()
			.anyMatch((operation) -> operation.change instanceof Alter alter && alter.live().id().equals(name)
					&& how.test(alter));
	}

	/** And comes back with it, if that does. */
	private boolean goesWithItsWhole(ObjectName name) {
		ObjectName whole = this.live.whole(name);
		return whole != null && this.drops.containsKey(whole) && !whole.equals(name);
	}

	private boolean goesWithItsColumn(ObjectName name) {
		ObjectName column = (name.kind() == ObjectKind.DEFAULT) ? Dependencies.columnOf(name) : name;
		return this.gone.contains(column) || (!column.equals(name) && this.drops.containsKey(column));
	}

	/** With a column go the indexes and constraints of its table, and its default. */
	private boolean goesByItself(SchemaObject dependent, Cause cause) {
		if (dependent instanceof Sequence sequence && sequence.ownedBy() != null) {
			return goesWithOwner(sequence);
		}
		if (cause.object().kind() != ObjectKind.COLUMN && cause.object().kind() != ObjectKind.TABLE) {
			return false;
		}
		boolean part = dependent.id().kind() == ObjectKind.DEFAULT || dependent instanceof Constraint
				|| dependent.id().kind() == ObjectKind.INDEX || dependent instanceof Column;
		if (cause.object().kind() == ObjectKind.TABLE) {
			return (part && cause.object().name().equals(dependent.id().table()))
					|| (dependent instanceof Column heir && !heir.local());
		}
		return part && cause.object().table() != null && cause.object().table().equals(dependent.id().table())
				&& !(dependent instanceof Column);
	}

	private boolean goesWithOwner(Sequence sequence) {
		return this.drops.keySet().stream().anyMatch((owner) -> Ordering.ownedBy(sequence, owner));
	}

	/** PostgreSQL lets no key go by itself whose index is part of another. */
	private boolean goesWithIndex(SchemaObject object) {
		return object instanceof Constraint key && key.kind().indexed() && !letsGo(key.table())
				&& this.drops.values()
					.stream()
					.anyMatch((drop) -> drop.object instanceof Index index && this.live.keysOf(index).contains(key));
	}

	private boolean letsGo(@Nullable QualifiedName table) {
		return this.others.stream().anyMatch((operation) -> operation.letsGo() && operation.id().name().equals(table));
	}

	private static boolean mustGo(SchemaObject dependent, Fate fate) {
		ObjectKind kind = dependent.id().kind();
		boolean generated = dependent instanceof Column column && column.generation() != null;
		return switch (fate) {
			case RETYPED -> switch (kind) {
				case VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE, TRIGGER, POLICY, DEFAULT, FOREIGN_KEY -> true;
				default -> generated;
			};
			case SWAPPED -> kind != ObjectKind.COLUMN || generated;
			case REPLACED -> switch (kind) {
				case COLUMN -> generated;
				default -> true;
			};
			case DROPPED -> false;
		};
	}

	/** Whether a type of a column is another by then, which cannot be tried yet. */
	boolean ofSwapped(Column from, Column to) {
		Set<ObjectName> wanted = this.desired.needs(to);
		return this.live.needs(from)
			.stream()
			.anyMatch((type) -> this.swapped.contains(type) || (this.drops.containsKey(type) && namesake(type)))
				|| wanted.stream().anyMatch((type) -> this.swapped.contains(type) || this.creates.containsKey(type));
	}

	/** The columns that change over to a swapped type, not with a parent's. */
	Set<Column> columnsOf(ObjectName type) {
		Set<Column> columns = new LinkedHashSet<>();
		for (ObjectName user : this.live.dependents(type)) {
			if (this.live.find(user) instanceof Column column && !changesWithParent(column)
					&& this.desired.find(user) instanceof Column wanted && this.desired.needs(wanted).contains(type)) {
				columns.add(column);
			}
		}
		return columns;
	}

	/** Unless its table has let go of the parent by then. */
	private boolean changesWithParent(Column column) {
		return this.others.stream()
			.filter((operation) -> operation.letsGo() && operation.id().name().equals(column.table()))
			.map((operation) -> operation.object)
			.findFirst()
			.or(() -> Optional.ofNullable(this.live.relation(column.table())))
			.filter((table) -> ((Table) table).parents()
				.anyMatch(
						(parent) -> this.live.find(ObjectName.part(ObjectKind.COLUMN, parent, column.name())) != null))
			.isPresent();
	}

}
