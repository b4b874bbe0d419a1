package io.automigrate.catalog;

/**
 * What {@code pg_get_constraintdef} printed.
 *
 * @param text the clause without {@code NOT VALID}
 * @param valid whether it went without
 */
record Definition(String text, boolean valid) {

	private static final String NOT_VALID = " NOT VALID";

	/** The words stand outside of the expression only at the very end. */
	static Definition of(String printed) {
		return printed.endsWith(NOT_VALID)
				? new Definition(printed.substring(0, printed.length() - NOT_VALID.length()), false)
				: new Definition(printed, true);
	}

}
