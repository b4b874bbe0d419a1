package io.automigrate.error;

import org.jspecify.annotations.Nullable;

/**
 * A migration, or a question about one, that did not succeed. Where something of a failed
 * run stays in the database, the message says so. Neither message nor cause ever holds a
 * password or a row's data.
 */
public abstract class MigrationException extends RuntimeException {

	private final String message;

	private final String wayOut;

	protected MigrationException(String message, String wayOut, @Nullable Throwable cause) {
		super(message, cause);
		this.message = message;
		this.wayOut = wayOut;
	}

	@Override
	public String getMessage() {
		return this.message;
	}

	/**
	 * Returns what the reader can do about it, as one or more sentences.
	 * @return the way out, never empty
	 */
	public String wayOut() {
		return this.wayOut;
	}

}
