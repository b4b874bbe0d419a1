package io.automigrate.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
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

	private final Steps steps;

	private final IndexSteps indexes;

	private final ConstraintSteps constraints;

	private final ColumnFill fill;

	private final PlanSettings settings;

	private final Rework rework;

	private final List<SchemaChange> allowed;

	/** Defaults and constraints that their table cannot be made with. */
	private final Set<ObjectName> apart;

	private final Set<ObjectName> replaced;

	private final Set<ObjectName> dropped;

	private final List<Operation> operations;

	StepWriter(Steps steps, PlanSettings settings, Rework rework, List<SchemaChange> allowed, Set<ObjectName> apart,
			List<Operation> operations) {
		this.steps = steps;
		this.indexes = new IndexSteps(steps);
		this.constraints = new ConstraintSteps(steps);
		this.fill = new ColumnFill(steps, this.constraints);
		this.settings = settings;
		this.rework = rework;
		this.allowed = allowed;
		this.apart = apart;
		this.operations = operations;
		this.dropped = operations.stream()
			.filter((operation) -> operation.kind == Operation.Kind.DROP)
			.map(Operation::id)
			.collect(Collectors.toSet());
		this.replaced = operations.stream()
			.filter((operation) -> operation.kind == Operation.Kind.CREATE)
			.map(Operation::id)
			.filter(this.dropped::contains)
			.collect(Collectors.toSet());
	}

	/** Whether other steps of the plan may want a new value of a type. */
	private boolean used(ObjectName type) {
		return this.operations.stream()
			.filter((operation) -> operation.kind != Operation.Kind.DROP)
			.flatMap((operation) -> Stream.concat(Stream.of(operation.object),
					Dependencies.partsOrDefault(operation.object).stream()))
			.anyMatch((object) -> this.steps.desired.needs(object).contains(type));
	}

	List<MigrationStep> write() {
		this.indexes.buildAhead(this.operations);
		this.constraints.prepare(this.operations);
		for (Operation operation : this.operations) {
			switch (operation.kind) {
				case RENAME -> plain(operation, "rename", List.of(this.steps.ddl.rename((Rename) operation.change)),
						LockMode.ACCESS_EXCLUSIVE);
				case CREATE -> create(operation);
				case ALTER -> alter(operation, (Alter) operation.change);
				case DROP -> drop(operation);
			}
		}
		this.steps.finish();
		return this.steps.list();
	}

	private void create(Operation operation) {
		SchemaObject object = operation.object;
		if (object instanceof View view && operation.standIn) {
			plain(operation, "create a stand-in for", List.of(this.steps.ddl.standIn(view)), null);
			return;
		}
		if (object instanceof View view && operation.replacesStandIn) {
			List<String> statements = new ArrayList<>(this.steps.ddl.replace(view));
			List<String> whole = this.steps.ddl.create(view, (part) -> true);
			statements.addAll(whole.subList(1, whole.size()));
			plain(operation, "create", statements, null);
			return;
		}
		if (object instanceof Index index && !index.only() && this.steps.big(index.table())) {
			if (index.unique() || index.clustered()) {
				this.indexes.create(operation, index);
			}
			else {
				this.steps.later(() -> this.indexes.create(operation, index));
			}
			return;
		}
		if (object instanceof Constraint constraint && this.steps.big(constraint.table())
				&& online(operation, constraint)) {
			return;
		}
		if (object instanceof Column column && column.identity() != null && this.steps.live.hasHeirs(column.table())) {
			// Heirs get the column too, and count by themselves.
			Column plain = column.withoutIdentity();
			List<String> statements = new ArrayList<>(this.steps.ddl.create(plain, (part) -> true));
			statements.addAll(nullToEmpty(this.steps.ddl
				.alter(new Alter(plain, column, Aspect.IDENTITY, null, column.identity().toString()))));
			plain(operation, "create", statements, creationLock(object));
			return;
		}
		if (object instanceof Column column && operation.because == null && !this.replaced.contains(operation.id())
				&& !this.apart.contains(ObjectName.part(ObjectKind.DEFAULT, column.table(), column.name()))
				&& this.fill.create(operation, column)) {
			return;
		}
		Predicate<ObjectName> inline = (part) -> !this.apart.contains(part);
		List<String> statements = new ArrayList<>((object instanceof Table table && this.steps.existing(table.parent()))
				? this.steps.ddl.createAndAttach(table, inline) : this.steps.ddl.create(object, inline));
		statements.addAll(privileges(object));
		if (object instanceof Table table) {
			statements.addAll(this.constraints.shown(operation, table));
		}
		statements.addAll(kept(operation));
		plain(operation, "create", statements, creationLock(object));
		List<String> identity = this.replaced.contains(operation.id())
				? this.indexes.replicaIdentity(object, object.id().name().name()) : List.of();
		if (!identity.isEmpty()) {
			this.steps.add(operation, "replicate by", identity, TransactionMode.SHARED, false,
					LockMode.ACCESS_EXCLUSIVE, List.of(), "the table has forgotten it with the old one", null);
		}
	}

	/**
	 * What default privileges give a new object, or keep from it, beyond what is usual.
	 */
	private List<String> privileges(SchemaObject object) {
		List<Grant> usual = object.id().kind().defaultGrants();
		List<Grant> born = this.steps.facts.defaultGrants(object.id().kind(), object.id().name().schema());
		if (born.equals(usual)) {
			return List.of();
		}
		List<Grant> surplus = born.stream()
			.filter((grant) -> !object.grants().contains(grant) && !usual.contains(grant))
			.toList();
		List<Grant> missing = usual.stream()
			.filter((grant) -> object.grants().contains(grant) && !born.contains(grant))
			.toList();
		boolean revoked = Gate.revokes(this.settings, object);
		return this.steps.ddl.privileges(object, missing, revoked ? surplus : List.of());
	}

	private @Nullable LockMode creationLock(SchemaObject object) {
		if (object instanceof Table table && table.parent() != null && this.steps.existing(table.parent())) {
			boolean scanned = this.steps.live.partitions(table.parent()).stream().anyMatch(Table::defaultPartition);
			// What the parent refers to gets triggers for the partition, too.
			boolean refers = this.steps.live.relation(table.parent()) instanceof Table parent
					&& parent.constraints().stream().anyMatch((constraint) -> constraint.references() != null);
			return scanned ? LockMode.ACCESS_EXCLUSIVE
					: refers ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
		}
		boolean refers = object instanceof Constraint constraint && this.steps.existing(constraint.references());
		if (!refers && !this.steps.existing(object.id().table())) {
			return null;
		}
		return switch (object.id().kind()) {
			case INDEX -> LockMode.SHARE;
			case FOREIGN_KEY, TRIGGER -> LockMode.SHARE_ROW_EXCLUSIVE;
			case COLUMN, DEFAULT, PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, POLICY -> LockMode.ACCESS_EXCLUSIVE;
			default -> null;
		};
	}

	/** Ways to add a constraint that let everybody go on. */
	private boolean online(Operation operation, Constraint constraint) {
		return switch (constraint.kind()) {
			case PRIMARY_KEY, UNIQUE -> this.indexes.key(operation, constraint);
			case FOREIGN_KEY, CHECK -> this.constraints.create(operation, constraint);
			case EXCLUSION -> false;
		};
	}

	/**
	 * What a view or function made anew had, no source speaks of, and stays: privileges
	 * and comment.
	 */
	private List<String> kept(Operation operation) {
		SchemaObject before = this.steps.live.find(operation.id());
		if (before == null || !this.replaced.contains(operation.id()) || before.equals(operation.object)) {
			return List.of();
		}
		List<String> statements = new ArrayList<>();
		boolean revoked = this.allowed.stream()
			.anyMatch((change) -> change instanceof Alter alter && alter.aspect() == Aspect.REVOKES
					&& alter.live().id().equals(operation.id()));
		List<Grant> surplus = before.grants()
			.stream()
			.filter((grant) -> !operation.object.grants().contains(grant)
					&& !(operation.object instanceof View view && !view.has(grant)))
			.toList();
		if (!surplus.isEmpty() && !revoked) {
			statements.addAll(nullToEmpty(this.steps.ddl
				.alter(new Alter(operation.object, before, Aspect.GRANTS, null, surplus.toString()))));
		}
		if (before.comment() != null && operation.object.comment() == null
				&& this.settings.policy() != ChangePolicy.FULL) {
			statements.addAll(nullToEmpty(
					this.steps.ddl.alter(new Alter(operation.object, before, Aspect.COMMENT, null, before.comment()))));
		}
		return statements;
	}

	private static List<String> nullToEmpty(@Nullable List<String> statements) {
		return (statements != null) ? statements : List.of();
	}

	private void alter(Operation operation, Alter alter) {
		if (alter.live() instanceof Column from && alter.desired() instanceof Column to
				&& column(operation, alter, from, to)) {
			return;
		}
		if (alter.live() instanceof Index from && alter.desired() instanceof Index to
				&& this.steps.ddl.alter(alter) == null) {
			this.indexes.replace(operation, from, to);
			return;
		}
		if (alter.aspect() == Aspect.VALIDITY && alter.desired() instanceof Constraint constraint) {
			this.constraints.validateLater(operation, constraint);
			return;
		}
		if (alter.aspect() == Aspect.PARTITION_OF && alter.desired() instanceof Table to && to.parent() != null) {
			this.constraints.attach(operation, alter, to);
			return;
		}
		if (alter.aspect() == Aspect.PARTITION_OF && alter.live() instanceof Table from
				&& this.constraints.detach(operation, alter, from)) {
			return;
		}
		if (this.rework.swaps(alter)) {
			swap(operation, alter);
			return;
		}
		if (alter.desired() instanceof Domain domain && this.constraints.domain(operation, alter, domain)) {
			return;
		}
		List<String> statements = new ArrayList<>(givenAway(alter));
		statements.addAll(nullToEmpty(this.steps.ddl.alter(alter)));
		boolean value = alter.aspect() == Aspect.VALUES && alter.desired() instanceof EnumType;
		if (value && used(alter.object())) {
			this.steps.add(operation, "alter", statements, TransactionMode.OWN, false, null,
					this.steps.hazards.of(alter), "a new value can be used only after it is committed", null);
			return;
		}
		plain(operation, verb(alter), statements, lock(alter));
	}

	/** A sequence can only be owned by a column of a table that has the same owner. */
	private List<String> givenAway(Alter alter) {
		ColumnName column = (alter.aspect() == Aspect.OWNERSHIP && alter.from() == null
				&& alter.desired() instanceof Sequence sequence) ? sequence.ownedBy() : null;
		String owner = (column != null && this.steps.existing(column.table()))
				? this.steps.facts.otherOwner(column.table()) : null;
		return (owner != null) ? List
			.of("ALTER SEQUENCE " + alter.desired().id().name().quoted() + " OWNER TO " + Identifier.quote(owner))
				: List.of();
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
		if (kind == ObjectKind.DOMAIN) {
			return (alter.aspect() == Aspect.CHECKS || alter.aspect() == Aspect.NULLABILITY) ? LockMode.SHARE : null;
		}
		if (kind != ObjectKind.TABLE && !kind.part()) {
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
				LiveFacts.Conversion conversion = this.rework.ofSwapped(from, to) ? LiveFacts.Conversion.viaText(to)
						: this.steps.facts.conversion(from, to);
				// What is generated takes no expression that converts.
				String using = (to.generation() != null) ? null : conversion.using();
				List<String> statements = List.of(this.steps.ddl.alterType(to, using));
				this.steps.add(operation, "alter", statements, TransactionMode.SHARED, conversion.rewrites(),
						LockMode.ACCESS_EXCLUSIVE, this.steps.hazards.of(alter),
						conversion.rewrites() ? null : "in place, nothing is rewritten",
						unfit(operation, from, to, using));
				this.steps.analyze(operation, to.table(), to.name());
				return true;
			}
			case NULLABILITY -> {
				if (to.notNull() == null) {
					return false;
				}
				if (this.fill.resume(to)) {
					return true;
				}
				if (!this.steps.big(to.table())) {
					this.steps.add(operation, "alter", nullToEmpty(this.steps.ddl.alter(alter)), TransactionMode.SHARED,
							false, LockMode.ACCESS_EXCLUSIVE, this.steps.hazards.of(alter), null,
							Looks.nulls(to, this.steps));
					return true;
				}
				this.constraints.notNull(operation, alter, to);
				return true;
			}
			case VALIDITY -> {
				if (to.notNull() == null || !to.notNull().valid()) {
					plain(operation, "alter", nullToEmpty(this.steps.ddl.alter(alter)), LockMode.ACCESS_EXCLUSIVE);
					return true;
				}
				this.steps.add(operation, "validate", nullToEmpty(this.steps.ddl.alter(alter)), TransactionMode.OWN,
						true, LockMode.SHARE_UPDATE_EXCLUSIVE, this.steps.hazards.of(alter), null,
						Looks.nulls(to, this.steps));
				return true;
			}
			default -> {
				return false;
			}
		}
	}

	/** Which values do not fit, where any of them may not, and the type is there. */
	private @Nullable String unfit(Operation operation, Column from, Column to, @Nullable String using) {
		return (operation.because != null || to.generation() != null
				|| TypeChange.between(from.type(), to.type()) == TypeChange.LOSSLESS) ? null
						: Looks.unfit(from, to, using);
	}

	/** Put a new type in the place of one that columns use. */
	private void swap(Operation operation, Alter alter) {
		List<Column> columns = this.rework.columnsOf(alter.live().id())
			.stream()
			.filter((column) -> this.steps.desired.find(column.id()) instanceof Column to && to.generation() == null
					&& this.steps.existing(column.table()))
			.toList();
		Set<QualifiedName> tables = new LinkedHashSet<>();
		for (Column column : columns) {
			this.steps.analyze(operation, column.table(), column.name());
			tables.add(column.table());
			this.steps.addParts(tables, column.table(), true);
		}
		Alter back = new Alter(alter.desired(), alter.live(), alter.aspect(), alter.to(), alter.from());
		boolean loses = alter.live() instanceof CompositeType from && alter.desired() instanceof CompositeType to
				&& Undoing.loses(from, to);
		String look = (alter.live() instanceof EnumType from && alter.desired() instanceof EnumType to)
				? Looks.ofEnum(from, to, this.steps) : null;
		this.steps.add(new MigrationStep(alter, "replace",
				swapped(alter,
						columns.stream().map((column) -> (Column) this.steps.desired.find(column.id())).toList()),
				TransactionMode.SHARED, true, tables.isEmpty() ? null : LockMode.ACCESS_EXCLUSIVE, tables,
				this.steps.hazards.of(alter),
				"PostgreSQL cannot take anything away from the type, so a new one takes its place", look,
				swapped(back, columns), loses));
	}

	/**
	 * The statements that swap a type.
	 * @param columns the columns as they are afterwards
	 */
	private List<String> swapped(Alter alter, List<Column> columns) {
		ObjectName type = alter.live().id();
		QualifiedName old = type.name().sibling(Names.temporary("old", type.path()));
		String word = (type.kind() == ObjectKind.DOMAIN) ? "DOMAIN " : "TYPE ";
		List<String> statements = new ArrayList<>();
		statements.add("ALTER " + word + type.name().quoted() + " RENAME TO " + Identifier.quote(old.name()));
		statements.addAll(this.steps.ddl.create(alter.desired(), (part) -> true));
		columns.forEach((column) -> statements.add(this.steps.ddl.alterType(column, converted(alter, column))));
		statements.add("DROP " + word + old.quoted());
		return statements;
	}

	/** A value of the old type as one of the new. */
	private static String converted(Alter alter, Column column) {
		String name = Identifier.quote(column.name());
		if (alter.live() instanceof CompositeType from && alter.desired() instanceof CompositeType to) {
			String attributes = to.attributes()
				.stream()
				.map((attribute) -> from.attributes()
					.stream()
					.anyMatch((before) -> before.name().equals(attribute.name()))
							? "(" + name + ")." + Identifier.quote(attribute.name()) + "::" + attribute.type() : "NULL")
				.collect(Collectors.joining(", "));
			return "CASE WHEN " + name + " IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(" + attributes + ")::"
					+ column.type() + " END";
		}
		return name + (column.type().endsWith("[]") ? "::text[]::" : "::text::") + column.type();
	}

	/** What an interrupted run made for the time being, and this one goes on with. */
	private boolean stillOfUse(SchemaObject object) {
		if (!Names.ours(object.id())) {
			return false;
		}
		String name = object.id().name().name();
		if (this.constraints.uses(name)) {
			return true;
		}
		return this.allowed.stream().anyMatch((change) -> {
			if (this.indexes.stillOfUse(name, change)) {
				return true;
			}
			if (!(change instanceof Alter alter)) {
				return false;
			}
			return switch (alter.aspect()) {
				case NULLABILITY -> alter.desired() instanceof Column column && this.steps.big(column.table())
						&& name.equals(ConstraintSteps.notNullHelper(column));
				default -> false;
			};
		});
	}

	private void drop(Operation operation) {
		SchemaObject object = operation.object;
		if (stillOfUse(object) || (object instanceof Constraint check && this.fill.resume(check))) {
			return;
		}
		if (object instanceof Index index && this.steps.big(index.table()) && !this.steps.partitioned(index.table())
				&& operation.because == null) {
			if (!this.indexes.takenOver(index)) {
				this.indexes.drop(operation, index);
			}
			return;
		}
		ObjectKind kind = object.id().kind();
		boolean onTable = kind == ObjectKind.TABLE || kind.part();
		boolean again = this.replaced.contains(object.id());
		List<Constraint> keys = (object instanceof Index index) ? this.steps.live.keysOf(index) : List.of();
		List<Hazard> found = new ArrayList<>(again ? List.of() : this.steps.hazards.of(operation.change));
		this.allowed.stream()
			.filter((change) -> change instanceof SchemaChange.Drop drop && drop.live() instanceof Constraint key
					&& keys.contains(key) && this.operations.stream().noneMatch((other) -> other.id().equals(key.id())))
			.forEach((change) -> found.addAll(this.steps.hazards.of(change)));
		List<String> statements = (object instanceof Table part && heldByKeys(part))
				? this.steps.ddl.detachAndDrop(part)
				: List.of(this.steps.ddl.drop(object) + (keys.isEmpty() ? "" : " CASCADE"));
		this.steps.add(operation, "drop", statements, TransactionMode.SHARED, false,
				onTable ? LockMode.ACCESS_EXCLUSIVE : null, found,
				again ? "it is made anew below" + ((operation.because != null) ? ", because " + operation.because : "")
						: keys.isEmpty() ? null
								: keys.stream()
									.map((key) -> key.id().quoted())
									.collect(Collectors.joining(", ", "with it goes ", ", whose index is part of it")),
				null);
	}

	/** A foreign key to a partitioned table that stays lets go of what is detached. */
	private boolean heldByKeys(Table part) {
		return this.steps.existing(part.parent()) && this.steps.live.keysOn(Objects.requireNonNull(part.parent()))
			.stream()
			.map(Constraint::id)
			.anyMatch((key) -> !this.dropped.contains(key));
	}

	private void plain(Operation operation, String action, List<String> statements, @Nullable LockMode lock) {
		if (!statements.isEmpty()) {
			List<Hazard> found = new ArrayList<>((operation.because != null || this.replaced.contains(operation.id()))
					? List.of() : this.steps.hazards.of(operation.change));
			QualifiedName table = operation.id().table();
			boolean reads = operation.kind == Operation.Kind.CREATE && switch (operation.id().kind()) {
				case INDEX, PRIMARY_KEY, UNIQUE, EXCLUSION, CHECK, FOREIGN_KEY ->
					!(operation.object instanceof Constraint constraint && !constraint.valid());
				default -> false;
			};
			if (reads && table != null && lock != null && this.steps.big(table)) {
				found.add(new Hazard(HazardCode.BLOCKS_WRITES, operation.id(),
						"PostgreSQL has no way to do this while others write", this.steps.facts.size(table)));
			}
			boolean again = operation.kind == Operation.Kind.CREATE && operation.object instanceof Column
					&& this.replaced.contains(operation.id()) && this.steps.existing(operation.id().table());
			if (again && operation.object instanceof Column column && this.steps.facts.rewrites(column)) {
				found.add(this.steps.hazards.rewrites(column));
			}
			boolean rewrites = found.stream().anyMatch((hazard) -> hazard.code() == HazardCode.REWRITES_TABLE);
			this.steps.add(operation, action, statements, TransactionMode.SHARED, (reads && lock != null) || rewrites,
					lock, found, (operation.because != null) ? "made anew, because " + operation.because : null,
					look(operation, reads));
		}
	}

	/** What is made anew for another's sake holds already. */
	private @Nullable String look(Operation operation, boolean reads) {
		if (operation.because != null) {
			return null;
		}
		if (operation.change instanceof Alter alter && alter.desired() instanceof Domain domain) {
			return this.constraints.look(alter, domain);
		}
		if (operation.kind == Operation.Kind.CREATE && operation.object instanceof Table table) {
			return this.constraints.lookAtDefault(table);
		}
		if (operation.object instanceof Constraint constraint && reads) {
			return Looks.of(constraint, this.steps);
		}
		return (operation.object instanceof Index index && index.unique() && reads)
				? Looks.duplicates(index, this.steps) : null;
	}

}
