package io.automigrate.execute;

import java.sql.SQLException;

/**
 * Carries an {@link SQLException} through a lambda, to be unwrapped on the other side.
 */
final class UncheckedSqlException extends RuntimeException {

	private final SQLException failure;

	UncheckedSqlException(SQLException failure) {
		super(failure);
		this.failure = failure;
	}

	SQLException failure() {
		return this.failure;
	}

}
