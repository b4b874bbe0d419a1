package io.automigrate.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
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
 * The operations of a plan, by the objects that they make, change or drop.
 */
final class PlannedOperations {

	private final Dependencies live;

	private final Dependencies desired;

	/** What makes, alters or renames an object so that others can use it, by its name. */
	private final Map<ObjectName, List<Operation>> makers = new HashMap<>();

	private final Map<ObjectName, Operation> drops = new LinkedHashMap<>();

	private final Map<ObjectName, List<Operation>> alters = new HashMap<>();

	private final Map<QualifiedName, List<Operation>> released = new HashMap<>();

	private final Map<Names.Claim, List<Operation>> claims = new HashMap<>();

	PlannedOperations(List<Operation> operations, Dependencies live, Dependencies desired) {
		this.live = live;
		this.desired = desired;
		operations.forEach(this::register);
	}

	private void register(Operation operation) {
		ObjectName id = operation.id();
		switch (operation.kind) {
			case DROP -> {
				this.drops.put(id, operation);
				claim(operation);
				if (operation.object instanceof Index index) {
					for (Constraint key : this.live.keysOf(index)) {
						this.drops.putIfAbsent(key.id(), operation);
						claim(Names.released(key), operation);
					}
				}
				this.live.partsOf(id)
					.forEach((part) -> this.claims
						.computeIfAbsent(new Names.Claim("relation", part.name()), (key) -> new ArrayList<>())
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
				if (alter.aspect() == Aspect.IDENTITY && alter.live() instanceof Column column
						&& column.identity() != null && ((Column) alter.desired()).identity() == null) {
					QualifiedName sequence = column.table().sibling(column.identity().sequence());
					this.claims.computeIfAbsent(new Names.Claim("relation", sequence), (key) -> new ArrayList<>())
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
		claim((operation.kind == Operation.Kind.DROP) ? Names.released(operation.object)
				: Names.renamed(operation.object), operation);
	}

	private void claim(List<Names.Claim> held, Operation operation) {
		held.forEach((claim) -> this.claims.computeIfAbsent(claim, (key) -> new ArrayList<>()).add(operation));
	}

	private void maker(ObjectName name, Operation operation) {
		this.makers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(operation);
	}

	private void alters(ObjectName name, Operation operation) {
		this.alters.computeIfAbsent(name, (key) -> new ArrayList<>()).add(operation);
	}

	/** What makes exactly this object. */
	List<Operation> made(ObjectName name) {
		return this.makers.getOrDefault(name, List.of());
	}

	/** What drops exactly this object. */
	@Nullable Operation drop(ObjectName name) {
		return this.drops.get(name);
	}

	Collection<Operation> drops() {
		return this.drops.values();
	}

	List<Operation> alters(ObjectName name) {
		return this.alters.getOrDefault(name, List.of());
	}

	/** What lets go of the sequences that a column owns, or those of a table. */
	List<Operation> released(ObjectName owner) {
		QualifiedName table = (owner.table() != null) ? owner.table() : owner.name();
		return this.released.getOrDefault(table, List.of())
			.stream()
			.filter((other) -> Ordering.ownedBy((Sequence) ((Alter) other.change).live(), owner))
			.toList();
	}

	/** What makes an object so that others can use it, maybe with its whole. */
	List<Operation> makers(ObjectName needed) {
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

	/** What takes a table out of others that it is below. */
	Stream<Operation> lettingGo(ObjectName table) {
		return alters(table).stream().filter(Operation::letsGo);
	}

	/** What has the name that is needed. */
	Set<Operation> inTheWay(SchemaObject object, Operation operation) {
		if (this.claims.isEmpty()) {
			return Set.of();
		}
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

	/** What drops an object: by itself, with its table, or with a parent's column. */
	@Nullable Operation dropOf(ObjectName name) {
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

	/** What drops those that need an object. */
	List<Operation> dependentDrops(ObjectName name) {
		List<Operation> found = new ArrayList<>();
		for (ObjectName dependent : this.live.dependents(name)) {
			Operation drop = dropOf(dependent);
			if (drop != null && !drop.id().equals(name)) {
				found.add(drop);
			}
		}
		return found;
	}

}
