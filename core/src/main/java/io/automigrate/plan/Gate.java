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

	private static final String OWN_MIGRATION = "change it in a versioned migration (the command generate writes it), or change what is asked for.";

	private final PlanSettings settings;

	private final LiveFacts facts;

	private final Hazards hazards;

	private final Dependencies live;

	private final Tightening tightening;

	private final Ddl ddl;

	/** What the source has of kinds that are not compared, and the database lacks. */
	private final List<OtherObject> absent;

	private final Set<ObjectName> created = new HashSet<>();

	/** Names that changes need, for what stands in their way. */
	private final Set<Names.Claim> wanted = new HashSet<>();

	final List<SchemaChange> allowed = new ArrayList<>();

	final Map<SchemaChange, RefusedChange> refused = new LinkedHashMap<>();

	final List<Unmanaged> unmanaged = new ArrayList<>();

	Gate(PlanSettings settings, LiveFacts facts, Hazards hazards, Dependencies live, Tightening tightening, Ddl ddl,
			List<OtherObject> absent) {
		this.settings = settings;
		this.facts = facts;
		this.hazards = hazards;
		this.live = live;
		this.tightening = tightening;
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
			refuseWithoutConsent(change, missing, found);
			return;
		}
		Hazard tightens = this.settings.tightens() ? null : this.tightening.of(change);
		if (tightens != null && !this.settings.allows(tightens)) {
			found.add(tightens);
			refuse(change, "is deferred: " + tightens.text(),
					"Wait: the first run that finds none of them does it; or allow it by name: migration.schema.allow="
							+ tightens.consent() + ".",
					found, true);
			return;
		}
		this.allowed.add(change);
	}

	void refuseWithoutConsent(SchemaChange change, List<Hazard> missing, List<Hazard> found) {
		Hazard hazard = missing.get(0);
		String prefix = (change instanceof Alter alter) ? "differs: " + alter.difference() + "; "
				: (change instanceof Create) ? "would be added: " : "would be dropped: ";
		boolean column = hazard.code() == HazardCode.REWRITES_TABLE && hazard.object().kind() == ObjectKind.COLUMN;
		refuse(change,
				prefix + hazard.text()
						+ ((hazard.size() != null && hazard.size().bytes() >= 0) ? " (" + hazard.size() + ")" : ""),
				"If that is meant, allow it by name: migration.schema.allow="
						+ missing.stream().map(Hazard::consent).collect(Collectors.joining(","))
						+ (column
								? "; else add another column, fill it in batches by a migration, and let it take over."
								: "."),
				found);
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
			ObjectName namesake = (policy == ChangePolicy.CREATE) ? namesake(create.desired()) : null;
			if (namesake != null) {
				return "is missing, and " + namesake.quoted() + " has its name";
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

	/** What has a name that a new object needs, and is neither renamed nor dropped. */
	private @Nullable ObjectName namesake(SchemaObject created) {
		return Names.of(created)
			.stream()
			.map(this.live.claims()::get)
			.filter((other) -> other != null && !Names.ours(other))
			.findFirst()
			.orElse(null);
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
			return "Create it in a versioned migration (the command generate writes it), or set migration.schema.policy=CREATE.";
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

	/**
	 * Whether a table can have a constraint or an index while types of its columns stay
	 * as they are.
	 * @param desired the table as it should be
	 */
	boolean takes(Table desired, SchemaObject part) {
		if (!(this.live.relation(desired.name()) instanceof Table table)) {
			return true;
		}
		List<Column> columns = new ArrayList<>(table.columns());
		desired.columns().stream().filter((column) -> table.column(column.name()).isEmpty()).forEach(columns::add);
		return this.facts.takes(columns, null, part);
	}

	/** Whether an object's change or end only waits for older releases. */
	boolean defers(@Nullable ObjectName object) {
		return this.refused.values()
			.stream()
			.anyMatch((refused) -> refused.deferred() && refused.object().equals(object));
	}

	void refuse(SchemaChange change, String reason, String wayOut, List<Hazard> found) {
		refuse(change, reason, wayOut, found, false);
	}

	void refuse(SchemaChange change, String reason, String wayOut, List<Hazard> found, boolean deferred) {
		this.allowed.remove(change);
		this.refused.putIfAbsent(change, new RefusedChange(change, reason, wayOut, found, deferred));
	}

}
