package io.automigrate.plan;

/**
 * How the statements of a step go with transactions.
 */
public enum TransactionMode {

	/** In one transaction with the steps before and after that are of this mode, too. */
	SHARED,
	/** In a transaction of its own, after everything before it is committed. */
	OWN,
	/** Each statement outside of any transaction. */
	NONE

}
