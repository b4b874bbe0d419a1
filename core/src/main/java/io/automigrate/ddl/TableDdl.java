package io.automigrate.ddl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.PartitionNames;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Tables and their columns.
 */
final class TableDdl {

	/** All that a partition must have as its parent has it. */
	private static final String LIKE = " INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION";

	private TableDdl() {
	}

	/**
	 * Create a table.
	 * @param table the table
	 * @param parents finds the tables that it is a part or an heir of
	 * @param inline tells which defaults and constraints the statement itself makes
	 * @param attached whether a partition is made by itself and then attached, which
	 * keeps nobody from its parent
	 * @param named tells whether the name of a column's NOT NULL has to be said
	 */
	static List<String> create(Table table, Parents parents, Predicate<ObjectName> inline, boolean attached,
			Predicate<Column> named) {
		List<String> statements = new ArrayList<>();
		List<String> parts = new ArrayList<>();
		List<String> afterwards = new ArrayList<>();
		for (Column column : table.columns()) {
			Column inherited = parents.column(table, column.name());
			if (inherited == null) {
				parts.add(column(column, inline, named));
			}
			else {
				override(column, inherited, inline, (table.parent() != null && !attached) ? parts : null, afterwards,
						named);
				renameNotNull(column, inherited, attached ? null : parts, afterwards);
				if (table.parent() == null && column.identity() != null) {
					// Heirs count by themselves; what partitions have is their parent's.
					afterwards.add(alterColumn(column) + " ADD " + identity(column, column.identity()));
				}
			}
			afterwards.addAll(settings(column));
		}
		ownConstraints(table, inline).filter(Constraint::valid)
			.forEach((constraint) -> parts.add(ConstraintDdl.clause(constraint)));
		statements.add(head(table, parts, attached));
		statements.addAll(afterwards);
		if (table.parent() != null) {
			statements.addAll(parts(table, parents.find(table.parent()), attached));
		}
		if (attached && table.parent() != null) {
			statements.add(attach(table, table.parent()));
		}
		ownConstraints(table, inline).filter((constraint) -> !constraint.valid())
			.forEach((constraint) -> statements.add(ConstraintDdl.add(constraint)));
		if (table.rowSecurity()) {
			statements.add(alter(table) + " ENABLE ROW LEVEL SECURITY");
		}
		if (table.forceRowSecurity()) {
			statements.add(alter(table) + " FORCE ROW LEVEL SECURITY");
		}
		statements.addAll(AccessDdl.ofNew(table));
		table.columns().forEach((column) -> statements.addAll(AccessDdl.ofNew(column)));
		ownConstraints(table, inline).forEach((constraint) -> statements.addAll(ConstraintDdl.afterwards(constraint)));
		return statements;
	}

	private static String head(Table table, List<String> parts, boolean attached) {
		if (attached && table.parent() != null) {
			parts.add(0, "LIKE " + table.parent().quoted() + LIKE);
		}
		String body = parts.isEmpty() ? "()" : "(\n    " + String.join(",\n    ", parts) + "\n)";
		StringBuilder statement = new StringBuilder("CREATE ").append(table.unlogged() ? "UNLOGGED " : "")
			.append("TABLE ")
			.append(table.name().quoted());
		if (table.parent() != null && !attached) {
			statement.append(" PARTITION OF ").append(table.parent().quoted());
			statement.append(parts.isEmpty() ? "" : " " + body).append(' ').append(table.boundsClause());
		}
		else {
			statement.append(' ').append(body);
		}
		if (!table.inherits().isEmpty()) {
			statement.append(" INHERITS (")
				.append(table.inherits().stream().map(QualifiedName::quoted).collect(Collectors.joining(", ")))
				.append(')');
		}
		if (table.partitioning() != null) {
			statement.append(" PARTITION BY ").append(table.partitioning());
		}
		if (table.accessMethod() != null) {
			statement.append(" USING ").append(Identifier.quote(table.accessMethod()));
		}
		if (!table.parameters().isEmpty()) {
			statement.append(" WITH (").append(parameters(table.parameters())).append(')');
		}
		if (table.tablespace() != null) {
			statement.append(" TABLESPACE ").append(Identifier.quote(table.tablespace()));
		}
		return statement.toString();
	}

	/** What a column that comes from a parent has of its own. */
	private static void override(Column column, Column inherited, Predicate<ObjectName> inline,
			@Nullable List<String> parts, List<String> afterwards, Predicate<Column> named) {
		ColumnDefault own = column.columnDefault();
		String only = "ALTER TABLE ONLY " + column.table().quoted() + " ALTER COLUMN "
				+ Identifier.quote(column.name());
		if (own != null && !Objects.equals(column.defaultExpression(), inherited.defaultExpression())
				&& inline.test(own.id())) {
			afterwards.add(only + " SET DEFAULT " + own.expression());
		}
		else if (own == null && inherited.defaultExpression() != null) {
			afterwards.add(only + " DROP DEFAULT");
		}
		if (column.notNull() != null && column.notNull().valid() && inherited.notNull() == null) {
			if (parts != null) {
				parts.add(Identifier.quote(column.name()) + notNull(column, named));
			}
			else {
				afterwards.add("ALTER TABLE " + column.table().quoted() + " ALTER COLUMN "
						+ Identifier.quote(column.name()) + " SET NOT NULL");
			}
		}
	}

	/** What is inherited cannot be renamed, so it gets its name before it is. */
	private static void renameNotNull(Column column, Column inherited, @Nullable List<String> parts,
			List<String> afterwards) {
		String from = (inherited.notNull() != null) ? inherited.notNull().name() : null;
		String to = (column.notNull() != null) ? column.notNull().name() : null;
		if (from == null || to == null || from.equals(to)) {
			return;
		}
		if (parts != null) {
			parts.add("CONSTRAINT " + Identifier.quote(to) + " NOT NULL " + Identifier.quote(column.name()));
		}
		else {
			afterwards.add("ALTER TABLE " + column.table().quoted() + " RENAME CONSTRAINT " + Identifier.quote(from)
					+ " TO " + Identifier.quote(to));
		}
	}

	private static Stream<Constraint> ownConstraints(Table table, Predicate<ObjectName> inline) {
		return table.constraints()
			.stream()
			.filter((constraint) -> constraint.kind() != Constraint.Kind.FOREIGN_KEY && inline.test(constraint.id()))
			.sorted(Comparator.comparing(Constraint::kind).thenComparing(Constraint::name));
	}

	static String parameters(List<String> parameters) {
		return parameters.stream().map(TableDdl::parameter).collect(Collectors.joining(", "));
	}

	/** The catalogs have a value as it is, DDL wants one that is not a word quoted. */
	private static String parameter(String parameter) {
		int equals = parameter.indexOf('=');
		return parameter.substring(0, equals) + "=" + Identifier.literal(parameter.substring(equals + 1));
	}

	/** Set what is asked for and reset what is not. */
	static List<String> alterParameters(String alter, List<String> live, List<String> desired) {
		List<String> statements = new ArrayList<>();
		List<String> set = desired.stream().filter((parameter) -> !live.contains(parameter)).toList();
		if (!set.isEmpty()) {
			statements.add(alter + " SET (" + parameters(set) + ")");
		}
		List<String> kept = desired.stream().map(TableDdl::key).toList();
		List<String> reset = live.stream().map(TableDdl::key).filter((key) -> !kept.contains(key)).toList();
		if (!reset.isEmpty()) {
			statements.add(alter + " RESET (" + String.join(", ", reset) + ")");
		}
		return statements;
	}

	private static String key(String parameter) {
		return parameter.substring(0, parameter.indexOf('='));
	}

	static String alter(Table table) {
		return "ALTER TABLE " + table.name().quoted();
	}

	static List<String> partitionOf(Table live, Table desired) {
		List<String> statements = new ArrayList<>();
		if (live.parent() != null) {
			statements.add("ALTER TABLE " + live.parent().quoted() + " DETACH PARTITION " + live.name().quoted()
					+ (live.detachPending() ? " FINALIZE" : ""));
		}
		if (desired.parent() != null) {
			statements.add(attach(desired, desired.parent()));
		}
		return statements;
	}

	/** To attach what is attached already does nothing. */
	static List<String> attachParts(Table live, Table desired) {
		QualifiedName parent = Objects.requireNonNull(desired.parent());
		Set<String> there = live.attached().stream().map(AttachedPart::to).collect(Collectors.toSet());
		return desired.attached()
			.stream()
			.filter((part) -> !there.contains(part.to()) && indexed(part))
			.map((part) -> attachPart(parent.sibling(part.to()), part.object()))
			.toList();
	}

	static String attachPart(QualifiedName index, SchemaObject part) {
		return "ALTER INDEX " + index.quoted() + " ATTACH PARTITION " + part.id().name().quoted();
	}

	private static boolean indexed(AttachedPart part) {
		return !(part.object() instanceof Constraint constraint) || constraint.kind().indexed();
	}

	/**
	 * What is to have another name than PostgreSQL chooses is made ahead; the parent's
	 * then takes it over.
	 */
	private static List<String> parts(Table partition, @Nullable Table parent, boolean attached) {
		List<String> statements = new ArrayList<>();
		for (AttachedPart part : partition.attached()) {
			if (PartitionNames.automatic(partition, parent, part)) {
				continue;
			}
			if (part.object() instanceof Index index) {
				statements.addAll(ConstraintDdl.create(index));
			}
			else if (part.object() instanceof Constraint key && (attached || part.keyOfIndex())) {
				statements.add(ConstraintDdl.add(key));
			}
			else if (part.object() instanceof Constraint key && parent != null
					&& parent.constraints().stream().anyMatch((own) -> own.name().equals(part.to()))) {
				statements.add("ALTER TABLE " + partition.name().quoted() + " RENAME CONSTRAINT "
						+ Identifier.quote(PartitionNames.of(partition, key)) + " TO " + Identifier.quote(key.name()));
			}
		}
		return statements;
	}

	private static String attach(Table partition, QualifiedName parent) {
		return "ALTER TABLE " + parent.quoted() + " ATTACH PARTITION " + partition.name().quoted() + " "
				+ partition.boundsClause();
	}

	static List<String> inheritance(Table live, Table desired) {
		List<String> statements = new ArrayList<>();
		live.inherits()
			.stream()
			.filter((parent) -> !desired.inherits().contains(parent))
			.forEach((parent) -> statements.add(alter(desired) + " NO INHERIT " + parent.quoted()));
		desired.inherits()
			.stream()
			.filter((parent) -> !live.inherits().contains(parent))
			.forEach((parent) -> statements.add(alter(desired) + " INHERIT " + parent.quoted()));
		return statements;
	}

	static List<String> addColumn(Column column, Predicate<ObjectName> inline, Predicate<Column> named) {
		List<String> statements = new ArrayList<>();
		statements.add("ALTER TABLE " + column.table().quoted() + " ADD COLUMN " + column(column, inline, named));
		statements.addAll(settings(column));
		statements.addAll(AccessDdl.ofNew(column));
		return statements;
	}

	private static String column(Column column, Predicate<ObjectName> inline, Predicate<Column> named) {
		StringBuilder sql = new StringBuilder(Identifier.quote(column.name())).append(' ')
			.append(TypeDdl.type(column.type(), column.collation()));
		if (column.generation() != null) {
			sql.append(" GENERATED ALWAYS AS (")
				.append(column.generation())
				.append(column.virtual() ? ") VIRTUAL" : ") STORED");
		}
		if (column.identity() != null) {
			sql.append(' ').append(newIdentity(column, column.identity()));
		}
		ColumnDefault own = column.columnDefault();
		if (own != null && inline.test(own.id())) {
			sql.append(" DEFAULT ").append(own.expression());
		}
		sql.append(notNull(column, named));
		return sql.toString();
	}

	private static String notNull(Column column, Predicate<Column> named) {
		Column.NotNull notNull = column.notNull();
		if (notNull == null) {
			return "";
		}
		if (!notNull.valid()) {
			return "";
		}
		String name = notNull.name();
		return ((name != null && named.test(column)) ? " CONSTRAINT " + Identifier.quote(name) : "") + " NOT NULL"
				+ (notNull.inheritable() ? "" : " NO INHERIT");
	}

	static String chosenNotNull(Column column) {
		return column.table().name() + "_" + column.name() + "_not_null";
	}

	/** What is said about the NOT NULL of a column, where that is something else. */
	static List<String> notNullComment(Column.@Nullable NotNull live, Column desired) {
		Column.NotNull notNull = desired.notNull();
		return (notNull == null) ? List.of() : AccessDdl.constraintComment(notNull.name(), desired.table().quoted(),
				(live != null) ? live.comment() : null, notNull.comment());
	}

	/** As a constraint of its own, which only PostgreSQL 18 and later have. */
	static String addNotNull(Column column) {
		Column.NotNull notNull = Objects.requireNonNull(column.notNull());
		String name = (notNull.name() != null) ? notNull.name() : chosenNotNull(column);
		return "ALTER TABLE " + column.table().quoted() + " ADD CONSTRAINT " + Identifier.quote(name) + " NOT NULL "
				+ Identifier.quote(column.name()) + (notNull.inheritable() ? "" : " NO INHERIT")
				+ (notNull.valid() ? "" : " NOT VALID");
	}

	/** What PostgreSQL would choose itself need not be said of a column that is new. */
	private static String newIdentity(Column column, Identity identity) {
		String chosen = column.table().name() + "_" + column.name() + "_seq";
		boolean plain = identity.options().plain() && identity.sequence().equals(chosen) && Identifier.fits(chosen);
		return plain ? generated(identity) : identity(column, identity);
	}

	private static String generated(Identity identity) {
		return identity.always() ? "GENERATED ALWAYS AS IDENTITY" : "GENERATED BY DEFAULT AS IDENTITY";
	}

	static String identity(Column column, Identity identity) {
		return generated(identity) + " (SEQUENCE NAME " + column.table().sibling(identity.sequence()).quoted() + " "
				+ identity.options().clauses() + ")";
	}

	static String alterColumn(Column column) {
		return "ALTER TABLE " + column.table().quoted() + " ALTER COLUMN " + Identifier.quote(column.name());
	}

	/** Without its parts: they have settings of their own. */
	static String alterColumnOnly(QualifiedName table, String column) {
		return "ALTER TABLE ONLY " + table.quoted() + " ALTER COLUMN " + Identifier.quote(column);
	}

	private static List<String> settings(Column column) {
		List<String> statements = new ArrayList<>();
		if (column.notNull() != null && !column.notNull().valid()) {
			statements.add(addNotNull(column));
		}
		String alter = alterColumnOnly(column.table(), column.name());
		if (column.storage() != null) {
			statements.add(alter + " SET STORAGE " + column.storage());
		}
		if (column.compression() != null) {
			statements.add(alter + " SET COMPRESSION " + column.compression());
		}
		if (column.statistics() != null) {
			statements.add(alter + " SET STATISTICS " + column.statistics());
		}
		statements.addAll(alterParameters(alter, List.of(), column.parameters()));
		return statements;
	}

	/**
	 * Turn identity on, off or into another. A new one goes on where the rows that there
	 * are end.
	 */
	static List<String> alterIdentity(Column live, Column desired) {
		Identity from = live.identity();
		Identity to = desired.identity();
		if (to == null) {
			return List.of(alterColumn(desired) + " DROP IDENTITY");
		}
		if (from == null) {
			String sequence = Identifier.literal(desired.table().sibling(to.sequence()).quoted());
			String column = Identifier.quote(desired.name());
			return List.of(alterColumn(desired) + " ADD " + identity(desired, to),
					"SELECT pg_catalog.setval(" + sequence + ", pg_catalog.max(" + column + ")) FROM "
							+ desired.table().quoted() + " HAVING pg_catalog.max(" + column + ") >= "
							+ to.options().minimum());
		}
		List<String> clauses = new ArrayList<>();
		if (from.always() != to.always()) {
			clauses.add(to.always() ? "SET GENERATED ALWAYS" : "SET GENERATED BY DEFAULT");
		}
		if (!from.options().equals(to.options())) {
			Map<String, String> before = options(from);
			options(to).forEach((key, clause) -> {
				if (!clause.equals(before.get(key))) {
					clauses.add("SET " + clause);
				}
			});
		}
		if (clauses.isEmpty()) {
			return List.of();
		}
		return Ddl.sequenceOptions(desired.table().sibling(from.sequence()), from.options(), to.options(),
				alterColumn(desired) + " " + String.join(" ", clauses));
	}

	static List<String> renameSequence(Column live, Column desired) {
		Identity from = Objects.requireNonNull(live.identity());
		Identity to = Objects.requireNonNull(desired.identity());
		return List.of("ALTER SEQUENCE " + desired.table().sibling(from.sequence()).quoted() + " RENAME TO "
				+ Identifier.quote(to.sequence()));
	}

	private static Map<String, String> options(Identity identity) {
		Map<String, String> options = new LinkedHashMap<>();
		options.put("start", "START WITH " + identity.options().start());
		options.put("increment", "INCREMENT BY " + identity.options().increment());
		options.put("minimum", "MINVALUE " + identity.options().minimum());
		options.put("maximum", "MAXVALUE " + identity.options().maximum());
		options.put("cache", "CACHE " + identity.options().cache());
		options.put("cycle", identity.options().cycle() ? "CYCLE" : "NO CYCLE");
		return options;
	}

	/** Finds what a table takes over from others. */
	interface Parents {

		@Nullable Table find(QualifiedName table);

		/** The column of a parent that one of this name comes from. */
		default @Nullable Column column(Table table, String column) {
			return Stream.concat(Stream.ofNullable(table.parent()), table.inherits().stream())
				.map(this::find)
				.filter(Objects::nonNull)
				.map((parent) -> parent.column(column).orElse(null))
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}

	}

}
