package io.automigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;

/**
 * The questions to the catalogs, sent in one trip, each with what reads its answer. In a
 * question, {@code :names} stands for the names of the managed schemas as an array,
 * {@code :namespaces} for a subquery of their OIDs, {@code :members} for the beginning of
 * one of the OIDs that belong to extensions, to be followed by a catalog, and
 * {@code :grants(list, owner)} for an access list as {@link CatalogObjects#grants} reads
 * it. Members are left out everywhere: the extension is their owner.
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

	private final String names;

	private final int version;

	private final List<String> questions = new ArrayList<>();

	private final List<RowReader> readers = new ArrayList<>();

	/**
	 * Create an empty script.
	 * @param schemas the managed schemas
	 * @param version the server's major version
	 */
	CatalogQueries(Collection<String> schemas, int version) {
		this.names = schemas.stream().map(Identifier::literal).collect(Collectors.joining(", ", "ARRAY[", "]::name[]"));
		this.version = version;
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
			.replace(":namespaces", "SELECT oid FROM pg_namespace WHERE nspname = ANY (" + this.names + ")")
			.replace(":names", this.names));
		this.readers.add(reader);
	}

	/** Send all questions at once and read the answers. */
	void run(Connection connection) throws SQLException {
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
	}

	/** Reads one row of an answer. */
	@FunctionalInterface
	interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

}
