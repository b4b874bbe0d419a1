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
	CREATE,

	/**
	 * Besides, change what differs as long as no data is lost.
	 */
	ALTER,

	/**
	 * Besides, drop from managed tables what no source speaks of. Where data is lost, it
	 * takes consent by name.
	 */
	FULL

}
