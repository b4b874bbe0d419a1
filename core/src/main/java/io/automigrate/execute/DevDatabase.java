package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A database that is lent to run migrations in. Everything that they make is dropped
 * afterwards; what was there before stays.
 */
final class DevDatabase {

	/** What stays is remembered in the database, in case this process dies meanwhile. */
	private static final String KEPT = ThrowAwayDatabase.SCHEMA + ".kept";

	/** Whatever a schema or the database itself has, as PostgreSQL names it. */
	private static final String OBJECTS = """
			SELECT i.type, i.identity, o.schema FROM (
				SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid AS class, oid, NULL::name AS schema
				FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '%1$s')
				UNION ALL SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_extension WHERE oid >= 16384
				UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_publication
				UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_event_trigger
				UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_foreign_data_wrapper WHERE oid >= 16384
				UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_foreign_server WHERE oid >= 16384
				UNION ALL SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_language WHERE oid >= 16384
				UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, oid, NULL FROM pg_catalog.pg_cast WHERE oid >= 16384
				UNION ALL SELECT d.classid, d.objid, n.nspname FROM pg_catalog.pg_depend d
				JOIN pg_catalog.pg_namespace n ON n.oid = d.refobjid
				WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.deptype = 'n'
					AND d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
					AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '%1$s')
			) o, pg_catalog.pg_identify_object(o.class, o.oid, 0) i
			WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = o.class AND e.objid = o.oid
				AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.deptype = 'e')"""
		.formatted(ThrowAwayDatabase.SCHEMA);

	private DevDatabase() {
	}

	/**
	 * Note what is there, so that {@link #empty} leaves it.
	 * @param connection a connection in autocommit
	 * @param managed the schemas that migrations make things in
	 * @throws InvalidSourceException if one of these has something in it
	 */
	static void begin(Connection connection, Collection<String> managed) throws SQLException {
		empty(connection);
		try (Statement statement = connection.createStatement()) {
			String found = null;
			try (ResultSet row = statement.executeQuery("SELECT type || ' ' || identity FROM (" + OBJECTS
					+ ") o WHERE schema IN (" + Identifier.literals(managed) + ") ORDER BY 1 LIMIT 1")) {
				found = row.next() ? row.getString(1) : null;
			}
			if (found != null) {
				throw new InvalidSourceException(
						"The database " + Identifier.quote(connection.getCatalog())
								+ " that is lent to run migrations in is not empty: it has the " + found + ".",
						"Name an empty database with --dev-url (migration.versioned.dev-url): all that migrations make in it is dropped afterwards.");
			}
			connection.setAutoCommit(false);
			statement.execute("CREATE SCHEMA " + ThrowAwayDatabase.SCHEMA);
			statement.execute("CREATE TABLE " + KEPT + " AS " + OBJECTS);
			connection.commit();
		}
		finally {
			connection.setAutoCommit(true);
		}
	}

	/** Drop all that was not there when this use of the database began. */
	static void empty(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			if (present(statement) == null) {
				return;
			}
			List<String> drops = new ArrayList<>();
			try (ResultSet row = statement
				.executeQuery("SELECT type, identity FROM (" + OBJECTS + ") o WHERE NOT EXISTS (SELECT FROM " + KEPT
						+ " k WHERE k.type = o.type AND k.identity = o.identity) ORDER BY type <> 'schema'")) {
				while (row.next()) {
					drops.add("DROP " + kind(row.getString(1)) + " IF EXISTS " + row.getString(2) + " CASCADE");
				}
			}
			for (String drop : drops) {
				statement.execute(drop);
			}
			statement.execute("DROP SCHEMA " + ThrowAwayDatabase.SCHEMA + " CASCADE");
		}
	}

	private static @Nullable String present(Statement statement) throws SQLException {
		try (ResultSet row = statement
			.executeQuery("SELECT pg_catalog.to_regclass(" + Identifier.literal(KEPT) + ")")) {
			row.next();
			return row.getString(1);
		}
	}

	/** What DROP calls a kind of object. */
	private static String kind(String type) {
		return switch (type) {
			case "foreign-data wrapper" -> "FOREIGN DATA WRAPPER";
			case "statistics object" -> "STATISTICS";
			case "composite type" -> "TYPE";
			default -> type.toUpperCase(Locale.ROOT);
		};
	}

}
