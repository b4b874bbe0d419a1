package io.automigrate.cases;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.plan.LockMode;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.TransactionMode;
import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;

/**
 * A database of a case: what it holds, and what statements do to it.
 */
final class CaseDatabase implements AutoCloseable {

	private static final Map<String, LockMode> LOCKS = Map.of("ShareLock", LockMode.SHARE, "ShareRowExclusiveLock",
			LockMode.SHARE_ROW_EXCLUSIVE, "ExclusiveLock", LockMode.ACCESS_EXCLUSIVE, "AccessExclusiveLock",
			LockMode.ACCESS_EXCLUSIVE);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final String TABLES = """
			select c.oid, n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)'""";

	private static final String HELD = """
			select relation, mode from pg_locks
			where pid = pg_backend_pid() and locktype = 'relation' and granted""";

	/** Emptied ones: to make a database takes longer than a case. */
	private static final ConcurrentLinkedQueue<Pooled> FREE = new ConcurrentLinkedQueue<>();

	private static final String EMPTY = """
			do $$ declare one record; begin
			for one in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema)' loop
				execute format('drop schema %I cascade', one.nspname);
			end loop;
			if current_setting('server_version_num')::int >= 150000 then
				create schema public authorization pg_database_owner;
				grant usage on schema public to public;
			else
				create schema public;
				grant all on schema public to public;
			end if;
			comment on schema public is 'standard public schema';
			end $$""";

	/** What is not in a schema stays when the schemas are dropped. */
	private static final Pattern BELONGS_TO_DATABASE = Pattern
		.compile("(?i)(create|alter)\\s+(extension|publication|event|cast|foreign|server|default|language|access"
				+ "|transform|database)");

	private final Pooled pooled;

	private boolean reusable;

	/**
	 * A database with connections that know its catalogs: a new one takes half as long
	 * again for the same questions.
	 */
	private record Pooled(TestDatabase database, HikariDataSource connections) implements AutoCloseable {

		static Pooled create() {
			TestDatabase database = TestServer.get().createDatabase();
			HikariConfig config = new HikariConfig();
			config.setDataSource(database.dataSource());
			config.setMaximumPoolSize(4);
			config.setMinimumIdle(0);
			return new Pooled(database, new HikariDataSource(config));
		}

		@Override
		public void close() {
			this.connections.close();
			this.database.close();
		}

	}

	CaseDatabase(String script) {
		Pooled free = FREE.poll();
		this.pooled = (free != null) ? free : Pooled.create();
		this.reusable = !BELONGS_TO_DATABASE.matcher(script).find();
		try (Connection connection = this.pooled.database().dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set check_function_bodies = off");
			for (SqlStatement each : new SqlScript("from", script).statements()) {
				statement.execute(each.text());
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Connections that are used again, by whoever asks for one. */
	DataSource connections() {
		return this.pooled.connections();
	}

	/** Not to be used again, because something may be made in it that stays. */
	CaseDatabase unlike(String script) {
		this.reusable &= !BELONGS_TO_DATABASE.matcher(script).find();
		return this;
	}

	/** Nobody else is connected, so a run that waits for long waits for itself. */
	SchemaMigrator.Builder migrator() {
		return migrator(connections());
	}

	static SchemaMigrator.Builder migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource).detailedLog(false).scanTimeout(PATIENCE).lockTimeout(PATIENCE);
	}

	Schema schema() throws SQLException {
		try (Connection connection = connections().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("set local search_path = ''");
			List<String> schemas = new ArrayList<>();
			try (ResultSet row = statement.executeQuery(
					"select nspname from pg_catalog.pg_namespace where nspname !~ '^(pg_|information_schema)'")) {
				while (row.next()) {
					schemas.add(row.getString(1));
				}
			}
			return CatalogReader.read(connection, schemas, NameMapping.NONE);
		}
	}

	/**
	 * Describe a schema line by line, the order of columns aside, so that two can be
	 * compared and the difference be read. Kinds that are not compared are left out, and
	 * so is what no statement can change: that a column or check was there before its
	 * parent's, or the type of an identity's sequence.
	 */
	static Set<String> lines(Schema schema) {
		Set<String> lines = new TreeSet<>();
		List.of(schema.namespaces(), schema.extensions(), schema.enums(), schema.domains(), schema.composites(),
				schema.sequences(), schema.routines(), schema.views())
			.forEach((objects) -> objects.forEach((object) -> lines.add(object.toString())));
		for (Table table : schema.tables()) {
			lines.add(new Table(table.name(), table.unlogged(), table.partitioning(), table.parent(), table.bounds(),
					table.inherits(), table.parameters(), table.accessMethod(), table.tablespace(),
					table.replicaIdentity(), table.rowSecurity(), table.forceRowSecurity(), List.of(), List.of(),
					List.of(), List.of(), List.of(), List.of(), table.grants(), table.comment())
				.toString());
			List.of(table.columns(), table.constraints(), table.indexes(),
					table.attached().stream().map((part) -> inherited(table, part) ? part.object() : part).toList(),
					table.triggers(), table.policies())
				.forEach((parts) -> parts.forEach((part) -> lines.add(part.toString()
					.replace(", local=true,", ", local=false,")
					.replaceAll("(Identity\\[.*?options=AS) \\w+", "$1 ..."))));
		}
		schema.uses().forEach((user, used) -> {
			if (!ofHeir(schema, user)) {
				lines.add(user.quoted() + " uses " + used.stream().map((object) -> object.quoted()).sorted().toList());
			}
		});
		return lines;
	}

	private static boolean ofHeir(Schema schema, ObjectName user) {
		return user.kind() == ObjectKind.CHECK && schema.tables()
			.stream()
			.anyMatch((table) -> table.name().equals(user.table()) && !table.inherits().isEmpty());
	}

	/** An heir may have a check of its own, too, before and after that of its parent. */
	private static boolean inherited(Table table, AttachedPart part) {
		return table.parent() == null && part.object().id().kind() == ObjectKind.CHECK;
	}

	static String difference(Schema actual, Schema expected) {
		Set<String> surplus = lines(actual);
		surplus.removeAll(lines(expected));
		Set<String> missing = lines(expected);
		missing.removeAll(lines(actual));
		return surplus.stream().map((line) -> "\n+ " + line).collect(Collectors.joining())
				+ missing.stream().map((line) -> "\n- " + line).collect(Collectors.joining());
	}

	/** The columns of tables with rows of their own that two schemas have in common. */
	static Map<QualifiedName, List<Column>> common(Schema one, Schema other) {
		Map<QualifiedName, List<Column>> common = new HashMap<>();
		for (Table table : one.tables()) {
			other.table(table.name())
				.filter((found) -> table.partitioning() == null && found.partitioning() == null)
				.ifPresent((found) -> common.put(table.name(), table.columns()
					.stream()
					.filter((column) -> found.column(column.name()).filter((same) -> alike(column, same)).isPresent())
					.filter((column) -> one.composites().equals(other.composites()) || !composed(one, column))
					.toList()));
		}
		return common;
	}

	private static boolean composed(Schema schema, Column column) {
		return schema.composites().stream().anyMatch((type) -> column.type().contains(type.name().name()));
	}

	private static boolean alike(Column one, Column other) {
		return one.type().equals(other.type()) && one.generation() == null && other.generation() == null;
	}

	Map<String, List<String>> rows(Map<QualifiedName, List<Column>> columns) {
		Map<String, List<String>> rows = new TreeMap<>();
		columns
			.forEach(
					(table, some) -> rows.put(table.quoted(),
							query("select concat_ws('|', ''"
									+ some.stream()
										.map((column) -> ", coalesce(" + Identifier.quote(column.name())
												+ "::text collate \"C\", 'null')")
										.collect(Collectors.joining())
									+ ") from only " + table.quoted() + " order by 1")));
		return rows;
	}

	List<String> query(String sql) {
		try (Connection connection = connections().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (row.next()) {
				values.add(String.valueOf(row.getString(1)));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Carry out steps by hand.
	 * @param steps the steps
	 * @param before what was there before the first one
	 * @return where a step locks a table that was there before, and not one made anew
	 * under its name, more than it says
	 */
	List<String> execute(List<MigrationStep> steps, Schema before) throws SQLException {
		Set<QualifiedName> existing = before.tables().stream().map(Table::name).collect(Collectors.toSet());
		List<String> violations = new ArrayList<>();
		try (Connection connection = this.pooled.database().dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set check_function_bodies = off");
			Set<Long> old = tables(statement, existing).keySet();
			for (MigrationStep step : steps) {
				Map<Long, QualifiedName> tables = tables(statement, existing);
				tables.keySet().retainAll(old);
				connection.setAutoCommit(step.mode() == TransactionMode.NONE);
				for (String sql : step.statements()) {
					try {
						statement.execute(sql);
					}
					catch (SQLException ex) {
						throw new SQLException(ex.getMessage() + "\n  in " + sql, ex.getSQLState(), ex);
					}
				}
				if (step.mode() != TransactionMode.NONE) {
					violations.addAll(unsaid(statement, step, tables));
					connection.commit();
				}
				connection.setAutoCommit(true);
			}
		}
		return violations;
	}

	private static Map<Long, QualifiedName> tables(Statement statement, Set<QualifiedName> existing)
			throws SQLException {
		Map<Long, QualifiedName> tables = new HashMap<>();
		try (ResultSet row = statement.executeQuery(TABLES)) {
			while (row.next()) {
				QualifiedName name = new QualifiedName(row.getString(2), row.getString(3));
				if (existing.contains(name)) {
					tables.put(row.getLong(1), name);
				}
			}
		}
		return tables;
	}

	private static List<String> unsaid(Statement statement, MigrationStep step, Map<Long, QualifiedName> tables)
			throws SQLException {
		List<String> unsaid = new ArrayList<>();
		try (ResultSet row = statement.executeQuery(HELD)) {
			while (row.next()) {
				QualifiedName table = tables.get(row.getLong(1));
				LockMode held = LOCKS.get(row.getString(2));
				LockMode said = step.lock();
				if (table != null && held != null
						&& (said == null || said.compareTo(held) < 0 || !step.lockedTables().contains(table))) {
					unsaid.add(step.title("public") + ": holds " + held + " on " + table.quoted() + ", says " + said
							+ " on " + step.lockedTables());
				}
			}
		}
		unsaid.sort(null);
		return unsaid;
	}

	@Override
	public void close() {
		if (this.reusable) {
			try (Connection connection = connections().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(EMPTY);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			FREE.add(this.pooled);
		}
		else {
			this.pooled.close();
		}
	}

	static void closeAll() {
		FREE.forEach(Pooled::close);
		FREE.clear();
	}

}
