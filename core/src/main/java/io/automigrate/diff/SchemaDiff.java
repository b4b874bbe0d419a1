package io.automigrate.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

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
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Compares two schemas.
 */
public final class SchemaDiff {

	private final List<SchemaChange> changes = new ArrayList<>();

	private SchemaDiff() {
	}

	/**
	 * Say what the live side lacks, in what it differs, and what it has beyond.
	 * @param live what there is
	 * @param desired what there should be
	 * @return the changes, by kind of object and then by name; empty if nothing differs
	 */
	public static List<SchemaChange> between(Schema live, Schema desired) {
		SchemaDiff diff = new SchemaDiff();
		diff.namespaces(ListDiff.of(live.namespaces(), desired.namespaces(), Namespace::name));
		ListDiff.of(live.extensions(), desired.extensions(), Extension::name)
			.missing()
			.forEach((extension) -> diff.changes.add(new CreateExtension(extension)));
		diff.enums(ListDiff.of(live.enums(), desired.enums(), EnumType::name));
		diff.sequences(ListDiff.of(live.sequences(), desired.sequences(), Sequence::name));
		diff.tables(ListDiff.of(live.tables(), desired.tables(), Table::name));
		return List.copyOf(diff.changes);
	}

	private void namespaces(ListDiff<Namespace> namespaces) {
		namespaces.missing().forEach((missing) -> this.changes.add(new CreateNamespace(missing)));
		namespaces.pairs().forEach((pair) -> {
			ObjectName object = new CreateNamespace(pair.live()).object();
			comment(object, "SCHEMA " + Identifier.quote(pair.live().name()), pair.live().comment(),
					pair.desired().comment());
		});
	}

	private void enums(ListDiff<EnumType> enums) {
		enums.missing().forEach((missing) -> this.changes.add(new CreateEnum(missing)));
		enums.surplus().forEach((surplus) -> drop(new CreateEnum(surplus)));
		enums.pairs().forEach((pair) -> {
			ObjectName object = new CreateEnum(pair.live()).object();
			alter(object, new Aspects().add("list of values", pair.live().labels(), pair.desired().labels()));
			comment(object, "TYPE " + pair.live().name().quoted(), pair.live().comment(), pair.desired().comment());
		});
	}

	private void sequences(ListDiff<Sequence> sequences) {
		sequences.missing().forEach((missing) -> {
			this.changes.add(new CreateSequence(missing));
			if (missing.ownedBy() != null) {
				this.changes.add(new SetSequenceOwner(missing));
			}
		});
		// One that a column owns goes with the column, and is told with it.
		sequences.surplus()
			.stream()
			.filter((surplus) -> surplus.ownedBy() == null)
			.forEach((surplus) -> drop(new CreateSequence(surplus)));
		sequences.pairs().forEach((pair) -> {
			ObjectName object = new CreateSequence(pair.live()).object();
			Aspects aspects = new Aspects().add("definition", pair.live().options(), pair.desired().options());
			if (pair.live().ownedBy() == null && pair.desired().ownedBy() != null) {
				this.changes.add(new SetSequenceOwner(pair.desired()));
			}
			else if (pair.desired().ownedBy() != null) {
				aspects.add("owner", pair.live().ownedBy(), pair.desired().ownedBy());
			}
			alter(object, aspects);
			comment(object, "SEQUENCE " + pair.live().name().quoted(), pair.live().comment(), pair.desired().comment());
		});
	}

	private void tables(ListDiff<Table> tables) {
		tables.missing().forEach(this::create);
		tables.surplus().forEach((surplus) -> drop(new CreateTable(surplus)));
		tables.pairs().forEach((pair) -> compare(pair.live(), pair.desired()));
	}

	private void create(Table table) {
		this.changes.add(new CreateTable(table));
		table.constraints()
			.stream()
			.filter((constraint) -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
			.forEach((key) -> this.changes.add(new AddConstraint(table.name(), key)));
		table.indexes().forEach((index) -> this.changes.add(new CreateIndex(table.name(), index)));
	}

	private void compare(Table live, Table desired) {
		QualifiedName table = desired.name();
		ObjectName object = new CreateTable(desired).object();
		alter(object,
				new Aspects().add("persistence", persistence(live), persistence(desired))
					.add("partition key", live.partitioning(), desired.partitioning())
					.add("parent", live.parent(), desired.parent())
					.add("partition bound", live.bounds(), desired.bounds()));
		comment(object, "TABLE " + table.quoted(), live.comment(), desired.comment());
		columns(table, ListDiff.of(live.columns(), desired.columns(), Column::name));
		constraints(table, live, desired);
		indexes(table, ListDiff.of(live.indexes(), desired.indexes(), Index::name,
				(index) -> List.of(index.definition(), index.unique())));
	}

	private static String persistence(Table table) {
		return table.unlogged() ? "unlogged" : "logged";
	}

	private void columns(QualifiedName table, ListDiff<Column> columns) {
		columns.missing().forEach((missing) -> this.changes.add(new AddColumn(table, missing)));
		columns.surplus().forEach((surplus) -> drop(new AddColumn(table, surplus)));
		columns.pairs().forEach((pair) -> {
			Column live = pair.live();
			Column desired = pair.desired();
			ObjectName object = new AddColumn(table, desired).object();
			alter(object,
					new Aspects().add("type", live.type(), desired.type())
						.add("nullability", nullability(live), nullability(desired))
						.add("default", live.defaultExpression(), desired.defaultExpression())
						.add("identity", identity(live.identity()), identity(desired.identity()))
						.add("generation expression", generation(live), generation(desired))
						.add("collation", live.collation(), desired.collation()));
			comment(object, "COLUMN " + table.quoted() + "." + Identifier.quote(desired.name()), live.comment(),
					desired.comment());
		});
	}

	private static String nullability(Column column) {
		return column.notNull() ? "NOT NULL" : "NULL";
	}

	/** The name of the sequence behind an identity says nothing about it. */
	private static @Nullable String identity(@Nullable Identity identity) {
		return (identity == null) ? null
				: (identity.always() ? "ALWAYS " : "BY DEFAULT ") + identity.options().clauses();
	}

	private static @Nullable String generation(Column column) {
		return (column.generation() == null) ? null : column.generation() + (column.virtual() ? " VIRTUAL" : " STORED");
	}

	/**
	 * Match by name, then by what a constraint demands: the same demand under another
	 * name is met. A primary key has no second beside it, so one is matched with any
	 * other.
	 */
	private void constraints(QualifiedName table, Table live, Table desired) {
		Function<Constraint, Object> primaryKeyOrDemand = (
				constraint) -> (constraint.kind() == Constraint.Kind.PRIMARY_KEY) ? constraint.kind()
						: List.of(constraint.kind(), constraint.definition());
		ListDiff<Constraint> constraints = ListDiff.of(inOrder(live), inOrder(desired), Constraint::name,
				primaryKeyOrDemand);
		constraints.missing().forEach((missing) -> this.changes.add(new AddConstraint(table, missing)));
		constraints.surplus().forEach((surplus) -> drop(new AddConstraint(table, surplus)));
		constraints.pairs().forEach((pair) -> {
			ObjectName object = new AddConstraint(table, pair.live()).object();
			alter(object, new Aspects().add("name", pair.live().name(), pair.desired().name())
				.add("definition", pair.live().definition(), pair.desired().definition()));
			comment(object, "CONSTRAINT " + Identifier.quote(pair.live().name()) + " ON " + table.quoted(),
					pair.live().comment(), pair.desired().comment());
		});
	}

	private static List<Constraint> inOrder(Table table) {
		return table.constraints()
			.stream()
			.sorted(Comparator.comparing(Constraint::kind).thenComparing(Constraint::name))
			.toList();
	}

	private void indexes(QualifiedName table, ListDiff<Index> indexes) {
		indexes.missing().forEach((missing) -> this.changes.add(new CreateIndex(table, missing)));
		indexes.surplus().forEach((surplus) -> drop(new CreateIndex(table, surplus)));
		indexes.pairs().forEach((pair) -> {
			ObjectName object = new CreateIndex(table, pair.live()).object();
			alter(object,
					new Aspects().add("name", pair.live().name(), pair.desired().name())
						.add("uniqueness", uniqueness(pair.live()), uniqueness(pair.desired()))
						.add("definition", pair.live().definition(), pair.desired().definition())
						.add("state", pair.live().valid() ? "valid" : "invalid, left by an interrupted build",
								pair.desired().valid() ? "valid" : "invalid"));
			comment(object, "INDEX " + table.sibling(pair.live().name()).quoted(), pair.live().comment(),
					pair.desired().comment());
		});
	}

	private static String uniqueness(Index index) {
		return index.unique() ? "unique" : "not unique";
	}

	private void drop(SchemaChange creation) {
		this.changes.add(new DropObject(creation.object()));
	}

	private void alter(ObjectName object, Aspects aspects) {
		if (!aspects.differences.isEmpty()) {
			this.changes.add(new AlterObject(object, aspects.differences));
		}
	}

	private void comment(ObjectName object, String sql, @Nullable String live, @Nullable String desired) {
		if (desired != null && live == null) {
			this.changes.add(new SetComment(object, sql, desired));
		}
		else if (desired != null) {
			alter(object, new Aspects().add("comment", live, desired));
		}
	}

	/** Collects in what two objects differ. */
	private static final class Aspects {

		private final List<SchemaChange.Difference> differences = new ArrayList<>();

		Aspects add(String aspect, @Nullable Object live, @Nullable Object desired) {
			if (!Objects.equals(live, desired)) {
				this.differences.add(new SchemaChange.Difference(aspect, text(live), text(desired)));
			}
			return this;
		}

		private static @Nullable String text(@Nullable Object value) {
			return (value != null) ? value.toString() : null;
		}

	}

}
