package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.ddl.Ddl;
import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Writes the steps of operations: plain statements for what is new, empty or tiny, and
 * ways that keep nobody waiting for the rest.
 */
final class StepWriter {

	private static final int NOT_NULL_CONSTRAINTS = 180000;

	private final Ddl ddl;

	private final LiveFacts facts;

	private final PlanSettings settings;

	private final Hazards hazards;

	private final Dependencies live;

	private final Dependencies desired;

	private final Rework rework;

	private final List<SchemaChange> allowed;

	/** Defaults and constraints that their table cannot be made with. */
	private final Set<ObjectName> apart;

	private final Set<QualifiedName> created = new HashSet<>();

	private final Set<ObjectName> replaced = new HashSet<>();

	/** Types that other steps of the plan may want a new value of. */
	private final Set<ObjectName> usedTypes;

	private final List<MigrationStep> steps = new ArrayList<>();

	StepWriter(Ddl ddl, LiveFacts facts, PlanSettings settings, Hazards hazards, Dependencies live,
			Dependencies desired, Rework rework, List<SchemaChange> allowed, Set<ObjectName> apart,
			List<Operation> operations) {
		this.ddl = ddl;
		this.facts = facts;
		this.settings = settings;
		this.hazards = hazards;
		this.live = live;
		this.desired = desired;
		this.rework = rework;
		this.allowed = allowed;
		this.apart = apart;
		this.usedTypes = operations.stream()
			.filter((operation) -> operation.kind != Operation.Kind.DROP)
			.flatMap((operation) -> used(operation).stream())
			.collect(Collectors.toSet());
		Set<ObjectName> dropped = operations.stream()
			.filter((operation) -> operation.kind == Operation.Kind.DROP)
			.map(Operation::id)
			.collect(Collectors.toSet());
		for (Operation operation : operations) {
			if (operation.kind == Operation.Kind.CREATE) {
				if (operation.object instanceof Table || operation.object instanceof View) {
					this.created.add(operation.id().name());
				}
				if (dropped.contains(operation.id())) {
					this.replaced.add(operation.id());
				}
			}
		}
	}

	private Set<ObjectName> used(Operation operation) {
		Set<ObjectName> used = new LinkedHashSet<>(this.desired.needs(operation.object));
		if (operation.object instanceof Table table) {
			Dependencies.parts(table).forEach((part) -> used.addAll(this.desired.needs(part)));
		}
		return used;
	}

	List<MigrationStep> write(List<Operation> operations) {
		for (Operation operation : operations) {
			switch (operation.kind) {
				case RENAME -> plain(operation, "rename", List.of(this.ddl.rename((Rename) operation.change)),
						LockMode.ACCESS_EXCLUSIVE);
				case CREATE -> create(operation);
				case ALTER -> alter(operation, (Alter) operation.change);
				case DROP -> drop(operation);
			}
		}
		return this.steps;
	}

	private void create(Operation operation) {
		SchemaObject object = operation.object;
		if (object instanceof View view && operation.standIn) {
			plain(operation, "create a stand-in for", List.of(this.ddl.standIn(view)), null);
			return;
		}
		if (object instanceof View view && operation.replacesStandIn) {
			List<String> statements = new ArrayList<>(this.ddl.replace(view));
			List<String> whole = this.ddl.create(view, (part) -> true);
			statements.addAll(whole.subList(1, whole.size()));
			plain(operation, "create", statements, null);
			return;
		}
		if (object instanceof Index index && big(index.table()) && online(index)) {
			if (partitioned(index.table())) {
				partitionedIndex(operation, index);
			}
			else {
				indexConcurrently(operation, index);
			}
			return;
		}
		if (object instanceof Constraint constraint && big(constraint.table()) && online(operation, constraint)) {
			return;
		}
		List<String> statements = new ArrayList<>(this.ddl.create(object, (part) -> !this.apart.contains(part)));
		statements.addAll(kept(operation));
		LockMode lock = existing(object.id()) ? switch (object.id().kind()) {
			case INDEX -> LockMode.SHARE;
			case FOREIGN_KEY, TRIGGER -> LockMode.SHARE_ROW_EXCLUSIVE;
			case COLUMN, DEFAULT, PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, POLICY -> LockMode.ACCESS_EXCLUSIVE;
			default -> null;
		} : null;
		plain(operation, "create", statements, lock);
	}

	/**
	 * What a view or function made anew had, no source speaks of, and stays: privileges
	 * and comment.
	 */
	private List<String> kept(Operation operation) {
		SchemaObject before = this.live.find(operation.id());
		if (before == null || !this.replaced.contains(operation.id()) || before.equals(operation.object)) {
			return List.of();
		}
		List<String> statements = new ArrayList<>();
		boolean revoked = this.allowed.stream()
			.anyMatch((change) -> change instanceof Alter alter && alter.aspect() == Aspect.REVOKES
					&& alter.live().id().equals(operation.id()));
		List<Grant> surplus = before.grants()
			.stream()
			.filter((grant) -> !operation.object.grants().contains(grant))
			.toList();
		if (!surplus.isEmpty() && !revoked) {
			statements.addAll(nullToEmpty(
					this.ddl.alter(new Alter(operation.object, before, Aspect.GRANTS, null, surplus.toString()))));
		}
		if (before.comment() != null && operation.object.comment() == null
				&& this.settings.policy() != ChangePolicy.FULL) {
			statements.addAll(nullToEmpty(
					this.ddl.alter(new Alter(operation.object, before, Aspect.COMMENT, null, before.comment()))));
		}
		return statements;
	}

	private static List<String> nullToEmpty(@Nullable List<String> statements) {
		return (statements != null) ? statements : List.of();
	}

	private static boolean online(Index index) {
		return !index.only();
	}

	private void indexConcurrently(Operation operation, Index index) {
		concurrently(operation, index, index.name());
		List<String> afterwards = this.ddl.afterwards(index);
		if (!afterwards.isEmpty()) {
			step(operation, "comment on", afterwards, TransactionMode.SHARED, false, LockMode.SHARE_UPDATE_EXCLUSIVE,
					List.of(), null, null);
		}
	}

	private void concurrently(Operation operation, Index index, String name) {
		step(operation, "build", List.of(this.ddl.createConcurrently(index, name)), TransactionMode.NONE, true,
				LockMode.SHARE_UPDATE_EXCLUSIVE, this.hazards.of(operation.change),
				"concurrently, so that nobody waits for it: the table has " + this.facts.size(index.table()),
				index.unique() ? Probes.duplicates(index) : null);
	}

	/** The parent's index is complete once each partition's is attached to it. */
	private void partitionedIndex(Operation operation, Index index) {
		Index only = new Index(index.table(), index.name(), index.definition(), index.unique(), index.valid(), true,
				index.columns(), false, index.comment());
		step(operation, "prepare", this.ddl.create(only, (part) -> true), TransactionMode.SHARED, false, LockMode.SHARE,
				List.of(),
				"on the partitioned table alone; its partitions follow one by one, so that nobody waits for it", null);
		for (Table part : partitions(index.table())) {
			Index own = new Index(part.name(), PartitionNames.of(part, index), index.definition(), index.unique(), true,
					false, index.columns(), false, null);
			if (part.partitioning() != null) {
				partitionedIndex(operation, own);
			}
			else {
				concurrently(operation, own, own.name());
			}
			step(operation, "attach part of",
					List.of("ALTER INDEX " + index.table().sibling(index.name()).quoted() + " ATTACH PARTITION "
							+ part.name().sibling(own.name()).quoted()),
					TransactionMode.SHARED, false, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), null, null);
		}
	}

	private List<Table> partitions(QualifiedName parent) {
		return this.live.dependents(ObjectName.of(ObjectKind.TABLE, parent))
			.stream()
			.map(this.live::find)
			.filter((object) -> object instanceof Table table && parent.equals(table.parent()))
			.map((object) -> (Table) object)
			.toList();
	}

	/** Ways to add a constraint that let everybody go on. */
	private boolean online(Operation operation, Constraint constraint) {
		boolean parted = partitioned(constraint.table());
		switch (constraint.kind()) {
			case PRIMARY_KEY, UNIQUE -> {
				Index index = KeyIndex.of(constraint);
				if (parted || index == null) {
					return false;
				}
				if (!alreadyBuilt(index)) {
					concurrently(operation, index, index.name());
				}
				List<String> statements = new ArrayList<>();
				statements.add("ALTER TABLE " + constraint.table().quoted() + " ADD CONSTRAINT "
						+ Identifier.quote(constraint.name()) + " "
						+ ((constraint.kind() == Constraint.Kind.PRIMARY_KEY) ? "PRIMARY KEY" : "UNIQUE")
						+ " USING INDEX " + Identifier.quote(index.name()) + KeyIndex.deferrable(constraint));
				statements.addAll(this.ddl.afterwards(constraint));
				step(operation, "create", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
						List.of(), "takes over the index that is built", null);
				return true;
			}
			case FOREIGN_KEY, CHECK -> {
				boolean foreign = constraint.kind() == Constraint.Kind.FOREIGN_KEY;
				if (!constraint.valid() || constraint.definition().endsWith(" NOT ENFORCED")
						|| (foreign && parted && this.facts.serverVersion() < NOT_NULL_CONSTRAINTS)) {
					return false;
				}
				List<String> statements = new ArrayList<>();
				statements.add(this.ddl.addNotValid(constraint));
				statements.addAll(this.ddl.afterwards(constraint));
				step(operation, "create", statements, TransactionMode.SHARED, false,
						foreign ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, List.of(),
						"not validated yet: only new rows are checked, so the lock is short", null);
				validate(operation, constraint.table(), constraint.name(), Probes.of(constraint));
				return true;
			}
			default -> {
				return false;
			}
		}
	}

	private void validate(Operation operation, QualifiedName table, String constraint, @Nullable String probe) {
		step(operation, "validate", List.of(this.ddl.validate(table, constraint)), TransactionMode.OWN, true,
				LockMode.SHARE_UPDATE_EXCLUSIVE, this.hazards.of(operation.change),
				"reads the table without keeping anybody waiting: it has " + this.facts.size(table), probe);
	}

	/** An interrupted run has left the index and not yet the constraint. */
	private boolean alreadyBuilt(Index wanted) {
		return this.live.find(wanted.id()) instanceof Index there && there.valid() && there.unique()
				&& there.definition().equals(wanted.definition());
	}

	private void alter(Operation operation, Alter alter) {
		if (alter.live() instanceof Column from && alter.desired() instanceof Column to
				&& column(operation, alter, from, to)) {
			return;
		}
		if (alter.live() instanceof Index from && alter.desired() instanceof Index to) {
			index(operation, alter, from, to);
			return;
		}
		if (alter.aspect() == Aspect.VALIDITY && alter.desired() instanceof Constraint constraint) {
			validate(operation, constraint.table(), constraint.name(), Probes.of(constraint));
			return;
		}
		if (this.rework.swaps(alter)) {
			swap(alter);
			return;
		}
		List<String> statements = nullToEmpty(this.ddl.alter(alter));
		boolean value = alter.aspect() == Aspect.VALUES && alter.desired() instanceof EnumType;
		if (value && this.usedTypes.contains(alter.object())) {
			step(operation, "alter", statements, TransactionMode.OWN, false, null, this.hazards.of(alter),
					"a new value can be used only after it is committed", null);
			return;
		}
		plain(operation, verb(alter), statements, lock(alter));
	}

	private static String verb(Alter alter) {
		return switch (alter.aspect()) {
			case COMMENT, PART_COMMENTS -> "comment on";
			case GRANTS -> "grant on";
			case REVOKES -> "revoke on";
			default -> "alter";
		};
	}

	private static @Nullable LockMode lock(Alter alter) {
		ObjectKind kind = alter.live().id().kind();
		boolean onTable = kind == ObjectKind.TABLE || kind.part();
		if (!onTable) {
			return null;
		}
		return switch (alter.aspect()) {
			case GRANTS, REVOKES -> null;
			case COMMENT, PART_COMMENTS, PARAMETERS, STATISTICS, VALIDITY -> LockMode.SHARE_UPDATE_EXCLUSIVE;
			case ENABLED -> LockMode.SHARE_ROW_EXCLUSIVE;
			default -> (kind == ObjectKind.TRIGGER) ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
		};
	}

	private boolean column(Operation operation, Alter alter, Column from, Column to) {
		switch (alter.aspect()) {
			case TYPE -> {
				LiveFacts.Conversion conversion = this.facts.conversion(from, to);
				List<String> statements = List.of(this.ddl.alterType(to, conversion.using()));
				step(operation, "alter", statements, TransactionMode.SHARED, conversion.rewrites(),
						LockMode.ACCESS_EXCLUSIVE, this.hazards.of(alter),
						conversion.rewrites() ? null : "in place, nothing is rewritten", null);
				return true;
			}
			case NULLABILITY -> {
				if (to.notNull() == null) {
					return false;
				}
				if (!big(to.table())) {
					step(operation, "alter", nullToEmpty(this.ddl.alter(alter)), TransactionMode.SHARED, false,
							LockMode.ACCESS_EXCLUSIVE, this.hazards.of(alter), null, Probes.nulls(to));
					return true;
				}
				notNull(operation, alter, to);
				return true;
			}
			case VALIDITY -> {
				step(operation, "validate", nullToEmpty(this.ddl.alter(alter)), TransactionMode.OWN, true,
						LockMode.SHARE_UPDATE_EXCLUSIVE, this.hazards.of(alter), null, Probes.nulls(to));
				return true;
			}
			default -> {
				return false;
			}
		}
	}

	private void notNull(Operation operation, Alter alter, Column column) {
		String size = "the table has " + this.facts.size(column.table());
		if (this.facts.serverVersion() >= NOT_NULL_CONSTRAINTS && !partitioned(column.table())) {
			Column.NotNull notNull = column.notNull();
			String name = (notNull != null && notNull.name() != null) ? notNull.name()
					: column.table().name() + "_" + column.name() + "_not_null";
			step(operation, "alter",
					List.of("ALTER TABLE " + column.table().quoted() + " ADD CONSTRAINT " + Identifier.quote(name)
							+ " NOT NULL " + Identifier.quote(column.name())
							+ ((notNull != null && !notNull.inheritable()) ? " NO INHERIT" : "") + " NOT VALID"),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"not validated yet: only new rows are checked, so the lock is short", null);
			step(operation, "validate", List.of(this.ddl.validate(column.table(), name)), TransactionMode.OWN, true,
					LockMode.SHARE_UPDATE_EXCLUSIVE, this.hazards.of(alter),
					"reads the table without keeping anybody waiting: " + size, Probes.nulls(column));
			return;
		}
		String helper = notNullHelper(column);
		Constraint left = (this.live.relation(column.table()) instanceof Table table) ? table.constraints()
			.stream()
			.filter((constraint) -> constraint.name().equals(helper))
			.findFirst()
			.orElse(null) : null;
		if (left == null) {
			step(operation, "prepare",
					List.of("ALTER TABLE " + column.table().quoted() + " ADD CONSTRAINT " + Identifier.quote(helper)
							+ " CHECK (" + Identifier.quote(column.name()) + " IS NOT NULL) NOT VALID"),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"a check for the time being, which is validated without keeping anybody waiting: " + size, null);
		}
		if (left == null || !left.valid()) {
			step(operation, "validate", List.of(this.ddl.validate(column.table(), helper)), TransactionMode.OWN, true,
					LockMode.SHARE_UPDATE_EXCLUSIVE, this.hazards.of(alter), null, Probes.nulls(column));
		}
		List<String> statements = new ArrayList<>(nullToEmpty(this.ddl.alter(alter)));
		statements.add(this.ddl.dropConstraint(column.table(), helper));
		step(operation, "alter", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
				"the check has shown that there are no NULLs, so the table is not read again", null);
	}

	private static String notNullHelper(Column column) {
		return Names.temporary("not_null", column.table() + "." + column.name());
	}

	private static String successor(Index index) {
		return Names.temporary("index", index.table() + "." + index.name() + " " + index.unique() + index.definition());
	}

	/** The old one serves until the new one is complete. */
	private void index(Operation operation, Alter alter, Index from, Index to) {
		List<String> statements = this.ddl.alter(alter);
		if (statements != null) {
			plain(operation, verb(alter), statements, lock(alter));
			return;
		}
		if (!from.valid()) {
			step(operation, "drop", List.of("DROP INDEX CONCURRENTLY " + from.table().sibling(from.name()).quoted()),
					TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(),
					"it was left by an interrupted build", null);
			indexConcurrently(operation, to);
			return;
		}
		String successor = successor(to);
		Index left = this.live.find(ObjectName.part(ObjectKind.INDEX, to.table(), successor)) instanceof Index index
				? index : null;
		if (left != null && !left.valid()) {
			step(operation, "drop", List.of("DROP INDEX CONCURRENTLY " + to.table().sibling(successor).quoted()),
					TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(),
					"it was left by an interrupted build", null);
		}
		if (left == null || !left.valid()) {
			concurrently(operation, to, successor);
		}
		step(operation, "drop the old",
				List.of("DROP INDEX CONCURRENTLY " + from.table().sibling(from.name()).quoted()), TransactionMode.NONE,
				true, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), "its successor is complete", null);
		List<String> rename = new ArrayList<>();
		rename
			.add("ALTER INDEX " + to.table().sibling(successor).quoted() + " RENAME TO " + Identifier.quote(to.name()));
		rename.addAll(this.ddl.afterwards(to));
		step(operation, "rename the new", rename, TransactionMode.SHARED, false, LockMode.SHARE_UPDATE_EXCLUSIVE,
				List.of(), null, null);
	}

	/** Put a new type in the place of one that columns use. */
	private void swap(Alter alter) {
		ObjectName type = alter.live().id();
		QualifiedName old = type.name().sibling(Names.temporary("old", type.path()));
		String word = (type.kind() == ObjectKind.DOMAIN) ? "DOMAIN " : "TYPE ";
		List<String> statements = new ArrayList<>();
		statements.add("ALTER " + word + type.name().quoted() + " RENAME TO " + Identifier.quote(old.name()));
		statements.addAll(this.ddl.create(alter.desired(), (part) -> true));
		Set<QualifiedName> tables = new LinkedHashSet<>();
		for (Column column : this.rework.columnsOf(type)) {
			if (this.desired.find(column.id()) instanceof Column to && to.generation() == null
					&& !this.created.contains(column.table())) {
				String text = Identifier.quote(column.name()) + (to.type().endsWith("[]") ? "::text[]" : "::text");
				statements.add("ALTER TABLE " + column.table().quoted() + " ALTER COLUMN "
						+ Identifier.quote(column.name()) + " TYPE " + to.type() + " USING " + text + "::" + to.type());
				tables.add(column.table());
			}
		}
		statements.add("DROP " + word + old.quoted());
		this.steps.add(new MigrationStep(alter, "replace", statements, TransactionMode.SHARED, true,
				tables.isEmpty() ? null : LockMode.ACCESS_EXCLUSIVE, tables, this.hazards.of(alter),
				"PostgreSQL cannot take anything away from the type, so a new one takes its place", null));
	}

	/** What an interrupted run made for the time being, and this one goes on with. */
	private boolean stillOfUse(SchemaObject object) {
		if (!Names.ours(object.id())) {
			return false;
		}
		String name = object.id().name().name();
		return this.allowed.stream().anyMatch((change) -> {
			if (!(change instanceof Alter alter)
					|| !alter.live().id().name().schema().equals(object.id().name().schema())) {
				return false;
			}
			if (alter.desired() instanceof Column column && alter.aspect() == Aspect.NULLABILITY) {
				return big(column.table()) && name.equals(notNullHelper(column));
			}
			return alter.desired() instanceof Index index && alter.aspect() == Aspect.DEFINITION
					&& name.equals(successor(index));
		});
	}

	private void drop(Operation operation) {
		SchemaObject object = operation.object;
		if (stillOfUse(object)) {
			return;
		}
		if (object instanceof Index index && big(index.table()) && !partitioned(index.table())
				&& operation.because == null) {
			if (takenOver(index)) {
				return;
			}
			step(operation, "drop", List.of(this.ddl.drop(index).replace("DROP INDEX ", "DROP INDEX CONCURRENTLY ")),
					TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE, this.hazards.of(operation.change),
					"concurrently, so that nobody waits for it", null);
			return;
		}
		ObjectKind kind = object.id().kind();
		boolean onTable = kind == ObjectKind.TABLE || kind.part();
		boolean again = this.replaced.contains(object.id());
		step(operation, "drop", List.of(this.ddl.drop(object)), TransactionMode.SHARED, false,
				onTable ? LockMode.ACCESS_EXCLUSIVE : null, again ? List.of() : this.hazards.of(operation.change),
				again ? "it is made anew below" + ((operation.because != null) ? ", because " + operation.because : "")
						: null,
				null);
	}

	/** An index built for a key that comes now. */
	private boolean takenOver(Index index) {
		return this.desired.relation(index.table()) instanceof Table table && table.constraints()
			.stream()
			.filter((constraint) -> constraint.name().equals(index.name()))
			.map(KeyIndex::of)
			.anyMatch((wanted) -> wanted != null && alreadyBuilt(wanted));
	}

	private void plain(Operation operation, String action, List<String> statements, @Nullable LockMode lock) {
		if (!statements.isEmpty()) {
			List<Hazard> found = new ArrayList<>((operation.because != null || this.replaced.contains(operation.id()))
					? List.of() : this.hazards.of(operation.change));
			QualifiedName table = operation.id().table();
			boolean reads = operation.kind == Operation.Kind.CREATE && switch (operation.id().kind()) {
				case INDEX, PRIMARY_KEY, UNIQUE, EXCLUSION, CHECK, FOREIGN_KEY ->
					!(operation.object instanceof Constraint constraint && !constraint.valid());
				default -> false;
			};
			if (reads && table != null && lock != null && big(table)) {
				found.add(new Hazard(HazardCode.BLOCKS_WRITES, operation.id(),
						"PostgreSQL has no way to do this while others write", this.facts.size(table)));
			}
			String probe = (operation.object instanceof Constraint constraint && reads) ? Probes.of(constraint)
					: (operation.object instanceof Index index && index.unique() && reads) ? Probes.duplicates(index)
							: null;
			step(operation, action, statements, TransactionMode.SHARED, reads && lock != null, lock, found,
					(operation.because != null) ? "made anew, because " + operation.because : null, probe);
		}
	}

	private void step(Operation operation, String action, List<String> statements, TransactionMode mode, boolean scans,
			@Nullable LockMode lock, List<Hazard> found, @Nullable String reason, @Nullable String probe) {
		SchemaChange change = changeOf(operation);
		Set<QualifiedName> tables = (lock != null) ? locked(operation.object) : Set.of();
		this.steps.add(new MigrationStep(change, action, statements, mode, scans, tables.isEmpty() ? null : lock,
				tables, found, reason, probe));
	}

	/** What is made anew for another's sake is told by its own name. */
	private static SchemaChange changeOf(Operation operation) {
		if (operation.change.object().equals(operation.id())) {
			return operation.change;
		}
		return switch (operation.kind) {
			case CREATE -> new SchemaChange.Create(operation.object);
			case DROP -> new SchemaChange.Drop(operation.object);
			default -> operation.change;
		};
	}

	private Set<QualifiedName> locked(SchemaObject object) {
		Set<QualifiedName> tables = new LinkedHashSet<>();
		ObjectName id = object.id();
		QualifiedName table = (id.table() != null) ? id.table() : id.name();
		tables.add(table);
		if (object instanceof Constraint constraint && constraint.references() != null) {
			tables.add(constraint.references());
		}
		tables.removeIf((name) -> this.created.contains(name) || this.live.relation(name) == null);
		return tables;
	}

	private boolean existing(ObjectName object) {
		return object.table() != null && !this.created.contains(object.table())
				&& this.live.relation(object.table()) != null;
	}

	private boolean big(QualifiedName table) {
		SchemaObject relation = this.live.relation(table);
		return relation != null && !this.created.contains(table)
				&& this.facts.size(table).above(this.settings.onlineAbove());
	}

	private boolean partitioned(QualifiedName table) {
		return this.live.relation(table) instanceof Table found && found.partitioning() != null;
	}

}
