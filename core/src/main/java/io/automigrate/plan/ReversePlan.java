package io.automigrate.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;

/**
 * Plans the way back from what a plan makes.
 */
final class ReversePlan {

	private ReversePlan() {
	}

	static List<ReverseStep> of(List<SchemaChange> made, Schema after, Schema liveSchema, LiveFacts facts,
			PlanSettings settings) {
		Set<ObjectName> created = made.stream()
			.filter(Create.class::isInstance)
			.map(SchemaChange::object)
			.collect(Collectors.toSet());
		Dependencies dependencies = new Dependencies(after);
		Dependencies before = new Dependencies(liveSchema);
		// What has taken the place of a part of a new index stays when that goes.
		Set<ObjectName> again = made.stream()
			.filter((change) -> change instanceof Rename rename && created.contains(rename.live().id())
					&& becomesPart(rename, created, dependencies))
			.map((change) -> ((Rename) change).live().id())
			.collect(Collectors.toSet());
		List<SchemaChange> back = new ArrayList<>();
		List<Rename> renames = new ArrayList<>();
		for (SchemaChange change : made) {
			if (change instanceof Create create) {
				if (!again.contains(create.object()) && !partOfCreated(create.desired(), created, dependencies)
						&& !goesWithOwner(create.desired(), created)) {
					back.add(new Drop(create.desired()));
				}
			}
			else if (change instanceof Drop drop && !comesWithParent(drop, made, before, dependencies)) {
				makeAgain(drop.live(), back);
				if (drop.live() instanceof Column column) {
					defaultsBelow(column, before, dependencies, back);
				}
				owned(drop.live(), liveSchema, made).forEach((sequence) -> makeAgain(sequence, back));
			}
			else if (change instanceof Rename rename && becomesPart(rename, created, dependencies)) {
				if (!again.contains(rename.live().id())) {
					makeAgain(rename.live(), back);
				}
			}
			else if (change instanceof Rename rename) {
				Rename renamed = new Rename(rename.desired(), rename.live());
				if (compared(rename, before)) {
					back.add(renamed);
				}
				else {
					renames.add(renamed);
				}
			}
			else if (change instanceof Alter alter && !created.contains(alter.object()) && !keepsNotNull(alter)) {
				back.add(new Alter(alter.desired(), alter.live(), back(alter.aspect()), alter.to(), alter.from()));
			}
		}
		withoutParts(made, after, dependencies, liveSchema, back);
		PlanSettings free = new PlanSettings(ChangePolicy.FULL, true, Set.of(PlanSettings.EVERYTHING),
				settings.onlineAbove());
		MigrationPlan plan = Planner.plan(after, liveSchema, back, List.of(), free, facts, "");
		List<MigrationStep> steps = new ArrayList<>(plan.steps());
		Collections.reverse(renames);
		steps.addAll(Planner.renames(renames, after, facts, free));
		List<ReverseStep> reverse = new ArrayList<>(
				steps.stream().map((step) -> new ReverseStep(step, reversal(step.change()))).toList());
		for (RefusedChange refused : plan.refused()) {
			reverse.add(new ReverseStep(
					new MigrationStep(refused.change(), "cannot take back", List.of(), TransactionMode.SHARED, false,
							null, Set.of(), List.of(), refused.reason(), null, List.of(), true),
					Reversal.IRREVERSIBLE));
		}
		return reverse;
	}

	/**
	 * PostgreSQL takes no part away from an index. Where parts come or go, the index is
	 * made anew on the way back, with what a comparison in that direction says.
	 */
	private static void withoutParts(List<SchemaChange> made, Schema after, Dependencies tables, Schema before,
			List<SchemaChange> back) {
		Set<QualifiedName> trees = made.stream()
			.filter((change) -> change instanceof Alter alter && otherParts(alter, tables))
			.map((change) -> root(Objects.requireNonNullElse(change.object().table(), change.object().name()), tables))
			.collect(Collectors.toSet());
		if (trees.isEmpty()) {
			return;
		}
		Predicate<SchemaChange> within = (change) -> switch (change.object().kind()) {
			case INDEX, PRIMARY_KEY, UNIQUE, EXCLUSION ->
				trees.contains(root(Objects.requireNonNull(change.object().table()), tables));
			default -> change instanceof Alter alter && alter.aspect() == Aspect.ATTACHED;
		};
		// What has been refused or left alone is as it was.
		Set<ObjectName> touched = Stream
			.concat(made.stream()
				.flatMap((change) -> Stream.of(change.object(),
						(change instanceof Rename rename) ? rename.live().id() : change.object())),
					Stream.concat(after.tables().stream(), before.tables().stream())
						.flatMap((table) -> Stream.concat(Stream.of(table.id()),
								table.attached()
									.stream()
									.flatMap((part) -> Stream.of(part.object().id(), ObjectName.part(ObjectKind.INDEX,
											Objects.requireNonNullElse(table.parent(), table.name()), part.to()))))))
			.collect(Collectors.toSet());
		back.removeIf(within);
		SchemaDiff.between(after, before)
			.stream()
			.filter(within.and((change) -> touched.contains(change.object())))
			.forEach(back::add);
	}

	private static boolean otherParts(Alter alter, Dependencies tables) {
		return switch (alter.aspect()) {
			case ATTACHED -> true;
			case DEFINITION, VALIDITY -> alter.live() instanceof Index index
					&& tables.relation(index.table()) instanceof Table table && table.partitioning() != null;
			default -> false;
		};
	}

	private static QualifiedName root(QualifiedName name, Dependencies tables) {
		return (tables.relation(name) instanceof Table table && table.parent() != null) ? root(table.parent(), tables)
				: name;
	}

	/** Whether it only gives again what a parent's change takes away. */
	private static boolean keepsNotNull(Alter alter) {
		return alter.aspect() == Aspect.NULLABILITY && alter.live() instanceof Column from && from.notNull() != null
				&& alter.desired() instanceof Column to && to.notNull() != null;
	}

	/** Whether an index has been taken over by a new one, with which it goes. */
	private static boolean becomesPart(Rename rename, Set<ObjectName> created, Dependencies after) {
		return after.relation(rename.object().table()) instanceof Table partition && partition.parent() != null
				&& partition.attached()
					.stream()
					.anyMatch((part) -> part.object().id().equals(rename.object())
							&& created.contains(ObjectName.part(ObjectKind.INDEX, partition.parent(), part.to())));
	}

	/**
	 * Whether a rename follows from the comparison: those that hints ask for are made
	 * before it, so that the way back ends with them.
	 */
	private static boolean compared(Rename rename, Dependencies before) {
		return rename.live().equals(before.find(rename.live().id()));
	}

	/** With all that is made by itself, as in a comparison with nothing. */
	private static void makeAgain(SchemaObject object, List<SchemaChange> back) {
		back.add(new Create(object));
		partsOf(object).forEach((part) -> back.add(new Create(part)));
		if (object instanceof Sequence sequence && sequence.ownedBy() != null) {
			back.add(new Alter(sequence, sequence, Aspect.OWNERSHIP, null, sequence.ownedBy().toString()));
		}
		if (object instanceof Table table && !table.replicaIdentity().equals("DEFAULT")) {
			back.add(new Alter(table, table, Aspect.REPLICA_IDENTITY, null, table.replicaIdentity()));
		}
	}

	/** What parts and heirs had as a default of their own goes with the column. */
	private static void defaultsBelow(Column column, Dependencies before, Dependencies after, List<SchemaChange> back) {
		for (Column inherited : before.inheritedFrom(column)) {
			if (after.find(inherited.id()) == null) {
				ColumnDefault own = inherited.columnDefault();
				if (own != null && !own.expression().equals(column.defaultExpression())) {
					back.add(new Create(own));
				}
				defaultsBelow(inherited, before, after, back);
			}
		}
	}

	/** A column that is made in a parent is made in those that stay its heirs. */
	private static boolean comesWithParent(Drop drop, List<SchemaChange> made, Dependencies before,
			Dependencies after) {
		return drop.live() instanceof Column column && before.relation(column.table()) instanceof Table heir
				&& after.relation(column.table()) instanceof Table stays
				&& made.stream()
					.anyMatch((other) -> other instanceof Drop && heir.inherits()
						.stream()
						.filter(stays.inherits()::contains)
						.anyMatch((parent) -> other.object()
							.equals(ObjectName.part(ObjectKind.COLUMN, parent, column.name()))));
	}

	/** A sequence goes with the column that owns it. */
	private static boolean goesWithOwner(SchemaObject object, Set<ObjectName> created) {
		return object instanceof Sequence sequence && sequence.ownedBy() != null
				&& (created.contains(ObjectName.of(ObjectKind.TABLE, sequence.ownedBy().table())) || created.contains(
						ObjectName.part(ObjectKind.COLUMN, sequence.ownedBy().table(), sequence.ownedBy().column())));
	}

	/** The sequences that went with what was dropped. */
	private static List<Sequence> owned(SchemaObject dropped, Schema live, List<SchemaChange> made) {
		Set<ObjectName> known = made.stream().map(SchemaChange::object).collect(Collectors.toSet());
		return live.sequences()
			.stream()
			.filter((sequence) -> Ordering.ownedBy(sequence, dropped.id()) && !known.contains(sequence.id()))
			.toList();
	}

	private static boolean partOfCreated(SchemaObject object, Set<ObjectName> created, Dependencies after) {
		ObjectName whole = after.whole(object.id());
		return whole != null && created.contains(whole);
	}

	/** What a dropped table or view took along that is made by itself. */
	private static List<SchemaObject> partsOf(SchemaObject object) {
		return Dependencies.parts(object).stream().filter((part) -> switch (part.id().kind()) {
			case FOREIGN_KEY, INDEX, TRIGGER, POLICY -> true;
			default -> false;
		}).toList();
	}

	private static Aspect back(Aspect aspect) {
		return switch (aspect) {
			case GRANTS -> Aspect.REVOKES;
			case REVOKES -> Aspect.GRANTS;
			default -> aspect;
		};
	}

	private static Reversal reversal(SchemaChange change) {
		boolean data = switch (change.object().kind()) {
			case TABLE, SEQUENCE -> true;
			case COLUMN -> !((change instanceof Create create && ((Column) create.desired()).generation() != null)
					|| (change instanceof Drop drop && ((Column) drop.live()).generation() != null));
			default -> false;
		};
		if (change instanceof Create create) {
			return (data || interrupted(create.desired())) ? Reversal.IRREVERSIBLE : Reversal.LOSSLESS;
		}
		if (change instanceof Drop) {
			return data ? Reversal.LOSSY : Reversal.LOSSLESS;
		}
		if (change instanceof Alter alter) {
			return reversal(alter);
		}
		return Reversal.LOSSLESS;
	}

	/** What only an interruption leaves, and no statement makes. */
	private static boolean interrupted(SchemaObject object) {
		return (object instanceof Table table && table.detachPending())
				|| (object instanceof Index index && !index.valid() && !index.only());
	}

	private static Reversal reversal(Alter alter) {
		if (alter.live() instanceof Column from && alter.desired() instanceof Column to) {
			if (alter.aspect() == Aspect.TYPE) {
				if (TypeChange.between(to.type(), from.type()) == TypeChange.LOSSY) {
					return Reversal.IRREVERSIBLE;
				}
				return (TypeChange.between(from.type(), to.type()) == TypeChange.LOSSY) ? Reversal.LOSSY
						: Reversal.LOSSLESS;
			}
			if (alter.aspect() == Aspect.GENERATION && to.generation() == null) {
				return Reversal.IRREVERSIBLE;
			}
		}
		if (interrupted(alter.desired())) {
			return Reversal.IRREVERSIBLE;
		}
		return (alter.aspect() == Aspect.PARTITION_KEY || alter.aspect() == Aspect.VERSION) ? Reversal.IRREVERSIBLE
				: Reversal.LOSSLESS;
	}

}
