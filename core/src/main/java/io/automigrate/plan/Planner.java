package io.automigrate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.ddl.Ddl;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Policy;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Turns differences into a plan under a policy: what it lets through ({@link Gate}), what
 * has to be made anew on the way ({@link Rework}), in which order ({@link Ordering}), and
 * with which statements ({@link StepWriter}).
 */
public final class Planner {

	private final Schema liveSchema;

	private final Schema desiredSchema;

	private final Dependencies live;

	private final Dependencies desired;

	private final PlanSettings settings;

	private final LiveFacts facts;

	private final Ddl ddl;

	private Planner(Schema live, Schema desired, PlanSettings settings, LiveFacts facts) {
		this.liveSchema = live;
		this.desiredSchema = desired;
		this.live = new Dependencies(live);
		this.desired = new Dependencies(desired);
		this.settings = settings;
		this.facts = facts;
		this.ddl = new Ddl(live, desired, facts.serverVersion());
	}

	/**
	 * Make a plan.
	 * @param live what there is
	 * @param desired what there should be
	 * @param changes in what they differ
	 * @param notCompared what is there but was not compared
	 * @param settings how far the plan may go
	 * @param facts answers questions about the live database
	 * @param defaultSchema the schema that unqualified names mean
	 * @return the plan; the same arguments give the same plan
	 */
	public static MigrationPlan plan(Schema live, Schema desired, List<SchemaChange> changes,
			List<OtherObject> notCompared, PlanSettings settings, LiveFacts facts, String defaultSchema) {
		if (changes.isEmpty()) {
			return MigrationPlan.empty(notCompared, defaultSchema);
		}
		return new Planner(live, desired, settings, facts).plan(changes, notCompared, defaultSchema);
	}

	/**
	 * Write the steps of renames in the order they are given.
	 * @param schema the schema whose objects are renamed
	 */
	static List<MigrationStep> renames(List<SchemaChange.Rename> renames, Schema schema, LiveFacts facts,
			PlanSettings settings) {
		Planner planner = new Planner(schema, schema, settings, facts);
		List<Operation> operations = renames.stream()
			.map((rename) -> new Operation(Operation.Kind.RENAME, rename, rename.live(), null))
			.toList();
		Hazards hazards = new Hazards(facts, settings.onlineAbove(), planner.ddl, planner.live, planner.desired);
		Rework rework = new Rework(planner.ddl, planner.live, planner.desired, Map.of(), facts, (alter) -> false);
		return new StepWriter(planner.steps(hazards, operations), planner.settings, rework, List.of(), Set.of(),
				operations)
			.write();
	}

	private MigrationPlan plan(List<SchemaChange> changes, List<OtherObject> notCompared, String defaultSchema) {
		Hazards hazards = new Hazards(this.facts, this.settings.onlineAbove(), this.ddl, this.live, this.desired);
		List<OtherObject> absent = this.desiredSchema.others()
			.stream()
			.filter((other) -> !this.liveSchema.others().contains(other))
			.toList();
		Gate gate = new Gate(this.settings, this.facts, hazards, this.live,
				new Tightening(this.facts, this.live, this.desired, this.ddl), this.ddl, absent);
		gate.judge(changes);
		Steps steps = null;
		while (steps == null) {
			HeldBack.of(gate, this.desired);
			steps = steps(gate, hazards);
		}
		List<SchemaChange> made = List.copyOf(gate.allowed);
		return new MigrationPlan(steps.list(), steps.keepsWritersWaiting(),
				made.stream().filter((change) -> !Names.ours(change.object())).toList(), inOrder(changes, gate.refused),
				gate.unmanaged, notCompared, defaultSchema,
				() -> ReversePlan.of(made, this.desiredSchema, this.liveSchema, this.facts, this.settings));
	}

	private static List<RefusedChange> inOrder(List<SchemaChange> changes, Map<SchemaChange, RefusedChange> refused) {
		List<RefusedChange> inOrder = new ArrayList<>();
		for (SchemaChange change : changes) {
			RefusedChange found = refused.get(change);
			if (found != null) {
				inOrder.add(found);
			}
		}
		inOrder.sort(Comparator.comparing(RefusedChange::heldBack));
		return inOrder;
	}

	/** The steps, or {@code null} if something more had to be refused. */
	private @Nullable Steps steps(Gate gate, Hazards hazards) {
		Steps facts = steps(hazards, List.of());
		// An index of a large table is dropped only when its successor is complete.
		Rework rework = new Rework(this.ddl, this.live, this.desired, gate.refused, this.facts,
				(alter) -> IndexSteps.replaces(facts, alter));
		List<Operation> operations = new ArrayList<>(rework.operations(gate.allowed));
		Rework.Conflict conflict = rework.conflict;
		if (conflict != null) {
			gate.refuse(conflict.change(), conflict.reason(), conflict.wayOut(), hazards.of(conflict.change()),
					gate.defers(conflict.user()));
			return null;
		}
		if (refusesToRewrite(operations, gate, hazards)) {
			return null;
		}
		breakCirclesOfKeys(operations);
		Set<ObjectName> apart = apart(operations);
		apart.forEach((part) -> {
			SchemaObject object = this.desired.find(part);
			if (object != null) {
				operations.add(new Operation(Operation.Kind.CREATE, new Create(object), object, null));
			}
		});
		while (true) {
			Ordering ordering = new Ordering(operations, this.live, this.desired, apart);
			List<Operation> ordered = ordering.inOrder();
			List<Operation> circle = ordering.circle;
			if (circle == null) {
				Steps steps = steps(hazards, ordered);
				new StepWriter(steps, this.settings, rework, gate.allowed, apart, ordered).write();
				return steps;
			}
			List<Operation> letGo = partsInCircle(circle, operations);
			if (!letGo.isEmpty()) {
				operations.addAll(letGo);
				continue;
			}
			Operation view = Ordering.viewIn(circle);
			if (view == null) {
				refuseCircle(gate, circle, hazards);
				return null;
			}
			view.replacesStandIn = true;
			Operation standIn = new Operation(Operation.Kind.CREATE, view.change, view.object, null);
			standIn.standIn = true;
			operations.add(standIn);
		}
	}

	/** A stored generated column that is dropped and added again is a rewritten table. */
	private boolean refusesToRewrite(List<Operation> operations, Gate gate, Hazards hazards) {
		for (Operation operation : operations) {
			if (operation.kind == Operation.Kind.CREATE && operation.object instanceof Column column
					&& gate.allowed.contains(operation.change) && this.live.find(column.id()) != null
					&& operations.stream()
						.noneMatch((other) -> other.kind == Operation.Kind.DROP && other.object instanceof Table table
								&& table.name().equals(column.table()))
					&& this.facts.rewrites(column)) {
				Hazard hazard = hazards.rewrites(column);
				if (this.settings.needsConsent(hazard) && !this.settings.allows(hazard)) {
					List<Hazard> found = hazards.of(operation.change);
					found.add(hazard);
					gate.refuseWithoutConsent(operation.change, List.of(hazard), found);
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Parts of tables that go which need something that needs the table: a policy that
	 * reads a view of it, a check that calls a function of its rows. They go first.
	 */
	private List<Operation> partsInCircle(List<Operation> circle, List<Operation> operations) {
		Map<ObjectName, Operation> dropped = new LinkedHashMap<>();
		operations.stream()
			.filter((operation) -> operation.kind == Operation.Kind.DROP)
			.forEach((operation) -> dropped.put(operation.id(), operation));
		List<Operation> first = new ArrayList<>();
		for (Operation operation : circle) {
			if (operation.kind == Operation.Kind.DROP && operation.object instanceof Table table) {
				Dependencies.parts(table)
					.stream()
					.filter((part) -> !(part instanceof Column) && !dropped.containsKey(part.id()))
					.filter((part) -> this.live.needs(part)
						.stream()
						.anyMatch((needed) -> !needed.equals(table.id()) && dropped.containsKey(needed)
								&& circle.contains(dropped.get(needed))))
					.forEach((part) -> first.add(new Operation(Operation.Kind.DROP, operation.change, part,
							"what it needs needs the table in its turn")));
			}
		}
		return first;
	}

	private Steps steps(Hazards hazards, List<Operation> operations) {
		return new Steps(this.ddl, this.facts, this.settings.onlineAbove(), hazards, this.live, this.desired,
				operations);
	}

	private static void refuseCircle(Gate gate, List<Operation> circle, Hazards hazards) {
		String objects = circle.stream().map((operation) -> operation.id().quoted()).collect(Collectors.joining(", "));
		boolean refused = false;
		for (Operation operation : circle) {
			if (gate.allowed.contains(operation.change)) {
				gate.refuse(operation.change, "is part of a circle of objects that need each other: " + objects,
						"Take one of them out of the circle, or make the change by statements of your own.",
						hazards.of(operation.change));
				refused = true;
			}
		}
		if (!refused) {
			throw new IllegalStateException("A circle that no change calls for: " + objects);
		}
	}

	/** Tables that go and refer to each other let go of each other first. */
	private void breakCirclesOfKeys(List<Operation> operations) {
		Map<QualifiedName, Operation> dropped = new LinkedHashMap<>();
		for (Operation operation : operations) {
			if (operation.kind == Operation.Kind.DROP && operation.object instanceof Table table) {
				dropped.put(table.name(), operation);
			}
		}
		Set<QualifiedName> circles = inCircles(dropped);
		for (Map.Entry<QualifiedName, Operation> entry : dropped.entrySet()) {
			Table table = (Table) entry.getValue().object;
			for (Constraint key : table.constraints()) {
				boolean itself = table.name().equals(key.references());
				// The keys of its parts hold on to each other.
				boolean parts = itself && table.partitioning() != null && !this.live.partitions(table.name()).isEmpty();
				if (parts || (!itself && circles.contains(table.name()) && circles.contains(key.references()))) {
					operations.add(new Operation(Operation.Kind.DROP, entry.getValue().change, key,
							"the tables that go refer to each other"));
				}
			}
			for (Policy policy : table.policies()) {
				if (circles.contains(table.name())
						&& tables(policy).anyMatch((other) -> !other.equals(table.name()) && circles.contains(other))) {
					operations.add(new Operation(Operation.Kind.DROP, entry.getValue().change, policy,
							"the tables that go refer to each other"));
				}
			}
			defaultsThatCount(table, dropped.keySet()).forEach((user) -> operations
				.add(new Operation(Operation.Kind.DROP, Objects.requireNonNull(dropped.get(user.table())).change, user,
						"it counts with a sequence of another table that goes")));
		}
	}

	/** The tables that a policy reads. */
	private Stream<QualifiedName> tables(Policy policy) {
		return this.live.needs(policy)
			.stream()
			.filter((needed) -> needed.kind() == ObjectKind.TABLE)
			.map(ObjectName::name);
	}

	/** The defaults of other tables that go which use sequences of a table. */
	private List<ColumnDefault> defaultsThatCount(Table table, Set<QualifiedName> dropped) {
		return this.live.ownedBy(table.id())
			.stream()
			.flatMap((sequence) -> this.live.dependents(sequence.id()).stream())
			.map(this.live::find)
			.filter((user) -> user instanceof ColumnDefault other && !other.table().equals(table.name())
					&& dropped.contains(other.table()))
			.map((user) -> (ColumnDefault) user)
			.toList();
	}

	/**
	 * The tables that are left once those are taken away, again and again, that refer to
	 * none of the others and inherit from none: in circles, or leading to one.
	 */
	private Set<QualifiedName> inCircles(Map<QualifiedName, Operation> dropped) {
		Map<QualifiedName, Set<QualifiedName>> referred = new HashMap<>();
		Map<QualifiedName, List<QualifiedName>> referring = new HashMap<>();
		dropped.forEach((name, operation) -> {
			Table table = (Table) operation.object;
			Set<QualifiedName> others = Stream
				.of(table.constraints().stream().map(Constraint::references), table.parents(),
						table.policies().stream().flatMap(this::tables))
				.flatMap((names) -> names)
				.filter((other) -> other != null && !other.equals(name) && dropped.containsKey(other))
				.collect(Collectors.toSet());
			referred.put(name, others);
			others.forEach((other) -> referring.computeIfAbsent(other, (key) -> new ArrayList<>()).add(name));
		});
		Deque<QualifiedName> free = new ArrayDeque<>();
		referred.forEach((name, others) -> {
			if (others.isEmpty()) {
				free.add(name);
			}
		});
		Set<QualifiedName> left = new HashSet<>(dropped.keySet());
		for (QualifiedName name = free.poll(); name != null; name = free.poll()) {
			left.remove(name);
			for (QualifiedName user : referring.getOrDefault(name, List.of())) {
				Set<QualifiedName> others = referred.getOrDefault(user, Set.of());
				if (others.remove(name) && others.isEmpty()) {
					free.add(user);
				}
			}
		}
		return left;
	}

	/**
	 * Defaults and constraints of new tables that use a function which, in turn, needs
	 * the table: they can only be made after both.
	 */
	private Set<ObjectName> apart(List<Operation> operations) {
		if (this.desiredSchema.routines().isEmpty()) {
			return Set.of();
		}
		Set<ObjectName> created = operations.stream()
			.filter((operation) -> operation.kind == Operation.Kind.CREATE)
			.map(Operation::id)
			.collect(Collectors.toSet());
		Set<ObjectName> apart = new LinkedHashSet<>();
		for (Operation operation : operations) {
			if (operation.kind != Operation.Kind.CREATE
					|| !(operation.object instanceof Table || operation.object instanceof Column)) {
				continue;
			}
			for (SchemaObject part : Dependencies.partsOrDefault(operation.object)) {
				boolean separable = part.id().kind() == ObjectKind.DEFAULT
						|| (part instanceof Constraint constraint && constraint.kind() != Constraint.Kind.FOREIGN_KEY);
				if (separable && this.desired.needs(part)
					.stream()
					.filter((needed) -> needed.kind().routine() || needed.kind() == ObjectKind.DOMAIN)
					.anyMatch((needed) -> leadsTo(needed, operation.id(), created, new HashSet<>()))) {
					apart.add(part.id());
				}
			}
		}
		return apart;
	}

	private boolean leadsTo(ObjectName from, ObjectName to, Set<ObjectName> created, Set<ObjectName> seen) {
		if (from.equals(to) || to.name().equals(from.table())) {
			return true;
		}
		SchemaObject object = created.contains(from) ? this.desired.find(from) : null;
		if (object == null || !seen.add(from)) {
			return false;
		}
		return this.desired.needs(object).stream().anyMatch((needed) -> leadsTo(needed, to, created, seen));
	}

}
