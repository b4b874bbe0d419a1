package io.automigrate.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the database or the server rather than to a schema, and is not
 * compared. It cannot be put aside with the schemas, so what a source makes of it is
 * there already where the source has been the database's for some time.
 */
final class DatabaseObjects {

	private static final Pattern CREATE = Pattern
		.compile("(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:(?:TRUSTED\\s+)?(?:PROCEDURAL\\s+)?(LANGUAGE)|(PUBLICATION"
				+ "|SUBSCRIPTION|EVENT\\s+TRIGGER|SERVER|FOREIGN\\s+DATA\\s+WRAPPER|ACCESS\\s+METHOD|ROLE|USER|GROUP))"
				+ "\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(" + Identifier.PATTERN + ")(?![\\w$]).*");

	private static final Pattern CREATE_MAPPING = Pattern
		.compile("(?is)CREATE\\s+USER\\s+MAPPING\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?FOR\\s+(" + Identifier.PATTERN
				+ ")\\s+SERVER\\s+(" + Identifier.PATTERN + ").*");

	private static final Pattern SESSION_ROLE = Pattern.compile("(?i)USER|(?:CURRENT|SESSION)_USER|CURRENT_ROLE");

	private static final String PRESENT = """
			SELECT 'PUBLICATION ' || pubname FROM pg_catalog.pg_publication
			UNION ALL SELECT 'SUBSCRIPTION ' || subname FROM pg_catalog.pg_subscription
			UNION ALL SELECT 'EVENT TRIGGER ' || evtname FROM pg_catalog.pg_event_trigger
			UNION ALL SELECT 'SERVER ' || srvname FROM pg_catalog.pg_foreign_server
			UNION ALL SELECT 'FOREIGN DATA WRAPPER ' || fdwname FROM pg_catalog.pg_foreign_data_wrapper
			UNION ALL SELECT 'ACCESS METHOD ' || amname FROM pg_catalog.pg_am
			UNION ALL SELECT 'LANGUAGE ' || lanname FROM pg_catalog.pg_language
			UNION ALL SELECT 'ROLE ' || rolname FROM pg_catalog.pg_roles
			UNION ALL SELECT 'MAPPING ' || usename || ' ' || srvname FROM pg_catalog.pg_user_mappings""";

	private DatabaseObjects() {
	}

	/**
	 * Leave out what makes something that is there.
	 * @param connection the connection to ask on, if a source makes anything of the sort
	 * @param statements the source's statements
	 * @param role the role that runs them
	 * @return the others, in their order
	 */
	static List<SqlStatement> withoutPresent(Connection connection, List<SqlStatement> statements, String role)
			throws SQLException {
		Map<SqlStatement, String> made = new HashMap<>();
		for (SqlStatement statement : statements) {
			String what = made(statement, role);
			if (what != null) {
				made.put(statement, what);
			}
		}
		if (made.isEmpty()) {
			return statements;
		}
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(PRESENT)) {
			Set<String> present = new HashSet<>();
			while (row.next()) {
				present.add(row.getString(1));
			}
			return statements.stream().filter((candidate) -> !present.contains(made.get(candidate))).toList();
		}
	}

	private static @Nullable String made(SqlStatement statement, String role) {
		Matcher mapping = CREATE_MAPPING.matcher(statement.text());
		if (mapping.matches()) {
			String user = SESSION_ROLE.matcher(mapping.group(1)).matches() ? role : Identifier.folded(mapping.group(1));
			return "MAPPING " + user + " " + Identifier.folded(mapping.group(2));
		}
		Matcher create = CREATE.matcher(statement.text());
		if (!create.matches()) {
			return null;
		}
		String kind = ((create.group(1) != null) ? create.group(1) : create.group(2)).toUpperCase(Locale.ROOT)
			.replaceAll("\\s+", " ");
		return (kind.equals("USER") || kind.equals("GROUP") ? "ROLE" : kind) + " " + Identifier.folded(create.group(3));
	}

}
