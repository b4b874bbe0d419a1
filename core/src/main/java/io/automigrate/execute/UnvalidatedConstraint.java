package io.automigrate.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A constraint that a section outside of transactions adds {@code NOT VALID}, and
 * validates in a later step. In between it holds for new rows of every release. If the
 * section fails there, it is dropped, so that the running release can write what it could
 * write before; whoever goes on adds it again.
 *
 * @param statement what adds it, and nothing else
 * @param kind {@code TABLE} or {@code DOMAIN}
 * @param on the table or domain, as the statement has it
 * @param name the constraint, as the statement has it
 */
record UnvalidatedConstraint(SqlStatement statement, String kind, String on, String name) {

	private static final String ON = "ALTER\\s+(TABLE|DOMAIN)\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?("
			+ Identifier.PATTERN + "(?:\\s*\\.\\s*" + Identifier.PATTERN + ")?)\\s+";

	private static final Pattern ADDS = Pattern
		.compile("(?is)" + ON + "ADD\\s+CONSTRAINT\\s+(" + Identifier.PATTERN + ")\\s.*\\bNOT\\s+VALID\\s*");

	/** One statement may do several things, of which only one can be taken back. */
	private static final Pattern ANOTHER = Pattern.compile("(?is),\\s*(?:ADD|ALTER|DROP|VALIDATE|SET|RENAME)\\s");

	private static final Pattern VALIDATES = Pattern
		.compile("(?is)" + ON + "VALIDATE\\s+CONSTRAINT\\s+(" + Identifier.PATTERN + ")\\s*");

	/**
	 * Find those that are added before a step and validated in it or later.
	 * @param steps the steps of a section
	 * @param index the step that has failed
	 * @return the constraints, the last one first
	 */
	static List<UnvalidatedConstraint> before(List<List<SqlStatement>> steps, int index) {
		List<UnvalidatedConstraint> open = new ArrayList<>();
		for (int i = index - 1; i >= 0; i--) {
			for (SqlStatement statement : steps.get(i)) {
				UnvalidatedConstraint added = addedBy(statement);
				if (added != null && steps.subList(index, steps.size())
					.stream()
					.flatMap(List::stream)
					.anyMatch(added::validatedBy)) {
					open.add(added);
				}
			}
		}
		return open;
	}

	/** Find those that are added before a step and validated in it. */
	static List<UnvalidatedConstraint> validatedIn(List<List<SqlStatement>> steps, int index) {
		return before(steps, index).stream()
			.filter((added) -> steps.get(index).stream().anyMatch(added::validatedBy))
			.toList();
	}

	private static @Nullable UnvalidatedConstraint addedBy(SqlStatement statement) {
		Matcher matcher = ADDS.matcher(statement.text());
		return (matcher.matches() && !ANOTHER.matcher(statement.text()).find()) ? new UnvalidatedConstraint(statement,
				matcher.group(1).toUpperCase(Locale.ROOT), matcher.group(2), matcher.group(3)) : null;
	}

	private boolean validatedBy(SqlStatement statement) {
		Matcher matcher = VALIDATES.matcher(statement.text());
		return matcher.matches() && matcher.group(1).equalsIgnoreCase(this.kind) && same(matcher.group(2), this.on)
				&& Identifier.folded(matcher.group(3)).equals(Identifier.folded(this.name));
	}

	/** One of them may say the schema, and the other not. */
	private static boolean same(String one, String other) {
		List<String> names = folded(one);
		List<String> others = folded(other);
		int known = Math.min(names.size(), others.size());
		return names.subList(names.size() - known, names.size())
			.equals(others.subList(others.size() - known, others.size()));
	}

	private static List<String> folded(String name) {
		return Stream.of(name.split("\\s*\\.\\s*", -1)).map(Identifier::folded).toList();
	}

	/** Returns a query that tells whether the constraint is there. */
	String present() {
		String owner = this.kind.equals("TABLE") ? "conrelid = pg_catalog.to_regclass("
				: "contypid = pg_catalog.to_regtype(";
		return "SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE " + owner + Identifier.literal(this.on)
				+ ") AND conname = " + Identifier.literal(Identifier.folded(this.name)) + ")";
	}

	/** Returns the statement that drops it. */
	String drop() {
		return "ALTER " + this.kind + " " + this.on + " DROP CONSTRAINT IF EXISTS " + this.name;
	}

	/** Constraint and table as messages name them. */
	String display() {
		return this.name + " of " + this.on;
	}

}
