package io.automigrate.error;

import java.sql.SQLException;

/**
 * What a versioned migration did breaks a constraint that is checked at its end.
 */
public class DeferredConstraintException extends MigrationException {

	private final String version;

	/**
	 * Create an exception from what PostgreSQL answered.
	 * @param version the migration
	 * @param origin where the migration was found
	 * @param failure what was answered
	 * @param action what can be done
	 */
	public DeferredConstraintException(String version, String origin, SQLException failure, String action) {
		super(origin + ": at the end of the migration, " + SqlFailure.message(failure), action,
				SqlFailure.withoutData(failure));
		this.version = version;
	}

	/**
	 * Returns which migration it was.
	 * @return the version
	 */
	public String version() {
		return this.version;
	}

}
