package io.automigrate.adopt;

import liquibase.database.OfflineConnection;
import liquibase.database.core.PostgresDatabase;
import liquibase.resource.ResourceAccessor;

/**
 * A PostgreSQL database for Liquibase that is not connected to.
 */
final class LibraryDatabase extends PostgresDatabase {

	/** What Liquibase writes is the same for all majors that are supported. */
	private static final String OFFLINE = "offline:postgresql?version=14.0&outputLiquibaseSql=none";

	/**
	 * Create a database.
	 * @param files where changelogs are
	 */
	LibraryDatabase(ResourceAccessor files) {
		setOutputDefaultSchema(false);
		setConnection(new OfflineConnection(OFFLINE, files));
	}

	/** Otherwise rows are lost that Liquibase would bind to statements. */
	@Override
	public boolean supportsBatchUpdates() {
		return true;
	}

}
