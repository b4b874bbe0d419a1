package io.automigrate.execute;

/**
 * What became of a migration that was interrupted outside of transactions, as a person
 * has found out.
 */
public enum Resolution {

	/** It is done, by whatever means: it counts as applied, or as undone. */
	APPLIED,

	/** Its interrupted statement has no effect, and is to be run again. */
	RETRY,

	/** What it did was taken back by hand: it counts as never begun. */
	ROLLED_BACK

}
