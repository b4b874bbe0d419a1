package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;

import io.automigrate.history.JournalEntry.LastBatch;

/**
 * Batches in the transaction that all migrations share: none is kept without the others.
 *
 * @param connection the run's connection
 * @param deadline when the run's budget is used up
 */
record SharedBatches(Connection connection, Deadline deadline) implements Batches {

	@Override
	public String wayOut() {
		return MigrationBatch.ROLLED_BACK;
	}

	@Override
	public LastBatch begin(String definition) {
		return LastBatch.NONE;
	}

	@Override
	public LastBatch next(String doing, LastBatch before, Batch batch) throws SQLException {
		if (this.deadline.passed()) {
			throw KeysetBackfill.budgetUsedUp(this.deadline, doing, null);
		}
		return batch.run(this.deadline);
	}

	@Override
	public void end() {
	}

}
