package io.automigrate.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.automigrate.ddl.Ddl;
import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Routine;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;

/**
 * Says what can go wrong with a change.
 */
final class Hazards {

	private static final String REWRITTEN = "the table is rewritten; reads and writes block until it is done";

	private final LiveFacts facts;

	private final Ddl ddl;

	private final Dependencies live;

	private final Dependencies desired;

	private final long onlineAbove;

	Hazards(LiveFacts facts, long onlineAbove, Ddl ddl, Dependencies live, Dependencies desired) {
		this.onlineAbove = onlineAbove;
		this.facts = facts;
		this.ddl = ddl;
		this.live = live;
		this.desired = desired;
	}

	List<Hazard> of(SchemaChange change) {
		List<Hazard> hazards = new ArrayList<>();
		if (change instanceof Drop drop) {
			drop(hazards, drop.live());
		}
		else if (change instanceof Create create) {
			create(hazards, create.desired());
		}
		else if (change instanceof Rename rename) {
			ObjectKind kind = rename.live().id().kind();
			if (kind == ObjectKind.TABLE || kind == ObjectKind.COLUMN || kind == ObjectKind.ENUM) {
				hazards.add(new Hazard(HazardCode.BREAKS_RUNNING_CODE, rename.live().id(),
						"applications that still say the old name fail from then on", null));
			}
		}
		else if (change instanceof Alter alter) {
			alter(hazards, alter);
		}
		return hazards;
	}

	private void drop(List<Hazard> hazards, SchemaObject object) {
		ObjectName id = object.id();
		switch (id.kind()) {
			case TABLE -> {
				if (!(object instanceof Table table && table.partitioning() != null && !hasPartitions(table))) {
					hazards.add(new Hazard(HazardCode.DELETES_DATA, id, "all rows of the table are deleted",
							size(id.name())));
				}
			}
			case COLUMN -> {
				if (((Column) object).generation() == null) {
					hazards.add(new Hazard(HazardCode.DELETES_DATA, id, "all values of the column are deleted",
							size(((Column) object).table())));
				}
			}
			case SEQUENCE -> {
				if (!becomesIdentity((Sequence) object)) {
					hazards.add(new Hazard(HazardCode.DELETES_DATA, id, "how far the sequence has counted is forgotten",
							null));
				}
			}
			case INDEX ->
				hazards.add(new Hazard(HazardCode.DROPS_INDEX, id, "queries that use the index become slow", null));
			case PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY -> hazards
				.add(new Hazard(HazardCode.WEAKENS_INTEGRITY, id, "rows that break the constraint are accepted", null));
			case FUNCTION, PROCEDURE -> hazards.add(new Hazard(HazardCode.UNTRACKED_DEPENDENCIES, id,
					"bodies of functions that call it, and applications, are not known to PostgreSQL", null));
			case TRIGGER -> hazards
				.add(new Hazard(HazardCode.CHANGES_BEHAVIOR, id, "what the trigger did is not done any more", null));
			case POLICY -> hazards.add(new Hazard(HazardCode.CHANGES_AUTHORIZATION, id,
					"rows are seen or changed by other roles than before", null));
			case VIEW, MATERIALIZED_VIEW ->
				hazards.add(new Hazard(HazardCode.BREAKS_RUNNING_CODE, id, "queries that read the view fail", null));
			case EXTENSION -> hazards.add(new Hazard(HazardCode.CHANGES_EXTENSION, id, "what came with it goes", null));
			default -> {
			}
		}
	}

	private boolean hasPartitions(Table table) {
		return this.live.dependents(table.id())
			.stream()
			.map(this.live::find)
			.anyMatch((object) -> object instanceof Table part && table.name().equals(part.parent()));
	}

	/** Identity goes on where the rows end, so nothing is forgotten. */
	private boolean becomesIdentity(Sequence sequence) {
		if (sequence.ownedBy() == null) {
			return false;
		}
		return this.desired.relation(sequence.ownedBy().table()) instanceof Table table
				&& table.column(sequence.ownedBy().column()).map((column) -> column.identity() != null).orElse(false);
	}

	private void create(List<Hazard> hazards, SchemaObject object) {
		if (object instanceof Constraint constraint && exists(constraint.table())) {
			hazards.addAll(ofNewConstraint(constraint));
		}
		else if (object instanceof Index index && index.unique() && exists(index.table())) {
			hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, index.id(), "it fails if values occur twice",
					size(index.table())));
		}
		else if (object instanceof Column column && exists(column.table())) {
			boolean filled = size(column.table()).above(this.onlineAbove)
					&& ColumnFill.possible(column, this.live, this.facts);
			if (!filled && this.facts.rewrites(column)) {
				hazards.add(new Hazard(HazardCode.REWRITES_TABLE, column.id(),
						"the table is rewritten to look at each row or give it its own value; reads and writes block until it is done",
						size(column.table())));
			}
		}
		else if (object instanceof Routine routine && !routine.tracked() && !routine.language().equals("c")) {
			hazards.add(new Hazard(HazardCode.UNTRACKED_DEPENDENCIES, routine.id(),
					"what its body uses is not known to PostgreSQL and shows when it is called", null));
		}
		else if (object.id().kind() == ObjectKind.POLICY && existsPart(object)) {
			hazards.add(new Hazard(HazardCode.CHANGES_AUTHORIZATION, object.id(),
					"rows are seen or changed by other roles than before", null));
		}
		else if (object.id().kind() == ObjectKind.TRIGGER && existsPart(object)) {
			hazards.add(new Hazard(HazardCode.CHANGES_BEHAVIOR, object.id(),
					"writing to the table does more than before", null));
		}
	}

	/** A column that is dropped and added again because of something else. */
	Hazard rewrites(Column column) {
		return new Hazard(HazardCode.REWRITES_TABLE, column.id(), REWRITTEN, size(column.table()));
	}

	private List<Hazard> ofNewConstraint(Constraint constraint) {
		String how = switch (constraint.kind()) {
			case PRIMARY_KEY, UNIQUE -> "it fails if values occur twice";
			case FOREIGN_KEY -> "it fails if rows refer to none";
			case CHECK -> "it fails if rows break it";
			case EXCLUSION -> "it fails if rows exclude each other";
		};
		return constraint.valid()
				? List.of(new Hazard(HazardCode.CAN_FAIL_ON_DATA, constraint.id(), how, size(constraint.table())))
				: List.of();
	}

	private boolean exists(QualifiedName table) {
		return this.live.relation(table) != null;
	}

	private boolean existsPart(SchemaObject part) {
		return part.id().table() != null && exists(Objects.requireNonNull(part.id().table()));
	}

	private void alter(List<Hazard> hazards, Alter alter) {
		SchemaObject from = alter.live();
		ObjectName id = from.id();
		if (from instanceof Column column) {
			column(hazards, alter, column, (Column) alter.desired());
			return;
		}
		switch (alter.aspect()) {
			case PARTITION_KEY -> hazards.add(new Hazard(HazardCode.DELETES_DATA, id,
					"a table cannot change its partition key, so it is dropped with all rows and made anew",
					size(id.name())));
			case PERSISTENCE, ACCESS_METHOD, TABLESPACE -> {
				if (from instanceof Table table && table.partitioning() == null) {
					hazards.add(new Hazard(HazardCode.REWRITES_TABLE, id, REWRITTEN, size(id.name())));
				}
			}
			case REPLICA_IDENTITY -> hazards
				.add(new Hazard(HazardCode.CHANGES_BEHAVIOR, id, "logical replication sends other columns", null));
			case ROW_SECURITY, FORCE_ROW_SECURITY, GRANTS, REVOKES, ROLES ->
				hazards.add(new Hazard(HazardCode.CHANGES_AUTHORIZATION, id,
						"somebody may see or do more, or less, than before", null));
			case PARTITION_OF -> {
				if (alter.desired() instanceof Table table && table.parent() != null) {
					hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, id,
							"it fails if rows are outside of the bounds", size(id.name())));
				}
			}
			case VALUES -> {
				if (this.ddl.alter(alter) == null) {
					hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, id, "it fails if a value that goes is in use",
							null));
					swap(hazards, id);
				}
			}
			case ATTRIBUTES -> {
				if (Rework.swaps(alter, this.ddl, this.live)) {
					swap(hazards, id);
				}
			}
			case CHECKS, NULLABILITY, TYPE -> {
				hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, id, "it fails if values break it", null));
				if (alter.aspect() == Aspect.TYPE) {
					swap(hazards, id);
				}
			}
			case VALIDITY -> {
				if (alter.desired() instanceof Constraint constraint) {
					hazards.addAll(ofNewConstraint(constraint));
				}
			}
			case VERSION, SCHEMA ->
				hazards.add(new Hazard(HazardCode.CHANGES_EXTENSION, id, "what comes with it changes", null));
			case ENABLED -> hazards.add(new Hazard(HazardCode.CHANGES_BEHAVIOR, id,
					"writing to the table does something else than before", null));
			case DEFINITION -> definition(hazards, alter);
			default -> {
			}
		}
	}

	private void swap(List<Hazard> hazards, ObjectName type) {
		this.live.tablesWith(type)
			.stream()
			.map(this::size)
			.max(Comparator.comparingLong(TableSize::bytes))
			.ifPresent((largest) -> hazards.add(new Hazard(HazardCode.REWRITES_TABLE, type,
					"tables with columns of the type are rewritten; reads and writes block until it is done",
					largest)));
	}

	private void definition(List<Hazard> hazards, Alter alter) {
		SchemaObject desired = alter.desired();
		if (desired instanceof Constraint constraint) {
			hazards.addAll(ofNewConstraint(constraint));
		}
		else if (desired instanceof Index || desired instanceof Routine) {
			create(hazards, desired);
		}
		else if (desired.id().kind() == ObjectKind.TRIGGER) {
			hazards.add(new Hazard(HazardCode.CHANGES_BEHAVIOR, desired.id(),
					"writing to the table does something else than before", null));
		}
		else if (desired.id().kind() == ObjectKind.POLICY) {
			hazards.add(new Hazard(HazardCode.CHANGES_AUTHORIZATION, desired.id(),
					"rows are seen or changed by other roles than before", null));
		}
		else if (desired instanceof View && this.ddl.alter(alter) == null) {
			hazards.add(new Hazard(HazardCode.BREAKS_RUNNING_CODE, desired.id(),
					"queries that use columns which go or change fail", null));
		}
	}

	private void column(List<Hazard> hazards, Alter alter, Column from, Column to) {
		TableSize size = size(from.table());
		ObjectName id = from.id();
		switch (alter.aspect()) {
			case NULLABILITY -> {
				if (to.notNull() != null && to.notNull().valid()) {
					hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, id, "it fails if there are NULLs", size));
				}
			}
			case VALIDITY -> {
				if (to.notNull() != null && to.notNull().valid()) {
					hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, id, "it fails if there are NULLs", size));
				}
			}
			case TYPE -> type(hazards, from, to, size);
			case GENERATION -> {
				if (this.ddl.alter(alter) == null && (from.generation() == null || to.generation() == null)) {
					hazards.add(new Hazard(HazardCode.DELETES_DATA, id,
							"PostgreSQL cannot change this in place, so the column is dropped with its values and made anew",
							size));
				}
				if (!(to.virtual() || to.generation() == null)) {
					hazards.add(new Hazard(HazardCode.REWRITES_TABLE, id, REWRITTEN, size));
				}
			}
			case GRANTS, REVOKES -> hazards.add(new Hazard(HazardCode.CHANGES_AUTHORIZATION, id,
					"somebody may see or do more, or less, than before", null));
			default -> {
			}
		}
	}

	private void type(List<Hazard> hazards, Column from, Column to, TableSize size) {
		String change = from.type() + " to " + to.type();
		if (from.generation() == null) {
			switch (TypeChange.between(from.type(), to.type())) {
				case LOSSY -> hazards.add(new Hazard(HazardCode.LOSES_PRECISION, from.id(),
						"values may be rounded or cut from " + change, size));
				case CAN_FAIL -> hazards.add(new Hazard(HazardCode.CAN_FAIL_ON_DATA, from.id(),
						"it fails if a value does not fit, from " + change, size));
				case LOSSLESS -> {
				}
			}
		}
		if (this.facts.conversion(from, to).rewrites()) {
			hazards.add(new Hazard(HazardCode.REWRITES_TABLE, from.id(),
					"the table and its indexes are rewritten; reads and writes block until it is done", size));
		}
	}

	private TableSize size(QualifiedName table) {
		return (this.live.relation(table) instanceof Table) ? this.facts.size(table) : TableSize.EMPTY;
	}

}
