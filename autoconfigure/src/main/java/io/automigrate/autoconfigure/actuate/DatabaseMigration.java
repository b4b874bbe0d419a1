package io.automigrate.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.automigrate.SchemaMigrator;
import io.automigrate.history.RunOrigin;
import io.automigrate.autoconfigure.SchemaMigrators;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * The acts of one database's migrator that this package needs.
 *
 * @param health looks whether the database has what is needed; may block
 * @param lastKnown tells what is known of that without asking, if anything; never blocks
 * @param plan works out the SQL that a run would execute, empty where there is none
 * @param run brings the database in step
 * @param running tells whether a run is under way
 */
record DatabaseMigration(Supplier<MigrationStatus> health, Supplier<@Nullable MigrationStatus> lastKnown,
		Supplier<String> plan, Supplier<MigrationReport> run, BooleanSupplier running) {

	static DatabaseMigration of(SchemaMigrator migrator) {
		return new DatabaseMigration(migrator::health, migrator::lastKnown, () -> migrator.plan().sql(),
				() -> migrator.migrate(RunOrigin.endpoint("trigger")), migrator::running);
	}

	/**
	 * Return the application's migrations.
	 * @param migrators the migrators
	 * @return the migrations by the name of the data source's bean, the primary one first
	 */
	static Map<String, DatabaseMigration> allOf(SchemaMigrators migrators) {
		Map<String, DatabaseMigration> migrations = new LinkedHashMap<>();
		migrators.byDataSource().forEach((name, migrator) -> migrations.put(name, of(migrator)));
		return migrations;
	}

}
