package io.automigrate.autoconfigure.actuate;

import io.automigrate.autoconfigure.SchemaMigrators;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health contributor
 * {@code migration} and its place in the readiness group.
 */
@AutoConfiguration(after = AvailabilityProbesAutoConfiguration.class,
		afterName = "io.automigrate.autoconfigure.AutomigrateAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(SchemaMigrators.class)
@ConditionalOnEnabledHealthIndicator("migration")
@Import(HealthMonitorConfiguration.class)
public final class MigrationHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "migrationHealthIndicator", "migrationHealthContributor" })
	HealthIndicator migrationHealthIndicator(HealthMonitors monitors) {
		return new MigrationHealthIndicator(monitors);
	}

	/**
	 * The readiness group, where Actuator is there to have groups.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
	static class ReadinessGroupConfiguration {

		@Bean
		HealthEndpointGroupsPostProcessor migrationReadinessGroupsPostProcessor(Environment environment) {
			return new MigrationReadinessGroupsPostProcessor(environment);
		}

	}

}
