package io.automigrate.error;

import java.sql.SQLException;

/**
 * A migration in Java threw an exception.
 */
public class JavaMigrationException extends MigrationException {

	private final String version;

	/**
	 * Create an exception.
	 * @param version the migration's version
	 * @param origin the migration's class
	 * @param failure what it threw
	 * @param wayOut what can be done
	 */
	public JavaMigrationException(String version, String origin, Exception failure, String wayOut) {
		super("Migration " + version + " (" + origin + ") failed: " + said(failure), wayOut,
				(failure instanceof SQLException sql) ? SqlFailure.withoutData(sql) : failure);
		this.version = version;
	}

	private JavaMigrationException(JavaMigrationException failure, String wayOut) {
		super(failure.getMessage(), wayOut, failure.getCause());
		this.version = failure.version;
	}

	/**
	 * Return the same failure where something else can be done about it.
	 * @param wayOut what can be done
	 * @return the failure
	 */
	public JavaMigrationException withWayOut(String wayOut) {
		return new JavaMigrationException(this, wayOut);
	}

	private static String said(Exception failure) {
		return (failure instanceof SQLException sql) ? SqlFailure.message(SqlFailure.innermost(sql))
				: failure.getClass().getSimpleName() + ": " + failure.getMessage();
	}

	public String version() {
		return this.version;
	}

}
