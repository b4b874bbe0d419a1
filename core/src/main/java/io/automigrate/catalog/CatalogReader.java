package io.automigrate.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Policy;
import io.automigrate.schema.Routine;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.SequenceOptions;
import io.automigrate.schema.Table;
import io.automigrate.schema.Trigger;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the managed schemas from the catalogs. Both sides of a comparison are read by
 * this class. The connection's {@code search_path} must be empty, so that PostgreSQL
 * prints every name in full.
 */
public final class CatalogReader {

	private static final Comparator<Grant> GRANT_ORDER = Comparator.comparing(Grant::grantee)
		.thenComparing(Grant::privilege);

	private static final String NOT_VALID = " NOT VALID";

	private final NameMapping names;

	private final Map<Long, Map<Integer, String>> columnNames = new HashMap<>();

	private final Map<Long, List<Column>> columns = new HashMap<>();

	private final Map<Long, List<Constraint>> constraints = new HashMap<>();

	private final Map<Long, List<Index>> indexes = new HashMap<>();

	private final Map<Long, List<Trigger>> triggers = new HashMap<>();

	private final Map<Long, List<Policy>> policies = new HashMap<>();

	private final Map<Long, List<QualifiedName>> parents = new HashMap<>();

	private final Map<Long, List<Domain.Check>> checks = new HashMap<>();

	private final Map<ColumnKey, Identity> identities = new HashMap<>();

	private final Map<ColumnKey, Column.NotNull> notNulls = new HashMap<>();

	private final Map<ColumnKey, List<Grant>> columnGrants = new HashMap<>();

	/**
	 * The objects by catalog and number, for what PostgreSQL records of who uses whom.
	 */
	private final Map<String, Map<Long, ObjectName>> objects = new HashMap<>();

	private final Map<Long, QualifiedName> tableNames = new HashMap<>();

	private final Set<ColumnKey> generated = new HashSet<>();

	private CatalogReader(NameMapping names) {
		this.names = names;
	}

	/**
	 * Read schemas, in one trip.
	 * @param connection a connection whose {@code search_path} is empty
	 * @param schemas the names of the schemas as the catalogs have them; those that do
	 * not exist are passed over
	 * @param names what the names that the catalogs print stand for
	 * @return the schemas
	 * @throws SQLException if the catalogs cannot be read
	 */
	public static Schema read(Connection connection, Collection<String> schemas, NameMapping names)
			throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(CatalogQueries.all(schemas));
			return new CatalogReader(names).read(new Results(statement));
		}
	}

	private Schema read(Results results) throws SQLException {
		List<Namespace> namespaces = results.next((row) -> new Namespace(this.names.schema(row.getString("nspname")),
				grants(row, ObjectKind.SCHEMA), row.getString("description")));
		List<Extension> extensions = results.next(this::extension);
		List<TableRow> tables = results.next(this::table);
		results.each((row) -> this.parents.computeIfAbsent(row.getLong("inhrelid"), (oid) -> new ArrayList<>())
			.add(name(row, "nspname", "relname")));
		results.each((row) -> this.identities.put(new ColumnKey(row.getLong("refobjid"), row.getInt("refobjsubid")),
				new Identity(false, row.getString("sequence"), options(row))));
		results.each((row) -> this.notNulls.put(new ColumnKey(row.getLong("conrelid"), row.getInt("attnum")),
				new Column.NotNull(row.getString("conname"), row.getBoolean("convalidated"),
						!row.getBoolean("connoinherit"))));
		results.each((row) -> this.columnGrants.put(new ColumnKey(row.getLong("attrelid"), row.getInt("attnum")),
				grants(row, ObjectKind.COLUMN)));
		Map<ColumnKey, List<Integer>> uses = new HashMap<>();
		results.each((row) -> uses
			.computeIfAbsent(new ColumnKey(row.getLong("objid"), row.getInt("objsubid")), (key) -> new ArrayList<>())
			.add(row.getInt("refobjsubid")));
		List<ColumnRow> rows = results.next(this::columnRow);
		rows.forEach((row) -> column(row, uses));
		Map<Long, List<ColumnRow>> shapes = new HashMap<>();
		rows.stream()
			.filter((row) -> !this.tableNames.containsKey(row.key().relation()))
			.forEach((row) -> shapes.computeIfAbsent(row.key().relation(), (oid) -> new ArrayList<>()).add(row));
		results.each(this::constraint);
		Map<Long, List<Index>> indexesOfViews = new HashMap<>();
		results.each((row) -> index(row, indexesOfViews));
		List<TriggerRow> triggerRows = results.next(TriggerRow::of);
		results.each(this::policy);
		List<Sequence> sequences = results.next(this::sequence);
		List<EnumType> enums = results.next(this::enumType);
		Map<Long, Long> domainOfCheck = new HashMap<>();
		results.each((row) -> {
			domainOfCheck.put(row.getLong("oid"), row.getLong("contypid"));
			this.checks.computeIfAbsent(row.getLong("contypid"), (oid) -> new ArrayList<>())
				.add(new Domain.Check(row.getString("conname"), definition(row), row.getBoolean("convalidated"),
						row.getString("description")));
		});
		List<Domain> domains = results.next(this::domain);
		domainOfCheck.forEach((check, type) -> {
			ObjectName domain = this.objects.getOrDefault("pg_type", Map.of()).get(type);
			if (domain != null) {
				known("pg_constraint", check, domain);
			}
		});
		List<CompositeType> composites = results.next((row) -> composite(row, shapes));
		List<ViewRow> viewRows = results.next(this::viewRow);
		triggerRows.forEach(this::trigger);
		List<View> views = viewRows.stream().map((row) -> view(row, shapes, indexesOfViews)).toList();
		List<Routine> routines = results.next(this::routine);
		Map<ObjectName, Set<ObjectName>> used = new HashMap<>();
		results.each((row) -> use(row, used));
		List<OtherObject> others = results.next((row) -> new OtherObject(row.getString("kind"),
				Objects.requireNonNull(this.names.text(row.getString("name")))));
		return new Schema(namespaces, extensions, enums, domains, composites, sequences, routines,
				tables.stream().map(this::assemble).sorted(Comparator.comparing(Table::name)).toList(), views, others,
				used);
	}

	private Extension extension(ResultSet row) throws SQLException {
		Extension extension = new Extension(row.getString("extname"), this.names.schema(row.getString("nspname")),
				row.getString("extversion"), null);
		known("pg_extension", row.getLong("oid"), extension.id());
		return extension;
	}

	private Table assemble(TableRow row) {
		Table bare = row.bare();
		long oid = row.oid();
		return new Table(bare.name(), bare.unlogged(), bare.partitioning(), bare.parent(), bare.bounds(),
				this.parents.getOrDefault(oid, List.of()), bare.parameters(), bare.accessMethod(), bare.tablespace(),
				bare.replicaIdentity(), bare.rowSecurity(), bare.forceRowSecurity(),
				this.columns.getOrDefault(oid, List.of()), this.constraints.getOrDefault(oid, List.of()),
				this.indexes.getOrDefault(oid, List.of()), this.triggers.getOrDefault(oid, List.of()),
				this.policies.getOrDefault(oid, List.of()), bare.grants(), bare.comment());
	}

	private TableRow table(ResultSet row) throws SQLException {
		QualifiedName name = name(row, "nspname", "relname");
		long oid = row.getLong("oid");
		this.tableNames.put(oid, name);
		QualifiedName parent = (row.getString("parent_name") != null) ? name(row, "parent_schema", "parent_name")
				: null;
		List<String> parameters = new ArrayList<>(strings(row.getArray("reloptions")));
		parameters.addAll(strings(row.getArray("toast")));
		Table bare = new Table(name, row.getBoolean("unlogged"), this.names.text(row.getString("partitioning")), parent,
				this.names.text(row.getString("bounds")), List.of(), parameters.stream().sorted().toList(),
				row.getString("access_method"), row.getString("spcname"), row.getString("replica_identity"),
				row.getBoolean("relrowsecurity"), row.getBoolean("relforcerowsecurity"), List.of(), List.of(),
				List.of(), List.of(), List.of(), grants(row, ObjectKind.TABLE), row.getString("description"));
		known("pg_class", oid, bare.id());
		known("pg_type", row.getLong("reltype"), bare.id());
		return new TableRow(oid, bare);
	}

	private ColumnRow columnRow(ResultSet row) throws SQLException {
		long relation = row.getLong(1);
		int number = row.getInt(2);
		String name = row.getString(3);
		this.columnNames.computeIfAbsent(relation, (oid) -> new HashMap<>()).put(number, name);
		return new ColumnRow(new ColumnKey(relation, number), name,
				Objects.requireNonNull(this.names.text(row.getString(4))), row.getBoolean(5),
				this.names.text(row.getString(6)), row.getString(7), row.getString(8),
				this.names.text(row.getString(9)), row.getBoolean(10), row.getString(11), row.getString(12),
				row.getObject(13) != null ? Integer.valueOf(row.getInt(13)) : null, row.getString(14));
	}

	private void column(ColumnRow row, Map<ColumnKey, List<Integer>> uses) {
		QualifiedName table = this.tableNames.get(row.key().relation());
		if (table == null) {
			return;
		}
		Column.NotNull notNull = !row.notNull() ? null
				: this.notNulls.getOrDefault(row.key(), new Column.NotNull(null, true, true));
		Identity identity = this.identities.get(row.key());
		boolean isGenerated = !row.generated().isEmpty();
		if (isGenerated) {
			this.generated.add(row.key());
		}
		this.columns.computeIfAbsent(row.key().relation(), (oid) -> new ArrayList<>())
			.add(new Column(table, row.name(), row.type(), row.collation(), notNull,
					isGenerated ? null : row.expression(),
					(identity == null || row.identity().isEmpty()) ? null
							: new Identity(row.identity().equals("a"), identity.sequence(), identity.options()),
					isGenerated ? row.expression() : null, row.generated().equals("v"), row.local(),
					storage(row.storage()), compression(row.compression()), row.statistics(),
					uses.getOrDefault(row.key(), List.of())
						.stream()
						.map((number) -> columnName(row.key().relation(), number))
						.toList(),
					this.columnGrants.getOrDefault(row.key(), List.of()), row.comment()));
	}

	private static @Nullable String storage(@Nullable String code) {
		if (code == null) {
			return null;
		}
		return switch (code) {
			case "p" -> "PLAIN";
			case "e" -> "EXTERNAL";
			case "m" -> "MAIN";
			default -> "EXTENDED";
		};
	}

	private static @Nullable String compression(@Nullable String code) {
		if (code == null) {
			return null;
		}
		return code.equals("l") ? "lz4" : "pglz";
	}

	private void constraint(ResultSet row) throws SQLException {
		long oid = row.getLong("conrelid");
		QualifiedName table = this.tableNames.get(oid);
		if (table == null) {
			return;
		}
		QualifiedName references = (row.getString("foreign_name") != null) ? name(row, "foreign_schema", "foreign_name")
				: null;
		Constraint constraint = new Constraint(table, row.getString("conname"),
				Constraint.Kind.ofCode(row.getString("contype")), definition(row), row.getBoolean("convalidated"),
				columnNames(oid, row.getArray("conkey")), references,
				columnNames(row.getLong("confrelid"), row.getArray("confkey")), indexOptions(row),
				row.getBoolean("indisclustered"), row.getString("description"));
		this.constraints.computeIfAbsent(oid, (key) -> new ArrayList<>()).add(constraint);
		known("pg_constraint", row.getLong("oid"), constraint.id());
		if (constraint.kind().indexed()) {
			known("pg_class", row.getLong("conindid"), constraint.id());
		}
	}

	private static @Nullable String indexOptions(ResultSet row) throws SQLException {
		List<String> options = strings(row.getArray("reloptions"));
		String tablespace = row.getString("spcname");
		if (options.isEmpty() && tablespace == null) {
			return null;
		}
		String with = options.isEmpty() ? "" : "WITH (" + String.join(", ", options) + ")";
		return (with + ((tablespace != null) ? " USING INDEX TABLESPACE " + Identifier.quote(tablespace) : "")).strip();
	}

	private String definition(ResultSet row) throws SQLException {
		String definition = Objects.requireNonNull(this.names.text(row.getString("definition")));
		return definition.endsWith(NOT_VALID) ? definition.substring(0, definition.length() - NOT_VALID.length())
				: definition;
	}

	private void index(ResultSet row, Map<Long, List<Index>> indexesOfViews) throws SQLException {
		long table = row.getLong(1);
		String name = row.getString(2);
		String statement = row.getString(3);
		// Beyond both names, since a name may hold the word.
		int using = statement.indexOf(" USING ", "CREATE INDEX  ON ".length() + name.length());
		Array used = row.getArray(7);
		List<String> columnsUsed = (used != null) ? columnNames(table, used)
				: Arrays.stream(row.getString(6).split(" ", -1))
					.map((number) -> columnName(table, Integer.parseInt(number)))
					.toList();
		String definition = Objects.requireNonNull(this.names.text(statement.substring(using + 1)));
		String tablespace = row.getString("spcname");
		if (tablespace != null) {
			int where = definition.indexOf(" WHERE ");
			int end = (where >= 0) ? where : definition.length();
			definition = definition.substring(0, end) + " TABLESPACE " + Identifier.quote(tablespace)
					+ definition.substring(end);
		}
		QualifiedName owner = this.tableNames.get(table);
		Index index = new Index((owner != null) ? owner : new QualifiedName("", ""), name, definition,
				row.getBoolean(4), row.getBoolean(5), row.getBoolean(8), columnsUsed, row.getBoolean(9),
				row.getString("description"));
		if (owner == null) {
			indexesOfViews.computeIfAbsent(table, (oid) -> new ArrayList<>()).add(index);
			return;
		}
		this.indexes.computeIfAbsent(table, (oid) -> new ArrayList<>()).add(index);
		known("pg_class", row.getLong(10), index.id());
	}

	private void trigger(TriggerRow row) {
		ObjectName owner = this.objects.getOrDefault("pg_class", Map.of()).get(row.table());
		if (owner != null) {
			Trigger trigger = new Trigger(owner.name(), row.name(),
					Objects.requireNonNull(this.names.text(row.definition())), row.enabled(), row.comment());
			this.triggers.computeIfAbsent(row.table(), (oid) -> new ArrayList<>()).add(trigger);
			known("pg_trigger", row.oid(), trigger.id());
		}
	}

	private void policy(ResultSet row) throws SQLException {
		long oid = row.getLong("polrelid");
		QualifiedName table = this.tableNames.get(oid);
		if (table != null) {
			String command = switch (row.getString("polcmd")) {
				case "r" -> "SELECT";
				case "a" -> "INSERT";
				case "w" -> "UPDATE";
				case "d" -> "DELETE";
				default -> "ALL";
			};
			Policy policy = new Policy(table, row.getString("polname"), row.getBoolean("polpermissive"), command,
					strings(row.getArray("roles")), this.names.text(row.getString("using")),
					this.names.text(row.getString("check")), row.getString("description"));
			this.policies.computeIfAbsent(oid, (key) -> new ArrayList<>()).add(policy);
			known("pg_policy", row.getLong("oid"), policy.id());
		}
	}

	private Sequence sequence(ResultSet row) throws SQLException {
		QualifiedName owner = this.tableNames.get(row.getLong("owner_oid"));
		ColumnName ownedBy = (owner == null) ? null
				: new ColumnName(owner, columnName(row.getLong("owner_oid"), row.getInt("owner_column")));
		Sequence sequence = new Sequence(name(row, "nspname", "relname"), options(row), row.getBoolean("unlogged"),
				ownedBy, grants(row, ObjectKind.SEQUENCE), row.getString("description"));
		known("pg_class", row.getLong("oid"), sequence.id());
		return sequence;
	}

	private static SequenceOptions options(ResultSet row) throws SQLException {
		return new SequenceOptions(row.getString("seqtype"), row.getLong("seqstart"), row.getLong("seqincrement"),
				row.getLong("seqmin"), row.getLong("seqmax"), row.getLong("seqcache"), row.getBoolean("seqcycle"));
	}

	private EnumType enumType(ResultSet row) throws SQLException {
		EnumType type = new EnumType(name(row, "nspname", "typname"), strings(row.getArray("labels")),
				grants(row, ObjectKind.ENUM), row.getString("description"));
		known("pg_type", row.getLong("oid"), type.id());
		return type;
	}

	private Domain domain(ResultSet row) throws SQLException {
		Domain domain = new Domain(name(row, "nspname", "typname"),
				Objects.requireNonNull(this.names.text(row.getString("type"))),
				this.names.text(row.getString("collation")), row.getBoolean("typnotnull"),
				this.names.text(row.getString("expression")), this.checks.getOrDefault(row.getLong("oid"), List.of()),
				grants(row, ObjectKind.DOMAIN), row.getString("description"));
		known("pg_type", row.getLong("oid"), domain.id());
		return domain;
	}

	private CompositeType composite(ResultSet row, Map<Long, List<ColumnRow>> shapes) throws SQLException {
		List<CompositeType.Attribute> attributes = shapes.getOrDefault(row.getLong("class"), List.of())
			.stream()
			.map((column) -> new CompositeType.Attribute(column.name(), column.type(), column.collation(),
					column.comment()))
			.toList();
		CompositeType type = new CompositeType(name(row, "nspname", "typname"), attributes,
				grants(row, ObjectKind.COMPOSITE), row.getString("description"));
		known("pg_type", row.getLong("oid"), type.id());
		known("pg_class", row.getLong("class"), type.id());
		return type;
	}

	private ViewRow viewRow(ResultSet row) throws SQLException {
		String definition = Objects.requireNonNull(this.names.text(row.getString("definition"))).stripTrailing();
		View bare = new View(name(row, "nspname", "relname"), row.getBoolean("materialized"),
				definition.endsWith(";") ? definition.substring(0, definition.length() - 1) : definition, List.of(),
				strings(row.getArray("reloptions")).stream().sorted().toList(), row.getBoolean("relispopulated"),
				List.of(), List.of(), grants(row, ObjectKind.VIEW), row.getString("description"));
		long oid = row.getLong("oid");
		known("pg_class", oid, bare.id());
		known("pg_type", row.getLong("reltype"), bare.id());
		return new ViewRow(oid, bare);
	}

	private View view(ViewRow row, Map<Long, List<ColumnRow>> shapes, Map<Long, List<Index>> indexesOfViews) {
		View bare = row.bare();
		List<View.ViewColumn> viewColumns = shapes.getOrDefault(row.oid(), List.of())
			.stream()
			.map((column) -> new View.ViewColumn(column.name(),
					(column.collation() != null) ? column.type() + " COLLATE " + column.collation() : column.type(),
					column.expression(), column.comment()))
			.toList();
		List<Index> own = indexesOfViews.getOrDefault(row.oid(), List.of())
			.stream()
			.map((index) -> new Index(bare.name(), index.name(), index.definition(), index.unique(), index.valid(),
					index.only(), index.columns(), index.clustered(), index.comment()))
			.toList();
		return new View(bare.name(), bare.materialized(), bare.definition(), viewColumns, bare.options(),
				bare.populated(), own, this.triggers.getOrDefault(row.oid(), List.of()), bare.grants(), bare.comment());
	}

	private Routine routine(ResultSet row) throws SQLException {
		String kind = row.getString("prokind");
		String arguments = String.join(", ", strings(row.getArray("arguments")));
		Routine routine = new Routine(name(row, "nspname", "proname"),
				Objects.requireNonNull(this.names.text(arguments)), kind.equals("p"),
				Objects.requireNonNull(this.names.text(row.getString("definition"))),
				Objects.requireNonNull(this.names.text(row.getString("signature"))), row.getString("lanname"),
				row.getBoolean("tracked"), grants(row, ObjectKind.FUNCTION), row.getString("description"));
		known("pg_proc", row.getLong("oid"), routine.id());
		return routine;
	}

	private void use(ResultSet row, Map<ObjectName, Set<ObjectName>> used) throws SQLException {
		ObjectName user = object(row.getString(1), row.getLong(2), row.getInt(3));
		ObjectName of = object(row.getString(4), row.getLong(5), row.getInt(6));
		if (user == null || of == null || user.equals(of) || (of.name().equals(user.table()) && !of.kind().part())) {
			return;
		}
		used.computeIfAbsent(user, (key) -> new LinkedHashSet<>()).add(of);
	}

	private @Nullable ObjectName object(String catalog, long oid, int column) {
		String place = switch (catalog) {
			case "pg_rewrite", "pg_attrdef" -> "pg_class";
			default -> catalog;
		};
		ObjectName known = this.objects.getOrDefault(place, Map.of()).get(oid);
		if (known == null || column == 0 || known.kind() != ObjectKind.TABLE) {
			return known;
		}
		String name = columnName(oid, column);
		boolean isDefault = catalog.equals("pg_attrdef") && !this.generated.contains(new ColumnKey(oid, column));
		return name.isEmpty() ? known
				: ObjectName.part(isDefault ? ObjectKind.DEFAULT : ObjectKind.COLUMN, known.name(), name);
	}

	private void known(String catalog, long oid, ObjectName name) {
		this.objects.computeIfAbsent(catalog, (key) -> new HashMap<>()).put(oid, name);
	}

	private static List<Grant> grants(ResultSet row, ObjectKind kind) throws SQLException {
		Array array = row.getArray("grants");
		if (array == null) {
			return kind.defaultGrants();
		}
		return strings(array).stream().map((text) -> {
			int colon = text.indexOf(':');
			boolean grantable = text.charAt(colon - 1) == '*';
			return new Grant(text.substring(colon + 1), text.substring(0, grantable ? colon - 1 : colon), grantable);
		}).sorted(GRANT_ORDER).toList();
	}

	private QualifiedName name(ResultSet row, String schema, String name) throws SQLException {
		return new QualifiedName(this.names.schema(row.getString(schema)), row.getString(name));
	}

	private List<String> columnNames(long table, @Nullable Array numbers) throws SQLException {
		if (numbers == null) {
			return List.of();
		}
		List<String> found = new ArrayList<>();
		for (Object number : (Object[]) numbers.getArray()) {
			found.add(columnName(table, ((Number) number).intValue()));
		}
		return found;
	}

	/** An expression has no name, nor has a column of a table that is not managed. */
	private String columnName(long table, int number) {
		return this.columnNames.getOrDefault(table, Map.of()).getOrDefault(number, "");
	}

	private static List<String> strings(@Nullable Array array) throws SQLException {
		return (array == null) ? List.of() : List.of((String[]) array.getArray());
	}

	private record ColumnKey(long relation, int number) {

	}

	private record TableRow(long oid, Table bare) {

	}

	private record ViewRow(long oid, View bare) {

	}

	private record ColumnRow(ColumnKey key, String name, String type, boolean notNull, @Nullable String expression,
			String identity, String generated, @Nullable String collation, boolean local, @Nullable String storage,
			@Nullable String compression, @Nullable Integer statistics, @Nullable String comment) {

	}

	private record TriggerRow(long oid, long table, String name, String definition, String enabled,
			@Nullable String comment) {

		static TriggerRow of(ResultSet row) throws SQLException {
			return new TriggerRow(row.getLong("oid"), row.getLong("tgrelid"), row.getString("tgname"),
					row.getString("definition"), row.getString("tgenabled"), row.getString("description"));
		}

	}

	private interface RowMapper<T> {

		T map(ResultSet row) throws SQLException;

	}

	private interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

	/** The results of a script, one after the other. */
	private static final class Results {

		private final Statement statement;

		private boolean first = true;

		Results(Statement statement) {
			this.statement = statement;
		}

		<T> List<T> next(RowMapper<T> mapper) throws SQLException {
			List<T> mapped = new ArrayList<>();
			each((row) -> mapped.add(mapper.map(row)));
			return mapped;
		}

		void each(RowReader reader) throws SQLException {
			if (!this.first && !this.statement.getMoreResults()) {
				throw new IllegalStateException("The catalogs answered with fewer results than were asked for");
			}
			this.first = false;
			try (ResultSet rows = this.statement.getResultSet()) {
				while (rows.next()) {
					reader.read(rows);
				}
			}
		}

	}

}
