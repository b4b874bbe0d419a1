package io.automigrate.ddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Policy;
import io.automigrate.schema.Routine;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.SequenceOptions;
import io.automigrate.schema.Table;
import io.automigrate.schema.Trigger;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Writes statements, for one version of the server.
 */
public final class Ddl {

	private static final int STORAGE_DEFAULT = 160000;

	private static final int SET_EXPRESSION = 170000;

	private final Schema desired;

	private final int serverVersion;

	private final Schema live;

	/** Which tables have a constraint of a name, once that is asked for. */
	private @Nullable Map<QualifiedName, Set<QualifiedName>> constraints;

	/**
	 * Create a writer.
	 * @param live what there is before the statements
	 * @param desired where the tables are found that a created one is a part of
	 * @param serverVersion the server's version as a number, such as 170011
	 */
	public Ddl(Schema live, Schema desired, int serverVersion) {
		this.live = live;
		this.desired = desired;
		this.serverVersion = serverVersion;
	}

	/**
	 * Whether PostgreSQL would not choose the name of a NOT NULL by itself. It does not
	 * choose one that a constraint of another table in the schema has.
	 */
	private boolean named(Column column) {
		String name = (column.notNull() != null) ? column.notNull().name() : null;
		return name != null && (!name.equals(TableDdl.chosenNotNull(column))
				|| tablesByConstraint().getOrDefault(column.table().sibling(name), Set.of())
					.stream()
					.anyMatch((table) -> !table.equals(column.table())));
	}

	private Map<QualifiedName, Set<QualifiedName>> tablesByConstraint() {
		if (this.constraints != null) {
			return this.constraints;
		}
		Map<QualifiedName, Set<QualifiedName>> found = new HashMap<>();
		for (Table table : this.live.tables()) {
			Stream
				.concat(Stream
					.concat(table.constraints().stream(),
							table.attached().stream().map(AttachedPart::object).filter(Constraint.class::isInstance))
					.map((constraint) -> constraint.id().name().name()),
						table.columns()
							.stream()
							.map(Column::notNull)
							.filter(Objects::nonNull)
							.map(Column.NotNull::name)
							.filter(Objects::nonNull))
				.forEach((name) -> found.computeIfAbsent(table.name().sibling(name), (key) -> new HashSet<>())
					.add(table.name()));
		}
		this.constraints = found;
		return found;
	}

	/**
	 * Create an object with its comment and privileges.
	 * @param object the object; of a table only what {@code inline} accepts, and never
	 * its foreign keys, indexes, triggers and policies
	 * @param inline tells which defaults of columns and constraints go into the statement
	 * that makes their table or column
	 * @return the statements
	 */
	public List<String> create(SchemaObject object, Predicate<ObjectName> inline) {
		if (object instanceof Table table) {
			return TableDdl.create(table, (name) -> this.desired.table(name).orElse(null), inline, false, this::named);
		}
		if (object instanceof Column column) {
			return TableDdl.addColumn(column, inline, this::named);
		}
		if (object instanceof ColumnDefault columnDefault) {
			return List.of(TableDdl.alterColumnOnly(columnDefault.table(), columnDefault.column()) + " SET DEFAULT "
					+ columnDefault.expression());
		}
		if (object instanceof Constraint constraint) {
			return Stream
				.concat(Stream.of(ConstraintDdl.add(constraint)), ConstraintDdl.afterwards(constraint).stream())
				.toList();
		}
		if (object instanceof Index index) {
			List<String> statements = new ArrayList<>(ConstraintDdl.create(index));
			if (index.only() && !index.valid()) {
				statements.addAll(attach(index));
			}
			return statements;
		}
		if (object instanceof View view) {
			return CodeDdl.create(view);
		}
		if (object instanceof Routine routine) {
			return CodeDdl.create(routine);
		}
		if (object instanceof Trigger trigger) {
			return CodeDdl.create(trigger);
		}
		if (object instanceof Policy policy) {
			return CodeDdl.create(policy);
		}
		List<String> statements = new ArrayList<>();
		if (object instanceof Namespace namespace) {
			statements.add("CREATE SCHEMA " + Identifier.quote(namespace.name()));
		}
		else if (object instanceof Extension extension) {
			statements.add("CREATE EXTENSION IF NOT EXISTS " + Identifier.quote(extension.name()) + " WITH SCHEMA "
					+ Identifier.quote(extension.schema())
					+ ((extension.version() != null) ? " VERSION " + Identifier.literal(extension.version()) : ""));
		}
		else if (object instanceof EnumType type) {
			statements.add(TypeDdl.create(type));
		}
		else if (object instanceof Domain domain) {
			statements.addAll(TypeDdl.create(domain));
		}
		else if (object instanceof CompositeType type) {
			statements.addAll(TypeDdl.create(type));
		}
		else if (object instanceof Sequence sequence) {
			statements.add("CREATE " + (sequence.unlogged() ? "UNLOGGED " : "") + "SEQUENCE " + sequence.name().quoted()
					+ " " + sequence.options());
		}
		statements.addAll(AccessDdl.ofNew(object));
		return statements;
	}

	/**
	 * Make an index of a partition a part of its parent's.
	 * @param index the parent's
	 * @param part the index, or the key whose index it is
	 * @return the statement
	 */
	public String attachPart(Index index, SchemaObject part) {
		return TableDdl.attachPart(index.id().name(), part);
	}

	/** An index that is to stay incomplete takes nothing over by itself. */
	private List<String> attach(Index index) {
		return this.desired.tables()
			.stream()
			.filter((table) -> index.table().equals(table.parent()))
			.flatMap((table) -> Stream.ofNullable(table.partOf(index)))
			.map((part) -> attachPart(index, part.object()))
			.toList();
	}

	/**
	 * Drop an object, and nothing else that would stand in the way.
	 * @param object the object
	 * @return the statement
	 */
	public String drop(SchemaObject object) {
		ObjectName id = object.id();
		String table = (id.table() != null) ? id.table().quoted() : "";
		String part = Identifier.quote(id.name().name());
		return switch (id.kind()) {
			case COLUMN -> "ALTER TABLE " + (keptByHeirs(id) ? "ONLY " : "") + table + " DROP COLUMN " + part;
			case DEFAULT -> "ALTER TABLE ONLY " + table + " ALTER COLUMN " + part + " DROP DEFAULT";
			case PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY ->
				ConstraintDdl.drop(Objects.requireNonNull(id.table()), id.name().name());
			default -> "DROP " + AccessDdl.target(id);
		};
	}

	/**
	 * Drop a partition that foreign keys to its parent hold on to.
	 * @param partition the partition
	 * @return the statements
	 */
	public List<String> detachAndDrop(Table partition) {
		return Stream
			.concat(TableDdl.partitionOf(partition, partition.below(null, null, List.of())).stream(),
					Stream.of(drop(partition)))
			.toList();
	}

	private boolean keptByHeirs(ObjectName column) {
		return this.desired.keptByHeirs(Objects.requireNonNull(column.table()), column.name().name());
	}

	/**
	 * Create a partition without locking its parent against readers and writers.
	 * @param partition the partition of a table that exists
	 * @param inline tells which defaults and constraints go into the statement
	 * @return the statements
	 */
	public List<String> createAndAttach(Table partition, Predicate<ObjectName> inline) {
		return TableDdl.create(partition, (name) -> this.desired.table(name).orElse(null), inline, true, this::named);
	}

	/**
	 * Give an object another name, or an enum type's value where both types have the
	 * same.
	 * @param rename from which to which
	 * @return the statement
	 */
	public String rename(Rename rename) {
		ObjectName from = rename.live().id();
		if (rename.live() instanceof EnumType before && rename.desired() instanceof EnumType after
				&& before.name().equals(after.name())) {
			return TypeDdl.renameValue(before, after);
		}
		String to = Identifier.quote(rename.desired().id().name().name());
		String part = Identifier.quote(from.name().name());
		String table = (from.table() != null) ? from.table().quoted() : "";
		return switch (from.kind()) {
			case COLUMN -> "ALTER TABLE " + table + " RENAME COLUMN " + part + " TO " + to;
			case PRIMARY_KEY, UNIQUE, CHECK, EXCLUSION, FOREIGN_KEY ->
				"ALTER TABLE " + table + " RENAME CONSTRAINT " + part + " TO " + to;
			case POLICY -> "ALTER POLICY " + part + " ON " + table + " RENAME TO " + to;
			case TRIGGER -> "ALTER TRIGGER " + part + " ON " + table + " RENAME TO " + to;
			default -> "ALTER " + AccessDdl.target(from) + " RENAME TO " + to;
		};
	}

	/**
	 * Change an object in place.
	 * @param change the change
	 * @return the statements, or {@code null} where PostgreSQL can only make it anew
	 */
	public @Nullable List<String> alter(Alter change) {
		SchemaObject live = change.live();
		SchemaObject wanted = change.desired();
		switch (change.aspect()) {
			case COMMENT -> {
				return List.of(AccessDdl.comment(wanted.id(), wanted.comment()));
			}
			case GRANTS -> {
				return AccessDdl.grant(wanted, without(wanted.grants(), live.grants()));
			}
			case REVOKES -> {
				List<Grant> surplus = without(live.grants(), wanted.grants());
				List<String> statements = new ArrayList<>(AccessDdl.revoke(wanted, surplus));
				if (live instanceof Table from && wanted instanceof Table to) {
					statements.addAll(AccessDdl.keptOnColumns(from, to, surplus));
				}
				if (live instanceof View from && wanted instanceof View to) {
					statements.addAll(AccessDdl.keptOnColumns(from, to, surplus));
				}
				return statements;
			}
			default -> {
				return alterKind(change, live, wanted);
			}
		}
	}

	private static List<Grant> without(List<Grant> grants, List<Grant> others) {
		return grants.stream().filter((grant) -> !others.contains(grant)).toList();
	}

	private @Nullable List<String> alterKind(Alter change, SchemaObject live, SchemaObject wanted) {
		if (live instanceof Table from && wanted instanceof Table to) {
			return alter(change, from, to);
		}
		if (live instanceof Column from && wanted instanceof Column to) {
			return alter(change, from, to);
		}
		if (wanted instanceof ColumnDefault to) {
			return create(to, (name) -> true);
		}
		if (live instanceof Constraint from && wanted instanceof Constraint to) {
			return alter(change, from, to);
		}
		if (wanted instanceof Index to) {
			return switch (change.aspect()) {
				case CLUSTERING -> List.of(clustering(to.table(), to.name(), to.clustered()));
				case STATISTICS -> ConstraintDdl.statistics(to, ((Index) live).statistics(), to.statistics());
				case PARAMETERS -> TableDdl.alterParameters("ALTER " + AccessDdl.target(to.id()),
						((Index) live).parameters(), to.parameters());
				default -> null;
			};
		}
		if (live instanceof EnumType from && wanted instanceof EnumType to) {
			return TypeDdl.alter(from, to);
		}
		if (live instanceof Domain from && wanted instanceof Domain to) {
			return switch (change.aspect()) {
				case DEFAULT -> TypeDdl.defaultOf(to);
				case NULLABILITY -> TypeDdl.nullability(to);
				case CHECKS -> TypeDdl.checks(from, to);
				case NOT_NULL_NAME -> TypeDdl.renameNotNull(from, to);
				case PART_COMMENTS -> TypeDdl.constraintComments(from, to);
				default -> null;
			};
		}
		if (live instanceof CompositeType from && wanted instanceof CompositeType to) {
			return switch (change.aspect()) {
				case ATTRIBUTES -> sameOrder(from, to) ? TypeDdl.attributes(from, to) : null;
				case PART_COMMENTS -> TypeDdl.attributeComments(from, to);
				default -> null;
			};
		}
		if (wanted instanceof Sequence to) {
			return alter(change, to);
		}
		if (live instanceof View from && wanted instanceof View to) {
			return alter(change, from, to);
		}
		if (live instanceof Routine from && wanted instanceof Routine to) {
			return from.signature().equals(to.signature()) ? List.of(to.definition().stripTrailing()) : null;
		}
		if (live instanceof Trigger from && wanted instanceof Trigger to) {
			return switch (change.aspect()) {
				case ENABLED -> List.of(CodeDdl.enable(to));
				default ->
					from.definition().startsWith("CREATE TRIGGER ") && to.definition().startsWith("CREATE TRIGGER ")
							? List.of("CREATE OR REPLACE" + to.definition().substring("CREATE".length())) : null;
			};
		}
		if (live instanceof Policy from && wanted instanceof Policy to) {
			return switch (change.aspect()) {
				case ROLES -> CodeDdl.roles(from, to);
				default -> CodeDdl.alter(from, to);
			};
		}
		if (wanted instanceof Extension to) {
			return switch (change.aspect()) {
				case VERSION -> List.of("ALTER EXTENSION " + Identifier.quote(to.name()) + " UPDATE TO "
						+ Identifier.literal(Objects.requireNonNull(to.version())));
				default -> List.of("ALTER EXTENSION " + Identifier.quote(to.name()) + " SET SCHEMA "
						+ Identifier.quote(to.schema()));
			};
		}
		return null;
	}

	/** Attributes that stay keep their order, and new ones come last. */
	private static boolean sameOrder(CompositeType from, CompositeType to) {
		List<String> before = from.attributes().stream().map(CompositeType.Attribute::name).toList();
		List<String> after = to.attributes().stream().map(CompositeType.Attribute::name).toList();
		List<String> kept = before.stream().filter(after::contains).toList();
		return after.size() >= kept.size() && after.subList(0, kept.size()).equals(kept);
	}

	private @Nullable List<String> alter(Alter change, Table from, Table to) {
		String alter = TableDdl.alter(to);
		return switch (change.aspect()) {
			case PERSISTENCE -> List.of(alter + (to.unlogged() ? " SET UNLOGGED" : " SET LOGGED"));
			case PARTITION_OF -> TableDdl.partitionOf(from, to);
			case INHERITANCE -> TableDdl.inheritance(from, to);
			case ATTACHED -> TableDdl.attachParts(from, to);
			case PARAMETERS -> TableDdl.alterParameters(alter, from.parameters(), to.parameters());
			case ACCESS_METHOD -> List.of(alter + " SET ACCESS METHOD "
					+ Identifier.quote((to.accessMethod() != null) ? to.accessMethod() : "heap"));
			case TABLESPACE -> List.of(alter + " SET TABLESPACE "
					+ Identifier.quote((to.tablespace() != null) ? to.tablespace() : "pg_default"));
			case REPLICA_IDENTITY -> List.of(alter + " REPLICA IDENTITY " + to.replicaIdentity());
			case ROW_SECURITY -> List.of(alter + (to.rowSecurity() ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY");
			case FORCE_ROW_SECURITY ->
				List.of(alter + (to.forceRowSecurity() ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY");
			default -> null;
		};
	}

	private @Nullable List<String> alter(Alter change, Column from, Column to) {
		String alter = TableDdl.alterColumn(to);
		String only = TableDdl.alterColumnOnly(to.table(), to.name());
		return switch (change.aspect()) {
			case TYPE -> List.of(alter + " TYPE " + TypeDdl.type(to.type(), to.collation()));
			case NULLABILITY ->
				Stream.concat(Stream.of(nullability(to)), TableDdl.notNullComment(null, to).stream()).toList();
			case PART_COMMENTS -> TableDdl.notNullComment(from.notNull(), to);
			case NOT_NULL_NAME -> renameNotNull(from, to);
			case NOT_NULL_SCOPE -> scopeOfNotNull(to);
			case VALIDITY -> validate(to);
			case IDENTITY -> TableDdl.alterIdentity(from, to);
			case SEQUENCE_NAME -> TableDdl.renameSequence(from, to);
			case GENERATION -> generation(alter, from, to);
			case STORAGE ->
				List.of(only + " SET STORAGE " + ((to.storage() != null) ? to.storage() : defaultStorage(to.type())));
			case COMPRESSION ->
				List.of(only + " SET COMPRESSION " + ((to.compression() != null) ? to.compression() : "DEFAULT"));
			case PARAMETERS -> TableDdl.alterParameters(only, from.parameters(), to.parameters());
			case STATISTICS -> List.of(only + " SET STATISTICS " + ((to.statistics() != null) ? to.statistics() : -1));
			default -> null;
		};
	}

	/** Which {@code typstorage} has; only types that have a choice get here. */
	private String defaultStorage(String type) {
		if (this.serverVersion >= STORAGE_DEFAULT) {
			return "DEFAULT";
		}
		return type.startsWith("numeric") || type.equals("inet") || type.equals("cidr") ? "MAIN" : "EXTENDED";
	}

	private String nullability(Column to) {
		Column.NotNull notNull = to.notNull();
		if (notNull == null) {
			return TableDdl.alterColumn(to) + " DROP NOT NULL";
		}
		boolean plain = notNull.valid() && notNull.inheritable() && !named(to);
		return plain ? TableDdl.alterColumn(to) + " SET NOT NULL" : TableDdl.addNotNull(to);
	}

	private static List<String> scopeOfNotNull(Column to) {
		Column.NotNull notNull = to.notNull();
		return (notNull == null || notNull.name() == null) ? List.of()
				: List.of("ALTER TABLE " + to.table().quoted() + " ALTER CONSTRAINT " + Identifier.quote(notNull.name())
						+ (notNull.inheritable() ? " INHERIT" : " NO INHERIT"));
	}

	private static List<String> renameNotNull(Column from, Column to) {
		String before = (from.notNull() != null) ? from.notNull().name() : null;
		String after = (to.notNull() != null) ? to.notNull().name() : null;
		return (before == null || after == null) ? List.of() : Stream
			.concat(Stream.of("ALTER TABLE " + to.table().quoted() + " RENAME CONSTRAINT " + Identifier.quote(before)
					+ " TO " + Identifier.quote(after)), TableDdl.notNullComment(from.notNull(), to).stream())
			.toList();
	}

	private static List<String> validate(Column to) {
		Column.NotNull wanted = to.notNull();
		if (wanted == null || wanted.name() == null) {
			return List.of();
		}
		return wanted.valid() ? List.of(ConstraintDdl.validate(to.table(), wanted.name()))
				: List.of(ConstraintDdl.drop(to.table(), wanted.name()), TableDdl.addNotNull(to));
	}

	private @Nullable List<String> generation(String alter, Column from, Column to) {
		if (to.generation() == null && !from.virtual()) {
			return List.of(alter + " DROP EXPRESSION");
		}
		if (from.generation() != null && to.generation() != null && from.virtual() == to.virtual()
				&& this.serverVersion >= SET_EXPRESSION) {
			return List.of(alter + " SET EXPRESSION AS (" + to.generation() + ")");
		}
		return null;
	}

	/**
	 * Change who may do what with a new object.
	 * @param object the object
	 * @param granted privileges that it lacks
	 * @param revoked privileges that it has beyond
	 * @return the statements
	 */
	public List<String> privileges(SchemaObject object, List<Grant> granted, List<Grant> revoked) {
		List<String> statements = new ArrayList<>(AccessDdl.revoke(object, revoked));
		statements.addAll(AccessDdl.grant(object, granted));
		return statements;
	}

	/**
	 * Change a column's type.
	 * @param column the column as it should be
	 * @param using how its values are converted, or {@code null} if PostgreSQL knows
	 * @return the statement
	 */
	public String alterType(Column column, @Nullable String using) {
		return TableDdl.alterColumn(column) + " TYPE " + TypeDdl.type(column.type(), column.collation())
				+ ((using != null) ? " USING " + using : "");
	}

	private static @Nullable List<String> alter(Alter change, Constraint from, Constraint to) {
		return switch (change.aspect()) {
			case VALIDITY -> to.valid() ? List.of(ConstraintDdl.validate(to.table(), to.name())) : null;
			case CLUSTERING -> List.of(clustering(to.table(), to.name(), to.clustered()));
			case DEFINITION -> deferrability(from, to);
			default -> null;
		};
	}

	private static String clustering(QualifiedName table, String index, boolean clustered) {
		return clustered ? ConstraintDdl.cluster(table, index)
				: "ALTER TABLE " + table.quoted() + " SET WITHOUT CLUSTER";
	}

	/** All that can be altered, and of foreign keys only. */
	private static @Nullable List<String> deferrability(Constraint from, Constraint to) {
		if (to.kind() != Constraint.Kind.FOREIGN_KEY || !bare(from).equals(bare(to))) {
			return null;
		}
		String clause = to.definition().substring(bare(to).length());
		return List.of("ALTER TABLE " + to.table().quoted() + " ALTER CONSTRAINT " + Identifier.quote(to.name())
				+ (clause.isEmpty() ? " NOT DEFERRABLE" : clause));
	}

	private static String bare(Constraint constraint) {
		int deferrable = constraint.definition().indexOf(" DEFERRABLE");
		return (deferrable >= 0) ? constraint.definition().substring(0, deferrable) : constraint.definition();
	}

	private static @Nullable List<String> alter(Alter change, Sequence to) {
		String alter = "ALTER SEQUENCE " + to.name().quoted();
		return switch (change.aspect()) {
			case OPTIONS -> {
				SequenceOptions before = ((Sequence) change.live()).options();
				yield sequenceOptions(to.name(), before, to.options(),
						alter + " " + to.options() + (to.options().cycle() ? "" : " NO CYCLE"));
			}
			case PERSISTENCE -> List.of(alter + (to.unlogged() ? " SET UNLOGGED" : " SET LOGGED"));
			case OWNERSHIP -> List.of(ownership(to.name(), to.ownedBy()));
			default -> null;
		};
	}

	/** PostgreSQL refuses bounds that leave out how far the sequence has counted. */
	static List<String> sequenceOptions(QualifiedName sequence, SequenceOptions from, SequenceOptions to,
			String alter) {
		if (to.minimum() <= from.minimum() && to.maximum() >= from.maximum()) {
			return List.of(alter);
		}
		if (to.minimum() > from.maximum() || to.maximum() < from.minimum()) {
			return List.of(alter + " RESTART");
		}
		return List.of("SELECT pg_catalog.setval(" + Identifier.literal(sequence.quoted()) + ", GREATEST("
				+ to.minimum() + ", LEAST(" + to.maximum() + ", last_value)), false) FROM " + sequence.quoted()
				+ " WHERE last_value NOT BETWEEN " + to.minimum() + " AND " + to.maximum(), alter);
	}

	private static String ownership(QualifiedName sequence, @Nullable ColumnName owner) {
		return "ALTER SEQUENCE " + sequence.quoted() + " OWNED BY " + ((owner != null) ? owner.quoted() : "NONE");
	}

	private static @Nullable List<String> alter(Alter change, View from, View to) {
		return switch (change.aspect()) {
			case DEFINITION -> replaceable(from, to) ? CodeDdl.replace(to) : null;
			case PARAMETERS ->
				TableDdl.alterParameters("ALTER " + AccessDdl.target(to.id()), from.options(), to.options());
			case DEFAULT -> CodeDdl.columnDefaults(from, to);
			case PART_COMMENTS -> CodeDdl.columnComments(from, to);
			default -> null;
		};
	}

	/** CREATE OR REPLACE can add columns at the end and changes none. */
	private static boolean replaceable(View from, View to) {
		return !from.materialized() && to.columns().size() >= from.columns().size()
				&& shape(from).equals(shape(to).subList(0, from.columns().size()));
	}

	private static List<List<String>> shape(View view) {
		return view.columns().stream().map((column) -> List.of(column.name(), column.type())).toList();
	}

	/**
	 * Create a view of the same shape that reads nothing, for a circle of views.
	 * @param view the view
	 * @return the statement
	 */
	public String standIn(View view) {
		return CodeDdl.standIn(view);
	}

	/**
	 * Put a view in the place of one of the same shape.
	 * @param view the view
	 * @return the statements
	 */
	public List<String> replace(View view) {
		return CodeDdl.replace(view);
	}

	/**
	 * Add a constraint without looking at the rows that there are.
	 * @param constraint the constraint
	 * @return the statement
	 */
	public String addNotValid(Constraint constraint) {
		return "ALTER TABLE " + constraint.table().quoted() + " ADD " + ConstraintDdl.clause(constraint) + " NOT VALID";
	}

	/**
	 * Add NOT NULL without looking at the rows that there are.
	 * @param column the column
	 * @return the statements
	 */
	public List<String> addNotNullNotValid(Column column) {
		Column.NotNull notNull = Objects.requireNonNull(column.notNull());
		return Stream
			.concat(Stream.of(TableDdl.addNotNull(column) + (notNull.valid() ? " NOT VALID" : "")),
					TableDdl.notNullComment(null, column).stream())
			.toList();
	}

	/**
	 * Look at the rows that there are.
	 * @param table the table
	 * @param constraint the constraint's name
	 * @return the statement
	 */
	public String validate(QualifiedName table, String constraint) {
		return ConstraintDdl.validate(table, constraint);
	}

	/**
	 * Drop a constraint by its name.
	 * @param table the table
	 * @param constraint the constraint's name
	 * @return the statement
	 */
	public String dropConstraint(QualifiedName table, String constraint) {
		return ConstraintDdl.drop(table, constraint);
	}

	/**
	 * Build an index without blocking writers.
	 * @param index the index
	 * @param name the name to give it
	 * @return the statement
	 */
	public String createConcurrently(Index index, String name) {
		return ConstraintDdl.create(index, name, true);
	}

	/**
	 * Write what a new constraint or index needs besides itself: its comment, and that
	 * the table is clustered on it.
	 * @param object the constraint or index
	 * @return the statements
	 */
	public List<String> afterwards(SchemaObject object) {
		if (object instanceof Constraint constraint) {
			return ConstraintDdl.afterwards(constraint);
		}
		List<String> statements = new ArrayList<>(AccessDdl.ofNew(object));
		if (object instanceof Index index && index.clustered()) {
			statements.add(ConstraintDdl.cluster(index.table(), index.name()));
		}
		return statements;
	}

}
