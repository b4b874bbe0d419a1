package io.automigrate.error;

/**
 * There is no backup, and without one nothing may be changed.
 */
public class BackupFailedException extends MigrationException {

	/**
	 * Create an exception.
	 * @param message what went wrong
	 * @param wayOut what can be done
	 */
	public BackupFailedException(String message, String wayOut) {
		super(message, wayOut, null);
	}

	/**
	 * Return the same failure with what becomes of the run.
	 * @param remains what becomes of what the run did before, as a sentence
	 * @return the failure
	 */
	public BackupFailedException with(String remains) {
		return new BackupFailedException(getMessage() + " " + remains, wayOut());
	}

}
