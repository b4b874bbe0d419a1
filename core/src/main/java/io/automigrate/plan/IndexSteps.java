package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * Indexes of large tables: built while others write, put in each other's place only when
 * they are complete, and taken over by keys.
 */
final class IndexSteps {

	private static final String LEFT = "it was left by an interrupted build";

	private final Steps steps;

	/** What the indexes of keys are called that are built ahead of the keys. */
	private final Map<ObjectName, String> successors = new HashMap<>();

	IndexSteps(Steps steps) {
		this.steps = steps;
	}

	void create(Operation operation, Index index) {
		if (this.steps.partitioned(index.table())) {
			partitioned(operation, index);
			return;
		}
		build(operation, index, index.name());
		List<String> afterwards = this.steps.ddl.afterwards(index);
		if (!afterwards.isEmpty()) {
			this.steps.add(operation, "comment on", afterwards, TransactionMode.SHARED, false,
					LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), null, null);
		}
	}

	private void build(Operation operation, Index index, String name) {
		this.steps.add(operation, named(index, name), "build", List.of(this.steps.ddl.createConcurrently(index, name)),
				TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE,
				(operation.because != null) ? List.of() : this.steps.hazards.of(operation.change),
				"concurrently, so that nobody waits for it: the table has " + this.steps.facts.size(index.table()),
				index.unique() ? Looks.duplicates(index, this.steps) : null);
		if (readsExpression(index)) {
			this.steps.analyze(operation, index.table(), null);
		}
	}

	private static Index named(Index index, String name) {
		return new Index(index.table(), name, index.definition(), index.unique(), index.valid(), index.only(),
				index.columns(), index.statistics(), index.clustered(), index.comment());
	}

	/** By a bracket within those around what is indexed. */
	private static boolean readsExpression(Index index) {
		String definition = index.definition();
		int inner = definition.indexOf('(', definition.indexOf('(') + 1);
		return inner >= 0 && inner < definition.indexOf(')');
	}

	/** The parent's index is complete once each partition's is attached to it. */
	private void partitioned(Operation operation, Index index) {
		Index only = new Index(index.table(), index.name(), index.definition(), index.unique(), index.valid(), true,
				index.columns(), index.statistics(), false, index.comment());
		this.steps.add(operation, only, "prepare", this.steps.ddl.create(only, (part) -> true), TransactionMode.SHARED,
				false, LockMode.SHARE, List.of(),
				"on the partitioned table alone; its partitions follow one by one, so that nobody waits for it", null);
		for (Table part : this.steps.allPartitions(index.table())) {
			Index own = this.steps.part(part, index);
			if (this.steps.made(own)) {
				// It has a name of its own, or was there before.
			}
			else if (part.partitioning() != null) {
				partitioned(operation, own);
			}
			else if (this.steps.existing(part.name())) {
				build(operation, own, own.name());
			}
			else {
				this.steps.add(operation, own, "build", this.steps.ddl.create(own, (name) -> true),
						TransactionMode.SHARED, false, null, List.of(), null, null);
			}
			this.steps.add(operation, own, "attach part of", List.of(this.steps.ddl.attachPart(index, own)),
					TransactionMode.SHARED, false, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), null, null);
		}
	}

	/** The old one serves until the new one is complete. */
	void replace(Operation operation, Index from, Index to) {
		String successor = successor(to);
		if (!from.valid() && this.steps.left(ObjectKind.INDEX, to.table(), successor) == null) {
			dropConcurrently(operation, from.table(), from.name(), "drop", LEFT);
			create(operation, to);
			return;
		}
		ready(operation, to, successor);
		List<String> identity = replicaIdentity(to, successor);
		if (!identity.isEmpty()) {
			this.steps.add(operation, "prepare", identity, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
					List.of(), "the table is replicated by the old one", null);
		}
		dropConcurrently(operation, from.table(), from.name(), "drop the old", "its successor is complete");
		List<String> rename = new ArrayList<>();
		rename
			.add("ALTER INDEX " + to.table().sibling(successor).quoted() + " RENAME TO " + Identifier.quote(to.name()));
		rename.addAll(this.steps.ddl.afterwards(to));
		this.steps.add(operation, "rename the new", rename, TransactionMode.SHARED, false,
				LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), null, null);
	}

	/** Have an index built under a name of ours, whatever an interrupted run has left. */
	private void ready(Operation operation, Index index, String name) {
		Index left = (Index) this.steps.left(ObjectKind.INDEX, index.table(), name);
		if (left != null && !left.valid()) {
			dropConcurrently(operation, index.table(), name, "drop", LEFT);
		}
		if (left == null || !left.valid()) {
			build(operation, index, name);
		}
	}

	private void dropConcurrently(Operation operation, QualifiedName table, String index, String action,
			String reason) {
		this.steps.add(operation, action, List.of("DROP INDEX CONCURRENTLY " + table.sibling(index).quoted()),
				TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), reason, null);
	}

	/** A table forgets its replica identity with the index. */
	List<String> replicaIdentity(SchemaObject index, String name) {
		QualifiedName table = index.id().table();
		String identity = "USING INDEX " + Identifier.quote(index.id().name().name());
		return (table != null && this.steps.live.relation(table) instanceof Table before
				&& this.steps.desired.relation(table) instanceof Table after
				&& before.replicaIdentity().equals(identity) && after.replicaIdentity().equals(identity)) ? List
					.of("ALTER TABLE " + table.quoted() + " REPLICA IDENTITY USING INDEX " + Identifier.quote(name))
						: List.of();
	}

	void drop(Operation operation, Index index) {
		this.steps.add(operation, "drop",
				List.of(this.steps.ddl.drop(index).replace("DROP INDEX ", "DROP INDEX CONCURRENTLY ")),
				TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE, this.steps.hazards.of(operation.change),
				"concurrently, so that nobody waits for it", null);
	}

	/**
	 * Build the indexes of keys that take another's place before anything is dropped, so
	 * that the table is without a key only between two statements of one transaction.
	 */
	void buildAhead(List<Operation> operations) {
		List<Operation> drops = operations.stream()
			.filter((operation) -> operation.kind == Operation.Kind.DROP && operation.object instanceof Constraint)
			.toList();
		for (Operation operation : operations) {
			if (operation.kind == Operation.Kind.CREATE && operation.object instanceof Constraint constraint
					&& constraint.kind().indexed() && this.steps.big(constraint.table())
					&& !this.steps.partitioned(constraint.table())
					&& Stream.concat(constraint.columns().stream(), constraint.included().stream())
						.allMatch((column) -> this.steps.ready(constraint.table(), column))
					&& drops.stream().anyMatch((drop) -> takesPlaceOf((Constraint) drop.object, constraint))) {
				Index index = KeyIndex.of(constraint);
				if (index != null) {
					String successor = successor(index);
					ready(operation, index, successor);
					this.successors.put(constraint.id(), successor);
				}
			}
		}
	}

	private static boolean takesPlaceOf(Constraint old, Constraint wanted) {
		return old.table().equals(wanted.table()) && (old.name().equals(wanted.name())
				|| (old.kind() == Constraint.Kind.PRIMARY_KEY && wanted.kind() == Constraint.Kind.PRIMARY_KEY));
	}

	/**
	 * Add a key by way of its index.
	 * @return whether that is possible
	 */
	boolean key(Operation operation, Constraint constraint) {
		Index index = KeyIndex.of(constraint);
		if (index == null || this.steps.partitioned(constraint.table())) {
			return false;
		}
		String name = this.successors.getOrDefault(constraint.id(), index.name());
		if (name.equals(index.name()) && !alreadyBuilt(index)) {
			build(operation, index, name);
		}
		List<String> statements = new ArrayList<>();
		statements.add(takeOver(constraint, name));
		statements.addAll(this.steps.ddl.afterwards(constraint));
		statements.addAll(replicaIdentity(constraint, constraint.name()));
		this.steps.add(operation, "create", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
				List.of(), "takes over the index that is built",
				(constraint.kind() == Constraint.Kind.PRIMARY_KEY) ? Looks.nulls(constraint, this.steps) : null);
		return true;
	}

	static String takeOver(Constraint constraint, String index) {
		return "ALTER TABLE " + constraint.table().quoted() + " ADD CONSTRAINT " + Identifier.quote(constraint.name())
				+ " " + ((constraint.kind() == Constraint.Kind.PRIMARY_KEY) ? "PRIMARY KEY" : "UNIQUE")
				+ " USING INDEX " + Identifier.quote(index) + KeyIndex.deferrable(constraint);
	}

	/** An interrupted run has left the index and not yet the constraint. */
	private boolean alreadyBuilt(Index wanted) {
		return this.steps.live.find(wanted.id()) instanceof Index there && there.valid() && there.alike(wanted);
	}

	/** An index built for a key that comes now. */
	boolean takenOver(Index index) {
		return this.steps.desired.relation(index.table()) instanceof Table table
				&& Stream.concat(table.constraints().stream(), table.attached().stream().map(AttachedPart::object))
					.filter((part) -> part instanceof Constraint && part.id().name().equals(index.id().name()))
					.map((part) -> (Constraint) part)
					.map(KeyIndex::of)
					.anyMatch((wanted) -> wanted != null && alreadyBuilt(wanted));
	}

	/** Whether an index of ours is the beginning of what a change asks for. */
	boolean stillOfUse(String name, SchemaChange change) {
		if (!(change instanceof Alter alter) || alter.aspect() != Aspect.DEFINITION) {
			return false;
		}
		Index wanted = (alter.desired() instanceof Index index && replaces(this.steps, alter)) ? index
				: (alter.desired() instanceof Constraint constraint && this.steps.big(constraint.table()))
						? KeyIndex.of(constraint) : null;
		return wanted != null && name.equals(successor(wanted));
	}

	static String successor(Index index) {
		return Names.temporary("index", index.table() + "." + index.name() + " " + index.unique() + index.definition());
	}

	/**
	 * Whether an index is put in another's place, rather than dropped first.
	 */
	static boolean replaces(Steps steps, Alter alter) {
		return alter.live() instanceof Index from && alter.desired() instanceof Index to && !from.only() && !to.only()
				&& steps.big(from.table()) && !steps.partitioned(from.table())
				&& steps.live.dependents(from.id()).isEmpty()
				&& to.columns().stream().allMatch((column) -> column.isEmpty() || steps.ready(to.table(), column));
	}

}
