package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.InvalidSourceException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.SqlFailure;
import io.automigrate.source.SchemaMentions;
import io.automigrate.source.Territory;
import io.automigrate.source.WantedExtension;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A database to run migrations in as a run on a new database does, commits included. It
 * is made beside the live one, with its encoding, locale, settings and extensions, and
 * dropped when it is closed; or it is lent, and emptied then.
 * <p>
 * What a process leaves that dies meanwhile is dropped by the next one.
 */
final class ThrowAwayDatabase implements AutoCloseable {

	/** Where the history is kept in it, apart from what migrations make. */
	static final String SCHEMA = "automigrate_throwaway";

	private static final String PREFIX = "automigrate_throwaway_";

	/** What roles are marked with that are there only for migrations to name. */
	private static final String MARK = "Made by Automigrate to check migrations";

	private static final String ELSEWHERE = "Name an empty database that can be reached with --dev-url (migration.versioned.dev-url): all that migrations make in it is dropped afterwards.";

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	/** The name has the time, by the server's clock, and a number. */
	private static final String NAME = "SELECT '" + PREFIX
			+ "' || extract(epoch FROM now())::bigint || '_' || pg_catalog.pg_backend_pid()";

	/** Old enough to belong to nobody who is about to connect. */
	private static final String LEFT_BEHIND = """
			SELECT datname FROM pg_catalog.pg_database d WHERE datname ~ '^%1$s[0-9]{9,11}_[0-9]+$'
				AND split_part(substr(datname, length('%1$s') + 1), '_', 1)::bigint < extract(epoch FROM now()) - 600
				AND datdba = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
				AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)""".formatted(PREFIX);

	private static final String LIKE_THE_LIVE_ONE = """
			SELECT pg_catalog.format('ENCODING %%L LC_COLLATE %%L LC_CTYPE %%L', pg_catalog.pg_encoding_to_char(encoding),
				datcollate, datctype) || %s FROM pg_catalog.pg_database WHERE datname = current_database()""";

	private static final String SETTINGS = """
			SELECT split_part(s.setting, '=', 1), substr(s.setting, strpos(s.setting, '=') + 1), r.setrole <> 0
			FROM pg_catalog.pg_db_role_setting r, unnest(r.setconfig) s(setting)
			WHERE r.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
				AND r.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user))""";

	private static final String EXTENSIONS = """
			SELECT e.extname, n.nspname FROM pg_catalog.pg_extension e
			JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace ORDER BY e.oid""";

	private final StepConnections live;

	private final MigrationSettings settings;

	private final StepConnections connections;

	/** Its name, or {@code null} where it is lent. */
	private final @Nullable String name;

	private final Set<String> roles = new TreeSet<>();

	private final List<String> lacking = new ArrayList<>();

	private ThrowAwayDatabase(StepConnections live, MigrationSettings settings, StepConnections connections,
			@Nullable String name) {
		this.live = live;
		this.settings = settings;
		this.connections = connections;
		this.name = name;
	}

	/**
	 * Make one, or begin to use the one that is lent.
	 * @param live opens connections to the live database
	 * @param lent the database that is lent, or {@code null}
	 * @param settings the schemas and budgets
	 * @param statements all that may be run in it
	 * @return the database
	 * @throws MissingPrivilegeException if the role may not create databases
	 */
	static ThrowAwayDatabase open(StepConnections live, @Nullable DataSource lent, MigrationSettings settings,
			Collection<SqlStatement> statements) throws SQLException {
		if (lent != null) {
			ThrowAwayDatabase database = new ThrowAwayDatabase(live, settings, StepConnections.of(lent), null);
			database.begin(statements);
			return database;
		}
		ServerWide.requireNoneWithin(statements);
		try (Session session = Session.forSteps(live, settings, new RunClock(settings.budgets()))) {
			String name = unused(session.connection());
			StepConnections there = live.inDatabase(name);
			if (there == null) {
				throw new InvalidSourceException(
						"The data source does not tell how it connects, so that no throw-away database can be reached.",
						ELSEWHERE);
			}
			create(session.connection(), name);
			ThrowAwayDatabase database = new ThrowAwayDatabase(live, settings, there, name);
			database.makeLike(session, name, statements);
			return database;
		}
	}

	private static String unused(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			dropLeftBehind(statement);
			return ask(statement, NAME);
		}
	}

	private static void create(Connection connection, String name) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			int version = connection.getMetaData().getDatabaseMajorVersion();
			String like = ask(statement, LIKE_THE_LIVE_ONE.formatted(provider(version)));
			statement.execute("CREATE DATABASE " + Identifier.quote(name) + " TEMPLATE template0 " + like);
		}
		catch (SQLException ex) {
			if (INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
				throw new MissingPrivilegeException(
						"The role may not create databases, and migrations are run in one of their own to be looked at: "
								+ SqlFailure.message(ex) + ".",
						"Grant it: ALTER ROLE … CREATEDB; or name an empty database with --dev-url (migration.versioned.dev-url): all that migrations make in it is dropped afterwards.",
						SqlFailure.withoutData(ex));
			}
			throw ex;
		}
	}

	/** Which locale a database has besides that of the C library. */
	private static String provider(int version) {
		if (version < 15) {
			return "''";
		}
		String locale = (version < 17) ? "daticulocale" : "datlocale";
		String rules = (version < 16) ? "''" : "coalesce(pg_catalog.format(' ICU_RULES %L', daticurules), '')";
		return "CASE datlocprovider WHEN 'i' THEN pg_catalog.format(' LOCALE_PROVIDER icu ICU_LOCALE %L', " + locale
				+ ") || " + rules + " WHEN 'b' THEN pg_catalog.format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', "
				+ locale + ") ELSE '' END";
	}

	private static String ask(Statement statement, String sql) throws SQLException {
		try (ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getString(1);
		}
	}

	private static void dropLeftBehind(Statement statement) throws SQLException {
		List<String> drops = new ArrayList<>();
		try (ResultSet row = statement.executeQuery(LEFT_BEHIND)) {
			while (row.next()) {
				drops.add("DROP DATABASE IF EXISTS " + Identifier.quote(row.getString(1)));
			}
		}
		for (String drop : drops) {
			try {
				statement.execute(drop);
			}
			catch (SQLException ex) {
				// Somebody is faster, or connects to it.
			}
		}
	}

	/** Give it what the live database has and migrations do not make. */
	private void makeLike(Session session, String name, Collection<SqlStatement> statements) throws SQLException {
		boolean made = false;
		try {
			Territory territory = survey(session, statements);
			copySettings(session.connection(), name, territory.role());
			try (Session there = reach(session.clock())) {
				prepare(session, there, territory, statements);
			}
			makeRoles(session.connection(), statements);
			made = true;
		}
		finally {
			if (!made) {
				drop(session.connection(), name);
			}
		}
	}

	/** A pooler may know the live database only. */
	private Session reach(RunClock clock) {
		try {
			return open(clock);
		}
		catch (DatabaseUnavailableException ex) {
			throw new InvalidSourceException("A throw-away database was made, and it cannot be reached: "
					+ ex.getMessage() + " Is there a pooler between that knows the live database only?", ELSEWHERE);
		}
	}

	private Territory survey(Session session, Collection<SqlStatement> statements) throws SQLException {
		return Territory.survey(session.connection(), this.settings.schemas(), SchemaMentions.in(statements));
	}

	private void begin(Collection<SqlStatement> statements) throws SQLException {
		try (Session there = open(new RunClock(this.settings.budgets()))) {
			Territory territory = survey(there, statements);
			DevDatabase.begin(there.connection(), territory.schemas());
			makeRoles(there.connection(), statements);
		}
	}

	private static void copySettings(Connection connection, String name, String role) throws SQLException {
		List<String[]> settings = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SETTINGS)) {
			while (row.next()) {
				settings.add(new String[] { row.getString(1), row.getString(2),
						row.getBoolean(3) ? "ROLE " + Identifier.quote(role) + " IN DATABASE " : "DATABASE " });
			}
		}
		for (String[] setting : settings) {
			String quoted = String.join(".", Stream.of(setting[0].split("\\.")).map(Identifier::quote).toList());
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute("SELECT pg_catalog.set_config(" + Identifier.literal(setting[0]) + ", "
						+ Identifier.literal(setting[1]) + ", true)");
				statement.execute("ALTER " + setting[2] + Identifier.quote(name) + " SET " + quoted + " FROM CURRENT");
				connection.commit();
			}
			catch (SQLException ex) {
				// Only a superuser may set it.
				connection.rollback();
			}
			finally {
				connection.setAutoCommit(true);
			}
		}
	}

	private void prepare(Session live, Session there, Territory territory, Collection<SqlStatement> statements)
			throws SQLException {
		Set<String> made = SchemaMentions.created(statements);
		try (Statement statement = there.connection().createStatement()) {
			statement.execute("CREATE SCHEMA " + SCHEMA);
			for (String schema : territory.schemas()) {
				if (territory.existing().contains(schema) && !made.contains(schema)) {
					statement.execute("CREATE SCHEMA IF NOT EXISTS " + Identifier.quote(schema));
				}
			}
			Set<String> wanted = WantedExtension.names(statements);
			try (Statement question = live.connection().createStatement();
					ResultSet row = question.executeQuery(EXTENSIONS)) {
				while (row.next()) {
					if (!wanted.contains(row.getString(1)) && !made.contains(row.getString(2))) {
						create(statement, row.getString(1), row.getString(2));
					}
				}
			}
		}
	}

	private void create(Statement statement, String extension, String schema) throws SQLException {
		try {
			if (!schema.startsWith("pg_")) {
				statement.execute("CREATE SCHEMA IF NOT EXISTS " + Identifier.quote(schema));
			}
			statement.execute("CREATE EXTENSION IF NOT EXISTS " + Identifier.quote(extension) + " WITH SCHEMA "
					+ Identifier.quote(schema) + " CASCADE");
		}
		catch (SQLException ex) {
			if (statement.getConnection().isClosed()) {
				throw ex;
			}
			this.lacking.add(extension);
		}
	}

	/**
	 * Roles are the whole server's: those that migrations make are there only to be
	 * named.
	 */
	private void makeRoles(Connection connection, Collection<SqlStatement> statements) throws SQLException {
		for (String role : ServerWide.newRoles(statements)) {
			try (Statement statement = connection.createStatement()) {
				boolean marked = "true".equals(ask(statement,
						"SELECT coalesce((SELECT coalesce(pg_catalog.shobj_description(oid, 'pg_authid'), '') = "
								+ Identifier.literal(MARK) + " FROM pg_catalog.pg_roles WHERE rolname = "
								+ Identifier.literal(role) + ")::text, '')"));
				boolean there = !ask(statement,
						"SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = " + Identifier.literal(role))
					.equals("0");
				if (!there) {
					statement.execute("CREATE ROLE " + Identifier.quote(role) + " NOLOGIN; COMMENT ON ROLE "
							+ Identifier.quote(role) + " IS " + Identifier.literal(MARK));
				}
				if (!there || marked) {
					this.roles.add(role);
				}
			}
		}
	}

	/**
	 * Returns extensions that the live database has, and that the role may not create.
	 */
	List<String> lacking() {
		return this.lacking;
	}

	/** Open a session in it. */
	Session open(RunClock clock) {
		return Session.forSteps(this.connections, this.settings, clock);
	}

	/** Drop or empty it. Leaves it to the next process where that is not possible. */
	@Override
	public void close() {
		if (this.name == null) {
			try (Session there = open(new RunClock(this.settings.budgets()))) {
				DevDatabase.empty(there.connection());
				dropRoles(there.connection());
			}
			catch (SQLException ex) {
				throw Failures.translate(ex, Deadline.in(this.settings.scanTimeout()),
						"emptying the database that is lent");
			}
			return;
		}
		try (Session session = Session.forSteps(this.live, this.settings, new RunClock(this.settings.budgets()))) {
			drop(session.connection(), this.name);
			dropRoles(session.connection());
		}
		catch (MigrationException ex) {
			// The next one drops it.
		}
	}

	private static void drop(Connection connection, String name) {
		try (Statement statement = connection.createStatement()) {
			statement.execute("DROP DATABASE IF EXISTS " + Identifier.quote(name) + " WITH (FORCE)");
		}
		catch (SQLException ex) {
			// The next one drops it.
		}
	}

	private void dropRoles(Connection connection) {
		for (String role : this.roles) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("DROP ROLE IF EXISTS " + Identifier.quote(role));
			}
			catch (SQLException ex) {
				// Another one is checked that names it, too.
			}
		}
	}

}
