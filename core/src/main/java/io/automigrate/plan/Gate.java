package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.ddl.Ddl;
import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Extension;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Decides which changes a policy lets through, which it refuses, and what it leaves alone
 * because no source speaks of it.
 */
final class Gate {

	private static final String OWN_MIGRATION = "change it by a statement of your own, or change what is asked for.";

	private static final String TOAST = "toast.";

	private final PlanSettings settings;

	private final LiveFacts facts;

	private final Hazards hazards;

	private final Dependencies live;

	private final Ddl ddl;

	/** What the source has of kinds that are not compared, and the database lacks. */
	private final List<OtherObject> absent;

	private final Set<ObjectName> created = new HashSet<>();

	/** Names that changes need, for what stands in their way. */
	private final Set<Names.Claim> wanted = new HashSet<>();

	final List<SchemaChange> allowed = new ArrayList<>();

	final Map<SchemaChange, RefusedChange> refused = new LinkedHashMap<>();

	final List<Unmanaged> unmanaged = new ArrayList<>();

	Gate(PlanSettings settings, LiveFacts facts, Hazards hazards, Dependencies live, Ddl ddl,
			List<OtherObject> absent) {
		this.settings = settings;
		this.facts = facts;
		this.hazards = hazards;
		this.live = live;
		this.ddl = ddl;
		this.absent = absent;
	}

	void judge(List<SchemaChange> changes) {
		for (SchemaChange change : changes) {
			if (change instanceof Create create) {
				this.created.add(create.object());
				this.wanted.addAll(Names.of(create.desired()));
			}
		}
		changes.forEach(this::judge);
		if (this.settings.policy() == ChangePolicy.FULL) {
			new ProbableRenames(this).refuse();
		}
	}

	private void judge(SchemaChange change) {
		if (change instanceof Drop drop && leavesAlone(drop)) {
			this.unmanaged.add(new Unmanaged(drop.object(), null));
			return;
		}
		if (change instanceof Alter alter && leavesAlone(alter)) {
			this.unmanaged.add(new Unmanaged(alter.object(), alter.aspect()));
			return;
		}
		List<Hazard> found = this.hazards.of(change);
		String reason = reason(change);
		if (reason != null) {
			refuse(change, reason, wayOut(change), found);
			return;
		}
		OtherObject absent = absent(change);
		if (absent != null) {
			refuse(change, "needs " + absent.kind() + " " + absent.name() + ", which is not there and not compared",
					"Create that by a statement of your own.", found);
			return;
		}
		if (change instanceof Create create && create.desired() instanceof Column column
				&& (needsValues(column) || countsAboveHeirs(column)) && this.live.relation(column.table()) != null
				&& !madeAnew(column.table()) && this.facts.hasRows(column.table())) {
			boolean numbers = column.identity() != null;
			refuse(change,
					numbers ? "cannot be added: PostgreSQL numbers no rows of a table that others inherit from"
							: "cannot be added: it is NOT NULL without a default, and the table has rows",
					numbers ? "Add and fill it by statements of your own."
							: "Give it a default (in JPA: @ColumnDefault), make it nullable, or add and fill it by statements of your own.",
					found);
			return;
		}
		if (change instanceof Alter alter && alter.live() instanceof Column from && alter.aspect() == Aspect.TYPE
				&& !madeAnew(from.table()) && !this.facts.conversion(from, (Column) alter.desired()).possible()) {
			refuse(change,
					"cannot change its type from " + from.type() + " to " + ((Column) alter.desired()).type()
							+ ": PostgreSQL knows no conversion",
					"Add a new column and fill it by statements of your own.", found);
			return;
		}
		if (change instanceof Alter alter && alter.live() instanceof Extension from
				&& alter.desired() instanceof Extension to && !reachable(alter.aspect(), from, to)) {
			refuse(change, "differs: " + alter.difference() + "; PostgreSQL has no way from the one to the other",
					"Drop and make it by statements of your own, or let the source ask for what is there.", found);
			return;
		}
		List<Hazard> missing = found.stream()
			.filter((hazard) -> this.settings.needsConsent(hazard) && !this.settings.allows(hazard))
			.toList();
		if (!missing.isEmpty()) {
			Hazard hazard = missing.get(0);
			String prefix = (change instanceof Alter alter) ? "differs: " + alter.difference() + "; "
					: (change instanceof Create) ? "would be added: " : "would be dropped: ";
			refuse(change,
					prefix + hazard.text()
							+ ((hazard.size() != null && hazard.size().bytes() >= 0) ? " (" + hazard.size() + ")" : ""),
					"If that is meant, allow it by name: migration.schema.allow="
							+ missing.stream().map(Hazard::consent).collect(Collectors.joining(","))
							+ (hazard.code().needsConsent() ? "."
									: "; else add a column of its own beside it, fill it in batches by a migration, and let it take over."),
					found);
			return;
		}
		this.allowed.add(change);
	}

	private boolean reachable(Aspect aspect, Extension from, Extension to) {
		return switch (aspect) {
			case SCHEMA -> from.relocatable();
			case VERSION -> from.version() == null || to.version() == null
					|| this.facts.updatable(from.name(), from.version(), to.version());
			default -> true;
		};
	}

	/**
	 * Whether a table loses its rows, which is consented to, and has its columns then.
	 */
	private boolean madeAnew(QualifiedName table) {
		return this.allowed.stream()
			.anyMatch((change) -> change instanceof Alter alter && alter.live() instanceof Table before
					&& before.name().equals(table) && this.ddl.alter(alter) == null);
	}

	/** What the change needs of what is not compared, if it is not there. */
	private @Nullable OtherObject absent(SchemaChange change) {
		if (this.absent.isEmpty() || change instanceof Drop || change instanceof Rename) {
			return null;
		}
		List<String> altered = (change instanceof Alter alter) ? this.ddl.alter(alter) : null;
		SchemaObject desired = (change instanceof Create create) ? create.desired() : ((Alter) change).desired();
		String sql = ((altered != null) ? altered : this.ddl.create(desired, (part) -> true)).stream()
			.filter((statement) -> !statement.startsWith("COMMENT "))
			.collect(Collectors.joining("\n"));
		return this.absent.stream().filter((other) -> other.namedIn(sql)).findFirst().orElse(null);
	}

	/** Why the policy does not go that far, or {@code null} if it does. */
	private @Nullable String reason(SchemaChange change) {
		ChangePolicy policy = this.settings.policy();
		if (change instanceof Create create) {
			if (policy == ChangePolicy.VALIDATE) {
				return "is missing and the policy is VALIDATE";
			}
			return (policy == ChangePolicy.CREATE && change.object().kind() == ObjectKind.DEFAULT
					&& !this.created.contains(Dependencies.columnOf(change.object())))
							? "differs: default is none, expected " + ((ColumnDefault) create.desired()).expression()
							: null;
		}
		if (change instanceof Drop drop) {
			return (policy.compareTo(ChangePolicy.ALTER) < 0 && drop.live() instanceof ColumnDefault columnDefault)
					? "differs: default is " + columnDefault.expression() + ", expected none" : null;
		}
		if (policy.compareTo(ChangePolicy.ALTER) >= 0 || (change instanceof Alter alter
				&& (createdToo(alter) || ColumnFill.begun(alter.object(), this.live)))) {
			return null;
		}
		return (change instanceof Rename rename)
				? "differs: name is " + rename.live().id().name().name() + ", expected " + rename.object().name().name()
				: "differs: " + ((Alter) change).difference();
	}

	/**
	 * What a new object cannot say in its own statement, and comments that are missing.
	 */
	private boolean createdToo(Alter alter) {
		boolean missing = alter.from() == null && switch (alter.aspect()) {
			case COMMENT, PART_COMMENTS, OWNERSHIP -> true;
			default -> false;
		};
		return this.settings.policy() == ChangePolicy.CREATE && (missing || this.created.contains(alter.object()));
	}

	private String wayOut(SchemaChange change) {
		if (change instanceof Create && this.settings.policy() == ChangePolicy.VALIDATE) {
			return "Create it by a statement of your own, or set migration.schema.policy=CREATE.";
		}
		return "Set migration.schema.policy=ALTER, " + OWN_MIGRATION;
	}

	/**
	 * What stands in the way of something asked for, and what runs of ours left, is not
	 * left alone.
	 */
	private boolean leavesAlone(Drop drop) {
		ObjectName object = drop.object();
		if (object.kind() == ObjectKind.DEFAULT) {
			return false;
		}
		if (this.settings.policy() == ChangePolicy.VALIDATE) {
			return true;
		}
		if (Names.ours(object)) {
			return false;
		}
		boolean inTheWay = Names.of(drop.live()).stream().anyMatch(this.wanted::contains);
		return switch (this.settings.policy()) {
			case VALIDATE, CREATE -> true;
			case ALTER -> !inTheWay;
			case FULL -> !(object.kind().part() || inTheWay || this.settings.dropUnmanaged());
		};
	}

	private boolean leavesAlone(Alter alter) {
		if (alter.aspect() == Aspect.REVOKES) {
			return !revokes(this.settings, alter.desired());
		}
		return alter.surplus() && this.settings.policy() != ChangePolicy.FULL;
	}

	private boolean countsAboveHeirs(Column column) {
		return column.identity() != null && this.live.hasHeirs(column.table());
	}

	/** Whether privileges that no source speaks of are taken away. */
	static boolean revokes(PlanSettings settings, SchemaObject desired) {
		boolean stated = !desired.grants().equals(desired.id().kind().defaultGrants());
		return stated || (settings.policy() == ChangePolicy.FULL && settings.dropUnmanaged());
	}

	static boolean needsValues(Column column) {
		return column.notNull() != null && column.defaultExpression() == null && column.identity() == null
				&& column.generation() == null;
	}

	void refuse(SchemaChange change, String reason, String wayOut, List<Hazard> found) {
		this.allowed.remove(change);
		this.refused.putIfAbsent(change, new RefusedChange(change, reason, wayOut, found));
	}

	/**
	 * Hold back what needs something that is refused, until nothing more does.
	 * @param desired who needs whom on the desired side
	 */
	void holdBack(Dependencies desired) {
		boolean again = true;
		while (again) {
			again = false;
			Set<ObjectName> lacking = lacking(desired);
			Set<Names.Claim> taken = this.refused.keySet()
				.stream()
				.filter(Drop.class::isInstance)
				.flatMap((change) -> Names.released(((Drop) change).live()).stream())
				.collect(Collectors.toSet());
			if (lacking.isEmpty() && taken.isEmpty()) {
				return;
			}
			for (SchemaChange change : List.copyOf(this.allowed)) {
				if (change instanceof Create create && Names.of(create.desired()).stream().anyMatch(taken::contains)) {
					refuse(change,
							RefusedChange.HELD_BACK + "something of its name is there, and dropping that is refused",
							"See there.", List.of());
					again = true;
				}
				SchemaObject object = object(change);
				ObjectName oldName = keepsOldName(change, desired);
				ObjectName missing = (oldName != null) ? oldName
						: (object != null) ? needs(change, object, desired).stream()
							.filter((needed) -> !needed.equals(change.object())
									&& (lacking.contains(needed) || (toasts(change) && staysAsItIs(needed))))
							.findFirst()
							.orElse(null) : null;
				if (missing != null && !this.refused.containsKey(change)) {
					refuse(change, RefusedChange.HELD_BACK + "it needs " + missing.quoted() + ", which is refused",
							"See there.", List.of());
					again = true;
				}
			}
		}
	}

	/** What a change speaks of by a name that a refused rename does not give it. */
	private @Nullable ObjectName keepsOldName(SchemaChange change, Dependencies desired) {
		ObjectName object = change.object();
		List<Column> columns = (change instanceof Create create && create.desired() instanceof Table table)
				? table.columns() : List.of();
		return this.refused.keySet()
			.stream()
			.filter((other) -> other instanceof Rename && other.needed())
			.map(SchemaChange::object)
			.filter((renamed) -> renamed.equals(object)
					|| (renamed.kind() == ObjectKind.TABLE && renamed.name().equals(object.table()))
					|| columns.stream().anyMatch((column) -> desired.needs(column).contains(renamed)))
			.findFirst()
			.orElse(null);
	}

	private static Set<ObjectName> needs(SchemaChange change, SchemaObject object, Dependencies desired) {
		Set<ObjectName> needs = desired.needs(object);
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
			needs.add(ObjectName.of(ObjectKind.TABLE, owner.table()));
			needs.add(ObjectName.part(ObjectKind.COLUMN, owner.table(), owner.column()));
		}
		if (toasts(change) && object instanceof Table table) {
			table.columns().forEach((column) -> {
				needs.add(column.id());
				needs.addAll(desired.needs(column));
			});
		}
		return needs;
	}

	/**
	 * Whether a change sets the first parameters of a TOAST table, which there is only
	 * with the types that are asked for.
	 */
	private static boolean toasts(SchemaChange change) {
		return change instanceof Alter alter && alter.aspect() == Aspect.PARAMETERS
				&& String.valueOf(alter.to()).contains(TOAST) && !String.valueOf(alter.from()).contains(TOAST);
	}

	private boolean staysAsItIs(ObjectName column) {
		return this.refused.keySet()
			.stream()
			.anyMatch((change) -> change instanceof Alter alter && alter.aspect() == Aspect.TYPE
					&& alter.object().equals(column));
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

	/** What will not be there, or not be as it should. */
	private Set<ObjectName> lacking(Dependencies desired) {
		Set<ObjectName> lacking = new HashSet<>();
		for (SchemaChange change : this.refused.keySet()) {
			if (change instanceof Create create) {
				lacking.add(create.object());
				Dependencies.parts(create.desired()).forEach((part) -> lacking.add(part.id()));
			}
			else if (change instanceof Rename && change.needed()) {
				lacking.add(change.object());
			}
			else if (change instanceof Alter alter) {
				switch (alter.aspect()) {
					case VALUES, ATTRIBUTES, GENERATION, PARTITION_KEY -> lacking.add(alter.desired().id());
					case DEFINITION -> {
						if (!alter.desired().id().kind().part()) {
							lacking.add(alter.desired().id());
						}
					}
					default -> {
					}
				}
			}
		}
		// A default that is refused leaves its column usable.
		lacking.removeIf((name) -> name.kind() == ObjectKind.DEFAULT || desired.find(name) == null);
		return lacking;
	}

}
