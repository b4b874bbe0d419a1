package io.automigrate.autoconfigure;

import java.util.Set;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.jpa.EntitySchemaAutoConfiguration;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import org.hibernate.integrator.spi.Integrator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutomigrateAutoConfiguration} that need no database. Whatever connects
 * meets a closed port.
 */
@ExtendWith(OutputCaptureExtension.class)
class AutomigrateAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(AutomigrateAutoConfiguration.class, EntitySchemaAutoConfiguration.class));

	@BeforeEach
	void forgetLevelsThatOtherTestsSet() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.automigrate", null);
	}

	@Test
	void staysOutWithoutDataSource() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SchemaMigrator.class)
			.doesNotHaveBean(SchemaMigrators.class)
			.doesNotHaveBean(MigrationInitializer.class));
	}

	@Test
	void saysOnceThatNothingAsksForASchema(CapturedOutput output) {
		this.runner.withUserConfiguration(OneDataSource.class).run((context) -> {
			assertThat(context).hasSingleBean(SchemaMigrator.class);
			assertThat(output).containsOnlyOnce("Nothing to migrate in dataSource");
		});
	}

	@Test
	void readsSettings() {
		this.runner.withUserConfiguration(OneDataSource.class)
			.withPropertyValues("migration.timeout=45", "migration.lock-timeout=2m", "migration.logging=false",
					"migration.skip-validation=true", "migration.concurrent-safety=false",
					"migration.schema.policy=validate", "migration.schema.names=a,b", "migration.schema.on-drift=fail",
					"migration.schema.allow=DELETES_DATA:public.orders.old_total,LOSES_PRECISION:a.b.c",
					"migration.schema.drop-unmanaged=true",
					"migration.schema.renames=public.orders.old_total->public.orders.total, old_orders->orders",
					"migration.schema.online-above=10MB", "migration.schema.scan-timeout=1h",
					"spring.application.name=trackers")
			.run((context) -> {
				var settings = context.getBean(SchemaMigrator.class).settings();
				assertThat(settings.timeout()).hasSeconds(45);
				assertThat(settings.lockTimeout()).hasMinutes(2);
				assertThat(settings.detailedLog()).isFalse();
				assertThat(settings.verification()).isFalse();
				assertThat(settings.locking()).isFalse();
				assertThat(settings.policy()).isEqualTo(ChangePolicy.VALIDATE);
				assertThat(settings.schemas()).containsExactly("a", "b");
				assertThat(settings.failOnDrift()).isTrue();
				assertThat(settings.plan().allow()).containsExactlyInAnyOrder("DELETES_DATA:public.orders.old_total",
						"LOSES_PRECISION:a.b.c");
				assertThat(settings.plan().dropUnmanaged()).isTrue();
				assertThat(settings.renames()).containsExactly(
						RenameHint.parse("public.orders.old_total->public.orders.total"),
						RenameHint.parse("old_orders->orders"));
				assertThat(settings.plan().onlineAbove()).isEqualTo(10L * 1024 * 1024);
				assertThat(settings.scanTimeout()).hasHours(1);
				assertThat(settings.application()).isEqualTo("trackers");
			});
	}

	@Test
	void createsWhatIsMissingByDefaultAndNoMore() {
		this.runner.withUserConfiguration(OneDataSource.class).run((context) -> {
			var settings = context.getBean(SchemaMigrator.class).settings();
			assertThat(settings.plan())
				.isEqualTo(new PlanSettings(ChangePolicy.CREATE, false, Set.of(), PlanSettings.DEFAULT_ONLINE_ABOVE));
			assertThat(settings.failOnDrift()).isFalse();
			assertThat(settings.renames()).isEmpty();
			assertThat(settings.scanTimeout()).hasMinutes(20);
		});
	}

	@Test
	void takesListsOneByOne() {
		this.runner.withUserConfiguration(OneDataSource.class)
			.withPropertyValues("migration.schema.renames[0]=a->b", "migration.schema.renames[1]=c.d.e->f",
					"migration.schema.online-above=-1", "migration.schema.scan-timeout=90")
			.run((context) -> {
				var settings = context.getBean(SchemaMigrator.class).settings();
				assertThat(settings.renames()).containsExactly(RenameHint.parse("a->b"), RenameHint.parse("c.d.e->f"));
				assertThat(settings.plan().onlineAbove()).isNegative();
				assertThat(settings.scanTimeout()).hasSeconds(90);
			});
	}

	@Test
	void failsToStartWhenDatabaseIsAway() {
		this.runner.withUserConfiguration(OneDataSource.class, OneSource.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(DatabaseUnavailableException.class.getName()));
	}

	@Test
	void startsWhenDatabaseIsAwayAndFailuresAreTolerated(CapturedOutput output) {
		this.runner.withUserConfiguration(OneDataSource.class, OneSource.class)
			.withPropertyValues("migration.fail-on-error=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output)
					.containsOnlyOnce("The application starts although the migration of dataSource failed");
			});
	}

	@Test
	void startsWhenSourceFailsAndFailuresAreTolerated() {
		this.runner.withUserConfiguration(OneDataSource.class).withBean(SchemaSource.class, () -> () -> {
			throw new IllegalStateException("not now");
		}).withPropertyValues("migration.fail-on-error=false").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void runsNothingWhenDisabled() {
		this.runner.withUserConfiguration(OneDataSource.class, OneSource.class)
			.withPropertyValues("migration.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(SchemaMigrator.class);
				assertThat(context.getBean(SchemaMigrators.class).byDataSource()).containsOnlyKeys("dataSource");
			});
	}

	@Test
	void migratorOfTheApplicationTakesThePlaceOfOurs() {
		this.runner.withUserConfiguration(OneDataSource.class, OwnMigrator.class)
			.withPropertyValues("migration.enabled=false")
			.run((context) -> assertThat(context.getBean(SchemaMigrators.class).byDataSource())
				.containsEntry("dataSource", context.getBean("ownMigrator", SchemaMigrator.class)));
	}

	@Test
	void migratorOfTheApplicationRunsWithoutSourcesOfOurs() {
		this.runner.withUserConfiguration(OneDataSource.class, OwnMigrator.class)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void refusesSourcesThatMayBelongToOneOfTwoDataSources() {
		this.runner.withUserConfiguration(TwoDataSources.class, OneSource.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MigrationSetupException.class)
				.hasMessageContaining("there are first, second, and none is primary"));
	}

	@Test
	void hasNoPrimaryMigratorWithTwoEqualDataSources() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SchemaMigrator.class));
	}

	@Test
	void worksWithoutHibernate() {
		this.runner.withUserConfiguration(OneDataSource.class)
			.withClassLoader(new FilteredClassLoader(Integrator.class, AbstractEntityManagerFactoryBean.class))
			.run((context) -> assertThat(context).hasSingleBean(SchemaMigrator.class)
				.doesNotHaveBean(EntitySchemaAutoConfiguration.class));
	}

	@Test
	void worksWithoutSpringDataJdbcAndActuator() {
		this.runner.withUserConfiguration(OneDataSource.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.data", "org.springframework.boot.actuate",
					"org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(SchemaMigrator.class));
	}

	@Test
	void leavesDialectOfSpringDataJdbcAloneWhenDisabled() {
		this.runner.withUserConfiguration(OneDataSource.class)
			.withPropertyValues("migration.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(JdbcDialect.class)
				.doesNotHaveBean(RelationalMappingContext.class));
	}

	@Test
	void tellsBootThatTheSchemaIsManagedUnlessDisabled() {
		this.runner.withUserConfiguration(OneDataSource.class)
			.run((context) -> assertThat(context.getBean(SchemaManagementProvider.class)
				.getSchemaManagement(context.getBean(DataSource.class))).isEqualTo(SchemaManagement.MANAGED));
		this.runner.withUserConfiguration(OneDataSource.class)
			.withPropertyValues("migration.enabled=false")
			.run((context) -> assertThat(context.getBean(SchemaManagementProvider.class)
				.getSchemaManagement(context.getBean(DataSource.class))).isEqualTo(SchemaManagement.UNMANAGED));
	}

	@Test
	void refusesOtherDatabasesThanPostgres() {
		assertThatExceptionOfType(MigrationSetupException.class)
			.isThrownBy(() -> new LiveDatabase("H2").requirePostgres("dataSource"))
			.withMessage("The migration works with PostgreSQL only, and dataSource is H2.")
			.satisfies((ex) -> assertThat(ex.wayOut()).contains("migration.enabled=false"));
	}

	private static DataSource closedPort() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:1/none");
		return dataSource;
	}

	@Configuration(proxyBeanMethods = false)
	static class OneDataSource {

		@Bean
		DataSource dataSource() {
			return closedPort();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource first() {
			return closedPort();
		}

		@Bean
		DataSource second() {
			return closedPort();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneSource {

		@Bean
		SchemaSource notes() {
			return SchemaSource.ddl("notes", "create table note (id bigint primary key);");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMigrator {

		@Bean
		SchemaMigrator ownMigrator(@Qualifier("dataSource") DataSource dataSource) {
			return SchemaMigrator.builder(dataSource).source(SchemaSource.ddl("own", "create table own ();")).build();
		}

	}

}
