package io.automigrate.autoconfigure;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the migration at start-up.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class,
		beforeName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration" })
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(MigrationProperties.class)
@Import({ DatabaseInitializationDependencyConfigurer.class, DataJdbcDialectConfiguration.class })
public final class AutomigrateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DataSourceMigrations dataSourceMigrations(ConfigurableListableBeanFactory beanFactory,
			MigrationProperties properties, ResourceLoader resourceLoader, Environment environment,
			@MigrationDataSource ObjectProvider<DataSource> stepDataSource) {
		return new DataSourceMigrations(beanFactory, properties,
				new DeclarativeFiles(properties.schema().locations(), resourceLoader),
				environment.getProperty("spring.application.name", "application"), stepDataSource.getIfUnique(),
				!environment.getProperty(CommandLineEnvironmentPostProcessor.COMMAND, Boolean.class, false));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DataSource.class)
	SchemaMigrator schemaMigrator(DataSourceMigrations migrations, DataSource dataSource) {
		return migrations.primaryMigrator(dataSource);
	}

	@Bean
	@ConditionalOnMissingBean
	MigrationInitializer migrationInitializer(DataSourceMigrations migrations) {
		return new MigrationInitializer(migrations);
	}

	@Bean
	@ConditionalOnMissingBean
	@SuppressWarnings("UnusedVariable") // all migrators are known once the initializer is
										// done
	SchemaMigrators schemaMigrators(DataSourceMigrations migrations, MigrationInitializer initializer) {
		return migrations.migrators();
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "migration.enabled", matchIfMissing = true)
	@ConditionalOnBooleanProperty(name = "migration.instances.enabled", matchIfMissing = true)
	@ConditionalOnBooleanProperty(name = CommandLineEnvironmentPostProcessor.COMMAND, havingValue = false,
			matchIfMissing = true)
	InstanceHeartbeats instanceHeartbeats(DataSourceMigrations migrations) {
		return new InstanceHeartbeats(migrations);
	}

	@Bean
	SchemaManagementProvider automigrateSchemaManagementProvider(MigrationProperties properties) {
		return (dataSource) -> properties.enabled() ? SchemaManagement.MANAGED : SchemaManagement.UNMANAGED;
	}

	@Bean
	static MigrationOrder migrationOrder() {
		return new MigrationOrder();
	}

	@Bean
	@ConditionalOnBooleanProperty(name = CommandLineEnvironmentPostProcessor.COMMAND, havingValue = false,
			matchIfMissing = true)
	static LazyInitializationExcludeFilter eagerMigrationInitializer() {
		return LazyInitializationExcludeFilter.forBeanTypes(MigrationInitializer.class, InstanceHeartbeats.class);
	}

}
