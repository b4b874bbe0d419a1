package io.automigrate.autoconfigure.actuate;

import io.automigrate.error.MigrationException;
import io.automigrate.report.MigrationStatus;

/**
 * Says how a database stands, to those who may know names and to those who may not.
 */
final class StatusMessage {

	private StatusMessage() {
	}

	static String detailed(MigrationStatus status) {
		MigrationException failure = status.failure();
		return (failure != null) ? failure.getMessage() + " " + failure.wayOut() : status.message();
	}

	static String general(MigrationStatus status) {
		if (status.healthy()) {
			return "The database has all that is expected.";
		}
		if (!status.databaseExists()) {
			return "The database does not exist.";
		}
		if (!status.connectionHealthy()) {
			return "The database cannot be reached.";
		}
		if (status.failure() != null) {
			return "The state of the database cannot be told.";
		}
		return "The database lacks something that is expected.";
	}

}
