package io.automigrate.error;

/**
 * A source that cannot be used, found before anything of it was sent.
 */
public class InvalidSourceException extends MigrationException {

	public InvalidSourceException(String message, String wayOut) {
		super(message, wayOut, null);
	}

}
