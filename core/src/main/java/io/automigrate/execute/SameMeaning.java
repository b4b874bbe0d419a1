package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.AlterObject;
import io.automigrate.diff.SchemaChange.Difference;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Drops differences that are none. What PostgreSQL prints of an expression is not always
 * what it prints of that text read again:
 * {@code (a)::text = ANY ((ARRAY['x'::character varying])::text[])}, which
 * {@code a in ('x')} becomes, turns into
 * {@code (a)::text = ANY (ARRAY[('x'::character varying)::text])}. So where two texts
 * differ, both are read again, on temporary copies of the table, and compared as they are
 * printed then.
 */
final class SameMeaning {

	private static final String COPY = "automigrate_copy_";

	private final List<String> script = new ArrayList<>();

	private final Map<QualifiedName, Integer> copies = new LinkedHashMap<>();

	/** The questions, by the name of the probe that answers them. */
	private final Map<String, Difference> probes = new LinkedHashMap<>();

	private SameMeaning() {
	}

	/**
	 * Drop the differences that vanish when both texts are read again.
	 * @param connection a connection in a transaction
	 * @param changes the changes
	 * @return the changes that remain
	 */
	static List<SchemaChange> dropFrom(List<SchemaChange> changes, Connection connection) throws SQLException {
		SameMeaning question = new SameMeaning();
		changes.forEach(question::add);
		if (question.probes.isEmpty()) {
			return changes;
		}
		Set<Difference> same = question.ask(connection);
		List<SchemaChange> remaining = new ArrayList<>();
		for (SchemaChange change : changes) {
			if (change instanceof AlterObject alter) {
				List<Difference> differences = alter.differences()
					.stream()
					.filter((difference) -> !same.contains(difference))
					.toList();
				if (!differences.isEmpty()) {
					remaining.add(new AlterObject(alter.object(), differences));
				}
			}
			else {
				remaining.add(change);
			}
		}
		return remaining;
	}

	private void add(SchemaChange change) {
		QualifiedName table = change.object().table();
		if (!(change instanceof AlterObject alter) || table == null) {
			return;
		}
		for (Difference difference : alter.differences()) {
			String live = difference.live();
			String desired = difference.desired();
			String kind = alter.object().kind() + "/" + difference.aspect();
			if (live == null || desired == null) {
				continue;
			}
			switch (kind) {
				case "check constraint/definition" -> probe(table, difference, " ADD CONSTRAINT %s ", live, desired);
				case "column/default" ->
					probe(table, difference, " ADD CONSTRAINT %s CHECK ((%s) IS NOT NULL)", live, desired);
				case "index/definition" -> probe(table, difference, "", live, desired);
				default -> {
				}
			}
		}
	}

	private void probe(QualifiedName table, Difference difference, String form, String live, String desired) {
		int copy = this.copies.computeIfAbsent(table, (name) -> {
			String number = COPY + this.copies.size();
			this.script.add("CREATE TEMPORARY TABLE " + number + " (LIKE " + table.quoted() + ")");
			return this.copies.size();
		});
		String probe = "p" + this.probes.size();
		this.probes.put(probe, difference);
		this.script.add(statement(COPY + copy, probe + "l", form, live));
		this.script.add(statement(COPY + copy, probe + "d", form, desired));
	}

	private static String statement(String copy, String probe, String form, String text) {
		if (form.isEmpty()) {
			return "CREATE INDEX " + probe + " ON pg_temp." + copy + " " + text;
		}
		String clause = form.contains("CHECK") ? form.formatted(probe, text) : form.formatted(probe) + text;
		return "ALTER TABLE pg_temp." + copy + clause;
	}

	/** Whatever cannot be asked stays a difference. */
	private Set<Difference> ask(Connection connection) throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			statement.execute(String.join(";\n", this.script));
			Map<String, String> answers = new HashMap<>();
			try (ResultSet row = statement.executeQuery("""
					SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
					WHERE connamespace = pg_my_temp_schema() AND contype = 'c'
					UNION ALL
					SELECT c.relname, substring(pg_get_indexdef(c.oid) FROM ' USING .*') FROM pg_class c
					WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind = 'i'""")) {
				while (row.next()) {
					answers.put(row.getString(1), row.getString(2));
				}
			}
			Set<Difference> same = Collections.newSetFromMap(new IdentityHashMap<>());
			this.probes.forEach((probe, difference) -> {
				@Nullable String live = answers.get(probe + "l");
				if (live != null && Objects.equals(live, answers.get(probe + "d"))) {
					same.add(difference);
				}
			});
			return same;
		}
		catch (SQLException ex) {
			if (Failures.connectionLost(ex) || Failures.cancelled(ex)) {
				throw ex;
			}
			return Set.of();
		}
		finally {
			if (!connection.isClosed()) {
				connection.rollback(savepoint);
			}
		}
	}

}
