package io.automigrate.autoconfigure;

import io.automigrate.error.MigrationException;

/**
 * The application is set up in a way that a migration cannot work with. Nothing was sent
 * to the database.
 */
public class MigrationSetupException extends MigrationException {

	/**
	 * Create the exception.
	 * @param message what is wrong, as a sentence without values that may be secret
	 * @param wayOut what to do about it
	 */
	public MigrationSetupException(String message, String wayOut) {
		super(message, wayOut, null);
	}

}
