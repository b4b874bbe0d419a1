package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * What a session's settings were, to go back to after a migration that changes them. Who
 * one is comes first, since it decides what else may be set.
 */
final class SessionSettings {

	private static final String SQL = """
			SELECT 'session_authorization', current_setting('session_authorization')
			UNION ALL SELECT 'role', current_setting('role')
			UNION ALL SELECT name, setting FROM pg_catalog.pg_settings
			WHERE context IN ('user', 'superuser') AND name NOT LIKE 'transaction\\_%'""";

	/** Who one is, which is set back rather than reset. */
	private static final Set<String> IDENTITY = Set.of("role", "session_authorization");

	private final Map<String, String> values;

	private SessionSettings(Map<String, String> values) {
		this.values = values;
	}

	static SessionSettings read(Connection connection) throws SQLException {
		return read(connection, List.of());
	}

	/**
	 * Read all settings.
	 * @param own names of settings of applications' own, which no catalog lists
	 */
	static SessionSettings read(Connection connection, Collection<String> own) throws SQLException {
		Map<String, String> values = new LinkedHashMap<>();
		StringBuilder sql = new StringBuilder(SQL);
		own.stream()
			.map(Identifier::literal)
			.forEach((name) -> sql.append(" UNION ALL SELECT ")
				.append(name)
				.append(", coalesce(current_setting(")
				.append(name)
				.append(", true), '')"));
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql.toString())) {
			while (row.next()) {
				values.put(row.getString(1), String.valueOf(row.getString(2)));
			}
		}
		return new SessionSettings(values);
	}

	/**
	 * Undo what has been changed since these were read. In a transaction a setting has
	 * two values: the one until it ends, and the one that stays.
	 * @param connection the connection
	 * @param staying what is to stay after the transaction
	 */
	void restore(Connection connection, SessionSettings staying) throws SQLException {
		restore(connection, staying, null);
	}

	/**
	 * The same where a pooler hands the session to another client afterwards: nothing may
	 * stay set for it then, not even to what it was.
	 * @param touched takes the names of what is to be reset as the last thing of the
	 * transaction, or {@code null} where the session is not handed on
	 */
	void restore(Connection connection, SessionSettings staying, @Nullable Set<String> touched) throws SQLException {
		List<String> sql = new ArrayList<>();
		List<String> own = this.values.keySet().stream().filter((name) -> name.contains(".")).toList();
		Map<String, String> present = read(connection, own).values;
		boolean inTransaction = !connection.getAutoCommit();
		// What only a superuser sees, another role that was set does not.
		this.values.forEach((name, value) -> {
			if (!value.equals(present.getOrDefault(name, value))) {
				if (touched != null && !IDENTITY.contains(name)) {
					touched.add(name);
				}
				else {
					sql.add(set(name, staying.values.getOrDefault(name, value), false));
				}
				if (inTransaction) {
					sql.add(set(name, value, true));
				}
			}
		});
		try (Statement statement = connection.createStatement()) {
			for (String each : sql) {
				statement.execute(each);
			}
		}
	}

	/** Write what takes a setting back to what a new session has. */
	static String reset(String name) {
		return "RESET " + Arrays.stream(name.split("\\.", -1)).map(Identifier::quote).collect(Collectors.joining("."));
	}

	private static String set(String name, String value, boolean local) {
		return "SELECT pg_catalog.set_config(" + Identifier.literal(name) + ", " + Identifier.literal(value) + ", "
				+ local + ")";
	}

}
