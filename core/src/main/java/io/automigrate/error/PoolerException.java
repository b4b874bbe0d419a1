package io.automigrate.error;

/**
 * A run needs several transactions on one session of the server, and a connection pooler
 * may give each transaction another one.
 */
public class PoolerException extends MigrationException {

	private PoolerException(String message, String wayOut) {
		super(message, wayOut, null);
	}

	/**
	 * Tell of something that cannot be done through a pooler.
	 * @param what what cannot, as a noun
	 * @return the exception to throw
	 */
	public static PoolerException of(String what) {
		return new PoolerException("The database is reached through a connection pooler, through which " + what
				+ " cannot be carried out: it needs a session of its own, and the pooler may give each transaction another one. Nothing was changed.",
				"Let migrations connect to the server itself: set migration.datasource.url (MIGRATION_DATASOURCE_URL) to its own address.");
	}

}
