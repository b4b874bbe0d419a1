package io.automigrate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Constraints of large tables: first only for new rows, then, while others write, for
 * those that are there.
 */
final class ConstraintSteps {

	private static final int NOT_NULL_CONSTRAINTS = 180000;

	private static final String SHORT = "not validated yet: only new rows are checked, so the lock is short";

	private final Steps steps;

	ConstraintSteps(Steps steps) {
		this.steps = steps;
	}

	/**
	 * Add a foreign key or check.
	 * @return whether there is a way that lets everybody go on
	 */
	boolean create(Operation operation, Constraint constraint) {
		boolean foreign = constraint.kind() == Constraint.Kind.FOREIGN_KEY;
		if (!constraint.valid() || constraint.definition().endsWith(" NOT ENFORCED")
				|| (foreign && this.steps.partitioned(constraint.table())
						&& this.steps.facts.serverVersion() < NOT_NULL_CONSTRAINTS)) {
			return false;
		}
		List<String> statements = new ArrayList<>();
		statements.add(this.steps.ddl.addNotValid(constraint));
		statements.addAll(this.steps.ddl.afterwards(constraint));
		this.steps.add(operation, "create", statements, TransactionMode.SHARED, false,
				foreign ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, List.of(), SHORT, null);
		validate(operation, constraint.table(), constraint.name(), Probes.of(constraint));
		return true;
	}

	void validate(Operation operation, QualifiedName table, String constraint, @Nullable String probe) {
		this.steps.add(operation, "validate", List.of(this.steps.ddl.validate(table, constraint)), TransactionMode.OWN,
				true, LockMode.SHARE_UPDATE_EXCLUSIVE, this.steps.hazards.of(operation.change), reads(table), probe);
	}

	private String reads(QualifiedName table) {
		return "reads the table without keeping anybody waiting: it has " + this.steps.facts.size(table);
	}

	/** A NOT NULL constraint of its own where there is such a thing, else a check. */
	void notNull(Operation operation, Alter alter, Column column) {
		if (this.steps.facts.serverVersion() >= NOT_NULL_CONSTRAINTS && !this.steps.partitioned(column.table())) {
			this.steps.add(operation, "alter", List.of(this.steps.ddl.addNotNullNotValid(column)),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(), SHORT, null);
			Column.NotNull notNull = Objects.requireNonNull(column.notNull());
			if (notNull.valid()) {
				validate(operation, column.table(), Objects.requireNonNull(notNull.name()), Probes.nulls(column));
			}
			return;
		}
		String helper = notNullHelper(column);
		Constraint left = (Constraint) this.steps.left(ObjectKind.CHECK, column.table(), helper);
		if (left == null) {
			this.steps.add(operation, "prepare",
					List.of("ALTER TABLE " + column.table().quoted() + " ADD CONSTRAINT " + Identifier.quote(helper)
							+ " CHECK (" + Identifier.quote(column.name()) + " IS NOT NULL) NOT VALID"),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"a check for the time being, which is validated without keeping anybody waiting", null);
		}
		if (left == null || !left.valid()) {
			validate(operation, column.table(), helper, Probes.nulls(column));
		}
		List<String> statements = new ArrayList<>(Objects.requireNonNull(this.steps.ddl.alter(alter)));
		statements.add(this.steps.ddl.dropConstraint(column.table(), helper));
		this.steps.add(operation, "alter", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
				List.of(), "the check has shown that there are no NULLs, so the table is not read again", null);
	}

	static String notNullHelper(Column column) {
		return Names.temporary("not_null", column.table() + "." + column.name());
	}

	/**
	 * Make a large table a partition: what a check has shown of its rows is not looked
	 * for again under the stronger lock.
	 */
	void attach(Operation operation, Alter alter, Table to) {
		boolean rejoins = this.steps.live.relation(to.name()) instanceof Table before && before.parent() != null;
		String condition = (!rejoins && this.steps.desired.relation(to.parent()) instanceof Table parent
				&& this.steps.big(to.name())) ? this.steps.facts.partitionCondition(to, parent) : null;
		List<String> statements = new ArrayList<>(Objects.requireNonNull(this.steps.ddl.alter(alter)));
		if (condition == null) {
			this.steps.add(operation, "alter", statements, TransactionMode.SHARED, this.steps.big(to.name()),
					LockMode.ACCESS_EXCLUSIVE, this.steps.hazards.of(alter), null, null);
			return;
		}
		String helper = attachHelper(to);
		Constraint left = (Constraint) this.steps.left(ObjectKind.CHECK, to.name(), helper);
		if (left == null) {
			this.steps.add(operation, "prepare",
					List.of("ALTER TABLE " + to.name().quoted() + " ADD CONSTRAINT " + Identifier.quote(helper)
							+ " CHECK (" + condition + ") NOT VALID"),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"a check for the time being, which is validated without keeping anybody waiting", null);
		}
		if (left == null || !left.valid()) {
			validate(operation, to.name(), helper, null);
		}
		statements.add(this.steps.ddl.dropConstraint(to.name(), helper));
		this.steps.add(operation, "alter", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
				List.of(), "the check has shown that the rows belong there, so the table is not read again", null);
	}

	static String attachHelper(Table table) {
		return Names.temporary("attach", table.name() + " " + table.parent() + " " + table.bounds());
	}

}
