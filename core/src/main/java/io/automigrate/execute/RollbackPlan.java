package io.automigrate.execute;

import java.util.List;

import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationTarget;

/**
 * What a rollback would do, before it does anything.
 *
 * @param target how far it would go
 * @param migrations the migrations in the order in which they would be rolled back
 * @param losses the data that would be lost, in the order of the statements
 */
public record RollbackPlan(MigrationTarget target, List<Migration> migrations, List<DataLoss> losses) {

	public RollbackPlan {
		migrations = List.copyOf(migrations);
		losses = List.copyOf(losses);
	}

	/**
	 * Returns what would be rolled back.
	 * @return the versions in order
	 */
	public List<String> versions() {
		return this.migrations.stream().map(Migration::version).toList();
	}

}
