package io.automigrate.report;

/**
 * How a run ended. The log, exit codes and health say the same.
 */
public enum Outcome {

	/** Everything that is desired was in place. */
	UP_TO_DATE,

	/** Something was changed, and everything that the application needs is in place. */
	CHANGED,

	/**
	 * Everything that the application needs is in place; a change waits until it hurts no
	 * older release.
	 */
	DEFERRED,

	/**
	 * The run reached its end, and something that the application needs is missing: what
	 * could be done was done and stays.
	 */
	INCOMPLETE,

	/** The run did not reach its end. */
	FAILED;

	/**
	 * Returns whether the application can work with the result.
	 * @return {@code false} for {@link #INCOMPLETE} and {@link #FAILED}
	 */
	public boolean success() {
		return this != INCOMPLETE && this != FAILED;
	}

}
