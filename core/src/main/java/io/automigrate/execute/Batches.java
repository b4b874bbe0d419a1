package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;

import io.automigrate.history.JournalEntry.LastBatch;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a migration's back-fills, which come one after the other.
 */
interface Batches {

	/** The run's connection. */
	Connection connection();

	/** What can be done about a batch that failed. */
	String wayOut();

	/**
	 * Begin a back-fill.
	 * @param definition all that it is, but for its pace
	 * @return the batch to go on after, or {@code null} if it is done
	 */
	@Nullable LastBatch begin(String definition) throws SQLException;

	/**
	 * Do the next batch.
	 * @param doing what is done, to follow "while"
	 * @param before the last one
	 * @return the batch; {@code before} itself if there is no more
	 */
	LastBatch next(String doing, LastBatch before, Batch batch) throws SQLException;

	/** The back-fill is done. */
	void end() throws SQLException;

	/** Does a batch, within a budget. */
	@FunctionalInterface
	interface Batch {

		LastBatch run(Deadline deadline) throws SQLException;

	}

}
