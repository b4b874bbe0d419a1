package io.automigrate.autoconfigure.actuate;

import io.automigrate.autoconfigure.MigrationProperties;
import io.automigrate.autoconfigure.SchemaMigrators;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the endpoint and the health contributor share.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MigrationProperties.class)
class HealthMonitorConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HealthMonitors migrationHealthMonitors(SchemaMigrators migrators, MigrationProperties properties) {
		HealthMonitors monitors = new HealthMonitors(DatabaseMigration.allOf(migrators),
				properties.health().unknownAfter());
		monitors.start();
		return monitors;
	}

}
