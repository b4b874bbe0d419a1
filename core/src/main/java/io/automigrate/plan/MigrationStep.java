package io.automigrate.plan;

import java.util.List;

import io.automigrate.diff.ObjectName;
import io.automigrate.diff.SchemaChange;

/**
 * A change that the policy lets through, with the SQL that makes it.
 *
 * @param change the change
 * @param statements its statements, each without a semicolon
 */
public record MigrationStep(SchemaChange change, List<String> statements) {

	public MigrationStep {
		statements = List.copyOf(statements);
	}

	/**
	 * Returns what the step creates.
	 * @return the object
	 */
	public ObjectName object() {
		return this.change.object();
	}

}
