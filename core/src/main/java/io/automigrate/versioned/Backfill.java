package io.automigrate.versioned;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Changes the rows of a table batch by batch, in the order of a key that is unique. A
 * batch is a range of keys, so that none costs more than another, whatever was done
 * before it and however few of its rows are meant.
 * <p>
 * In a migration that is not {@linkplain VersionedMigration#transactional()
 * transactional}, each batch commits together with the last key that it has done. An
 * interrupted migration is started again from its beginning; its back-fills go on after
 * that key, and those that are done do nothing. Rows that others insert before that key
 * meanwhile are not seen.
 */
public interface Backfill {

	/** How many rows a batch has unless it is said. */
	int DEFAULT_BATCH = 1_000;

	/**
	 * Go by other columns than those of the primary key.
	 * @param columns the columns of a unique index, in its order, none of which takes
	 * nulls; as SQL has them, so that upper case wants double quotes
	 * @return this
	 */
	Backfill key(String... columns);

	/**
	 * Have batches of another size.
	 * @param rows how many keys a batch looks at, at least 1
	 * @return this
	 */
	Backfill batch(int rows);

	/**
	 * Pause after each batch that has changed something.
	 * @param pause how long
	 * @return this
	 */
	Backfill pause(Duration pause);

	/**
	 * Be at work only for a share of the time: after a batch that took long, the pause is
	 * longer. With {@link #pause}, the longer one counts.
	 * @param share more than 0, at most 1
	 * @return this
	 */
	Backfill share(double share);

	/**
	 * Mean only some rows. The condition need not be indexed. It is no part of
	 * {@link #execute}'s statement.
	 * @param condition a condition in SQL
	 * @return this
	 */
	Backfill where(String condition);

	/**
	 * Update the rows.
	 * @param assignments what stands after {@code SET} in SQL, which must not change the
	 * key
	 * @throws SQLException if the database does not let it
	 */
	void set(String assignments) throws SQLException;

	/**
	 * Execute a statement for each batch.
	 * @param sql a statement with the parameters {@code :from} and {@code :to}, the first
	 * and the last key of the batch, such as
	 * {@code delete from log where id between :from and :to}; where the key has several
	 * columns, in parentheses: {@code where (shop, id) between (:from) and (:to)}
	 * @throws SQLException if the database does not let it
	 */
	void execute(String sql) throws SQLException;

	/**
	 * Hand the rows of each batch to Java. They are locked against changes by others
	 * until the batch commits.
	 * @param columns what stands after {@code SELECT} in SQL
	 * @param work is called once for each batch that has such rows
	 * @throws SQLException if the database does not let it
	 */
	void rows(String columns, Work work) throws SQLException;

	/**
	 * What is done with the rows of a batch.
	 */
	@FunctionalInterface
	interface Work {

		/**
		 * Do it.
		 * @param rows the rows, before the first
		 * @param connection the connection of the batch's transaction, which this must
		 * not end
		 * @throws SQLException if the database does not let it
		 */
		void accept(ResultSet rows, Connection connection) throws SQLException;

	}

}
