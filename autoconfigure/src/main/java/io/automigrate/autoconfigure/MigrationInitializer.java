package io.automigrate.autoconfigure;

import org.springframework.beans.factory.InitializingBean;

/**
 * Ends the migration at start-up: waits for entity manager factories that are built by
 * another thread, and runs what they have not run while they were built. Whatever uses
 * the database at start-up is initialized after this bean.
 */
public final class MigrationInitializer implements InitializingBean {

	private final DataSourceMigrations migrations;

	MigrationInitializer(DataSourceMigrations migrations) {
		this.migrations = migrations;
	}

	@Override
	public void afterPropertiesSet() {
		this.migrations.finish();
	}

}
