package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.plan.LiveFacts;
import io.automigrate.plan.TableSize;
import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database, each question once. Every answer leaves nothing behind, no lock
 * either: it is got within a savepoint that is rolled back.
 */
final class DatabaseFacts implements LiveFacts {

	private static final String PROBE = "pg_temp.automigrate_probe";

	/** What a statement answers that needs to be told how to convert. */
	private static final Set<String> NEEDS_USING = Set.of("42804", "42846");

	private final Connection connection;

	private final int serverVersion;

	/** Names that tables have as long as a rename is only planned. */
	private final Map<QualifiedName, QualifiedName> presentNames;

	private final Map<QualifiedName, TableSize> sizes = new HashMap<>();

	private final Map<QualifiedName, Boolean> rows = new HashMap<>();

	private final Map<List<String>, Conversion> conversions = new HashMap<>();

	/** This release, or {@code null} where no application is compared. */
	private final @Nullable Releases releases;

	private @Nullable Map<String, List<Grant>> defaultGrants;

	private @Nullable List<String> olderInstances;

	DatabaseFacts(Connection connection, int serverVersion, Map<QualifiedName, QualifiedName> presentNames,
			@Nullable Releases releases) {
		this.connection = connection;
		this.serverVersion = serverVersion;
		this.presentNames = presentNames;
		this.releases = releases;
	}

	@Override
	public int serverVersion() {
		return this.serverVersion;
	}

	@Override
	public TableSize size(QualifiedName table) {
		return this.sizes.computeIfAbsent(table, (name) -> ask((statement) -> {
			try (ResultSet row = statement.executeQuery("""
					WITH RECURSIVE tree AS (
						SELECT pg_catalog.to_regclass(%s)::oid AS oid
						UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
					SELECT pg_catalog.sum(CASE WHEN c.relkind = 'p' THEN 0 ELSE c.reltuples END)::bigint,
						pg_catalog.min(CASE WHEN c.relkind = 'p' THEN 0 ELSE c.reltuples END)::bigint,
						coalesce(pg_catalog.sum(pg_catalog.pg_table_size(c.oid)), 0)::bigint,
						coalesce(pg_catalog.sum(pg_catalog.pg_relation_size(c.oid)), 0)::bigint
					FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid""".formatted(literal(name)))) {
				row.next();
				// An empty heap may have a TOAST table of one page.
				long bytes = (row.getLong(4) == 0) ? 0 : row.getLong(3);
				return new TableSize((row.getLong(2) < 0) ? ((bytes == 0) ? 0 : -1) : row.getLong(1), bytes);
			}
		}));
	}

	private String literal(QualifiedName table) {
		return Identifier.literal(this.presentNames.getOrDefault(table, table).quoted());
	}

	@Override
	public boolean hasRows(QualifiedName table) {
		return this.rows.computeIfAbsent(table, (name) -> ask((statement) -> {
			try (ResultSet row = statement.executeQuery(
					"SELECT EXISTS (SELECT FROM " + this.presentNames.getOrDefault(name, name).quoted() + ")")) {
				return row.next() && row.getBoolean(1);
			}
		}));
	}

	@Override
	public @Nullable String otherOwner(QualifiedName table) {
		String owner = ask((statement) -> {
			try (ResultSet row = statement.executeQuery(
					"SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass("
							+ literal(table) + ") AND pg_catalog.pg_get_userbyid(relowner) <> current_user")) {
				return row.next() ? row.getString(1) : "";
			}
		});
		return owner.isEmpty() ? null : owner;
	}

	@Override
	public boolean updatable(String extension, String from, String to) {
		return ask((statement) -> {
			try (ResultSet row = statement.executeQuery("SELECT FROM pg_catalog.pg_extension_update_paths("
					+ Identifier.literal(extension) + ") WHERE source = " + Identifier.literal(from) + " AND target = "
					+ Identifier.literal(to) + " AND path IS NOT NULL")) {
				return row.next();
			}
		});
	}

	@Override
	public List<String> olderInstances() {
		List<String> older = this.olderInstances;
		if (older == null) {
			try {
				older = (this.releases != null) ? this.releases.olderInstances(this.connection) : List.of();
			}
			catch (SQLException ex) {
				throw new UncheckedSqlException(ex);
			}
			this.olderInstances = older;
		}
		return older;
	}

	@Override
	public List<Grant> defaultGrants(ObjectKind kind, String schema) {
		String type = switch (kind) {
			case TABLE, VIEW, MATERIALIZED_VIEW -> "r";
			case SEQUENCE -> "S";
			case FUNCTION, PROCEDURE -> "f";
			case ENUM, DOMAIN, COMPOSITE -> "T";
			case SCHEMA -> "n";
			default -> null;
		};
		if (type == null) {
			return kind.defaultGrants();
		}
		Map<String, List<Grant>> byPlace = this.defaultGrants;
		if (byPlace == null) {
			byPlace = readDefaultGrants();
			this.defaultGrants = byPlace;
		}
		Set<Grant> grants = new LinkedHashSet<>(byPlace.getOrDefault(type, kind.defaultGrants()));
		grants.addAll(byPlace.getOrDefault(type + schema, List.of()));
		return List.copyOf(grants);
	}

	/**
	 * Those for the whole database take the place of PostgreSQL's own, others add to
	 * them.
	 */
	private Map<String, List<Grant>> readDefaultGrants() {
		return ask((statement) -> {
			Map<String, List<Grant>> byPlace = new HashMap<>();
			try (ResultSet row = statement.executeQuery("""
					SELECT d.defaclobjtype::text || coalesce(n.nspname, ''), g.privilege_type,
						CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee) END,
						g.is_grantable, g.grantee = d.defaclrole
					FROM pg_catalog.pg_default_acl d
					LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
					LEFT JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) g ON true
					WHERE pg_catalog.pg_get_userbyid(d.defaclrole) = current_user""")) {
				while (row.next()) {
					List<Grant> grants = byPlace.computeIfAbsent(row.getString(1), (key) -> new ArrayList<>());
					if (row.getString(2) != null && !row.getBoolean(5)) {
						grants.add(new Grant(row.getString(3), row.getString(2), row.getBoolean(4)));
					}
				}
			}
			return byPlace;
		});
	}

	/** On a table of the session's own, whose file tells whether it was written anew. */
	@Override
	public Conversion conversion(Column from, Column to) {
		return this.conversions.computeIfAbsent(List.of(from.name(), type(from), type(to)),
				(key) -> conversion(Identifier.quote(from.name()), type(from), type(to), to.type()));
	}

	private static String type(Column column) {
		return (column.collation() != null) ? column.type() + " COLLATE " + column.collation() : column.type();
	}

	private Conversion conversion(String name, String from, String to, String bareType) {
		String viaText = name + "::text::" + bareType;
		String state = "";
		for (String using : List.of("", name + "::" + bareType, viaText)) {
			try {
				boolean rewrites = tried("CREATE TEMPORARY TABLE automigrate_probe (" + name + " " + from + ")",
						"ALTER TABLE " + PROBE + " ALTER COLUMN " + name + " TYPE " + to
								+ (using.isEmpty() ? "" : " USING " + using));
				return new Conversion(true, rewrites, using.isEmpty() ? null : using);
			}
			catch (UncheckedSqlException ex) {
				state = String.valueOf(ex.failure().getSQLState());
				if (!NEEDS_USING.contains(state)) {
					break;
				}
			}
		}
		// A type that the plan is going to make cannot be tried yet.
		return NEEDS_USING.contains(state) ? new Conversion(false, true, null) : new Conversion(true, true, viaText);
	}

	/** On a table without rows, which has nothing else. */
	@Override
	public boolean takes(List<Column> columns, @Nullable Column to, SchemaObject part) {
		try {
			return ask((statement) -> {
				probe(statement, columns, "");
				statement.execute((part instanceof Index index) ? "CREATE INDEX ON " + PROBE + " " + index.definition()
						: "ALTER TABLE " + PROBE + " ADD " + ((Constraint) part).definition());
				for (Column from : columns) {
					if (to != null && to.name().equals(from.name())) {
						String using = conversion(from, to).using();
						statement.execute("ALTER TABLE " + PROBE + " ALTER COLUMN " + Identifier.quote(from.name())
								+ " TYPE " + type(to) + ((using != null) ? " USING " + using : ""));
					}
				}
				return true;
			});
		}
		catch (UncheckedSqlException ex) {
			return false;
		}
	}

	@Override
	public boolean fits(Table parent, Table partition, List<Table> others) {
		try {
			return ask((statement) -> {
				probe(statement, parent.columns(), " PARTITION BY " + parent.partitioning());
				for (int i = 0; i < others.size(); i++) {
					statement.execute("CREATE TEMPORARY TABLE automigrate_part_" + i + " PARTITION OF " + PROBE + " "
							+ others.get(i).boundsClause());
				}
				statement.execute("CREATE TEMPORARY TABLE automigrate_part PARTITION OF " + PROBE + " "
						+ partition.boundsClause());
				return true;
			});
		}
		catch (UncheckedSqlException ex) {
			// What needs a type or function that the plan is going to make cannot be
			// tried.
			return "42704".equals(ex.failure().getSQLState());
		}
	}

	private static void probe(Statement statement, List<Column> columns, String more) throws SQLException {
		String list = columns.stream()
			.map((column) -> Identifier.quote(column.name()) + " " + type(column))
			.collect(Collectors.joining(", "));
		statement.execute("CREATE TEMPORARY TABLE automigrate_probe (" + list + ")" + more);
	}

	@Override
	public boolean rewrites(Column column) {
		if (column.virtual()) {
			return false;
		}
		if (column.generation() != null || column.identity() != null) {
			return true;
		}
		// A domain may have constraints, by which each row is looked at.
		if (column.defaultExpression() == null && !column.type().contains(".")) {
			return false;
		}
		try {
			return tried("CREATE TEMPORARY TABLE automigrate_probe ()",
					"ALTER TABLE " + PROBE + " ADD COLUMN " + Identifier.quote(column.name()) + " " + type(column)
							+ ((column.defaultExpression() != null) ? " DEFAULT " + column.defaultExpression() : ""));
		}
		catch (UncheckedSqlException ex) {
			// It needs something that the plan is going to make.
			return column.defaultExpression() != null && column.defaultExpression().contains("(");
		}
	}

	/** A check can say neither what a hash comes to nor what no other partition takes. */
	@Override
	public @Nullable String partitionCondition(Table partition, Table parent) {
		String key = String.valueOf(parent.partitioning());
		if (key.startsWith("HASH") || partition.defaultPartition() || parent.parent() != null) {
			return null;
		}
		try {
			return ask((statement) -> {
				statement.execute("CREATE TEMPORARY TABLE automigrate_probe (LIKE "
						+ this.presentNames.getOrDefault(parent.name(), parent.name()).quoted() + ") PARTITION BY "
						+ key);
				statement.execute("CREATE TEMPORARY TABLE automigrate_part PARTITION OF " + PROBE + " "
						+ partition.boundsClause());
				try (ResultSet row = statement.executeQuery(
						"SELECT pg_catalog.pg_get_partition_constraintdef('pg_temp.automigrate_part'::regclass)")) {
					row.next();
					return row.getString(1);
				}
			});
		}
		catch (UncheckedSqlException ex) {
			// The parent is not yet there, or not yet as it will be.
			return null;
		}
	}

	private boolean tried(String creation, String change) {
		return ask((statement) -> {
			statement.execute(creation);
			long before = file(statement);
			statement.execute(change);
			return file(statement) != before;
		});
	}

	private static long file(Statement statement) throws SQLException {
		try (ResultSet row = statement
			.executeQuery("SELECT pg_catalog.pg_relation_filenode('" + PROBE + "'::regclass)")) {
			row.next();
			return row.getLong(1);
		}
	}

	private <T extends @Nullable Object> T ask(Question<T> question) {
		try {
			Savepoint savepoint = this.connection.setSavepoint();
			try (Statement statement = this.connection.createStatement()) {
				return question.ask(statement);
			}
			finally {
				if (!this.connection.isClosed()) {
					this.connection.rollback(savepoint);
				}
			}
		}
		catch (SQLException ex) {
			throw new UncheckedSqlException(ex);
		}
	}

	private interface Question<T extends @Nullable Object> {

		T ask(Statement statement) throws SQLException;

	}

}
