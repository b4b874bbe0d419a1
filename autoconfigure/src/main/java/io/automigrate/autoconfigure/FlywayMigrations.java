package io.automigrate.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;

import io.automigrate.versioned.MigrationContext;
import io.automigrate.versioned.MigrationName;
import io.automigrate.versioned.VersionedMigration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Migrations that are written for Flyway in Java, where its library is on the class path
 * and Flyway itself is not at work.
 */
final class FlywayMigrations {

	private static final int LONGEST_NAME = 200;

	private static final boolean PRESENT = ClassUtils.isPresent("org.flywaydb.core.api.migration.JavaMigration", null);

	private FlywayMigrations() {
	}

	/** Returns whether Flyway itself migrates the application's database. */
	static boolean atWork(ListableBeanFactory beans) {
		return PRESENT && beans.getBeanNamesForType(Flyway.class, true, false).length > 0;
	}

	/** Returns the beans that are migrations for Flyway. */
	static Stream<VersionedMigration> of(ListableBeanFactory beans) {
		return (PRESENT && !atWork(beans))
				? beans.getBeanProvider(JavaMigration.class).orderedStream().map(Adapter::new) : Stream.of();
	}

	/**
	 * Runs one of Flyway's as one of ours.
	 *
	 * @param migration the migration
	 */
	private record Adapter(JavaMigration migration) implements VersionedMigration {

		@Override
		public String version() {
			return (this.migration.getVersion() != null) ? this.migration.getVersion().getVersion()
					: MigrationName.repeatable(name());
		}

		@Override
		public String name() {
			return MigrationName.of(this.migration.getDescription(), LONGEST_NAME);
		}

		@Override
		public String description() {
			return this.migration.getDescription();
		}

		@Override
		public String checksum() {
			return (this.migration.getChecksum() != null) ? this.migration.getChecksum().toString() : "";
		}

		@Override
		public boolean transactional() {
			return this.migration.canExecuteInTransaction();
		}

		@Override
		public void up(MigrationContext context) throws SQLException {
			try {
				this.migration.migrate(new FlywayContext(new ClassicConfiguration(), context.connection()));
			}
			catch (SQLException | RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * What one of Flyway's works with.
	 *
	 * @param getConfiguration Flyway's own defaults
	 * @param getConnection the run's connection
	 */
	private record FlywayContext(Configuration getConfiguration, Connection getConnection) implements Context {

	}

}
