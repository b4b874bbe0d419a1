package io.automigrate.autoconfigure.actuate;

import io.automigrate.autoconfigure.MigrationProperties;
import io.automigrate.autoconfigure.SchemaMigrators;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link MigrationEndpoint}.
 */
@AutoConfiguration(after = EndpointAutoConfiguration.class,
		afterName = "io.automigrate.autoconfigure.AutomigrateAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(SchemaMigrators.class)
@ConditionalOnAvailableEndpoint(MigrationEndpoint.class)
@EnableConfigurationProperties(MigrationProperties.class)
@Import(HealthMonitorConfiguration.class)
public final class MigrationEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationTrigger migrationTrigger(SchemaMigrators migrators, Environment environment) {
		return new MigrationTrigger(DatabaseMigration.allOf(migrators), Origin.of(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	MigrationEndpoint migrationEndpoint(HealthMonitors monitors, MigrationTrigger trigger,
			MigrationProperties properties, Environment environment) {
		return new MigrationEndpoint(monitors, trigger, properties, DetailVisibility.of(environment),
				access(environment), Origin.of(environment));
	}

	/**
	 * Ask for the access with another default than the endpoint's own. Boot's resolver
	 * remembers the answer to whoever asked first, so it takes a resolver of our own.
	 */
	private static Access access(Environment environment) {
		return new PropertiesEndpointAccessResolver(environment).accessFor(MigrationEndpoint.ID, Access.READ_ONLY);
	}

	@Bean
	static OperationInvokerAdvisor migrationRequestCheck() {
		return new MigrationRequestCheck();
	}

	/**
	 * Maps the endpoint below the health endpoint, unless
	 * {@code management.endpoints.web.path-mapping.migration} says where.
	 */
	@Bean
	static PathMapper migrationEndpointPathMapper() {
		return (endpointId) -> MigrationEndpoint.ID.equals(endpointId) ? "health/migration" : null;
	}

}
