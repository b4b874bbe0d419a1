package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
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

	/** The statements that make the copies, and those that make each probe. */
	private final List<String> script = new ArrayList<>();

	private final Map<QualifiedName, Integer> copies = new LinkedHashMap<>();

	/** The questions, by the name of the probe that answers them. */
	private final Map<String, Alter> probes = new LinkedHashMap<>();

	private final Map<String, List<String>> statements = new LinkedHashMap<>();

	/** What gets another type, by which the same text may mean something else. */
	private final Set<ObjectName> retyped;

	private SameMeaning(Set<ObjectName> retyped) {
		this.retyped = retyped;
	}

	/**
	 * Drop the differences that vanish when both texts are read again, and those that an
	 * owner's own privileges make.
	 * @param connection a connection in a transaction
	 * @param all the changes
	 * @return the changes that remain
	 */
	static List<SchemaChange> dropFrom(List<SchemaChange> all, Connection connection) throws SQLException {
		List<SchemaChange> changes = OwnersGrants.dropFrom(all, connection);
		SameMeaning question = new SameMeaning(changes.stream()
			.filter((change) -> change instanceof Alter alter && alter.aspect() == Aspect.TYPE)
			.map(SchemaChange::object)
			.collect(Collectors.toSet()));
		changes.forEach(question::add);
		if (question.probes.isEmpty()) {
			return changes;
		}
		Set<SchemaChange> same = question.ask(connection);
		return changes.stream().filter((change) -> !same.contains(change)).toList();
	}

	private void add(SchemaChange change) {
		if (!(change instanceof Alter alter)
				|| !(alter.aspect() == Aspect.DEFINITION || change.object().kind() == ObjectKind.DEFAULT)
				|| alter.from() == null || alter.to() == null || readsRetyped(alter.live())) {
			return;
		}
		QualifiedName table = change.object().table();
		ObjectKind kind = change.object().kind();
		if (table != null) {
			switch (kind) {
				case CHECK -> probe(table, alter, " ADD CONSTRAINT %s %s");
				case DEFAULT -> probe(table, alter, " ADD CONSTRAINT %s CHECK ((%s) IS NOT NULL)");
				case INDEX -> probe(table, alter, "");
				default -> {
				}
			}
		}
		else if (kind == ObjectKind.VIEW || kind == ObjectKind.MATERIALIZED_VIEW) {
			String probe = "p" + this.probes.size();
			this.probes.put(probe, alter);
			this.statements.put(probe, List.of("CREATE TEMPORARY VIEW " + probe + "l AS " + alter.from(),
					"CREATE TEMPORARY VIEW " + probe + "d AS " + alter.to()));
		}
	}

	private boolean readsRetyped(SchemaObject object) {
		QualifiedName table = object.id().table();
		List<String> columns = (object instanceof Index index) ? index.columns()
				: (object instanceof Constraint constraint) ? constraint.columns()
						: (object instanceof ColumnDefault columnDefault) ? List.of(columnDefault.column()) : List.of();
		return table != null && columns.stream()
			.anyMatch((column) -> this.retyped.contains(ObjectName.part(ObjectKind.COLUMN, table, column)));
	}

	private void probe(QualifiedName table, Alter alter, String form) {
		int copy = this.copies.computeIfAbsent(table, (name) -> {
			String number = COPY + this.copies.size();
			this.script.add("CREATE TEMPORARY TABLE " + number + " (LIKE " + table.quoted() + ")");
			return this.copies.size();
		});
		String probe = "p" + this.probes.size();
		this.probes.put(probe, alter);
		this.statements.put(probe,
				List.of(statement(COPY + copy, probe + "l", form, Objects.requireNonNull(alter.from())),
						statement(COPY + copy, probe + "d", form, Objects.requireNonNull(alter.to()))));
	}

	private static String statement(String copy, String probe, String form, String text) {
		if (form.isEmpty()) {
			boolean unique = text.startsWith("UNIQUE ");
			return "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + probe + " ON pg_temp." + copy + " "
					+ (unique ? text.substring("UNIQUE ".length()) : text);
		}
		return "ALTER TABLE pg_temp." + copy + form.formatted(probe, text);
	}

	/**
	 * All in one go, and only if that fails one by one; whatever cannot be asked stays a
	 * difference.
	 */
	private Set<SchemaChange> ask(Connection connection) throws SQLException {
		List<String> all = new ArrayList<>(this.script);
		this.statements.values().forEach(all::addAll);
		Map<String, String> answers = answers(connection, all);
		if (answers.isEmpty()) {
			answers = new HashMap<>();
			for (List<String> pair : this.statements.values()) {
				List<String> one = new ArrayList<>(this.script);
				one.addAll(pair);
				answers.putAll(answers(connection, one));
			}
		}
		Set<SchemaChange> same = new HashSet<>();
		for (Map.Entry<String, Alter> entry : this.probes.entrySet()) {
			@Nullable String live = answers.get(entry.getKey() + "l");
			if (live != null && Objects.equals(live, answers.get(entry.getKey() + "d"))) {
				same.add(entry.getValue());
			}
		}
		return same;
	}

	private static Map<String, String> answers(Connection connection, List<String> script) throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(String.join(";\n", script));
			Map<String, String> answers = new HashMap<>();
			try (ResultSet row = statement.executeQuery("""
					SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
					WHERE connamespace = pg_my_temp_schema() AND contype = 'c'
					UNION ALL
					SELECT c.relname, i.indisunique || substring(pg_get_indexdef(c.oid) FROM ' USING .*')
					FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
					WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind = 'i'
					UNION ALL
					SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class c
					WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind = 'v'""")) {
				while (row.next()) {
					answers.put(row.getString(1), row.getString(2));
				}
			}
			return answers;
		}
		catch (SQLException ex) {
			if (Failures.connectionLost(ex) || Failures.cancelled(ex)) {
				throw ex;
			}
			return Map.of();
		}
		finally {
			if (!connection.isClosed()) {
				connection.rollback(savepoint);
			}
		}
	}

}
