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
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.SequenceOptions;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the managed schemas from the catalogs. Both sides of a comparison are read by
 * this class. The connection's {@code search_path} must be empty, so that PostgreSQL
 * prints every name in full.
 */
public final class CatalogReader {

	private final NameMapping names;

	private final Map<Long, Map<Integer, String>> columnNames = new HashMap<>();

	private final Map<Long, QualifiedName> tableNames = new HashMap<>();

	private final Map<Long, List<Column>> columns = new HashMap<>();

	private final Map<Long, List<Constraint>> constraints = new HashMap<>();

	private final Map<Long, List<Index>> indexes = new HashMap<>();

	private final List<TableRow> tables = new ArrayList<>();

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
		List<Namespace> namespaces = results
			.next((row) -> new Namespace(this.names.schema(row.getString("nspname")), row.getString("description")));
		List<Extension> extensions = results
			.next((row) -> new Extension(row.getString("extname"), this.names.schema(row.getString("nspname"))));
		this.tables.addAll(results.next(this::table));
		List<ColumnRow> columnRows = results.next(this::columnRow);
		Map<List<Long>, List<String>> uses = new HashMap<>();
		results.next((row) -> uses
			.computeIfAbsent(List.of(row.getLong("objid"), row.getLong("objsubid")), (key) -> new ArrayList<>())
			.add(columnName(row.getLong("objid"), row.getInt("refobjsubid"))));
		columnRows.forEach((row) -> this.columns.computeIfAbsent(row.table(), (oid) -> new ArrayList<>())
			.add(row.column(uses.getOrDefault(List.of(row.table(), (long) row.number()), List.of()))));
		results.next(this::constraint);
		results.next(this::index);
		List<Sequence> sequences = results.next(this::sequence);
		List<EnumType> enums = results.next((row) -> new EnumType(name(row, "nspname", "typname"),
				strings(row.getArray("labels")), row.getString("description")));
		List<OtherObject> others = results.next((row) -> new OtherObject(row.getString("kind"),
				Objects.requireNonNull(this.names.text(row.getString("name")))));
		return new Schema(namespaces, extensions, this.tables.stream().map(this::assemble).sorted(BY_NAME).toList(),
				sequences, enums, others);
	}

	private static final Comparator<Table> BY_NAME = Comparator.comparing(Table::name);

	private Table assemble(TableRow row) {
		return new Table(row.name(), row.unlogged(), row.partitioning(), row.parent(), row.bounds(),
				this.columns.getOrDefault(row.oid(), List.of()), this.constraints.getOrDefault(row.oid(), List.of()),
				this.indexes.getOrDefault(row.oid(), List.of()), row.comment());
	}

	private TableRow table(ResultSet row) throws SQLException {
		QualifiedName name = name(row, "nspname", "relname");
		this.tableNames.put(row.getLong("oid"), name);
		QualifiedName parent = (row.getString("parent_name") != null) ? name(row, "parent_schema", "parent_name")
				: null;
		return new TableRow(row.getLong("oid"), name, row.getBoolean("unlogged"),
				this.names.text(row.getString("partitioning")), parent, this.names.text(row.getString("bounds")),
				row.getString("description"));
	}

	private ColumnRow columnRow(ResultSet row) throws SQLException {
		long table = row.getLong("attrelid");
		int number = row.getInt("attnum");
		String name = row.getString("attname");
		this.columnNames.computeIfAbsent(table, (oid) -> new HashMap<>()).put(number, name);
		String expression = this.names.text(row.getString("expression"));
		String generated = row.getString("attgenerated");
		String identity = row.getString("attidentity");
		return new ColumnRow(table, number,
				new Column(name, Objects.requireNonNull(this.names.text(row.getString("type"))),
						row.getBoolean("attnotnull"), generated.isEmpty() ? expression : null,
						identity.isEmpty() ? null
								: new Identity(identity.equals("a"), row.getString("sequence"), options(row)),
						generated.isEmpty() ? null : expression, generated.equals("v"),
						this.names.text(row.getString("collation")), List.of(), row.getString("description")));
	}

	private Constraint constraint(ResultSet row) throws SQLException {
		long table = row.getLong("conrelid");
		QualifiedName references = (row.getString("foreign_name") != null) ? name(row, "foreign_schema", "foreign_name")
				: null;
		Constraint constraint = new Constraint(row.getString("conname"),
				Constraint.Kind.ofCode(row.getString("contype")),
				Objects.requireNonNull(this.names.text(row.getString("definition"))),
				columnNames(table, row.getArray("conkey")), references,
				columnNames(row.getLong("confrelid"), row.getArray("confkey")), row.getString("description"));
		this.constraints.computeIfAbsent(table, (oid) -> new ArrayList<>()).add(constraint);
		return constraint;
	}

	private Index index(ResultSet row) throws SQLException {
		long table = row.getLong("indrelid");
		String name = row.getString("relname");
		String statement = row.getString("definition");
		// Beyond both names, since a name may hold the word.
		int using = statement.indexOf(" USING ", "CREATE INDEX  ON ".length() + name.length());
		Array used = row.getArray("used");
		List<String> columnsUsed = (used != null) ? columnNames(table, used)
				: Arrays.stream(row.getString("indkey").split(" ", -1))
					.map((number) -> columnName(table, Integer.parseInt(number)))
					.toList();
		Index index = new Index(name, Objects.requireNonNull(this.names.text(statement.substring(using + 1))),
				row.getBoolean("indisunique"), row.getBoolean("indisvalid"), columnsUsed, row.getString("description"));
		this.indexes.computeIfAbsent(table, (oid) -> new ArrayList<>()).add(index);
		return index;
	}

	private Sequence sequence(ResultSet row) throws SQLException {
		QualifiedName owner = this.tableNames.get(row.getLong("owner_oid"));
		ColumnName ownedBy = (owner == null) ? null
				: new ColumnName(owner, columnName(row.getLong("owner_oid"), row.getInt("owner_column")));
		return new Sequence(name(row, "nspname", "relname"), options(row), ownedBy, row.getString("description"));
	}

	private static SequenceOptions options(ResultSet row) throws SQLException {
		return new SequenceOptions(row.getString("seqtype"), row.getLong("seqstart"), row.getLong("seqincrement"),
				row.getLong("seqmin"), row.getLong("seqmax"), row.getLong("seqcache"), row.getBoolean("seqcycle"));
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

	private static List<String> strings(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

	private record TableRow(long oid, QualifiedName name, boolean unlogged, @Nullable String partitioning,
			@Nullable QualifiedName parent, @Nullable String bounds, @Nullable String comment) {

	}

	private record ColumnRow(long table, int number, Column bare) {

		Column column(List<String> uses) {
			return uses.isEmpty() ? this.bare
					: new Column(this.bare.name(), this.bare.type(), this.bare.notNull(), this.bare.defaultExpression(),
							this.bare.identity(), this.bare.generation(), this.bare.virtual(), this.bare.collation(),
							uses, this.bare.comment());
		}

	}

	private interface RowMapper<T> {

		T map(ResultSet row) throws SQLException;

	}

	/** The results of a script, one after the other. */
	private static final class Results {

		private final Statement statement;

		private boolean first = true;

		Results(Statement statement) {
			this.statement = statement;
		}

		<T> List<T> next(RowMapper<T> mapper) throws SQLException {
			if (!this.first && !this.statement.getMoreResults()) {
				throw new IllegalStateException("The catalogs answered with fewer results than were asked for");
			}
			this.first = false;
			List<T> mapped = new ArrayList<>();
			try (ResultSet rows = this.statement.getResultSet()) {
				while (rows.next()) {
					mapped.add(mapper.map(rows));
				}
			}
			return mapped;
		}

	}

}
