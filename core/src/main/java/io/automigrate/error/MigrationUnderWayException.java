package io.automigrate.error;

import org.jspecify.annotations.Nullable;

/**
 * Another run is under way: in this application, or one that holds the lock in the
 * database.
 */
public class MigrationUnderWayException extends MigrationException {

	public MigrationUnderWayException(String message, String wayOut, @Nullable Throwable cause) {
		super(message, wayOut, cause);
	}

}
