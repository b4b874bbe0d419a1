package io.automigrate.execute;

import java.util.List;

import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;

/**
 * What pending migrations would do, as found out in a transaction that was rolled back.
 *
 * @param statements the statements in order
 * @param difference the difference they make to the schema, with its hazards, as if it
 * were planned
 * @param notTraced the versions that were not run, since they or what is before them
 * cannot be in a transaction
 */
public record MigrationTrace(List<StatementTrace> statements, MigrationPlan difference, List<String> notTraced) {

	public MigrationTrace {
		statements = List.copyOf(statements);
		notTraced = List.copyOf(notTraced);
	}

	/**
	 * Returns what can go wrong with the difference.
	 * @return the hazards
	 */
	public List<Hazard> hazards() {
		return this.difference.steps().stream().flatMap((step) -> step.hazards().stream()).distinct().toList();
	}

}
