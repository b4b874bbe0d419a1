package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Undoes steps, so that after a run that has failed the old version can write whatever it
 * could write before. What was added is dropped, what was replaced is as it was; what is
 * only less strict than before stays. Steps that rebuild an object on the way undo to the
 * old one, since a type cannot change back underneath the new one.
 */
final class Undoing {

	private final Steps steps;

	/** Whether objects have to go again, as far as that is known. */
	private final Map<ObjectName, Boolean> inTheWay = new HashMap<>();

	Undoing(Steps steps) {
		this.steps = steps;
	}

	/**
	 * Return what undoes a step.
	 * @param operation what the step is part of
	 * @param object what it is about
	 * @param action what it does, as the step says it
	 */
	Undo of(Operation operation, SchemaObject object, String action) {
		if (object instanceof Constraint helper && Names.ours(helper.id())) {
			return helper(operation, helper, action);
		}
		return switch (action) {
			case "validate", "comment on", "grant on", "fill", "complete", "clean up", "replicate by" -> Undo.NONE;
			case "build" -> build((Index) object, inTheWay(object));
			case "prepare" -> prepare(operation, object);
			case "attach part of" -> attachPart(object);
			case "rename the new" -> renamedToTheOld((Alter) operation.change);
			case "drop the old" -> (operation.change instanceof Alter alter) ? dropped(alter.live(), false) : Undo.NONE;
			case "detach", "finish detaching" ->
				(operation.change instanceof Alter alter && alter.live() instanceof Table from) ? detached(from)
						: Undo.NONE;
			default -> of(operation);
		};
	}

	private Undo of(Operation operation) {
		SchemaObject object = operation.object;
		return switch (operation.kind) {
			case CREATE -> created(operation, object);
			case DROP -> dropped(object, operation.because != null || this.steps.creates(object.id()));
			case RENAME -> renamed((Rename) operation.change);
			case ALTER -> altered((Alter) operation.change);
		};
	}

	private Undo renamed(Rename rename) {
		ObjectName now = rename.object();
		String there = switch (now.kind()) {
			case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX -> Undo.relation(now.name());
			case ENUM -> rename.live().id().equals(now)
					? Undo.label((EnumType) rename.live(), (EnumType) rename.desired()) : Undo.type(now.name());
			case COLUMN -> Undo.column(Objects.requireNonNull(now.table()), now.name().name());
			case PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY ->
				Undo.constrained(Objects.requireNonNull(now.table()), now.name().name());
			default -> null;
		};
		SchemaObject renamed = rename.desired();
		SchemaObject before = rename.live();
		String back = this.steps.ddl.rename(new Rename(renamed, before));
		return Undo.of((there != null) ? Undo.only(there, back) : back);
	}

	/** A check for the time being, or the one that tells that a column is not filled. */
	private Undo helper(Operation operation, Constraint helper, String action) {
		if (action.equals("create") && operation.object instanceof Column column) {
			return Undo.of(Undo.only(Undo.constrained(column.table(), helper.name()),
					this.steps.ddl.drop(column).replace(" DROP COLUMN ", " DROP COLUMN IF EXISTS ")));
		}
		return action.equals("prepare") ? Undo.of(dropConstraint(helper.table(), helper.name())) : Undo.NONE;
	}

	private static String dropConstraint(QualifiedName table, String name) {
		return "ALTER TABLE " + table.quoted() + " DROP CONSTRAINT IF EXISTS " + Identifier.quote(name);
	}

	/** A new index that took the name of the old one is not to be taken for it. */
	private static Undo renamedToTheOld(Alter alter) {
		if (!(alter.live() instanceof Index from && alter.desired() instanceof Index to)
				|| !(from.unique() || to.unique())) {
			return Undo.NONE;
		}
		QualifiedName now = to.id().name();
		String before = IndexSteps.successor(to);
		return Undo.of(Undo.only(Undo.relation(now) + " AND NOT (" + Undo.relation(now.sibling(before)) + ")",
				"ALTER INDEX " + now.quoted() + " RENAME TO " + Identifier.quote(before)));
	}

	private static String ifThere(String statement) {
		return statement.replace(" DROP ATTRIBUTE ", " DROP ATTRIBUTE IF EXISTS ");
	}

	/** An index that only serves queries is of use if it is complete. */
	private static Undo build(Index index, boolean inTheWay) {
		QualifiedName name = index.id().name();
		return Undo.of((index.unique() || inTheWay) ? "DROP INDEX CONCURRENTLY IF EXISTS " + name.quoted()
				: Undo.only(Undo.incomplete(name), "DROP INDEX " + name.quoted()));
	}

	/** The index of a partitioned table, or the replica identity by a new index. */
	private Undo prepare(Operation operation, SchemaObject object) {
		if (object instanceof Index index && index.only()) {
			return Undo.of(index.unique() ? "DROP INDEX IF EXISTS " + index.id().name().quoted()
					: Undo.only(Undo.incomplete(index.id().name()), "DROP INDEX " + index.id().name().quoted()));
		}
		return (operation.change instanceof Alter alter && alter.live() instanceof Index from) ? Undo.of("ALTER TABLE "
				+ from.table().quoted() + " REPLICA IDENTITY USING INDEX " + Identifier.quote(from.name())) : Undo.NONE;
	}

	/** A part that is attached goes with the whole. */
	private Undo attachPart(SchemaObject part) {
		if (!(part instanceof Index index && index.unique()
				&& this.steps.desired.relation(index.table()) instanceof Table partition)) {
			return Undo.NONE;
		}
		return partition.attached()
			.stream()
			.filter((attached) -> attached.object().id().name().equals(index.id().name()))
			.findFirst()
			.map((attached) -> Undo.of("DROP INDEX IF EXISTS "
					+ Objects.requireNonNull(partition.parent()).sibling(attached.to()).quoted()))
			.orElse(Undo.NONE);
	}

	private Undo created(Operation operation, SchemaObject object) {
		QualifiedName table = object.id().table();
		boolean inTheWay = inTheWay(object);
		if (table != null && !this.steps.existing(table) && !inTheWay) {
			return Undo.NONE;
		}
		SchemaObject before = this.steps.live.find(object.id());
		boolean again = operation.because != null || before != null || onRetyped(object) || inTheWay;
		if (object instanceof Column column) {
			return (before == null) ? ((refuses(column) || inTheWay) ? dropColumn(column) : Undo.NONE)
					: (before instanceof Column old && old.generation() != null) ? dropColumn(column) : Undo.NONE;
		}
		if (object instanceof Constraint constraint) {
			return constraint.definition().endsWith(" NOT ENFORCED") ? Undo.NONE : dropConstraint(constraint);
		}
		String name = object.id().name().quoted();
		return switch (object.id().kind()) {
			case TABLE -> inTheWay ? dropIfEmpty((Table) object) : besideDefault((Table) object);
			case SEQUENCE, ENUM, DOMAIN, COMPOSITE -> inTheWay ? Undo.of(dropIfExists(object)) : Undo.NONE;
			case DEFAULT -> again ? Undo.of(this.steps.ddl.drop(object)) : Undo.NONE;
			case INDEX -> (((Index) object).unique() || operation.because != null || inTheWay
					|| (before instanceof Index old && old.unique())) ? Undo.of("DROP INDEX IF EXISTS " + name)
							: Undo.NONE;
			case TRIGGER, POLICY -> Undo.of(dropIfExists(object));
			case VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE ->
				(again && !operation.standIn && !operation.replacesStandIn) ? Undo.of(dropIfExists(object)) : Undo.NONE;
			default -> Undo.NONE;
		};
	}

	private static boolean refuses(Column column) {
		return Gate.needsValues(column) || column.generation() != null;
	}

	/**
	 * Whether an object that is made has to go again for what was there before: it has
	 * the name of something else, or needs what has to go.
	 */
	private boolean inTheWay(SchemaObject object) {
		Boolean known = this.inTheWay.get(object.id());
		if (known == null) {
			// Whoever needs each other in a circle goes for another reason, or stays.
			this.inTheWay.put(object.id(), false);
			known = (hasName(object) && this.steps.takesName(object)) || needsWhatGoes(object);
			this.inTheWay.put(object.id(), known);
		}
		return known;
	}

	private static boolean hasName(SchemaObject object) {
		return switch (object.id().kind()) {
			case TABLE, SEQUENCE, ENUM, DOMAIN, COMPOSITE, VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE, INDEX -> true;
			default -> false;
		};
	}

	private boolean needsWhatGoes(SchemaObject object) {
		return Stream
			.concat(Stream.of(object),
					Dependencies.partsOrDefault(object).stream().filter((part) -> !Ordering.separate(part)))
			.flatMap((part) -> this.steps.desired.needs(part).stream())
			.filter((needed) -> !needed.equals(object.id()) && this.steps.creates(needed))
			.map(this.steps.desired::find)
			.filter(Objects::nonNull)
			.anyMatch((needed) -> goes(needed) || inTheWay(needed));
	}

	/** Whether what undoes the making of an object drops it anyway. */
	private boolean goes(SchemaObject object) {
		boolean again = this.steps.live.find(object.id()) != null;
		return switch (object.id().kind()) {
			case VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE -> again;
			case COLUMN -> !again && refuses((Column) object) && this.steps.existing(object.id().table());
			default -> false;
		};
	}

	/** No rows are lost of a table that was made for a release that did not start. */
	private static Undo dropIfEmpty(Table table) {
		String name = table.name().quoted();
		return Undo.of(Undo.only(Undo.relation(table.name()),
				Undo.only("NOT EXISTS (SELECT FROM " + name + ")", "DROP TABLE " + name)));
	}

	/**
	 * The default partition takes no rows that a new one is for, unless that goes empty.
	 */
	private Undo besideDefault(Table table) {
		QualifiedName parent = table.parent();
		if (parent == null || !this.steps.existing(parent) || this.steps.defaultPartition(parent) == null) {
			return Undo.NONE;
		}
		String name = table.name().quoted();
		return Undo.of(Undo.only(Undo.attached(table.name(), parent), Undo.only("NOT EXISTS (SELECT FROM " + name + ")",
				"ALTER TABLE " + parent.quoted() + " DETACH PARTITION " + name)));
	}

	/** What uses a column that gets another type in the plan. */
	private boolean onRetyped(SchemaObject object) {
		return this.steps.desired.needs(object)
			.stream()
			.anyMatch((needed) -> this.steps.live.find(needed) instanceof Column from
					&& this.steps.desired.find(needed) instanceof Column to && !from.type().equals(to.type()));
	}

	private Undo dropColumn(Column column) {
		return Undo.of(this.steps.ddl.drop(column).replace(" DROP COLUMN ", " DROP COLUMN IF EXISTS "));
	}

	private String dropIfExists(SchemaObject object) {
		String drop = this.steps.ddl.drop(object);
		String kind = object.id().kind().label().toUpperCase(Locale.ROOT);
		return drop.replaceFirst("^DROP " + kind + " ", "DROP " + kind + " IF EXISTS ");
	}

	/**
	 * The columns of a primary key are NOT NULL because of it, and stay so without it.
	 */
	private Undo dropConstraint(Constraint constraint) {
		List<String> statements = new ArrayList<>();
		statements.add(dropConstraint(constraint.table(), constraint.name()));
		if (constraint.kind() == Constraint.Kind.PRIMARY_KEY
				&& this.steps.live.relation(constraint.table()) instanceof Table before) {
			constraint.columns()
				.stream()
				.flatMap((name) -> before.column(name).stream())
				.filter((column) -> column.notNull() == null)
				.forEach((column) -> statements.add(dropNotNull(column)));
		}
		return Undo.of(statements);
	}

	private static String dropNotNull(Column column) {
		return "ALTER TABLE " + column.table().quoted() + " ALTER COLUMN " + Identifier.quote(column.name())
				+ " DROP NOT NULL";
	}

	/**
	 * Make again what was dropped.
	 * @param again whether the plan makes it again, too, as it should be
	 */
	private Undo dropped(SchemaObject object, boolean again) {
		if (Names.ours(object.id())) {
			return Undo.NONE;
		}
		if (object instanceof Constraint constraint) {
			return dropped(constraint, again);
		}
		if (object instanceof Index index) {
			boolean needed = (index.unique() || again) && index.valid() && !index.only();
			boolean online = this.steps.big(index.table()) && !this.steps.partitioned(index.table());
			return needed ? Undo.of((online ? this.steps.ddl.createConcurrently(index, index.name())
					: this.steps.ddl.create(index, (part) -> true).get(0))
				.replaceFirst("INDEX (CONCURRENTLY )?", "INDEX $1IF NOT EXISTS ")) : Undo.NONE;
		}
		List<String> statements = new ArrayList<>();
		switch (object.id().kind()) {
			case COLUMN -> {
				if (!(object instanceof Column column && column.generation() != null)) {
					return Undo.IRREVERSIBLE;
				}
				create(object).forEach(
						(statement) -> statements.add(statement.replace(" ADD COLUMN ", " ADD COLUMN IF NOT EXISTS ")));
			}
			case TABLE, SEQUENCE, EXTENSION, SCHEMA -> {
				return Undo.IRREVERSIBLE;
			}
			case TRIGGER, POLICY -> {
				statements.add(dropIfExists(object));
				statements.addAll(create(object));
			}
			case VIEW -> create(object).forEach(
					(statement) -> statements.add(statement.replaceFirst("^CREATE VIEW ", "CREATE OR REPLACE VIEW ")));
			case MATERIALIZED_VIEW -> create(object).forEach((statement) -> statements
				.add(statement.replaceFirst("^CREATE MATERIALIZED VIEW ", "CREATE MATERIALIZED VIEW IF NOT EXISTS ")));
			case ENUM, DOMAIN, COMPOSITE ->
				statements.add(Undo.only("NOT " + Undo.type(object.id().name()), create(object).get(0)));
			default -> statements.addAll(create(object));
		}
		if (object instanceof View view) {
			Dependencies.parts(view).forEach((part) -> {
				statements.add(dropIfExists(part));
				statements.addAll(create(part));
			});
		}
		return Undo.of(statements);
	}

	private List<String> create(SchemaObject object) {
		return this.steps.ddl.create(object, (part) -> true);
	}

	/**
	 * A key is made again for those that write {@code ON CONFLICT}, without blocking
	 * others where the table is large. A check or foreign key that was only dropped is
	 * missed by no writer.
	 */
	private Undo dropped(Constraint constraint, boolean again) {
		QualifiedName table = constraint.table();
		String missing = "NOT " + Undo.constrained(table, constraint.name());
		if (!constraint.kind().indexed()) {
			List<String> statements = new ArrayList<>();
			if (again) {
				statements.add(Undo.only(missing, this.steps.ddl.addNotValid(constraint)));
				if (constraint.valid() && !constraint.definition().endsWith(" NOT ENFORCED")) {
					statements.add(this.steps.ddl.validate(table, constraint.name()));
				}
			}
			return Undo.of(statements);
		}
		Index index = KeyIndex.of(constraint);
		if (index != null && this.steps.big(table) && !this.steps.partitioned(table)) {
			return Undo.of(
					this.steps.ddl.createConcurrently(index, index.name())
						.replace("CONCURRENTLY ", "CONCURRENTLY IF NOT EXISTS "),
					Undo.only(missing, IndexSteps.takeOver(constraint, index.name())));
		}
		return Undo.of(Undo.only(missing, create(constraint).get(0)));
	}

	private Undo altered(Alter alter) {
		SchemaObject from = alter.live();
		SchemaObject to = alter.desired();
		if (from instanceof Column before && to instanceof Column after) {
			return altered(alter, before, after);
		}
		if (from instanceof Table before && to instanceof Table after) {
			return altered(alter, before, after);
		}
		if (from instanceof Domain before && to instanceof Domain after) {
			return altered(alter, before, after);
		}
		return switch (alter.aspect()) {
			case DEFINITION -> {
				List<String> back = back(alter);
				yield (from instanceof Index) ? Undo.NONE : (back != null) ? Undo.of(back) : dropAndMake(from, to);
			}
			case ROLES, ENABLED, REVOKES, OPTIONS, DEFAULT, SCHEMA -> Undo.of(nullToEmpty(back(alter)));
			case PARAMETERS -> (from instanceof View) ? Undo.of(nullToEmpty(back(alter))) : Undo.NONE;
			case ATTRIBUTES -> new Undo(nullToEmpty(back(alter)).stream().map(Undoing::ifThere).toList(),
					from instanceof CompositeType before && to instanceof CompositeType after && loses(before, after));
			case VERSION -> Undo.IRREVERSIBLE;
			default -> (from instanceof ColumnDefault) ? Undo.of(create(from)) : Undo.NONE;
		};
	}

	/** Whether attributes go, with what they hold. */
	static boolean loses(CompositeType before, CompositeType after) {
		return before.attributes()
			.stream()
			.anyMatch((attribute) -> after.attributes()
				.stream()
				.noneMatch((other) -> other.name().equals(attribute.name())));
	}

	private Undo dropAndMake(SchemaObject from, SchemaObject to) {
		return Undo.of(Stream.concat(Stream.of(dropIfExists(to)), dropped(from, true).statements().stream()).toList());
	}

	private @Nullable List<String> back(Alter alter) {
		Aspect aspect = (alter.aspect() == Aspect.REVOKES) ? Aspect.GRANTS : alter.aspect();
		return this.steps.ddl.alter(new Alter(alter.desired(), alter.live(), aspect, alter.to(), alter.from()));
	}

	private static List<String> nullToEmpty(@Nullable List<String> statements) {
		return (statements != null) ? statements : List.of();
	}

	private Undo altered(Alter alter, Column from, Column to) {
		String column = "ALTER TABLE " + to.table().quoted() + " ALTER COLUMN " + Identifier.quote(to.name());
		return switch (alter.aspect()) {
			case TYPE -> retyped(from, to);
			case NULLABILITY ->
				(to.notNull() != null && from.notNull() == null && this.steps.live.find(to.id()) != null)
						? Undo.of(dropNotNull(to)) : Undo.NONE;
			case IDENTITY -> {
				List<String> back = new ArrayList<>();
				if (from.identity() == null || to.identity() == null) {
					back.add(column + " DROP IDENTITY IF EXISTS");
				}
				if (from.identity() != null) {
					back.addAll(nullToEmpty(back(alter)));
				}
				yield Undo.of(back);
			}
			case GENERATION ->
				(from.generation() != null && to.generation() != null) ? Undo.of(nullToEmpty(back(alter))) : Undo.NONE;
			case NOT_NULL_SCOPE, SEQUENCE_NAME, REVOKES -> Undo.of(nullToEmpty(back(alter)));
			default -> Undo.NONE;
		};
	}

	/** What is wider only takes as much as before. */
	private Undo retyped(Column from, Column to) {
		boolean other = this.steps.desired.needs(to)
			.stream()
			.filter(this.steps::creates)
			.map(this.steps.desired::find)
			.anyMatch((type) -> type != null && inTheWay(type));
		if (!TypeChange.takes(from.type(), to.type()) && !other) {
			return Undo.NONE;
		}
		// A type that has the name of another converts as the new one does.
		LiveFacts.Conversion conversion = other ? LiveFacts.Conversion.viaText(from)
				: this.steps.facts.conversion(to, from);
		if (!conversion.possible()) {
			return Undo.IRREVERSIBLE;
		}
		boolean loses = TypeChange.between(from.type(), to.type()) == TypeChange.LOSSY
				|| TypeChange.between(to.type(), from.type()) == TypeChange.LOSSY;
		return new Undo(
				List.of(this.steps.ddl.alterType(from, (from.generation() != null) ? null : conversion.using())),
				loses && from.generation() == null);
	}

	private Undo altered(Alter alter, Domain from, Domain to) {
		String domain = "ALTER DOMAIN " + to.name().quoted();
		return switch (alter.aspect()) {
			case CHECKS -> Undo.of(to.checks()
				.stream()
				.filter((check) -> from.checks()
					.stream()
					.noneMatch((other) -> other.name().equals(check.name())
							&& other.definition().equals(check.definition())))
				.map((check) -> domain + " DROP CONSTRAINT IF EXISTS " + Identifier.quote(check.name()))
				.toList());
			case NULLABILITY -> (to.notNull() != null) ? Undo.of(domain + " DROP NOT NULL") : Undo.NONE;
			case DEFAULT, REVOKES -> Undo.of(nullToEmpty(back(alter)));
			default -> Undo.NONE;
		};
	}

	private Undo altered(Alter alter, Table from, Table to) {
		return switch (alter.aspect()) {
			case PARTITION_OF -> (to.parent() != null) ? attached(to, to.parent()) : detached(from);
			case ROW_SECURITY -> to.rowSecurity() ? Undo.of(nullToEmpty(back(alter))) : Undo.NONE;
			case FORCE_ROW_SECURITY -> to.forceRowSecurity() ? Undo.of(nullToEmpty(back(alter))) : Undo.NONE;
			case INHERITANCE -> Undo.of(
					Stream
						.concat(to.inherits()
							.stream()
							.filter((parent) -> !from.inherits().contains(parent))
							.map((parent) -> inherit(from, parent, false)),
								from.inherits()
									.stream()
									.filter((parent) -> !to.inherits().contains(parent))
									.map((parent) -> inherit(from, parent, true)))
						.toList());
			case REPLICA_IDENTITY, REVOKES -> Undo.of(nullToEmpty(back(alter)));
			case PARTITION_KEY -> Undo.IRREVERSIBLE;
			default -> Undo.NONE;
		};
	}

	private static String inherit(Table table, QualifiedName parent, boolean inherit) {
		return Undo.only((inherit ? "NOT " : "") + Undo.attached(table.name(), parent),
				"ALTER TABLE " + table.name().quoted() + (inherit ? " INHERIT " : " NO INHERIT ") + parent.quoted());
	}

	/** With what the parent has given it, and it keeps. */
	private Undo attached(Table partition, QualifiedName parent) {
		List<String> statements = new ArrayList<>();
		statements.add(Undo.only(Undo.attached(partition.name(), parent),
				"ALTER TABLE " + parent.quoted() + " DETACH PARTITION " + partition.name().quoted()));
		for (AttachedPart part : partition.attached()) {
			SchemaObject object = part.object();
			if (this.steps.live.find(object.id()) == null && !ConstraintSteps.has(this.steps, partition, object)) {
				if (object instanceof Constraint constraint) {
					statements.add(dropConstraint(partition.name(), constraint.name()));
				}
				else if (object instanceof Index index && index.unique()) {
					statements.add("DROP INDEX IF EXISTS " + index.id().name().quoted());
				}
			}
		}
		return Undo.of(statements);
	}

	private static Undo detached(Table partition) {
		QualifiedName parent = partition.parent();
		if (parent == null) {
			return Undo.NONE;
		}
		String alter = "ALTER TABLE " + parent.quoted();
		String name = partition.name().quoted();
		return Undo.of(
				Undo.only(Undo.pending(partition.name(), parent), alter + " DETACH PARTITION " + name + " FINALIZE"),
				Undo.only("NOT " + Undo.attached(partition.name(), parent),
						alter + " ATTACH PARTITION " + name + " " + partition.boundsClause()));
	}

}
