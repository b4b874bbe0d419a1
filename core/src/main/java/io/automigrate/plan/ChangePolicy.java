package io.automigrate.plan;

/**
 * How far a migration may go.
 */
public enum ChangePolicy {

	/**
	 * Report every difference and change nothing.
	 */
	VALIDATE,

	/**
	 * Create whatever is missing; leave alone and report what exists but differs.
	 */
	CREATE

}
