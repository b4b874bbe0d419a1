package io.automigrate.autoconfigure.actuate;

import io.automigrate.autoconfigure.SchemaMigrators;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the endpoint and the health contributor share.
 */
@Configuration(proxyBeanMethods = false)
class MigrationStatusConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationStatuses migrationStatuses(SchemaMigrators migrators) {
		return new MigrationStatuses(DatabaseMigration.allOf(migrators));
	}

}
