package io.automigrate.versioned;

/**
 * What shares a transaction with a migration.
 */
public enum TransactionScope {

	/** The migrations before and after it, as far as PostgreSQL lets them. */
	BATCH,

	/** No other migration. */
	EACH,

	/** Nothing: it runs outside of transactions. */
	NONE

}
