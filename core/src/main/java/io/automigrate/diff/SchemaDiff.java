package io.automigrate.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.Policy;
import io.automigrate.schema.Routine;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.schema.Trigger;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Compares two schemas.
 */
public final class SchemaDiff {

	private static final Pattern NAME = Pattern.compile(Identifier.PATTERN);

	private final List<SchemaChange> changes = new ArrayList<>();

	private final Map<QualifiedName, Table> liveTables = new HashMap<>();

	private final Map<QualifiedName, Table> desiredTables = new HashMap<>();

	private final Schema desired;

	private final IndexParts parts;

	private final Set<OtherObject> notCompared;

	private SchemaDiff(Schema live, Schema desired, Set<OtherObject> notCompared) {
		this.desired = desired;
		this.notCompared = notCompared;
		live.tables().forEach((table) -> this.liveTables.put(table.name(), table));
		desired.tables().forEach((table) -> this.desiredTables.put(table.name(), table));
		this.parts = new IndexParts(live.tables(), this.desiredTables);
	}

	/**
	 * Say what the live side lacks, in what it differs, and what it has beyond.
	 * @param live what there is
	 * @param desired what there should be
	 * @return the changes, by kind of object and then by name; empty if nothing differs
	 */
	public static List<SchemaChange> between(Schema live, Schema desired) {
		return between(live, desired, new HashSet<>());
	}

	/**
	 * The same, and list what is present and not compared: objects of other kinds, and
	 * names that PostgreSQL has no way to change.
	 * @param live what there is
	 * @param desired what there should be
	 * @param notCompared takes what either side has
	 * @return the changes, by kind of object and then by name; empty if nothing differs
	 */
	public static List<SchemaChange> between(Schema live, Schema desired, Set<OtherObject> notCompared) {
		SchemaDiff diff = new SchemaDiff(live, desired, notCompared);
		notCompared.addAll(live.others());
		notCompared.addAll(desired.others());
		diff.report(ListDiff.of(live.namespaces(),
				desired.namespaces().stream().map((namespace) -> unstated(namespace, live)).toList(), Namespace::name),
				(from, to) -> {
				});
		diff.compare(live.extensions(), desired.extensions(), Extension::name, diff::extension);
		diff.compare(live.enums(), desired.enums(), diff::enumType);
		diff.compare(live.domains(), desired.domains(), diff::domain);
		diff.compare(live.composites(), desired.composites(), diff::composite);
		diff.sequences(live.sequences(), desired.sequences());
		diff.compare(live.routines(), desired.routines(), diff::routine);
		diff.compare(live.tables(), desired.tables(), diff::table);
		diff.compare(live.views(), desired.views(), diff::view);
		return List.copyOf(diff.changes);
	}

	/**
	 * Each database is born with a schema {@code public}, its comment and privileges. A
	 * source that does not speak of these means them as they are.
	 */
	private static Namespace unstated(Namespace desired, Schema live) {
		if (!desired.name().equals("public")) {
			return desired;
		}
		Namespace there = live.namespaces()
			.stream()
			.filter((namespace) -> namespace.name().equals(desired.name()))
			.findFirst()
			.orElse(desired);
		return new Namespace(desired.name(), desired.grants().isEmpty() ? there.grants() : desired.grants(),
				(desired.comment() == null) ? there.comment() : desired.comment());
	}

	private <T extends SchemaObject> void compare(List<T> live, List<T> desired, Comparer<T> comparer) {
		compare(live, desired, SchemaObject::id, comparer);
	}

	private <T extends SchemaObject> void compare(List<T> live, List<T> desired, Function<T, ?> identity,
			Comparer<T> comparer) {
		report(ListDiff.of(live, desired, identity), comparer);
	}

	private <T extends SchemaObject> void report(ListDiff<T> diff, Comparer<T> comparer) {
		diff.missing().forEach(this::create);
		diff.surplus().forEach(this::drop);
		for (ListDiff.Pair<T> pair : diff.pairs()) {
			if (!pair.live().equals(pair.desired())) {
				comparer.compare(pair.live(), pair.desired());
				common(pair.live(), pair.desired());
			}
		}
	}

	private void create(SchemaObject missing) {
		this.changes.add(new Create(missing));
		if (missing instanceof Table table) {
			table.constraints()
				.stream()
				.filter((constraint) -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
				.forEach(this::create);
			table.indexes().forEach(this::create);
			table.triggers().forEach(this::create);
			table.policies().forEach(this::create);
			differ(table, table, Aspect.REPLICA_IDENTITY, null, identity(table));
		}
		else if (missing instanceof Sequence sequence) {
			differ(sequence, sequence, Aspect.OWNERSHIP, null, sequence.ownedBy());
		}
		else if (missing instanceof View view) {
			view.indexes().forEach(this::create);
			view.triggers().forEach(this::create);
		}
	}

	private void drop(SchemaObject surplus) {
		this.changes.add(new Drop(surplus));
	}

	/** What every kind of object has. */
	private void common(SchemaObject live, SchemaObject desired) {
		grants(live, desired);
		differ(live, desired, Aspect.COMMENT, live.comment(), desired.comment());
	}

	private void grants(SchemaObject live, SchemaObject desired) {
		if (live.grants().equals(desired.grants())) {
			return;
		}
		Set<Grant> granted = Set.copyOf(live.grants());
		Set<Grant> wanted = Set.copyOf(desired.grants());
		List<Grant> missing = desired.grants().stream().filter((grant) -> !granted.contains(grant)).toList();
		List<Grant> surplus = live.grants().stream().filter((grant) -> !wanted.contains(grant)).toList();
		differ(live, desired, Aspect.GRANTS, null, text(missing));
		differ(live, desired, Aspect.REVOKES, text(surplus), null);
	}

	private static @Nullable String text(List<Grant> grants) {
		return grants.isEmpty() ? null
				: grants.stream()
					.map((grant) -> grant.privilege() + " to " + grant.grantee()
							+ (grant.grantable() ? " with grant option" : ""))
					.collect(Collectors.joining(", "));
	}

	private void extension(Extension live, Extension desired) {
		if (desired.version() != null) {
			differ(live, desired, Aspect.VERSION, live.version(), desired.version());
		}
		differ(live, desired, Aspect.SCHEMA, live.schema(), desired.schema());
	}

	private void enumType(EnumType live, EnumType desired) {
		differ(live, desired, Aspect.VALUES, live.labels(), desired.labels());
	}

	private void domain(Domain live, Domain desired) {
		differ(live, desired, Aspect.TYPE, type(live.type(), live.collation()),
				type(desired.type(), desired.collation()));
		differ(live, desired, Aspect.DEFAULT, live.defaultExpression(), desired.defaultExpression());
		Domain.NotNull from = live.notNull();
		Domain.NotNull to = desired.notNull();
		differ(live, desired, Aspect.NULLABILITY, nullability(from != null), nullability(to != null));
		if (from != null && to != null) {
			differ(live, desired, Aspect.NOT_NULL_NAME, from.name(), to.name());
		}
		differ(live, desired, Aspect.CHECKS, checks(live), checks(desired));
		// What is new or renamed brings its comment with it.
		boolean same = from != null && to != null && Objects.equals(from.name(), to.name());
		differ(live, desired, Aspect.PART_COMMENTS, comments(live, same), comments(desired, same));
	}

	private static List<String> checks(Domain domain) {
		return domain.checks()
			.stream()
			.map((check) -> check.name() + " " + check.definition() + (check.valid() ? "" : " NOT VALID"))
			.toList();
	}

	private static @Nullable String comments(Domain domain, boolean withNotNull) {
		String checks = comments(domain.checks(), Domain.Check::name, Domain.Check::comment);
		String notNull = (withNotNull && domain.notNull() != null) ? domain.notNull().comment() : null;
		return (notNull == null) ? checks : "NOT NULL: " + notNull + ((checks != null) ? ", " + checks : "");
	}

	private void composite(CompositeType live, CompositeType desired) {
		differ(live, desired, Aspect.ATTRIBUTES, attributes(live), attributes(desired));
		differ(live, desired, Aspect.PART_COMMENTS,
				comments(live.attributes(), CompositeType.Attribute::name, CompositeType.Attribute::comment),
				comments(desired.attributes(), CompositeType.Attribute::name, CompositeType.Attribute::comment));
	}

	private static List<String> attributes(CompositeType type) {
		return type.attributes()
			.stream()
			.map((attribute) -> attribute.name() + " " + type(attribute.type(), attribute.collation()))
			.toList();
	}

	private static <T> @Nullable String comments(List<T> parts, Function<T, String> name,
			Function<T, @Nullable String> comment) {
		String comments = parts.stream()
			.filter((part) -> comment.apply(part) != null)
			.map((part) -> name.apply(part) + ": " + comment.apply(part))
			.collect(Collectors.joining(", "));
		return comments.isEmpty() ? null : comments;
	}

	/**
	 * Match by name, then by the column that owns it. One that a dropped column owns goes
	 * with the column.
	 */
	private void sequences(List<Sequence> live, List<Sequence> desired) {
		ListDiff<Sequence> diff = ListDiff.of(live, desired, Sequence::name,
				(sequence) -> (sequence.ownedBy() != null) ? sequence.ownedBy() : sequence.name());
		report(new ListDiff<>(diff.missing(), diff.surplus().stream().filter(this::staysBehind).toList(), diff.pairs()),
				(from, to) -> {
					rename(from, to);
					differ(from, to, Aspect.OPTIONS, from.options(), to.options());
					differ(from, to, Aspect.PERSISTENCE, persistence(from.unlogged()), persistence(to.unlogged()));
					differ(from, to, Aspect.OWNERSHIP, from.ownedBy(), to.ownedBy());
				});
	}

	private boolean staysBehind(Sequence sequence) {
		if (sequence.ownedBy() == null) {
			return true;
		}
		Table table = this.desiredTables.get(sequence.ownedBy().table());
		return table != null && table.column(sequence.ownedBy().column()).isPresent();
	}

	private void rename(SchemaObject live, SchemaObject desired) {
		if (!live.id().name().equals(desired.id().name())) {
			this.changes.add(new Rename(live, desired));
		}
	}

	private void routine(Routine live, Routine desired) {
		differ(live, desired, Aspect.DEFINITION, live.definition(), desired.definition());
	}

	private void view(View live, View desired) {
		if (!live.columns()
			.stream()
			.map(View.ViewColumn::name)
			.toList()
			.equals(desired.columns().stream().map(View.ViewColumn::name).toList())
				|| !live.definition().equals(desired.definition())) {
			differ(live, desired, Aspect.DEFINITION, viewText(live), viewText(desired));
		}
		differ(live, desired, Aspect.PARAMETERS, none(live.options()), none(desired.options()));
		differ(live, desired, Aspect.DEFAULT,
				comments(live.columns(), View.ViewColumn::name, View.ViewColumn::defaultExpression),
				comments(desired.columns(), View.ViewColumn::name, View.ViewColumn::defaultExpression));
		differ(live, desired, Aspect.PART_COMMENTS,
				comments(live.columns(), View.ViewColumn::name, View.ViewColumn::comment),
				comments(desired.columns(), View.ViewColumn::name, View.ViewColumn::comment));
		indexes(live.indexes(), desired.indexes());
		compare(live.triggers(), desired.triggers(), this::trigger);
	}

	private static String viewText(View view) {
		return view.definition();
	}

	private void table(Table live, Table desired) {
		differ(live, desired, Aspect.PERSISTENCE, persistence(live.unlogged()), persistence(desired.unlogged()));
		differ(live, desired, Aspect.PARTITION_KEY, partitionKey(live, desired), partitionKey(desired, live));
		differ(live, desired, Aspect.PARTITION_OF, partition(live), partition(desired));
		differ(live, desired, Aspect.INHERITANCE, none(live.inherits()), none(desired.inherits()));
		differ(live, desired, Aspect.PARAMETERS, none(live.parameters()), none(desired.parameters()));
		differ(live, desired, Aspect.ACCESS_METHOD, live.accessMethod(), desired.accessMethod());
		differ(live, desired, Aspect.TABLESPACE, live.tablespace(), desired.tablespace());
		differ(live, desired, Aspect.REPLICA_IDENTITY, identity(live), identity(desired));
		differ(live, desired, Aspect.ROW_SECURITY, flag(live.rowSecurity()), flag(desired.rowSecurity()));
		differ(live, desired, Aspect.FORCE_ROW_SECURITY, flag(live.forceRowSecurity()),
				flag(desired.forceRowSecurity()));
		columns(live, desired);
		AttachedDiff attached = new AttachedDiff(AttachedDiff.folded(live, desired, this.liveTables), desired,
				this.liveTables, this.desiredTables, this.parts);
		this.changes.addAll(attached.changes());
		Table rest = attached.live();
		constraints(rest, attached.desired());
		indexes(rest.indexes(), desired.indexes());
		compare(live.triggers(), desired.triggers(), this::trigger);
		compare(live.policies(), desired.policies(), this::policy);
	}

	/** With the types of its columns if they differ: that changes the key. */
	private static @Nullable String partitionKey(Table table, Table other) {
		String key = table.partitioning();
		if (key == null) {
			return null;
		}
		List<String> names = NAME.matcher(key).results().map((name) -> Identifier.unquoted(name.group())).toList();
		return key + table.columns()
			.stream()
			.filter((column) -> names.contains(column.name()) && other.column(column.name())
				.filter((same) -> !Objects.equals(inheritable(same, Aspect.TYPE), inheritable(column, Aspect.TYPE)))
				.isPresent())
			.map((column) -> ", " + column.name() + " " + column.type())
			.collect(Collectors.joining());
	}

	private static @Nullable String partition(Table table) {
		return (table.parent() != null) ? table.parent() + " " + table.bounds() : null;
	}

	private static @Nullable String identity(Table table) {
		return table.replicaIdentity().equals("DEFAULT") ? null : table.replicaIdentity();
	}

	private static @Nullable String flag(boolean set) {
		return set ? "on" : null;
	}

	private static String persistence(boolean unlogged) {
		return unlogged ? "unlogged" : "logged";
	}

	private void columns(Table live, Table desired) {
		ListDiff<Column> columns = ListDiff.of(live.columns(), desired.columns(), Column::name);
		for (Column missing : columns.missing()) {
			Column inherited = comingFromParent(missing);
			if (inherited == null) {
				create(missing);
			}
			else {
				ownOf(inherited, missing);
			}
		}
		columns.surplus().stream().filter((surplus) -> !goesWithParent(surplus)).forEach(this::drop);
		for (ListDiff.Pair<Column> pair : columns.pairs()) {
			if (!pair.live().equals(pair.desired())) {
				column(pair.live(), pair.desired());
				common(pair.live(), pair.desired());
			}
		}
	}

	private void column(Column live, Column desired) {
		for (Aspect aspect : List.of(Aspect.TYPE, Aspect.NULLABILITY, Aspect.IDENTITY, Aspect.GENERATION)) {
			if (!comesWithParent(live, desired, aspect)) {
				differ(live, desired, aspect, inheritable(live, aspect), inheritable(desired, aspect));
			}
		}
		if (sequenceRenamed(live, desired)) {
			differ(live, desired, Aspect.SEQUENCE_NAME, Objects.requireNonNull(live.identity()).sequence(),
					Objects.requireNonNull(desired.identity()).sequence());
		}
		defaults(live.columnDefault(), desired.columnDefault());
		Column.NotNull from = live.notNull();
		Column.NotNull to = desired.notNull();
		if (from != null && to != null) {
			if (!Objects.equals(from.name(), to.name())) {
				notNullName(live, desired, from, to);
			}
			else {
				differ(live, desired, Aspect.PART_COMMENTS, from.comment(), to.comment());
			}
			differ(live, desired, Aspect.NOT_NULL_SCOPE, scope(from), scope(to));
			differ(live, desired, Aspect.VALIDITY, from.valid() ? "validated" : "not validated",
					to.valid() ? "validated" : from.valid() ? null : "not validated");
		}
		else if (from != null) {
			keptBelow(live);
		}
		else if (to != null && comesWithParent(live, desired, Aspect.NULLABILITY)) {
			differ(live, desired, Aspect.PART_COMMENTS, null, to.comment());
		}
		differ(live, desired, Aspect.STORAGE, live.storage(), desired.storage());
		differ(live, desired, Aspect.COMPRESSION, live.compression(), desired.compression());
		differ(live, desired, Aspect.STATISTICS, live.statistics(), desired.statistics());
		differ(live, desired, Aspect.PARAMETERS, none(live.parameters()), none(desired.parameters()));
	}

	/** A parent that gives up NOT NULL takes it from its children, which may need it. */
	private void keptBelow(Column nullable) {
		for (Table child : this.desiredTables.values()) {
			Table before = this.liveTables.get(child.name());
			if (before != null && isChild(child, nullable.table()) && isChild(before, nullable.table())) {
				Column from = before.column(nullable.name()).orElse(null);
				Column to = child.column(nullable.name()).orElse(null);
				if (from != null && from.notNull() != null && to != null && to.notNull() != null) {
					differ(from, to, Aspect.NULLABILITY, nullability(false), nullability(true));
				}
			}
		}
	}

	/** A name that nobody has given says nothing. */
	private boolean sequenceRenamed(Column live, Column desired) {
		Table table = this.liveTables.get(live.table());
		return live.identity() != null && desired.identity() != null && table != null && table.parent() == null
				&& !live.identity().sequence().equals(desired.identity().sequence())
				&& !desired.identity().nameChosen(desired.table(), desired.name());
	}

	/** A comment goes with the change of the name. */
	private void notNullName(Column live, Column desired, Column.NotNull from, Column.NotNull to) {
		if (bound(live, desired)) {
			this.notCompared.add(new OtherObject("name of a NOT NULL that is inherited",
					live.table().quoted() + " (" + Identifier.quote(String.valueOf(from.name())) + ")"));
		}
		else if (!losesWithParent(live, desired)) {
			differ(live, desired, Aspect.NOT_NULL_NAME, from.name(), to.name());
		}
	}

	/** What is given again has its new name already. */
	private boolean losesWithParent(Column live, Column desired) {
		return parentsThatStay(live, desired).anyMatch((parent) -> passesOn(this.liveTables.get(parent.name()), live)
				&& parent.column(desired.name()).filter((column) -> column.notNull() == null).isPresent());
	}

	/**
	 * PostgreSQL renames no NOT NULL that is inherited, nor one that heirs have under
	 * another name.
	 */
	private boolean bound(Column live, Column desired) {
		return parentsThatStay(live, desired)
			.anyMatch((parent) -> passesOn(this.liveTables.get(parent.name()), live) && passesOn(parent, desired))
				|| this.liveTables.values()
					.stream()
					.filter((heir) -> isChild(heir, live.table()))
					.flatMap((heir) -> heir.column(live.name()).stream())
					.anyMatch((column) -> column.notNull() != null
							&& !Objects.equals(column.notNull().name(), Objects.requireNonNull(live.notNull()).name()));
	}

	private static boolean passesOn(@Nullable Table parent, Column inherited) {
		return parent != null && parent.column(inherited.name())
			.filter((column) -> column.notNull() != null && column.notNull().inheritable())
			.isPresent();
	}

	/** As they should be. */
	private Stream<Table> parentsThatStay(Column live, Column desired) {
		return parents(this.desiredTables, desired.table())
			.filter((parent) -> isChild(this.liveTables.get(live.table()), parent.name()));
	}

	private static String scope(Column.NotNull notNull) {
		return notNull.inheritable() ? "INHERIT" : "NO INHERIT";
	}

	private void defaults(@Nullable ColumnDefault live, @Nullable ColumnDefault desired) {
		if (live != null && desired != null) {
			differ(live, desired, Aspect.DEFAULT, live.expression(), desired.expression());
		}
		else if (desired != null) {
			create(desired);
		}
		else if (live != null) {
			drop(live);
		}
	}

	/** What children of a table take over when it changes in the table. */
	private static @Nullable String inheritable(Column column, Aspect aspect) {
		return switch (aspect) {
			case TYPE -> type(column.type(), column.collation());
			case NULLABILITY -> nullability(column.notNull() != null);
			case IDENTITY -> identity(column.identity());
			case GENERATION -> (column.generation() == null) ? null
					: column.generation() + (column.virtual() ? " VIRTUAL" : " STORED");
			default -> throw new IllegalArgumentException(aspect.label());
		};
	}

	private boolean comesWithParent(Column live, Column desired, Aspect aspect) {
		return parents(this.desiredTables, desired.table()).anyMatch((parent) -> {
			Table before = isChild(this.liveTables.get(live.table()), parent.name())
					? this.liveTables.get(parent.name()) : null;
			Column from = (before != null) ? before.column(live.name()).orElse(null) : null;
			Column to = parent.column(desired.name()).orElse(null);
			return from != null && to != null && !Objects.equals(inheritable(from, aspect), inheritable(to, aspect))
					&& Objects.equals(inheritable(to, aspect), inheritable(desired, aspect));
		});
	}

	/** The column as a parent that gets it passes it on. */
	private @Nullable Column comingFromParent(Column missing) {
		return parents(this.desiredTables, missing.table())
			.filter((parent) -> parent.column(missing.name()).isPresent() && this.liveTables.containsKey(parent.name())
					&& Objects.requireNonNull(this.liveTables.get(parent.name())).column(missing.name()).isEmpty()
					&& isChild(this.liveTables.get(missing.table()), parent.name()))
			.map((parent) -> parent.column(missing.name()).orElseThrow())
			.map((column) -> new Column(missing.table(), column.name(), column.type(), column.collation(),
					column.notNull(), column.defaultExpression(), column.identity(), column.generation(),
					column.virtual(), false, column.storage(), column.compression(), null, List.of(), missing.uses(),
					List.of(), null))
			.findFirst()
			.orElse(null);
	}

	/** What a column has beyond what it gets from its parent. */
	private void ownOf(Column inherited, Column wanted) {
		differ(inherited, wanted, Aspect.NULLABILITY, inheritable(inherited, Aspect.NULLABILITY),
				inheritable(wanted, Aspect.NULLABILITY));
		defaults(inherited.columnDefault(), wanted.columnDefault());
		differ(inherited, wanted, Aspect.STORAGE, inherited.storage(), wanted.storage());
		differ(inherited, wanted, Aspect.COMPRESSION, inherited.compression(), wanted.compression());
		differ(inherited, wanted, Aspect.STATISTICS, null, wanted.statistics());
		differ(inherited, wanted, Aspect.PARAMETERS, null, none(wanted.parameters()));
		common(inherited, wanted);
	}

	/** What is an heir's own as well stays when the parent's goes. */
	private boolean goesWithParent(Column surplus) {
		return !surplus.local() && parents(this.liveTables, surplus.table())
			.anyMatch((parent) -> parent.column(surplus.name()).isPresent()
					&& isChild(this.desiredTables.get(surplus.table()), parent.name())
					&& !this.desired.keptByHeirs(parent.name(), surplus.name()));
	}

	private static boolean isChild(@Nullable Table table, QualifiedName parent) {
		return table != null && table.parents().anyMatch(parent::equals);
	}

	private static Stream<Table> parents(Map<QualifiedName, Table> tables, QualifiedName name) {
		Table table = tables.get(name);
		return (table == null) ? Stream.empty() : table.parents().map(tables::get).filter(Objects::nonNull);
	}

	private static String type(String type, @Nullable String collation) {
		return (collation != null) ? type + " COLLATE " + collation : type;
	}

	private static String nullability(boolean notNull) {
		return notNull ? "NOT NULL" : "NULL";
	}

	/** The name of the sequence behind an identity says nothing about it. */
	private static @Nullable String identity(@Nullable Identity identity) {
		return (identity == null) ? null
				: (identity.always() ? "ALWAYS " : "BY DEFAULT ") + identity.options().clauses();
	}

	/**
	 * Match by name, then by what a constraint demands: the same demand under another
	 * name is met. A primary key has no second beside it, so one is matched with any
	 * other.
	 */
	private void constraints(Table live, Table desired) {
		Function<Constraint, Object> kindAndName = (constraint) -> List.of(constraint.kind(), constraint.name());
		Function<Constraint, Object> primaryKeyOrDemand = (
				constraint) -> (constraint.kind() == Constraint.Kind.PRIMARY_KEY) ? constraint.kind()
						: List.of(constraint.kind(), constraint.definition());
		report(ListDiff.of(inOrder(live), inOrder(desired), kindAndName, primaryKeyOrDemand), (from, to) -> {
			rename(from, to);
			differ(from, to, Aspect.DEFINITION, definition(from), definition(to));
			if (from.valid() != to.valid()) {
				differ(from, to, Aspect.VALIDITY, from.valid() ? "validated" : "not validated",
						to.valid() ? "validated" : null);
			}
			differ(from, to, Aspect.CLUSTERING, flag(from.clustered()), flag(to.clustered()));
		});
	}

	private static String definition(Constraint constraint) {
		return (constraint.indexOptions() != null) ? constraint.definition() + " " + constraint.indexOptions()
				: constraint.definition();
	}

	private static List<Constraint> inOrder(Table table) {
		return table.constraints()
			.stream()
			.sorted(Comparator.comparing(Constraint::kind).thenComparing(Constraint::name))
			.toList();
	}

	private void indexes(List<Index> live, List<Index> desired) {
		report(ListDiff.of(live, desired, Index::name,
				(index) -> List.of(index.definition(), index.unique(), index.only())), (from, to) -> {
					rename(from, to);
					differ(from, to, Aspect.DEFINITION, definition(from), definition(to));
					if (from.valid() != to.valid() && definition(from).equals(definition(to))
							&& !this.parts.completed(from, to)) {
						differ(from, to, Aspect.VALIDITY, from.valid() ? "valid" : IndexParts.LEFT,
								to.valid() ? "valid" : "invalid");
					}
					differ(from, to, Aspect.STATISTICS, none(from.statistics()), none(to.statistics()));
					differ(from, to, Aspect.CLUSTERING, flag(from.clustered()), flag(to.clustered()));
				});
	}

	private static String definition(Index index) {
		return index.unique() ? "UNIQUE " + index.definition() : index.definition();
	}

	private void trigger(Trigger live, Trigger desired) {
		differ(live, desired, Aspect.DEFINITION, live.definition(), desired.definition());
		differ(live, desired, Aspect.ENABLED, live.enabled(), desired.enabled());
	}

	private void policy(Policy live, Policy desired) {
		differ(live, desired, Aspect.DEFINITION, definition(live), definition(desired));
		differ(live, desired, Aspect.ROLES, live.roles(), desired.roles());
	}

	private static String definition(Policy policy) {
		return (policy.permissive() ? "" : "RESTRICTIVE ") + "FOR " + policy.command()
				+ ((policy.using() != null) ? " USING (" + policy.using() + ")" : "")
				+ ((policy.check() != null) ? " WITH CHECK (" + policy.check() + ")" : "");
	}

	private static @Nullable Object none(Collection<?> values) {
		return values.isEmpty() ? null : values;
	}

	private void differ(SchemaObject live, SchemaObject desired, Aspect aspect, @Nullable Object from,
			@Nullable Object to) {
		if (!Objects.equals(from, to)) {
			this.changes.add(new Alter(live, desired, aspect, string(from), string(to)));
		}
	}

	private static @Nullable String string(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	/** Says in what two objects of the same name differ. */
	private interface Comparer<T> {

		void compare(T live, T desired);

	}

}
