package io.automigrate.execute;

import java.util.List;

import io.automigrate.plan.MigrationStep;
import io.automigrate.sql.SqlStatement;

/**
 * Writes down what a run runs, as the JSON that is kept of it. Data of COPY is left out,
 * and what is very long is cut off.
 */
final class StatementLog {

	private static final int LONGEST = 2_000;

	private final StringBuilder json = new StringBuilder();

	private int length;

	boolean isEmpty() {
		return this.json.isEmpty();
	}

	void add(MigrationUnit unit) {
		if (unit.marks()) {
			note("baseline", List.of(unit.migration().version()));
			return;
		}
		for (SqlStatement statement : unit.statements()) {
			add(unit.migration().version(), unit.down(), statement.script() + ":" + statement.line(), statement.text());
		}
		if (unit.statements().isEmpty()) {
			add(unit.migration().version(), unit.down(), unit.migration().origin(), "");
		}
	}

	private void add(String version, boolean down, String place, String sql) {
		begin();
		member("version", version);
		member("direction", down ? "down" : "up");
		member("place", place);
		member("sql", sql);
		this.json.append('}');
	}

	void add(MigrationStep step, String defaultSchema) {
		begin();
		member("step", step.title(defaultSchema));
		member("sql", String.join("; ", step.statements()));
		this.json.append('}');
	}

	/** Tell of an act that runs no statement of a migration. */
	void note(String act, List<String> versions) {
		begin();
		member("act", act);
		member("versions", String.join(", ", versions));
		this.json.append('}');
	}

	void backup(String where) {
		begin();
		member("act", "backup");
		member("file", where);
		this.json.append('}');
	}

	/** Where it stands, to come back to if all is rolled back. */
	int mark() {
		return this.json.length();
	}

	void backTo(int mark) {
		this.json.setLength(mark);
	}

	private void begin() {
		this.json.append(this.json.isEmpty() ? "{" : ",{");
		this.length = this.json.length();
	}

	private void member(String name, String value) {
		if (this.json.length() > this.length) {
			this.json.append(',');
		}
		this.json.append('"').append(name).append("\":\"");
		value.chars().limit(LONGEST).forEach((c) -> {
			switch (c) {
				case '"', '\\' -> this.json.append('\\').append((char) c);
				case '\n' -> this.json.append("\\n");
				case '\t' -> this.json.append("\\t");
				default -> {
					if (c >= ' ') {
						this.json.append((char) c);
					}
				}
			}
		});
		this.json.append((value.length() > LONGEST) ? "…\"" : "\"");
	}

	@Override
	public String toString() {
		return "[" + this.json + "]";
	}

}
