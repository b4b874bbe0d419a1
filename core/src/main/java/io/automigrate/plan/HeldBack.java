package io.automigrate.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what needs something that is refused, until nothing more does. What is held
 * back only by deferred changes is deferred in its turn.
 */
final class HeldBack {

	private static final String TOAST = "toast.";

	private final Gate gate;

	private final Dependencies desired;

	/** What will not be there or not be as it should, and whether that only waits. */
	private final Map<ObjectName, Boolean> lacking = new HashMap<>();

	/** Names that stay taken. */
	private final Map<Names.Claim, Boolean> taken = new HashMap<>();

	/** Names that deferred changes need, and that therefore need not be given up yet. */
	private final Set<Names.Claim> awaited = new HashSet<>();

	/** What keeps its old name, by the new one. */
	private final Map<ObjectName, Boolean> renamed = new HashMap<>();

	/** Constraints and indexes that stay until others take their place. */
	private final Set<ObjectName> replaced = new HashSet<>();

	/** Tables that stay partitioned, and columns generated, as they are or are not. */
	private final Map<ObjectName, Boolean> ofAnotherKind = new HashMap<>();

	/** Tables that stay partitions. */
	private final Map<ObjectName, Boolean> partitions = new HashMap<>();

	/** Columns whose defaults are not for what they are. */
	private final Map<ObjectName, Boolean> columns = new HashMap<>();

	/** Of these, what keeps a type that converts to the desired one only if told to. */
	private final Set<ObjectName> otherTypes = new HashSet<>();

	/** Keys and unique indexes that stay as they are. */
	private final Map<ObjectName, Boolean> keys = new HashMap<>();

	HeldBack(Gate gate, Dependencies desired) {
		this.gate = gate;
		this.desired = desired;
		gate.refused.values().forEach(this::register);
	}

	/**
	 * Hold back what has to be.
	 * @param desired who needs whom on the desired side
	 */
	static void of(Gate gate, Dependencies desired) {
		while (new HeldBack(gate, desired).refuse()) {
			// What is held back holds back others.
		}
	}

	private void register(RefusedChange refused) {
		boolean deferred = refused.deferred();
		SchemaChange change = refused.change();
		if (change instanceof Create create) {
			lacks(create.object(), deferred);
			Dependencies.parts(create.desired()).forEach((part) -> lacks(part.id(), deferred));
			if (deferred) {
				this.awaited.addAll(Names.of(create.desired()));
			}
		}
		else if (change instanceof Drop drop) {
			Names.released(drop.live()).forEach((claim) -> this.taken.merge(claim, deferred, Boolean::logicalAnd));
		}
		else if (change instanceof Rename rename) {
			this.renamed.merge(rename.object(), deferred, Boolean::logicalAnd);
		}
		else if (change instanceof Alter alter) {
			register(alter, deferred);
		}
	}

	private void register(Alter alter, boolean deferred) {
		ObjectName id = alter.desired().id();
		switch (alter.aspect()) {
			case VALUES, ATTRIBUTES -> lacks(id, deferred);
			case PARTITION_KEY -> {
				lacks(id, deferred);
				this.ofAnotherKind.put(id, deferred);
			}
			case PARTITION_OF -> {
				if (alter.live() instanceof Table table && table.parent() != null) {
					this.partitions.put(id, deferred);
				}
			}
			case GENERATION -> {
				this.ofAnotherKind.put(id, deferred);
				lacks(id, deferred);
				waits(id, deferred);
			}
			case DEFINITION -> {
				if (!id.kind().part()) {
					lacks(id, deferred);
				}
				else if (deferred) {
					this.replaced.add(alter.live().id());
				}
				this.keys.put(id, deferred);
			}
			case IDENTITY -> waits(id, deferred);
			case TYPE -> {
				if (alter.live() instanceof Column from && alter.desired() instanceof Column to
						&& !TypeChange.sameFamily(from.type(), to.type())) {
					lacks(id, deferred);
					this.otherTypes.add(id);
					this.columns.merge(id, deferred, Boolean::logicalAnd);
				}
			}
			default -> {
			}
		}
	}

	/** A default that is refused leaves its column usable. */
	private void lacks(ObjectName name, boolean deferred) {
		if (name.kind() != ObjectKind.DEFAULT && this.desired.find(name) != null) {
			this.lacking.merge(name, deferred, Boolean::logicalAnd);
		}
	}

	private void waits(ObjectName column, boolean deferred) {
		if (deferred) {
			this.columns.put(column, true);
		}
	}

	private boolean refuse() {
		boolean again = false;
		for (SchemaChange change : List.copyOf(this.gate.allowed)) {
			again |= refuse(change);
		}
		return again;
	}

	private boolean refuse(SchemaChange change) {
		if (change instanceof Create create) {
			for (Names.Claim claim : Names.of(create.desired())) {
				if (this.taken.containsKey(claim)) {
					return refuse(change, "something of its name is there, and dropping that is refused",
							this.taken.get(claim));
				}
			}
		}
		ObjectName other = renamed(change);
		if (other != null) {
			return refuse(change, "it needs " + other.quoted() + ", and the rename to that is refused",
					this.renamed.get(other));
		}
		if (change instanceof Drop drop && Names.of(drop.live()).stream().anyMatch(this.awaited::contains)) {
			return refuse(change, "what takes its place is deferred", true);
		}
		if (change instanceof Rename rename && this.replaced.contains(rename.live().id())) {
			return refuse(change, "what takes its place is deferred", true);
		}
		ObjectName id = change.object();
		if (this.ofAnotherKind.containsKey(id) && change instanceof Alter alter && ofItsKind(alter)) {
			return refuse(change, "another change of it is refused", this.ofAnotherKind.get(id));
		}
		if (id.kind() == ObjectKind.COLUMN && change instanceof Create) {
			ObjectName table = ObjectName.of(ObjectKind.TABLE, Objects.requireNonNull(id.table()));
			if (this.partitions.containsKey(table)) {
				return refuse(change, "its table stays a partition", this.partitions.get(table));
			}
		}
		Boolean deferred = (id.kind() == ObjectKind.DEFAULT) ? this.columns.get(Dependencies.columnOf(id)) : null;
		if (deferred != null) {
			return refuse(change, "a change of its column is " + (deferred ? "deferred" : "refused"), deferred);
		}
		if (change instanceof Alter alter && alter.aspect() == Aspect.IDENTITY && becomesNotNull(id)) {
			return refuse(change, "NOT NULL of its column is deferred", true);
		}
		SchemaObject object = object(change);
		if (object != null) {
			for (ObjectName needed : needs(change, object)) {
				if (this.keys.containsKey(needed) && id.kind() == ObjectKind.FOREIGN_KEY) {
					return refuse(change, "it needs " + needed.quoted() + " as declared, which is refused",
							this.keys.get(needed));
				}
				if (!needed.equals(id) && this.lacking.containsKey(needed)
						&& !(this.otherTypes.contains(needed) && taken(object))) {
					return refuse(change, "it needs " + needed.quoted() + ", which is refused",
							this.lacking.get(needed));
				}
				if (toasts(change) && refused(needed, (alter) -> alter.aspect() == Aspect.TYPE)) {
					return refuse(change, "it needs " + needed.quoted() + ", which is refused", false);
				}
			}
		}
		return false;
	}

	/** Whether a new constraint or index is for the types that its columns keep, too. */
	private boolean taken(SchemaObject object) {
		boolean built = object instanceof Index
				|| (object instanceof Constraint constraint && constraint.kind() != Constraint.Kind.FOREIGN_KEY);
		return built && this.desired.relation(object.id().table()) instanceof Table table
				&& this.gate.takes(table, object);
	}

	private boolean refuse(SchemaChange change, String what, @Nullable Boolean deferred) {
		this.gate.refuse(change, RefusedChange.HELD_BACK + what, "See there.", List.of(),
				Boolean.TRUE.equals(deferred));
		return true;
	}

	/**
	 * Whether a change goes with how its table is partitioned or its column generated.
	 */
	private static boolean ofItsKind(Alter alter) {
		return switch (alter.aspect()) {
			case COMMENT, PART_COMMENTS, GRANTS, REVOKES, ROW_SECURITY, FORCE_ROW_SECURITY -> false;
			default -> true;
		};
	}

	/**
	 * What keeps its old name and is changed, is the whole of a change, or needed by it.
	 */
	private @Nullable ObjectName renamed(SchemaChange change) {
		if (this.renamed.isEmpty()) {
			return null;
		}
		ObjectName id = change.object();
		SchemaObject object = object(change);
		Set<ObjectName> needs = (object != null) ? new HashSet<>(this.desired.needs(object)) : new HashSet<>();
		if (change instanceof Create && object instanceof Table table) {
			table.columns().forEach((column) -> needs.addAll(this.desired.needs(column)));
		}
		for (ObjectName other : this.renamed.keySet()) {
			boolean column = id.kind() == ObjectKind.DEFAULT && Dependencies.columnOf(id).equals(other);
			boolean key = other.kind() != ObjectKind.COLUMN && other.kind().part();
			if (of(id, other) || column || (!key && needs.stream().anyMatch((needed) -> of(needed, other)))) {
				return other;
			}
		}
		return null;
	}

	/** Whether an object is another, or part of it. */
	private static boolean of(ObjectName object, ObjectName whole) {
		return object.equals(whole) || (whole.kind() == ObjectKind.TABLE && whole.name().equals(object.table()));
	}

	private boolean becomesNotNull(ObjectName column) {
		return refused(column, (alter) -> alter.aspect() == Aspect.NULLABILITY)
				&& this.gate.refused.values().stream().anyMatch((refused) -> refused.deferred());
	}

	private boolean refused(ObjectName object, Predicate<Alter> how) {
		return this.gate.refused.keySet()
			.stream()
			.anyMatch((change) -> change instanceof Alter alter && alter.object().equals(object) && how.test(alter));
	}

	private Set<ObjectName> needs(SchemaChange change, SchemaObject object) {
		Set<ObjectName> needs = this.desired.needs(object);
		if (change instanceof Alter alter && alter.aspect() == Aspect.REPLICA_IDENTITY) {
			Dependencies.parts(object)
				.stream()
				.map(SchemaObject::id)
				.filter((part) -> String.valueOf(alter.to()).endsWith(" " + part.name().name()))
				.forEach(needs::add);
		}
		if (change instanceof Alter alter && alter.aspect() == Aspect.OWNERSHIP && object instanceof Sequence sequence
				&& sequence.ownedBy() != null) {
			ColumnName owner = sequence.ownedBy();
			QualifiedName table = owner.table();
			needs.add(ObjectName.of(ObjectKind.TABLE, table));
			needs.add(ObjectName.part(ObjectKind.COLUMN, table, owner.column()));
		}
		if (change instanceof Create && object instanceof Table table) {
			table.parents()
				.map(this.desired::relation)
				.filter(Table.class::isInstance)
				.forEach((parent) -> ((Table) parent).columns().forEach((column) -> needs.add(column.id())));
		}
		if (toasts(change) && object instanceof Table table) {
			table.columns().forEach((column) -> {
				needs.add(column.id());
				needs.addAll(this.desired.needs(column));
			});
		}
		return needs;
	}

	/**
	 * Whether a change sets the first parameters of a TOAST table, which there is only
	 * with the types that are desired.
	 */
	private static boolean toasts(SchemaChange change) {
		return change instanceof Alter alter && alter.aspect() == Aspect.PARAMETERS
				&& String.valueOf(alter.to()).contains(TOAST) && !String.valueOf(alter.from()).contains(TOAST);
	}

	private static @Nullable SchemaObject object(SchemaChange change) {
		if (change instanceof Create create) {
			return create.desired();
		}
		if (change instanceof Alter alter) {
			return switch (alter.aspect()) {
				case COMMENT, PART_COMMENTS, GRANTS, REVOKES -> null;
				default -> alter.desired();
			};
		}
		return null;
	}

}
