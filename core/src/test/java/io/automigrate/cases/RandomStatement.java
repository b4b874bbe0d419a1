package io.automigrate.cases;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement of a random schema, in parts so that a failure can be reduced to what
 * matters.
 *
 * @param phase when it comes: what others need has a lower number
 * @param head what comes before the parts, which names the object
 * @param parts what can be left out one by one, such as columns
 * @param tail what comes after the parts
 */
record RandomStatement(int phase, String head, List<String> parts, String tail) {

	RandomStatement {
		parts = List.copyOf(parts);
	}

	static RandomStatement of(int phase, String sql) {
		return new RandomStatement(phase, sql, List.of(), "");
	}

	RandomStatement without(int part) {
		List<String> rest = new ArrayList<>(this.parts);
		rest.remove(part);
		return with(rest);
	}

	RandomStatement with(List<String> other) {
		return new RandomStatement(this.phase, this.head, other, this.tail);
	}

	String sql() {
		return this.head + String.join(", ", this.parts) + this.tail;
	}

	static String script(List<RandomStatement> statements) {
		StringBuilder script = new StringBuilder();
		statements.forEach((statement) -> script.append(statement.sql()).append(";\n"));
		return script.toString();
	}

}
