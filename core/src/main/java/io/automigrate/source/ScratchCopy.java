package io.automigrate.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.Schema;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;

/**
 * Runs the desired DDL where nobody sees it, and reads back what PostgreSQL made of it.
 * <p>
 * All within a savepoint that is always rolled back: each managed schema is renamed aside
 * and an empty one put in its place, so that the DDL finds an empty database but for what
 * extensions left in the old schemas. The rename takes no lock that other sessions meet.
 * Where the role does not own its schema, the DDL runs in a schema made for it, or, where
 * it may not make one either, among the session's temporary objects; then its names must
 * be unqualified.
 */
public final class ScratchCopy {

	private static final String ASIDE = "automigrate_aside_";

	private static final String SCRATCH = "automigrate_scratch";

	/** Those that have nothing but types and functions: moving a table would lock it. */
	private static final String EXTENSIONS_ASIDE = """
			SELECT e.extname, n.nspname
			FROM pg_catalog.pg_extension e
			JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
			WHERE e.extrelocatable AND n.nspname LIKE 'automigrate\\_aside\\_%'
				AND pg_catalog.pg_has_role(e.extowner, 'USAGE')
				AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass
					AND d.refobjid = e.oid AND d.classid = 'pg_catalog.pg_class'::regclass)""";

	private static final Pattern CONCURRENTLY = Pattern
		.compile("(?is)(CREATE\\s+(?:UNIQUE\\s+)?INDEX|DROP\\s+INDEX)\\s+CONCURRENTLY\\b");

	private final Connection connection;

	private final Territory territory;

	private final List<SqlStatement> statements;

	private final List<WantedExtension> wanted;

	/** Names as PostgreSQL prints them in the scratch copy, and what they stand for. */
	private final Map<String, String> logicalByPhysical = new LinkedHashMap<>();

	/** Schemas to read, as they are called in the scratch copy. */
	private final Set<String> physical = new LinkedHashSet<>();

	private final List<String> searchPath = new ArrayList<>();

	private boolean temporary;

	private ScratchCopy(Connection connection, Territory territory, List<SqlStatement> statements,
			List<WantedExtension> wanted) {
		this.connection = connection;
		this.territory = territory;
		this.statements = statements;
		this.wanted = wanted;
	}

	/**
	 * Run the DDL and read the result.
	 * @param connection a connection in a transaction with the territory's printing path,
	 * which is left as it was
	 * @param territory the schemas and what the role may do with them
	 * @param statements the DDL
	 * @param runner what runs it
	 * @return the desired schema
	 * @throws SQLException if the database cannot be worked with
	 */
	public static Schema read(Connection connection, Territory territory, List<SqlStatement> statements,
			StatementRunner runner) throws SQLException {
		return within(connection, territory, statements, (copy, relevant) -> {
			runner.run(connection, relevant);
			return copy.schema();
		});
	}

	/**
	 * Do something in a scratch copy.
	 * @param connection a connection in a transaction with the territory's printing path,
	 * which is left as it was
	 * @param territory the schemas and what the role may do with them
	 * @param statements all that may be run in it
	 * @param use what is done, with those of the statements that can be run there
	 * @param <T> the type of the result
	 * @return what came of it
	 * @throws SQLException if the database cannot be worked with
	 */
	public static <T> T within(Connection connection, Territory territory, List<SqlStatement> statements, Use<T> use)
			throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try {
			List<WantedExtension> extensions = WantedExtension.in(statements);
			ScratchCopy copy = new ScratchCopy(connection, territory, statements, extensions);
			copy.prepare();
			List<SqlStatement> relevant = DatabaseObjects.withoutPresent(connection, copy.relevant(copy.installed()),
					territory.role());
			copy.moveExtensions(relevant);
			return use.in(copy, relevant);
		}
		finally {
			if (!connection.isClosed()) {
				connection.rollback(savepoint);
			}
		}
	}

	/**
	 * Read what is in the copy by now.
	 * @return the schema
	 * @throws SQLException if it cannot be read
	 */
	public Schema schema() throws SQLException {
		Savepoint savepoint = this.connection.setSavepoint();
		Schema read = readBack();
		this.connection.rollback(savepoint);
		return read;
	}

	private void prepare() throws SQLException {
		List<String> sql = new ArrayList<>();
		for (String schema : this.territory.schemas()) {
			boolean embraces = this.statements.stream()
				.anyMatch((statement) -> SchemaMentions.createsWithContent(statement, schema));
			if (this.territory.owns(schema) && this.territory.mayCreateSchemas()) {
				putAside(schema, sql);
				if (!embraces) {
					sql.add("CREATE SCHEMA " + Identifier.quote(schema) + owner(schema));
				}
			}
			else if (!this.territory.exists(schema) && this.territory.mayCreateSchemas()) {
				if (!embraces) {
					sql.add("CREATE SCHEMA " + Identifier.quote(schema));
				}
				this.physical.add(schema);
			}
			else if (schema.equals(this.territory.defaultSchema())) {
				replaceDefault(sql);
			}
			else {
				throw new MissingPrivilegeException(
						"The role \"" + this.territory.role() + "\" neither owns schema " + Identifier.quote(schema)
								+ " nor may create schemas in the database, so it cannot be compared.",
						"Grant it: GRANT CREATE ON DATABASE " + Identifier.quote(this.territory.database()) + " TO "
								+ Identifier.quote(this.territory.role()) + "; and ALTER SCHEMA "
								+ Identifier.quote(schema) + " OWNER TO " + Identifier.quote(this.territory.role())
								+ ";",
						null);
			}
		}
		sql.add("SET LOCAL search_path = " + path());
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(String.join(";\n", sql));
		}
	}

	/**
	 * Let what extensions keep in a schema that is put aside be found where the DDL wants
	 * it, or there by its qualified name.
	 */
	private void moveExtensions(List<SqlStatement> relevant) throws SQLException {
		List<String> sql = new ArrayList<>();
		try (Statement statement = this.connection.createStatement()) {
			if (this.logicalByPhysical.isEmpty()) {
				return;
			}
			try (ResultSet row = statement.executeQuery(EXTENSIONS_ASIDE)) {
				while (row.next()) {
					String name = row.getString(1);
					String schema = this.wanted.stream()
						.filter((extension) -> extension.name().equals(name))
						.map(WantedExtension::schema)
						.filter(Objects::nonNull)
						.findFirst()
						.orElse(this.logicalByPhysical.get(row.getString(2)));
					if (schema != null && this.territory.schemas().contains(schema)
							&& relevant.stream().anyMatch((each) -> SchemaMentions.qualifies(each, schema))) {
						sql.add("ALTER EXTENSION " + Identifier.quote(name) + " SET SCHEMA "
								+ Identifier.quote(schema));
					}
				}
			}
			for (String move : sql) {
				statement.execute(move);
			}
		}
	}

	private void putAside(String schema, List<String> sql) {
		String aside = ASIDE + this.logicalByPhysical.size();
		sql.add("ALTER SCHEMA " + Identifier.quote(schema) + " RENAME TO " + aside);
		this.logicalByPhysical.put(aside, schema);
		this.physical.add(schema);
	}

	/**
	 * What is granted to the owner, or taken from it, is so only where it is the owner.
	 */
	private String owner(String schema) {
		String owner = this.territory.owners().get(schema);
		return (owner != null) ? " AUTHORIZATION " + Identifier.quote(owner) : "";
	}

	private void replaceDefault(List<String> sql) {
		if (this.territory.mayCreateSchemas()) {
			sql.add("CREATE SCHEMA " + SCRATCH);
			this.logicalByPhysical.put(SCRATCH, this.territory.defaultSchema());
			this.physical.add(SCRATCH);
			this.searchPath.add(SCRATCH);
		}
		else if (this.territory.mayCreateTemporary()) {
			this.temporary = true;
			this.searchPath.add("pg_temp");
		}
		else {
			throw new MissingPrivilegeException("The role \"" + this.territory.role()
					+ "\" may neither create schemas nor temporary tables, so what is expected cannot be compared with what is there.",
					"Grant it: GRANT CREATE, TEMPORARY ON DATABASE " + Identifier.quote(this.territory.database())
							+ " TO " + Identifier.quote(this.territory.role()) + ";",
					null);
		}
	}

	/**
	 * The default schema first, so that unqualified names are created there; then what
	 * was put aside of it, for the types and functions that extensions keep there; then
	 * what the connection's own path has.
	 */
	private String path() {
		List<String> path = new ArrayList<>(this.searchPath);
		path.add(this.territory.defaultSchema());
		this.logicalByPhysical.forEach((physicalName, logical) -> {
			if (logical.equals(this.territory.defaultSchema())) {
				path.add(physicalName);
			}
		});
		this.territory.searchPath().stream().filter((schema) -> !path.contains(schema)).forEach(path::add);
		return path.stream().map(Identifier::quote).collect(Collectors.joining(", "));
	}

	/** A managed schema is there already when its own CREATE SCHEMA comes. */
	private List<SqlStatement> relevant(Set<String> installed) {
		return this.statements.stream()
			.filter((statement) -> this.territory.schemas()
				.stream()
				.noneMatch((schema) -> SchemaMentions.createsBare(statement, schema)))
			.filter((statement) -> {
				WantedExtension extension = WantedExtension.of(statement);
				return extension == null || !installed.contains(extension.name());
			})
			.map(ScratchCopy::inTransaction)
			.toList();
	}

	/**
	 * Extensions belong to the database, so those that are installed are there already.
	 */
	private Set<String> installed() throws SQLException {
		Set<String> installed = new LinkedHashSet<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT extname FROM pg_catalog.pg_extension")) {
			while (row.next()) {
				installed.add(row.getString(1));
			}
		}
		return installed;
	}

	/** What builds an index concurrently cannot, and need not, in a copy. */
	static SqlStatement inTransaction(SqlStatement statement) {
		Matcher concurrently = CONCURRENTLY.matcher(statement.text());
		return concurrently.lookingAt() ? new SqlStatement(statement.script(), statement.line(), statement.column(),
				concurrently.replaceFirst("$1"), statement.overlongName()) : statement;
	}

	private Schema asked(Schema read) {
		return asked(read, this.territory, this.statements);
	}

	/**
	 * Take what statements ask for out of what a database has: of the schemas, those that
	 * a statement creates or that have something in them; of the extensions, those that
	 * are asked for.
	 * @param read what was read
	 * @param territory the schemas
	 * @param statements all that may have been run
	 * @return what is asked for
	 */
	public static Schema asked(Schema read, Territory territory, List<SqlStatement> statements) {
		List<WantedExtension> wanted = WantedExtension.in(statements);
		Set<String> filled = new HashSet<>();
		read.tables().forEach((table) -> filled.add(table.name().schema()));
		read.views().forEach((view) -> filled.add(view.name().schema()));
		read.sequences().forEach((sequence) -> filled.add(sequence.name().schema()));
		read.routines().forEach((routine) -> filled.add(routine.name().schema()));
		read.enums().forEach((type) -> filled.add(type.name().schema()));
		read.domains().forEach((type) -> filled.add(type.name().schema()));
		read.composites().forEach((type) -> filled.add(type.name().schema()));
		filled.add(territory.defaultSchema());
		List<Namespace> namespaces = read.namespaces()
			.stream()
			.filter((namespace) -> filled.contains(namespace.name())
					|| statements.stream().anyMatch((statement) -> SchemaMentions.creates(statement, namespace.name())))
			.toList();
		List<Extension> extensions = new ArrayList<>();
		for (Extension extension : read.extensions()) {
			wanted.stream()
				.filter((candidate) -> candidate.name().equals(extension.name()))
				.findFirst()
				.ifPresent((candidate) -> extensions.add(new Extension(extension.name(),
						(candidate.schema() != null) ? candidate.schema() : extension.schema(), candidate.version(),
						extension.relocatable(), null)));
		}
		return new Schema(namespaces, extensions, read.enums(), read.domains(), read.composites(), read.sequences(),
				read.routines(), read.tables(), read.views(), read.others(), read.otherUses(), read.uses());
	}

	private Schema readBack() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET LOCAL search_path = " + this.territory.printingPath());
			if (this.temporary) {
				try (ResultSet row = statement
					.executeQuery("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()")) {
					if (row.next()) {
						this.physical.add(row.getString(1));
						this.logicalByPhysical.put(row.getString(1), this.territory.defaultSchema());
					}
					this.logicalByPhysical.put("pg_temp", this.territory.defaultSchema());
				}
			}
		}
		return asked(CatalogReader.readOwn(this.connection, this.physical, NameMapping.of(this.logicalByPhysical)));
	}

	/**
	 * What is done in a scratch copy.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface Use<T> {

		/**
		 * Do it.
		 * @param copy the copy
		 * @param relevant the statements that can be run in it
		 * @return what came of it
		 * @throws SQLException if the database cannot be worked with
		 */
		T in(ScratchCopy copy, List<SqlStatement> relevant) throws SQLException;

	}

}
