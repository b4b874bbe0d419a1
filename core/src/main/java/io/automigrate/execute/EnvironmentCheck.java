package io.automigrate.execute;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.MigrationException;
import io.automigrate.lock.LockHolder;
import io.automigrate.lock.MigrationLock;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;

/**
 * Looks whether a run could work: connection, server version, privileges, lock, settings.
 *
 * @param errors what would stop it
 * @param warnings what may surprise
 */
public record EnvironmentCheck(List<String> errors, List<String> warnings) {

	/** The oldest major that is tested. */
	private static final int OLDEST_MAJOR = 14;

	/** The newest major that is tested. */
	private static final int NEWEST_MAJOR = 18;

	static EnvironmentCheck of(Session session, Desired desired, MigrationSettings settings) throws SQLException {
		EnvironmentCheck check = new EnvironmentCheck(new ArrayList<>(), new ArrayList<>());
		DatabaseMetaData server = session.connection().getMetaData();
		check.version(server);
		Territory territory = desired.survey(session);
		check.privileges(territory);
		session.begin(Deadline.in(settings.timeout()));
		MigrationLock lock = desired.lock(territory);
		if (settings.locking() && !lock.tryAcquireInTransaction(session.connection())) {
			check.warnings
				.add("The migration lock is held by " + LockHolder.describe(lock.holder(session.connection())) + ".");
		}
		session.rollback();
		check.settings(settings);
		return check;
	}

	static EnvironmentCheck failed(MigrationException failure) {
		return new EnvironmentCheck(List.of(failure.getMessage() + " " + failure.wayOut()), List.of());
	}

	private void version(DatabaseMetaData server) throws SQLException {
		int major = server.getDatabaseMajorVersion();
		if (major < OLDEST_MAJOR) {
			this.errors.add("The server is PostgreSQL " + server.getDatabaseProductVersion() + "; " + OLDEST_MAJOR
					+ " is the oldest that works. Upgrade the server.");
		}
		else if (major > NEWEST_MAJOR) {
			this.warnings.add("The server is PostgreSQL " + server.getDatabaseProductVersion() + ", newer than "
					+ NEWEST_MAJOR + ", the newest that is tested.");
		}
	}

	private void privileges(Territory territory) {
		if (territory.standby()) {
			this.errors.add("The server is a standby that only reads. Connect to the primary.");
		}
		String role = Identifier.quote(territory.role());
		for (String schema : territory.schemas()) {
			if (!territory.existing().contains(schema) && !territory.mayCreateSchemas()) {
				this.errors.add("Schema " + Identifier.quote(schema) + " does not exist and role " + role
						+ " may not create it. Grant it: GRANT CREATE ON DATABASE "
						+ Identifier.quote(territory.database()) + " TO " + role + ";");
			}
			else if (territory.existing().contains(schema) && !territory.creatable().contains(schema)) {
				this.errors.add("Role " + role + " may not create objects in schema " + Identifier.quote(schema)
						+ ". Grant it: GRANT CREATE ON SCHEMA " + Identifier.quote(schema) + " TO " + role + ";");
			}
			else if (territory.existing().contains(schema)
					&& !(territory.owned().contains(schema) && territory.mayCreateSchemas())) {
				this.warnings.add("Role " + role + " does not own schema " + Identifier.quote(schema)
						+ " or may not create schemas, so sources must not qualify names with it.");
			}
		}
	}

	private void settings(MigrationSettings settings) {
		if (!settings.locking()) {
			this.warnings.add(
					"The lock is switched off (migration.concurrent-safety=false): two instances that start at once may fail.");
		}
		if (settings.lockTimeout().compareTo(settings.timeout().multipliedBy(10)) > 0) {
			this.warnings.add("migration.lock-timeout is more than ten times migration.timeout.");
		}
	}

}
