package io.automigrate.plan;

import java.util.List;

import io.automigrate.diff.ObjectName;
import io.automigrate.diff.SchemaChange.CreateTable;
import io.automigrate.schema.OtherObject;

/**
 * What a run would do, and what it would not.
 *
 * @param steps what is done, in order
 * @param refused what is called for but left alone, with reason and way out
 * @param unmanaged what exists and nobody asked for
 * @param notCompared what a source asks for, or the database has, of kinds that are not
 * compared yet
 * @param defaultSchema the schema that unqualified names mean
 */
public record MigrationPlan(List<MigrationStep> steps, List<RefusedChange> refused, List<ObjectName> unmanaged,
		List<OtherObject> notCompared, String defaultSchema) {

	public MigrationPlan {
		steps = List.copyOf(steps);
		refused = List.copyOf(refused);
		unmanaged = List.copyOf(unmanaged);
		notCompared = List.copyOf(notCompared);
	}

	/**
	 * Returns whether there is nothing to do.
	 * @return whether there are no steps
	 */
	public boolean isEmpty() {
		return this.steps.isEmpty();
	}

	/**
	 * Returns the tables that the plan creates, as people read them.
	 * @return the names in the order of creation
	 */
	public List<String> tablesToCreate() {
		return this.steps.stream()
			.filter((step) -> step.change() instanceof CreateTable)
			.map((step) -> step.object().name().display(this.defaultSchema))
			.toList();
	}

	/**
	 * Render the plan as a script that can be reviewed and run with psql.
	 * @return the script; what is refused stands in it as comments
	 */
	public String sql() {
		return PlanScript.of(this);
	}

}
