package io.automigrate.autoconfigure.actuate;

import io.automigrate.error.MigrationException;

/**
 * Asking for the status failed in a way that the migrator does not tell of. What was
 * thrown is for the log only: its message may hold anything.
 */
class StatusUnknownException extends MigrationException {

	StatusUnknownException(Throwable cause) {
		super("The state of the database cannot be told: " + cause.getClass().getSimpleName() + ".",
				"Look for the exception in the application's log.", cause);
	}

}
