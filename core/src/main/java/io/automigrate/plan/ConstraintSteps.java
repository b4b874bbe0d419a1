package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.SchemaObject;
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

	/** How the checks are dropped that have been made ahead for partitions. */
	private final Map<QualifiedName, List<String>> shown = new HashMap<>();

	private final Map<QualifiedName, Proof> proofs = new HashMap<>();

	/** The checks for the time being. */
	private final Set<String> helpers = new HashSet<>();

	ConstraintSteps(Steps steps) {
		this.steps = steps;
	}

	/**
	 * Add a foreign key or check.
	 * @return whether there is a way that lets everybody go on
	 */
	boolean create(Operation operation, Constraint constraint) {
		boolean foreign = constraint.kind() == Constraint.Kind.FOREIGN_KEY;
		if ((this.steps.joins(constraint) && this.steps.between()) || !constraint.valid()
				|| constraint.definition().endsWith(" NOT ENFORCED")
				|| (foreign && this.steps.partitioned(constraint.table())
						&& this.steps.facts.serverVersion() < NOT_NULL_CONSTRAINTS)) {
			return false;
		}
		List<String> statements = new ArrayList<>();
		statements.add(this.steps.ddl.addNotValid(constraint));
		statements.addAll(this.steps.ddl.afterwards(constraint));
		this.steps.add(operation, "create", statements, TransactionMode.SHARED, false,
				foreign ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE, List.of(), SHORT, null);
		validateLater(operation, constraint);
		return true;
	}

	/** A check is validated before its table joins another, which asks for that. */
	void validateLater(Operation operation, Constraint constraint) {
		List<String> statements = List.of(this.steps.ddl.validate(constraint.table(), constraint.name()));
		String look = Looks.of(constraint, this.steps);
		if (this.steps.joins(constraint)) {
			boolean between = this.steps.between();
			this.steps.add(operation, "validate", statements, between ? TransactionMode.SHARED : TransactionMode.OWN,
					true, LockMode.SHARE_UPDATE_EXCLUSIVE, hazards(operation),
					between ? null : reads(constraint.table()), look);
			return;
		}
		this.steps.validate(operation, statements, LockMode.SHARE_UPDATE_EXCLUSIVE, hazards(operation),
				reads(constraint.table()), look);
	}

	/** What is made anew for another's sake holds already. */
	private List<Hazard> hazards(Operation operation) {
		return (operation.because != null) ? List.of() : this.steps.hazards.of(operation.change);
	}

	private void validate(Operation operation, QualifiedName table, String constraint, @Nullable String look) {
		this.steps.add(operation, "validate", List.of(this.steps.ddl.validate(table, constraint)), TransactionMode.OWN,
				true, LockMode.SHARE_UPDATE_EXCLUSIVE, hazards(operation), reads(table), look);
	}

	private String reads(QualifiedName table) {
		return "reads the table without keeping anybody waiting: it has " + this.steps.facts.size(table);
	}

	/** A NOT NULL constraint of its own where there is such a thing, else a check. */
	void notNull(Operation operation, Alter alter, Column column) {
		notNull(operation, alter, column, Looks.nulls(column, this.steps));
	}

	/**
	 * The same for a column whose values the steps before it write: they are not there
	 * yet.
	 */
	void notNullOnceFilled(Operation operation, Alter alter, Column column) {
		notNull(operation, alter, column, null);
	}

	private void notNull(Operation operation, Alter alter, Column column, @Nullable String look) {
		if (this.steps.facts.serverVersion() >= NOT_NULL_CONSTRAINTS && !this.steps.partitioned(column.table())) {
			this.steps.add(operation, "alter", this.steps.ddl.addNotNullNotValid(column), TransactionMode.SHARED, false,
					LockMode.ACCESS_EXCLUSIVE, List.of(), SHORT, null);
			Column.NotNull notNull = Objects.requireNonNull(column.notNull());
			if (notNull.valid()) {
				validate(operation, column.table(), Objects.requireNonNull(notNull.name()), look);
			}
			return;
		}
		String helper = notNullHelper(column);
		Constraint left = (Constraint) this.steps.left(ObjectKind.CHECK, column.table(), helper);
		if (left == null) {
			Constraint check = check(column.table(), helper, Identifier.quote(column.name()) + " IS NOT NULL");
			this.steps.add(operation, check, "prepare", List.of(this.steps.ddl.addNotValid(check)),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"a check for the time being, which is validated without keeping anybody waiting", null);
		}
		if (left == null || !left.valid()) {
			validate(operation, column.table(), helper, look);
		}
		List<String> statements = new ArrayList<>(Objects.requireNonNull(this.steps.ddl.alter(alter)));
		statements.add(this.steps.ddl.dropConstraint(column.table(), helper));
		this.steps.add(operation, "alter", statements, TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE,
				List.of(), "the check has shown that there are no NULLs, so the table is not read again", null);
	}

	/**
	 * Check what a domain asks for where large tables use it.
	 * @return whether there are such tables, and something to check
	 */
	boolean domain(Operation operation, Alter alter, Domain domain) {
		List<QualifiedName> large = this.steps.live.tablesWith(domain.id()).stream().filter(this.steps::big).toList();
		if (large.isEmpty()) {
			return false;
		}
		List<Hazard> found = new ArrayList<>(this.steps.hazards.of(alter));
		large.forEach((table) -> found.add(new Hazard(HazardCode.BLOCKS_WRITES, domain.id(),
				"table " + table.quoted() + " is read while nobody writes it", this.steps.facts.size(table))));
		List<String> statements = Objects.requireNonNull(this.steps.ddl.alter(alter));
		if (alter.aspect() == Aspect.NULLABILITY && domain.notNull() != null) {
			this.steps.add(operation, "alter", statements, TransactionMode.OWN, true, LockMode.SHARE, found, null,
					look(alter, domain));
			return true;
		}
		if (alter.aspect() != Aspect.CHECKS) {
			return false;
		}
		String validate = "ALTER DOMAIN " + domain.name().quoted() + " VALIDATE CONSTRAINT ";
		List<String> validations = statements.stream().filter((statement) -> statement.startsWith(validate)).toList();
		List<String> others = statements.stream().filter((statement) -> !validations.contains(statement)).toList();
		if (!others.isEmpty()) {
			this.steps.add(operation, "alter", others, TransactionMode.SHARED, false, LockMode.SHARE, List.of(),
					validations.isEmpty() ? null : SHORT, null);
		}
		String look = look(alter, domain);
		validations.forEach(
				(validation) -> this.steps.validate(operation, List.of(validation), LockMode.SHARE, found, null, look));
		return true;
	}

	/** At the values that break what a domain demands from now on. */
	@Nullable String look(Alter alter, Domain domain) {
		Domain before = (Domain) alter.live();
		return switch (alter.aspect()) {
			case NULLABILITY -> Looks.ofDomain(domain, this.steps, List.of(), domain.notNull() != null);
			case CHECKS -> Looks.ofDomain(domain, this.steps,
					domain.checks()
						.stream()
						.filter((check) -> check.valid() && !before.checks().contains(check))
						.toList(),
					false);
			default -> null;
		};
	}

	static String notNullHelper(Column column) {
		return Names.temporary("not_null", column.table() + "." + column.name());
	}

	/**
	 * Make a table a partition: what checks have shown of its rows, and of those of the
	 * default partition, is not looked for again under the stronger lock.
	 */
	void attach(Operation operation, Alter alter, Table to) {
		List<String> statements = new ArrayList<>(Objects.requireNonNull(this.steps.ddl.alter(alter)));
		statements.addAll(shown(operation, to));
		List<Hazard> found = new ArrayList<>();
		boolean own = proof(to).own() != null;
		String missing = missing(to);
		if (!own) {
			found.addAll(this.steps.hazards.of(alter));
		}
		boolean reads = this.steps.big(to.name()) && !(own && missing == null);
		if (reads) {
			found.add(new Hazard(HazardCode.BLOCKS_WRITES, operation.id(),
					((missing != null) ? missing + " is made for it"
							: "the table is read to see whether its rows belong there")
							+ ", and nobody reads or writes it meanwhile",
					this.steps.facts.size(to.name())));
		}
		this.steps.add(operation, "alter", statements, TransactionMode.SHARED, reads, LockMode.ACCESS_EXCLUSIVE, found,
				own ? "the check has shown that the rows belong there, so they are not looked at again" : null,
				own ? null : lookAtRows(to));
	}

	/**
	 * At the rows that do not belong there, or those of the default partition that do.
	 */
	private @Nullable String lookAtRows(Table to) {
		return (this.steps.live.relation(to.name()) instanceof Table && this.steps.existing(to.parent())
				&& this.steps.desired.relation(to.parent()) instanceof Table parent)
						? lookOutside(to.name(), parent, this.steps.facts.partitionCondition(to, parent)) : null;
	}

	/**
	 * Look at the rows of the default partition that a new one would have to have.
	 * @return the query, or {@code null} if there is no such partition
	 */
	@Nullable String lookAtDefault(Table to) {
		return uses(defaultHelper(to)) ? null : lookBeside(to);
	}

	private @Nullable String lookBeside(Table to) {
		Table other = this.steps.existing(to.parent()) ? this.steps.defaultPartition(to.parent()) : null;
		if (other == null || other.name().equals(to.name())
				|| !(this.steps.desired.relation(to.parent()) instanceof Table parent)) {
			return null;
		}
		String condition = this.steps.facts.partitionCondition(to, parent);
		return lookOutside(other.name(), parent, (condition != null) ? "NOT (" + condition + ")" : null);
	}

	private @Nullable String lookOutside(QualifiedName table, Table parent, @Nullable String condition) {
		List<String> columns = parent.columns()
			.stream()
			.map(Column::name)
			.filter((column) -> (condition != null) && condition.matches("(?s).*\\b" + Pattern.quote(column) + "\\b.*"))
			.toList();
		return (condition != null) ? Looks.outside(table, columns, condition) : null;
	}

	/**
	 * What PostgreSQL makes for a new partition as its parent has it, if the table has no
	 * such thing.
	 */
	private @Nullable String missing(Table to) {
		return to.attached()
			.stream()
			.map(AttachedPart::object)
			.filter((part) -> !has(this.steps, to, part))
			.map((part) -> part.id().display(to.name().schema()))
			.findFirst()
			.orElse(null);
	}

	/** Whether a table has what its parent would give it. */
	static boolean has(Steps steps, Table table, SchemaObject part) {
		String definition = definition(part);
		return definition == null || (steps.live.relation(table.name()) instanceof Table before && Stream
			.concat(Dependencies.parts(before).stream(), before.attached().stream().map(AttachedPart::object))
			.anyMatch((there) -> definition.equals(definition(there))));
	}

	/** What it takes to read a table for: an index, a key, a foreign key. */
	private static @Nullable String definition(SchemaObject part) {
		if (part instanceof Index index) {
			return index.unique() + index.definition();
		}
		return (part instanceof Constraint constraint && constraint.kind() != Constraint.Kind.CHECK)
				? constraint.definition() : null;
	}

	/**
	 * Show by checks that a table can be a partition, where that means to read large
	 * ones.
	 * @return the statements that drop the checks again
	 */
	List<String> shown(Operation operation, Table to) {
		List<String> known = this.shown.get(to.name());
		if (known != null) {
			return known;
		}
		List<String> drops = new ArrayList<>();
		Proof proof = proof(to);
		if (proof.own() != null) {
			show(operation, to, attachHelper(to), proof.own(), this.steps.hazards.of(operation.change), lookAtRows(to));
			drops.add(this.steps.ddl.dropConstraint(to.name(), attachHelper(to)));
		}
		Table other = proof.beside();
		if (other != null) {
			Alter beside = new Alter(other, other, Aspect.PARTITION_OF, null, null);
			show(new Operation(Operation.Kind.ALTER, beside, other, null), other, defaultHelper(to),
					"NOT (" + proof.condition() + ")",
					List.of(new Hazard(HazardCode.CAN_FAIL_ON_DATA, to.id(),
							"it fails if the default partition has rows that belong there, and takes no new ones from now on",
							this.steps.facts.size(other.name()))),
					lookBeside(to));
			drops.add(this.steps.ddl.dropConstraint(other.name(), defaultHelper(to)));
		}
		return drops;
	}

	/**
	 * What is to be shown of the rows of a partition that is to be, and of those of the
	 * default partition beside it.
	 */
	private Proof proof(Table to) {
		return this.proofs.computeIfAbsent(to.name(), (name) -> {
			Table other = this.steps.existing(to.parent()) ? this.steps.defaultPartition(to.parent()) : null;
			boolean beside = other != null && !other.name().equals(name) && this.steps.big(other.name());
			boolean own = this.steps.big(name);
			String condition = ((own || beside) && this.steps.desired.relation(to.parent()) instanceof Table parent)
					? this.steps.facts.partitionCondition(to, parent) : null;
			return (condition == null) ? Proof.NONE
					: new Proof(condition, own ? condition : null, beside ? other : null);
		});
	}

	private record Proof(@Nullable String condition, @Nullable String own, @Nullable Table beside) {

		private static final Proof NONE = new Proof(null, null, null);

	}

	/**
	 * Find the checks that partitions come and go with, so that those of them that an
	 * interrupted run has left stay. What a table that changes its bounds has to show is
	 * shown before it leaves its parent, so that it is back soon.
	 */
	void prepare(List<Operation> operations) {
		for (Operation operation : operations) {
			if (operation.kind == Operation.Kind.CREATE && operation.object instanceof Table to
					&& to.parent() != null) {
				expect(to);
			}
			else if (operation.change instanceof Alter alter && alter.aspect() == Aspect.PARTITION_OF
					&& alter.live() instanceof Table from && alter.desired() instanceof Table to) {
				if (to.parent() != null) {
					expect(to);
				}
				else if (from.detachPending() || condition(operation, from) != null) {
					this.helpers.add(detachHelper(from));
				}
			}
		}
		for (Operation operation : operations) {
			if (operation.joins() && operation.change instanceof Alter alter && alter.aspect() == Aspect.PARTITION_OF
					&& alter.desired() instanceof Table to
					&& this.steps.live.relation(to.name()) instanceof Table before && before.parent() != null
					&& !before.detachPending()) {
				this.shown.put(to.name(), shown(operation, to));
			}
		}
	}

	private void expect(Table to) {
		Proof proof = proof(to);
		if (proof.own() != null) {
			this.helpers.add(attachHelper(to));
		}
		if (proof.beside() != null) {
			this.helpers.add(defaultHelper(to));
		}
	}

	/** Whether a check that an interrupted run has left is what this one wants. */
	boolean uses(String helper) {
		return this.helpers.contains(helper);
	}

	/**
	 * Have a check show what PostgreSQL would look for in the rows under a strong lock.
	 */
	private void show(Operation operation, Table table, String helper, String condition, List<Hazard> found,
			@Nullable String look) {
		Constraint check = check(table.name(), helper, condition);
		Constraint left = (Constraint) this.steps.left(ObjectKind.CHECK, table.name(), helper);
		if (left == null) {
			this.steps.add(operation, check, "prepare", List.of(this.steps.ddl.addNotValid(check)),
					TransactionMode.SHARED, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"a check for the time being, which is validated without keeping anybody waiting", null);
		}
		if (left == null || !left.valid()) {
			this.steps.add(operation, check, "validate", List.of(this.steps.ddl.validate(table.name(), helper)),
					TransactionMode.OWN, true, LockMode.SHARE_UPDATE_EXCLUSIVE, found, reads(table.name()), look);
		}
	}

	static Constraint check(QualifiedName table, String name, String condition) {
		return new Constraint(table, name, Constraint.Kind.CHECK, "CHECK (" + condition + ")", true, List.of(), null,
				List.of(), null, false, null);
	}

	/**
	 * Take a partition out of a large table, which readers and writers of the rest do not
	 * notice. PostgreSQL would leave a check of its own choice with the rows, unless one
	 * shows the same.
	 * @return whether that is possible
	 */
	boolean detach(Operation operation, Alter alter, Table from) {
		if (from.detachPending()) {
			this.steps.add(operation, "finish detaching", Objects.requireNonNull(this.steps.ddl.alter(alter)),
					TransactionMode.NONE, false, LockMode.ACCESS_EXCLUSIVE, List.of(),
					"it was begun by a run that was interrupted", null);
		}
		else {
			String condition = condition(operation, from);
			if (condition == null) {
				return false;
			}
			show(operation, from, detachHelper(from), condition, List.of(), null);
			this.steps.add(operation, "detach",
					Objects.requireNonNull(this.steps.ddl.alter(alter))
						.stream()
						.map((statement) -> statement + " CONCURRENTLY")
						.toList(),
					TransactionMode.NONE, true, LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(),
					"concurrently, so that nobody waits for it but, in the end, who uses the partition by its own name",
					null);
		}
		if (!from.detachPending() || this.steps.left(ObjectKind.CHECK, from.name(), detachHelper(from)) != null) {
			this.steps.add(operation, "clean up",
					List.of(this.steps.ddl.dropConstraint(from.name(), detachHelper(from))), TransactionMode.SHARED,
					false, LockMode.ACCESS_EXCLUSIVE, List.of(), null, null);
		}
		return true;
	}

	/**
	 * What to show of a partition that goes, or {@code null} if it cannot go
	 * concurrently.
	 */
	private @Nullable String condition(Operation operation, Table from) {
		return (this.steps.detachesConcurrently(operation, from)
				&& this.steps.live.relation(from.parent()) instanceof Table parent)
						? this.steps.facts.partitionCondition(from, parent) : null;
	}

	static String detachHelper(Table table) {
		return Names.temporary("detach", table.name().toString());
	}

	static String defaultHelper(Table table) {
		return Names.temporary("default", table.name() + " " + table.parent() + " " + table.bounds());
	}

	static String attachHelper(Table table) {
		return Names.temporary("attach", table.name() + " " + table.parent() + " " + table.bounds());
	}

}
