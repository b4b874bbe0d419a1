package io.automigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The questions to the catalogs, sent in one trip once the schemas are known, each with
 * what reads its answer. In a question, {@code :namespaces} stands for the OIDs of the
 * managed schemas, {@code :members} for the beginning of one of the OIDs that belong to
 * extensions, to be followed by a catalog, and {@code :grants(list, owner)} for an access
 * list as {@link CatalogObjects#grants} reads it. Members are left out everywhere: the
 * extension is their owner.
 */
final class CatalogQueries {

	/**
	 * Fewer members than objects, so PostgreSQL hashes them once instead of looking at
	 * each object.
	 */
	private static final String MEMBERS = """
			SELECT m.objid FROM pg_depend m WHERE m.refclassid = 'pg_extension'::regclass AND m.deptype = 'e'
				AND m.classid =""";

	/**
	 * Most objects have no access list, and nothing is called for them. A list that holds
	 * the owner's privileges alone is not the same as none.
	 */
	private static final String GRANTS = """
			CASE WHEN $1 IS NOT NULL THEN ARRAY(
				SELECT g.privilege_type || ' ' || CASE WHEN bool_or(g.is_grantable) THEN '*' ELSE '' END
					|| CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END
				FROM aclexplode($1) g WHERE g.grantee <> $2 GROUP BY g.grantee, g.privilege_type) END""";

	private static final Pattern GRANTS_CALL = Pattern.compile(":grants\\(([a-z.]+), ([a-z.]+)\\)");

	/** By their OIDs, the names of all schemas of the database. */
	private final Map<Long, String> schemas = new HashMap<>();

	private final String namespaces;

	private final int version;

	private final List<String> questions = new ArrayList<>();

	private final List<RowReader> readers = new ArrayList<>();

	/**
	 * Create an empty script. Which OIDs the schemas have is asked ahead: joined to each
	 * question, they would be looked up for each object.
	 * @param connection the connection that the questions will be sent on
	 * @param managed the names of the managed schemas
	 */
	CatalogQueries(Connection connection, Collection<String> managed) throws SQLException {
		this.version = connection.getMetaData().getDatabaseMajorVersion();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT oid, nspname FROM pg_catalog.pg_namespace")) {
			while (row.next()) {
				this.schemas.put(row.getLong(1), row.getString(2));
			}
		}
		String oids = this.schemas.entrySet()
			.stream()
			.filter((schema) -> managed.contains(schema.getValue()))
			.map((schema) -> schema.getKey().toString())
			.collect(Collectors.joining(", "));
		this.namespaces = oids.isEmpty() ? "0" : oids;
	}

	/** The names of all schemas, by their OIDs. */
	Map<Long, String> schemas() {
		return this.schemas;
	}

	/** The server's major version. */
	int version() {
		return this.version;
	}

	/** Add a question; answers are read in the order in which questions were added. */
	void ask(String question, RowReader reader) {
		this.questions.add(GRANTS_CALL.matcher(question)
			.replaceAll(GRANTS)
			.replace(":members", MEMBERS)
			.replace(":namespaces", this.namespaces));
		this.readers.add(reader);
	}

	/** Send all questions at once, read the answers, and be ready for others. */
	void run(Connection connection) throws SQLException {
		if (this.questions.isEmpty()) {
			return;
		}
		try (Statement statement = connection.createStatement()) {
			boolean more = statement.execute(String.join(";\n", this.questions));
			for (RowReader reader : this.readers) {
				if (!more) {
					throw new IllegalStateException("The catalogs answered with fewer results than were asked for");
				}
				try (ResultSet rows = statement.getResultSet()) {
					while (rows.next()) {
						reader.read(rows);
					}
				}
				more = statement.getMoreResults();
			}
		}
		this.questions.clear();
		this.readers.clear();
	}

	/** Reads one row of an answer. */
	@FunctionalInterface
	interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

}
