package io.automigrate.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that are managed, and what the connection's role may do with them.
 *
 * @param database the database
 * @param role the role that statements run as
 * @param serverVersion the server's version as a number, such as 170011
 * @param standby whether the server only reads, or this connection does
 * @param searchPath the connection's path as far as its schemas exist
 * @param defaultSchema the schema that unqualified names mean
 * @param schemas the managed schemas, the default one first
 * @param existing those of them that exist
 * @param owned those of them that the role may rename
 * @param owners whose they are, where they are not the role's own and it may make others
 * for that owner
 * @param creatable those of them that the role may create objects in
 * @param mayCreateSchemas whether the role may create schemas
 * @param mayCreateTemporary whether the role may create temporary objects
 */
public record Territory(String database, String role, int serverVersion, boolean standby, List<String> searchPath,
		String defaultSchema, List<String> schemas, Set<String> existing, Set<String> owned, Map<String, String> owners,
		Set<String> creatable, boolean mayCreateSchemas, boolean mayCreateTemporary) {

	/** From this version on, being a member does not mean to be able to act as a role. */
	private static final int SET_OPTION = 160000;

	public Territory {
		searchPath = List.copyOf(searchPath);
		schemas = List.copyOf(schemas);
		existing = Set.copyOf(existing);
		owned = Set.copyOf(owned);
		owners = Map.copyOf(owners);
		creatable = Set.copyOf(creatable);
	}

	boolean exists(String schema) {
		return this.existing.contains(schema);
	}

	boolean owns(String schema) {
		return this.owned.contains(schema);
	}

	/**
	 * Return the {@code search_path} that both sides of a comparison are printed under.
	 * Temporary objects are always visible, so that PostgreSQL prints their names without
	 * a schema; then the live ones must be printed so too.
	 * @return the path as SQL, empty where every name is printed in full
	 */
	public String printingPath() {
		return this.mayCreateSchemas ? "''" : Identifier.quote(this.defaultSchema);
	}

	/**
	 * Look at a database, in two questions.
	 * @param connection a connection with its own {@code search_path}
	 * @param configured the schemas that are managed by the settings, may be empty
	 * @param mentioned the schemas that sources create things in
	 * @return what was found
	 * @throws SQLException if the questions could not be asked
	 */
	public static Territory survey(Connection connection, List<String> configured, Collection<String> mentioned)
			throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"""
								SELECT current_database(), current_user, current_setting('server_version_num')::int,
									pg_catalog.pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, pg_catalog.current_schemas(false)::text[], current_schema(),
									current_setting('search_path'),
									pg_catalog.has_database_privilege(current_database(), 'CREATE'),
									pg_catalog.has_database_privilege(current_database(), 'TEMPORARY')""")) {
			row.next();
			List<String> path = strings(row.getArray(5));
			String defaultSchema = defaultSchema(configured, row.getString(6), row.getString(7), row.getString(2));
			Set<String> schemas = new LinkedHashSet<>();
			schemas.add(defaultSchema);
			schemas.addAll(configured);
			schemas.addAll(mentioned);
			Territory bare = new Territory(row.getString(1), row.getString(2), row.getInt(3), row.getBoolean(4), path,
					defaultSchema, new ArrayList<>(schemas), Set.of(), Set.of(), Map.of(), Set.of(), row.getBoolean(8),
					row.getBoolean(9));
			return bare.withPrivileges(connection);
		}
	}

	private Territory withPrivileges(Connection connection) throws SQLException {
		Set<String> existing = new LinkedHashSet<>();
		Set<String> owned = new LinkedHashSet<>();
		Map<String, String> owners = new LinkedHashMap<>();
		Set<String> creatable = new LinkedHashSet<>();
		String names = Identifier.literals(this.schemas);
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						SELECT nspname, pg_catalog.pg_has_role(nspowner, 'USAGE'),
							pg_catalog.has_schema_privilege(oid, 'CREATE'), pg_catalog.pg_get_userbyid(nspowner),
							pg_catalog.pg_has_role(nspowner, '%s')
						FROM pg_catalog.pg_namespace WHERE nspname IN (%s)"""
					.formatted((this.serverVersion >= SET_OPTION) ? "SET" : "MEMBER", names))) {
			while (row.next()) {
				existing.add(row.getString(1));
				if (row.getBoolean(2)) {
					owned.add(row.getString(1));
				}
				if (row.getBoolean(5) && !row.getString(4).equals(this.role)) {
					owners.put(row.getString(1), row.getString(4));
				}
				if (row.getBoolean(3)) {
					creatable.add(row.getString(1));
				}
			}
		}
		return new Territory(this.database, this.role, this.serverVersion, this.standby, this.searchPath,
				this.defaultSchema, this.schemas, existing, owned, owners, creatable, this.mayCreateSchemas,
				this.mayCreateTemporary);
	}

	/**
	 * Unqualified names mean the connection's current schema, as they will at run time;
	 * unless that is not among the configured ones, or none on the path exists yet.
	 */
	private static String defaultSchema(List<String> configured, @Nullable String current, String path, String role) {
		if (current != null && (configured.isEmpty() || configured.contains(current))) {
			return current;
		}
		if (!configured.isEmpty()) {
			return configured.get(0);
		}
		for (String entry : path.split(",", -1)) {
			String schema = Identifier.unquoted(entry.strip());
			if (!schema.isEmpty() && !schema.equals("$user") && !schema.startsWith("pg_")) {
				return schema;
			}
		}
		return role;
	}

	private static List<String> strings(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

}
