package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;

/**
 * New columns of large tables of which each row has a value of its own. The column comes
 * without values and with its default for new rows; the rows that are there get theirs in
 * batches. A check for the time being, which always holds since others go on changing
 * rows without a value, tells the next run that they have not all got one.
 */
final class ColumnFill {

	/**
	 * A megabyte's rows at a time, by where they lie, which takes no index. Rows that
	 * others hold, or move on, are left for the next time around; nobody waits for more
	 * than one batch. Where the default itself gives NULL, there is no next time.
	 */
	private static final String FILL = """

			#variable_conflict use_column
			DECLARE
				part regclass;
				place bigint;
				without boolean;
				complete boolean := false;
			BEGIN
				WHILE NOT complete AND EXISTS (
					SELECT FROM %1$s WHERE %2$s IS NULL AND tableoid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'r')) LOOP
					FOR part IN
						WITH RECURSIVE tree AS (
							SELECT %3$s::regclass::oid AS oid
							UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
						SELECT c.oid::regclass FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid WHERE c.relkind = 'r'
					LOOP
						FOR place IN 0..pg_catalog.pg_relation_size(part) / pg_catalog.current_setting('block_size')::bigint BY 128 LOOP
							EXECUTE pg_catalog.format(%4$s, part, '(' || place || ',0)', '(' || place + 128 || ',0)') INTO without;
							complete := complete OR without;
							COMMIT;
						END LOOP;
					END LOOP;
					PERFORM pg_catalog.pg_sleep(0.1);
				END LOOP;
			END
			""";

	private static final String BATCH = "WITH filled AS (UPDATE ONLY %%1$s SET %1$s = DEFAULT WHERE ctid = ANY (ARRAY("
			+ "SELECT ctid FROM ONLY %%1$s WHERE ctid >= %%2$L AND ctid < %%3$L AND %1$s IS NULL FOR NO KEY UPDATE SKIP LOCKED))"
			+ " RETURNING %1$s AS value) SELECT pg_catalog.count(*) > pg_catalog.count(value) FROM filled";

	private static final String QUOTE = "$automigrate$";

	private final Steps steps;

	private final ConstraintSteps constraints;

	private final Set<String> resumed = new HashSet<>();

	ColumnFill(Steps steps, ConstraintSteps constraints) {
		this.steps = steps;
		this.constraints = constraints;
	}

	/**
	 * Whether a column can be filled: it has a default, its type takes NULL, and to write
	 * to its table does nothing else.
	 */
	static boolean possible(Column column, Dependencies live, LiveFacts facts) {
		return column.defaultExpression() != null && column.identity() == null && column.generation() == null
				&& !facts.rewrites(empty(column)) && live.relation(column.table()) instanceof Table table
				&& identified(table) && writes(table, live);
	}

	/** Without that, the rows of a table that is published take no UPDATE. */
	private static boolean identified(Table table) {
		return !table.replicaIdentity().equals("DEFAULT")
				|| table.constraints().stream().anyMatch((key) -> key.kind() == Constraint.Kind.PRIMARY_KEY);
	}

	private static boolean writes(Table table, Dependencies live) {
		return !table.forceRowSecurity() && !table.replicaIdentity().equals("NOTHING")
				&& table.triggers()
					.stream()
					.noneMatch((trigger) -> trigger.definition().split(" ON ", 2)[0].contains("UPDATE"))
				&& live.below(table.name()).stream().allMatch((part) -> writes(part, live));
	}

	/** The column as it is until it is filled, and before it has its default. */
	private static Column empty(Column column) {
		return new Column(column.table(), column.name(), column.type(), column.collation(), null, null, null, null,
				false, column.local(), column.storage(), column.compression(), column.statistics(), column.parameters(),
				column.uses(), column.grants(), column.comment());
	}

	/**
	 * Add a column to a large table.
	 * @return whether there is a way that does not write the table anew
	 */
	boolean create(Operation operation, Column column) {
		if (!this.steps.big(column.table()) || !this.steps.facts.rewrites(column)
				|| !possible(column, this.steps.live, this.steps.facts)) {
			return false;
		}
		String name = Identifier.quote(column.name());
		List<String> statements = new ArrayList<>(this.steps.ddl.create(empty(column), (part) -> true));
		statements.add("ALTER TABLE " + column.table().quoted() + " ALTER COLUMN " + name + " SET DEFAULT "
				+ column.defaultExpression());
		Constraint check = ConstraintSteps.check(column.table(), helper(column.id()), name + " IS NOT NULL OR true");
		statements.add(this.steps.ddl.addNotValid(check));
		this.steps.add(operation, check, "create", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
				List.of(), "without values yet, so that the table is not rewritten; the check is for the time being",
				null);
		fill(operation, column);
		complete(operation, column);
		return true;
	}

	/**
	 * Go on with a column that an interrupted run has not filled.
	 * @return whether there is such a check, which then needs nothing more
	 */
	boolean resume(Column column) {
		if (column.defaultExpression() == null || !begun(column.id(), this.steps.live)) {
			return false;
		}
		if (!this.resumed.contains(helper(column.id())) && this.steps.live.find(column.id()) instanceof Column before) {
			Alter alter = new Alter(before, column, Aspect.NULLABILITY, null, null);
			Operation operation = new Operation(Operation.Kind.ALTER, alter, column, null);
			fill(operation, column);
			if (before.notNull() == null) {
				complete(operation, column);
			}
			else {
				drop(operation, column);
			}
		}
		return true;
	}

	/**
	 * Go on with the column that a check is about, if that is one of ours.
	 * @return whether the check needs not be dropped any more
	 */
	boolean resume(Constraint check) {
		for (String name : check.columns()) {
			ObjectName id = ObjectName.part(ObjectKind.COLUMN, check.table(), name);
			if (check.name().equals(helper(id)) && this.steps.desired.find(id) instanceof Column column) {
				return resume(column);
			}
		}
		return false;
	}

	private void fill(Operation operation, Column column) {
		String name = Identifier.quote(column.name());
		this.resumed.add(helper(column.id()));
		String body = FILL.formatted(column.table().quoted(), name, Identifier.literal(column.table().quoted()),
				Identifier.literal(BATCH.formatted(name.replace("%", "%%"))));
		this.steps.add(operation, "fill",
				List.of("DO " + (body.contains(QUOTE) ? Identifier.literal(body) : QUOTE + body + QUOTE)),
				TransactionMode.NONE, true, null, List.of(),
				"in batches that are committed one by one: the table has " + this.steps.facts.size(column.table()),
				null);
		this.steps.analyze(operation, column.table(), column.name());
	}

	private void complete(Operation operation, Column column) {
		if (column.notNull() != null) {
			this.constraints.notNullOnceFilled(operation,
					new Alter(empty(column), column, Aspect.NULLABILITY, null, null), column);
		}
		drop(operation, column);
	}

	/** Last of all, so that until then the next run knows where to go on. */
	private void drop(Operation operation, Column column) {
		this.steps.add(operation, "complete",
				List.of(this.steps.ddl.dropConstraint(column.table(), helper(column.id()))), TransactionMode.SHARED,
				false, LockMode.ACCESS_EXCLUSIVE, List.of(), null, null);
	}

	/** Whether an interrupted run has left a column without all of its values. */
	static boolean begun(ObjectName column, Dependencies live) {
		return column.table() != null
				&& live.find(ObjectName.part(ObjectKind.CHECK, column.table(), helper(column))) != null;
	}

	private static String helper(ObjectName column) {
		return Names.temporary("fill", column.table() + "." + column.name().name());
	}

}
