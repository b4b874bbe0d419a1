package io.automigrate.error;

/**
 * A migration outside of transactions was interrupted in a way that leaves open what it
 * has done. People have to look.
 */
public class UnresolvedMigrationException extends MigrationException {

	private final String version;

	public UnresolvedMigrationException(String version, String message, String wayOut) {
		super(message, wayOut, null);
		this.version = version;
	}

	public String version() {
		return this.version;
	}

}
