package io.automigrate.execute;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * Tells who holds locks on tables, for messages.
 */
final class Blockers {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private Blockers() {
	}

	static String in(Session session, Set<QualifiedName> tables) {
		String names = Identifier.literals(tables.stream().map(QualifiedName::quoted).toList());
		String sql = """
				SELECT DISTINCT a.pid, coalesce(a.application_name, ''), coalesce(a.state, 'state not shown'),
					coalesce(a.xact_start::text, 'a time not shown')
				FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
				WHERE l.locktype = 'relation' AND l.granted AND a.pid <> pg_catalog.pg_backend_pid()
					AND l.relation IN (SELECT pg_catalog.to_regclass(n) FROM unnest(ARRAY[%s]::text[]) n)
				ORDER BY a.pid""".formatted(names);
		List<String> blockers;
		try {
			// The budget of what was blocked may be used up.
			blockers = session.clock().get(PATIENCE, () -> ask(session, sql));
		}
		catch (SQLException ex) {
			return "sessions that cannot be told";
		}
		return blockers.isEmpty() ? "sessions that have ended by now" : String.join(", ", blockers);
	}

	private static List<String> ask(Session session, String sql) throws SQLException {
		List<String> blockers = new ArrayList<>();
		try (Statement statement = session.connection().createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				blockers.add("backend " + row.getInt(1) + " (application \"" + row.getString(2) + "\", "
						+ row.getString(3) + ", transaction since " + row.getString(4) + ")");
			}
		}
		return blockers;
	}

}
