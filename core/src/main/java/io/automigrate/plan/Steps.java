package io.automigrate.plan;

import java.util.ArrayList;
import java.util.Collections;
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
import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.PartitionNames;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a plan as they are written, and what is to be known for writing them.
 */
final class Steps {

	final Ddl ddl;

	final LiveFacts facts;

	final Hazards hazards;

	final Dependencies live;

	final Dependencies desired;

	private final long onlineAbove;

	private final Set<QualifiedName> created = new HashSet<>();

	/** What is dropped or detached, and what is attached, maybe again. */
	private final Set<QualifiedName> gone = new HashSet<>();

	private final Set<QualifiedName> joined = new HashSet<>();

	/** Indexes and keys that have their names by other operations of the plan. */
	private final Set<ObjectName> made = new HashSet<>();

	/** What operations make, for another's sake, too. */
	private final Set<ObjectName> anew = new HashSet<>();

	/** The names that operations make free, and of what. */
	private final Map<Names.Claim, Set<ObjectName>> freed = new HashMap<>();

	/** What has been put below another table by the steps so far. */
	private final Set<QualifiedName> below = new HashSet<>();

	/** What has been dropped by the steps so far. */
	private final Set<ObjectName> dropped = new HashSet<>();

	private final List<MigrationStep> list = new ArrayList<>();

	/** What nothing else waits for. */
	private final List<MigrationStep> last = new ArrayList<>();

	/** Columns whose statistics are to be made, by table; none for all of it. */
	private final Map<QualifiedName, Set<String>> unanalyzed = new LinkedHashMap<>();

	private final Map<QualifiedName, Operation> analyzedFor = new LinkedHashMap<>();

	/** Whether something is made anew, so that its steps belong together. */
	private final boolean rework;

	/** The large tables that the present transaction keeps writers from. */
	private final Set<QualifiedName> held = new HashSet<>();

	private final Undoing undoing = new Undoing(this);

	private boolean keepsWritersWaiting;

	private boolean postponed;

	Steps(Ddl ddl, LiveFacts facts, long onlineAbove, Hazards hazards, Dependencies live, Dependencies desired,
			List<Operation> operations) {
		this.ddl = ddl;
		this.facts = facts;
		this.onlineAbove = onlineAbove;
		this.hazards = hazards;
		this.live = live;
		this.desired = desired;
		this.rework = operations.stream().anyMatch((operation) -> operation.because != null);
		for (Operation operation : operations) {
			if (operation.kind == Operation.Kind.CREATE
					&& (operation.object instanceof Table || operation.object instanceof View)) {
				this.created.add(operation.id().name());
			}
			if (operation.kind == Operation.Kind.CREATE) {
				this.anew.add(operation.id());
			}
			if (operation.letsGo() || (operation.kind == Operation.Kind.DROP && operation.object instanceof Table)) {
				this.gone.add(operation.id().name());
			}
			if (operation.joins()) {
				this.joined.add(operation.id().name());
			}
			if (operation.kind == Operation.Kind.CREATE || operation.kind == Operation.Kind.RENAME) {
				this.made.add(operation.change.object());
			}
			if (operation.kind == Operation.Kind.DROP || operation.kind == Operation.Kind.RENAME) {
				Names.renamed(operation.object)
					.forEach(
							(claim) -> this.freed.computeIfAbsent(claim, (key) -> new HashSet<>()).add(operation.id()));
			}
		}
	}

	List<MigrationStep> list() {
		return this.list;
	}

	/**
	 * Add what can wait, and the making of statistics: PostgreSQL plans queries badly
	 * without them, and does not make them by itself before many rows have changed.
	 */
	void finish() {
		this.last.forEach(this::add);
		this.unanalyzed.forEach((table, columns) -> {
			String list = columns.stream().map(Identifier::quote).collect(Collectors.joining(", "));
			Set<QualifiedName> tables = new LinkedHashSet<>(Set.of(table));
			addParts(tables, table, false);
			add(new MigrationStep(changeOf(Objects.requireNonNull(this.analyzedFor.get(table))), "analyze",
					List.of("ANALYZE " + table.quoted() + (list.isEmpty() ? "" : " (" + list + ")")),
					TransactionMode.OWN, true, LockMode.SHARE_UPDATE_EXCLUSIVE, tables, List.of(),
					"there are no statistics of it yet, without which queries are planned badly", null, List.of(),
					false));
		});
	}

	/**
	 * Have statistics made in the end, if the table is large.
	 * @param column the column, or {@code null} for all of the table
	 */
	void analyze(Operation operation, QualifiedName table, @Nullable String column) {
		if (!big(table)) {
			return;
		}
		this.analyzedFor.putIfAbsent(table, operation);
		Set<String> columns = this.unanalyzed.get(table);
		if (column == null) {
			this.unanalyzed.put(table, Set.of());
		}
		else if (columns == null) {
			this.unanalyzed.put(table, new LinkedHashSet<>(Set.of(column)));
		}
		else if (!columns.isEmpty()) {
			columns.add(column);
		}
	}

	/** Whether an operation of the plan makes an object. */
	boolean creates(ObjectName object) {
		return this.anew.contains(object);
	}

	/** Whether an object gets the name of another that has it until then. */
	boolean takesName(SchemaObject object) {
		return Names.renamed(object)
			.stream()
			.flatMap((claim) -> this.freed.getOrDefault(claim, Set.of()).stream())
			.anyMatch((before) -> !before.equals(object.id()));
	}

	/** Whether a relation is there before the plan and stays. */
	boolean existing(@Nullable QualifiedName relation) {
		return relation != null && !this.created.contains(relation) && this.live.relation(relation) != null;
	}

	/** Whether a relation is so large that nobody is to wait for work on it. */
	boolean big(QualifiedName relation) {
		return existing(relation) && this.facts.size(relation).above(this.onlineAbove);
	}

	boolean partitioned(QualifiedName table) {
		return this.live.relation(table) instanceof Table found && found.partitioning() != null;
	}

	/**
	 * Whether a transaction of the plan keeps writers from a large table, so that nothing
	 * else is to be done before it ends.
	 */
	boolean keepsWritersWaiting() {
		return this.keepsWritersWaiting;
	}

	/** Whether something is dropped by the steps so far that is made anew below. */
	boolean between() {
		return this.rework && !this.dropped.isEmpty();
	}

	/** Whether it is a check of a table that is to be put below another. */
	boolean joins(Constraint constraint) {
		return constraint.kind() == Constraint.Kind.CHECK && this.joined.contains(constraint.table());
	}

	/**
	 * Write steps that nothing waits for. Where something is made anew, it is not missing
	 * for as long as they take.
	 */
	void later(Runnable steps) {
		this.postponed = this.rework;
		steps.run();
		this.postponed = false;
	}

	/** A table is not kept locked while another is waited for. */
	void add(MigrationStep step) {
		if (this.postponed) {
			this.last.add(step);
			return;
		}
		Set<QualifiedName> large = (step.lock() != null && step.lock().blocksWriters())
				? step.lockedTables().stream().filter(this::big).collect(Collectors.toSet()) : Set.of();
		TransactionMode mode = step.mode();
		if (mode == TransactionMode.SHARED && !large.isEmpty()) {
			this.keepsWritersWaiting = true;
			if (!this.rework && !this.held.isEmpty() && Collections.disjoint(this.held, large)) {
				mode = TransactionMode.OWN;
			}
			this.held.addAll(large);
		}
		if (mode != TransactionMode.SHARED) {
			this.held.clear();
		}
		this.list.add((mode == step.mode()) ? step
				: new MigrationStep(step.change(), step.action(), step.statements(), mode, step.scans(), step.lock(),
						step.lockedTables(), step.hazards(), step.reason(), step.look(), step.undo(),
						step.irreversible()));
	}

	void add(Operation operation, String action, List<String> statements, TransactionMode mode, boolean scans,
			@Nullable LockMode lock, List<Hazard> found, @Nullable String reason, @Nullable String look) {
		add(step(operation, operation.object, action, statements, mode, scans, lock, found, reason, look));
	}

	/** Add a step that reads a table while others write, and that nothing waits for. */
	void validate(Operation operation, List<String> statements, LockMode lock, List<Hazard> found,
			@Nullable String reason, @Nullable String look) {
		later(() -> add(operation, "validate", statements, TransactionMode.OWN, true, lock, found, reason, look));
	}

	/**
	 * Add a step.
	 * @param object what the statements touch, where that is only a part of what the
	 * operation is about
	 */
	void add(Operation operation, SchemaObject object, String action, List<String> statements, TransactionMode mode,
			boolean scans, @Nullable LockMode lock, List<Hazard> found, @Nullable String reason,
			@Nullable String look) {
		add(step(operation, object, action, statements, mode, scans, lock, found, reason, look));
	}

	private MigrationStep step(Operation operation, SchemaObject object, String action, List<String> statements,
			TransactionMode mode, boolean scans, @Nullable LockMode lock, List<Hazard> found, @Nullable String reason,
			@Nullable String look) {
		if (operation.joins()) {
			this.below.add(operation.id().name());
		}
		Set<QualifiedName> tables = (lock != null) ? locked(operation, object) : Set.of();
		if (operation.kind == Operation.Kind.DROP) {
			this.dropped.add(operation.id());
		}
		Undo undo = this.undoing.of(operation, object, action);
		return new MigrationStep(changeOf(operation), action, statements, mode, scans, tables.isEmpty() ? null : lock,
				tables, found, reason, look, undo.statements(), undo.irreversible());
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

	private Set<QualifiedName> locked(Operation operation, SchemaObject object) {
		ObjectName id = object.id();
		if (operation.kind == Operation.Kind.RENAME && id.table() == null) {
			return Set.of(id.name());
		}
		Set<QualifiedName> tables = new LinkedHashSet<>();
		QualifiedName table = (id.table() != null) ? id.table() : id.name();
		tables.add(table);
		Aspect aspect = (operation.change instanceof Alter alter && alter.desired().id().equals(id)) ? alter.aspect()
				: null;
		if (reachesParts(operation, object, aspect)) {
			addParts(tables, table, reachesHeirs(id.kind()));
		}
		if (object instanceof Constraint constraint && constraint.references() != null) {
			tables.add(constraint.references());
			addParts(tables, constraint.references(), false);
		}
		if (object instanceof Table part) {
			addParents(tables, part);
			if (this.live.relation(part.name()) instanceof Table before) {
				addParents(tables, before);
			}
			if (operation.kind != Operation.Kind.ALTER || aspect == Aspect.PARTITION_OF) {
				addReferenced(tables, part);
				if (this.live.relation(part.name()) instanceof Table before) {
					addReferenced(tables, before);
				}
			}
		}
		if (object.id().kind() == ObjectKind.DOMAIN) {
			tables.addAll(this.live.tablesWith(object.id()));
		}
		// What is made anew is a table of the plan's own by then.
		tables
			.removeIf((name) -> !(this.live.relation(name) instanceof Table) || (operation.kind == Operation.Kind.CREATE
					&& this.dropped.contains(ObjectName.of(ObjectKind.TABLE, name))));
		return tables;
	}

	/**
	 * Whether a statement about part of a table is one about the tables below it, too.
	 */
	private static boolean reachesParts(Operation operation, SchemaObject object, @Nullable Aspect aspect) {
		if (aspect == Aspect.STORAGE || aspect == Aspect.COMPRESSION || aspect == Aspect.STATISTICS
				|| aspect == Aspect.PARAMETERS || aspect == Aspect.COMMENT) {
			return false;
		}
		return switch (object.id().kind()) {
			case COLUMN, PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY, TRIGGER -> true;
			case INDEX -> operation.kind == Operation.Kind.DROP || !(object instanceof Index index && index.only());
			default -> false;
		};
	}

	/** The columns of a primary key are NOT NULL in heirs, too. */
	private static boolean reachesHeirs(ObjectKind kind) {
		return kind == ObjectKind.COLUMN || kind == ObjectKind.CHECK || kind == ObjectKind.PRIMARY_KEY;
	}

	void addParts(Set<QualifiedName> tables, QualifiedName table, boolean heirs) {
		Stream
			.concat(this.live.below(table).stream(),
					this.desired.below(table).stream().filter((part) -> this.below.contains(part.name())))
			.filter((part) -> heirs || table.equals(part.parent()))
			.map(Table::name)
			.filter(tables::add)
			.forEach((part) -> addParts(tables, part, heirs));
	}

	private void addReferenced(Set<QualifiedName> tables, Table table) {
		Stream
			.concat(table.constraints().stream(),
					table.attached()
						.stream()
						.map(AttachedPart::object)
						.filter(Constraint.class::isInstance)
						.map(Constraint.class::cast))
			.map(Constraint::references)
			.filter(Objects::nonNull)
			.forEach((referenced) -> {
				tables.add(referenced);
				addParts(tables, referenced, false);
			});
	}

	/** A partition that comes or goes is held against those that are there. */
	private void addParents(Set<QualifiedName> tables, Table part) {
		tables.addAll(part.inherits());
		if (part.parent() != null) {
			tables.add(part.parent());
			if (this.live.relation(part.parent()) instanceof Table parent) {
				addReferenced(tables, parent);
			}
			this.live.keysOn(part.parent()).forEach((key) -> {
				tables.add(key.table());
				addParts(tables, key.table(), false);
			});
			this.live.partitions(part.parent()).stream().filter(Table::defaultPartition).forEach((sibling) -> {
				tables.add(sibling.name());
				addParts(tables, sibling.name(), false);
			});
		}
	}

	/** The default partition that is there and stays. */
	@Nullable Table defaultPartition(@Nullable QualifiedName parent) {
		return (parent == null) ? null
				: this.live.partitions(parent)
					.stream()
					.filter((table) -> table.defaultPartition() && !this.gone.contains(table.name()))
					.findFirst()
					.orElse(null);
	}

	/**
	 * Whether PostgreSQL can take a partition out of a large table without a lock on it:
	 * not next to a default partition, and not where others refer to the rows.
	 */
	boolean detachesConcurrently(Operation operation, Table partition) {
		QualifiedName parent = partition.parent();
		return parent != null && big(parent) && !this.rework && !this.joined.contains(operation.id().name())
				&& this.live.partitions(parent)
					.stream()
					.noneMatch((sibling) -> sibling.defaultPartition() || sibling.detachPending())
				&& this.live.keysOn(parent).isEmpty();
	}

	/** Those that are there and stay, and those that the plan makes or attaches. */
	List<Table> allPartitions(QualifiedName parent) {
		return Stream
			.concat(this.live.partitions(parent).stream().filter((table) -> !this.gone.contains(table.name())),
					this.desired.partitions(parent)
						.stream()
						.filter((table) -> this.created.contains(table.name()) || this.joined.contains(table.name())))
			.toList();
	}

	/** What is to be a partition's part of an index of its parent. */
	Index part(Table partition, Index index) {
		AttachedPart part = ((this.desired.relation(partition.name()) instanceof Table after) ? after : partition)
			.partOf(index);
		String name = (part != null) ? part.object().id().name().name() : PartitionNames.of(partition, index);
		return new Index(partition.name(), name, index.definition(), index.unique(), true, false, index.columns(),
				List.of(), false, null);
	}

	/** Whether an index is there by itself, or will be. */
	boolean made(Index index) {
		return Stream.of(ObjectKind.INDEX, ObjectKind.PRIMARY_KEY, ObjectKind.UNIQUE, ObjectKind.EXCLUSION)
			.map((kind) -> ObjectName.part(kind, index.table(), index.name()))
			.anyMatch((name) -> this.made.contains(name) || this.live.find(name) instanceof Constraint
					|| (this.live.find(name) instanceof Index there && there.valid() && there.alike(index)));
	}

	/** The index or check of this name that an interrupted run has left. */
	@Nullable SchemaObject left(ObjectKind kind, QualifiedName table, String name) {
		return this.live.find(ObjectName.part(kind, table, name));
	}

	/** Whether a column is there already, and with its type. */
	boolean ready(QualifiedName table, String column) {
		return this.live.relation(table) instanceof Table before && this.desired.relation(table) instanceof Table after
				&& before.column(column)
					.map(Column::type)
					.filter((type) -> after.column(column).map(Column::type).filter(type::equals).isPresent())
					.isPresent();
	}

}
