package io.automigrate.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.ObjectName;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.AddColumn;
import io.automigrate.diff.SchemaChange.AddConstraint;
import io.automigrate.diff.SchemaChange.AlterObject;
import io.automigrate.diff.SchemaChange.CreateEnum;
import io.automigrate.diff.SchemaChange.CreateExtension;
import io.automigrate.diff.SchemaChange.CreateIndex;
import io.automigrate.diff.SchemaChange.CreateNamespace;
import io.automigrate.diff.SchemaChange.CreateSequence;
import io.automigrate.diff.SchemaChange.CreateTable;
import io.automigrate.diff.SchemaChange.DropObject;
import io.automigrate.diff.SchemaChange.SetComment;
import io.automigrate.diff.SchemaChange.SetSequenceOwner;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.OtherObject;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Turns differences into a plan under a policy.
 */
public final class Planner {

	private static final String OWN_MIGRATION = "Change it by a statement of your own, or change what is asked for.";

	private final ChangePolicy policy;

	private final Predicate<QualifiedName> hasRows;

	private final List<RefusedChange> refused = new ArrayList<>();

	/** Columns that will not be there. */
	private final Set<List<Object>> missingColumns = new HashSet<>();

	/** Keys that will not be there, for the foreign keys that refer to them. */
	private final Set<List<Object>> missingKeys = new HashSet<>();

	private Planner(ChangePolicy policy, Predicate<QualifiedName> hasRows) {
		this.policy = policy;
		this.hasRows = hasRows;
	}

	/**
	 * Make a plan.
	 * @param changes what differs
	 * @param notCompared what is there but was not compared
	 * @param policy how far the plan may go
	 * @param hasRows asked of tables that are to get a column that rows would have to
	 * fill
	 * @param defaultSchema the schema that unqualified names mean
	 * @return the plan; the same arguments give the same plan
	 */
	public static MigrationPlan plan(List<SchemaChange> changes, List<OtherObject> notCompared, ChangePolicy policy,
			Predicate<QualifiedName> hasRows, String defaultSchema) {
		return new Planner(policy, hasRows).plan(changes, notCompared, defaultSchema);
	}

	private MigrationPlan plan(List<SchemaChange> changes, List<OtherObject> notCompared, String defaultSchema) {
		List<ObjectName> unmanaged = changes.stream()
			.filter(DropObject.class::isInstance)
			.map(SchemaChange::object)
			.toList();
		List<MigrationStep> steps = inOrder(changes).stream()
			.filter(this::letThrough)
			.map((change) -> new MigrationStep(change, Ddl.of(change)))
			.toList();
		return new MigrationPlan(steps, this.refused, unmanaged, notCompared, defaultSchema);
	}

	private boolean letThrough(SchemaChange change) {
		if (change instanceof AlterObject alter) {
			String differences = alter.differences()
				.stream()
				.map(SchemaChange.Difference::toString)
				.collect(Collectors.joining("; "));
			return refuse(change, "differs: " + differences, OWN_MIGRATION);
		}
		if (this.policy == ChangePolicy.VALIDATE) {
			return refuse(change, "is missing and the policy is VALIDATE",
					"Create it by a statement of your own, or set migration.schema.policy=CREATE.");
		}
		if (change instanceof AddColumn add && needsValues(add.column()) && this.hasRows.test(add.table())) {
			return refuse(change, "cannot be added: it is NOT NULL without a default, and the table has rows",
					"Give it a default (in JPA: @ColumnDefault), make it nullable, or add and fill it by statements of your own.");
		}
		String lacking = lacking(change);
		if (lacking != null) {
			return refuse(change, "is held back: it needs " + lacking, "See there.");
		}
		return true;
	}

	private static boolean needsValues(Column column) {
		return column.notNull() && column.defaultExpression() == null && column.identity() == null
				&& column.generation() == null;
	}

	private boolean refuse(SchemaChange change, String reason, String wayOut) {
		this.refused.add(new RefusedChange(change, reason, wayOut));
		if (change instanceof AddColumn add) {
			this.missingColumns.add(List.of(add.table(), add.column().name()));
		}
		else if (change instanceof CreateTable create) {
			create.table()
				.columns()
				.forEach((column) -> this.missingColumns.add(List.of(create.table().name(), column.name())));
		}
		else if (change instanceof AddConstraint add) {
			this.missingKeys.add(key(add.table(), add.constraint().columns()));
		}
		return false;
	}

	private static List<Object> key(QualifiedName table, List<String> columns) {
		return List.of(table, new LinkedHashSet<>(columns));
	}

	/** What a change needs and will not find, or {@code null}. */
	private @Nullable String lacking(SchemaChange change) {
		if (change instanceof AddColumn add) {
			return lackingColumn(add.table(), add.column().uses());
		}
		if (change instanceof CreateIndex create) {
			return lackingColumn(create.table(), create.index().columns());
		}
		if (change instanceof SetSequenceOwner set && set.sequence().ownedBy() != null) {
			return lackingColumn(set.sequence().ownedBy().table(), List.of(set.sequence().ownedBy().column()));
		}
		if (change instanceof AddConstraint add) {
			Constraint constraint = add.constraint();
			String own = lackingColumn(add.table(), constraint.columns());
			if (own != null || constraint.references() == null) {
				return own;
			}
			String other = lackingColumn(constraint.references(), constraint.referencedColumns());
			if (other == null
					&& this.missingKeys.contains(key(constraint.references(), constraint.referencedColumns()))) {
				return "a key of " + constraint.references().quoted() + " that is refused";
			}
			return other;
		}
		return null;
	}

	private @Nullable String lackingColumn(QualifiedName table, List<String> columns) {
		return columns.stream()
			.filter((column) -> this.missingColumns.contains(List.of(table, column)))
			.findFirst()
			.map((column) -> "column " + column + " of " + table.quoted() + ", which is refused")
			.orElse(null);
	}

	/**
	 * Put each change after what it needs. A stable sort by kind does: what a kind needs
	 * is of an earlier one, except for partitions, which come by their depth.
	 */
	private static List<SchemaChange> inOrder(List<SchemaChange> changes) {
		Map<QualifiedName, QualifiedName> parents = new HashMap<>();
		for (SchemaChange change : changes) {
			if (change instanceof CreateTable create && create.table().parent() != null) {
				parents.put(create.table().name(), create.table().parent());
			}
		}
		return changes.stream()
			.filter((change) -> !(change instanceof DropObject))
			.sorted(Comparator.comparing(Planner::phase).thenComparing((change) -> depth(change, parents)))
			.toList();
	}

	private static int depth(SchemaChange change, Map<QualifiedName, QualifiedName> parents) {
		int depth = 0;
		if (change instanceof CreateTable create) {
			for (QualifiedName parent = parents.get(create.table().name()); parent != null; parent = parents
				.get(parent)) {
				depth++;
			}
		}
		return depth;
	}

	private static Phase phase(SchemaChange change) {
		if (change instanceof AddConstraint add) {
			return (add.constraint().kind() == Constraint.Kind.FOREIGN_KEY) ? Phase.FOREIGN_KEY : Phase.CONSTRAINT;
		}
		if (change instanceof AddColumn add) {
			return add.column().uses().isEmpty() ? Phase.COLUMN : Phase.GENERATED_COLUMN;
		}
		return Stream.of(Phase.values())
			.filter((phase) -> phase.type == change.getClass())
			.findFirst()
			.orElse(Phase.OTHER);
	}

	private enum Phase {

		NAMESPACE(CreateNamespace.class), EXTENSION(CreateExtension.class), ENUM(CreateEnum.class),
		SEQUENCE(CreateSequence.class), TABLE(CreateTable.class), COLUMN(AddColumn.class),
		GENERATED_COLUMN(SchemaChange.class), OWNERSHIP(SetSequenceOwner.class), CONSTRAINT(SchemaChange.class),
		INDEX(CreateIndex.class), FOREIGN_KEY(SchemaChange.class), COMMENT(SetComment.class), OTHER(AlterObject.class);

		private final Class<? extends SchemaChange> type;

		Phase(Class<? extends SchemaChange> type) {
			this.type = type;
		}

	}

}
