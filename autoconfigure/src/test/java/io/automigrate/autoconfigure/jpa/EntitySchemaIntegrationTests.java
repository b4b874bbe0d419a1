package io.automigrate.autoconfigure.jpa;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import io.automigrate.autoconfigure.AutomigrateAutoConfiguration;
import io.automigrate.autoconfigure.MigrationSetupException;
import io.automigrate.autoconfigure.SchemaMigrators;
import io.automigrate.autoconfigure.jpa.crm.Customer;
import io.automigrate.autoconfigure.jpa.shop.PurchaseOrder;
import io.automigrate.sql.SqlScript;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the capture of Hibernate's own schema, from entities to tables.
 */
class EntitySchemaIntegrationTests {

	private static final String TABLES = "select table_schema || '.' || table_name from information_schema.tables "
			+ "where table_schema in ('public', 'crm') and table_name in ('customer', 'purchase_order', 'T_PurchaseOrder') order by 1";

	private final TestDatabase database = TestServer.get().createDatabase();

	private final TestDatabase secondDatabase = TestServer.get().createDatabase();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, AutomigrateAutoConfiguration.class,
				EntitySchemaAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.server().user(),
				"spring.datasource.password=" + this.database.server().password(),
				"spring.datasource.hikari.maximum-pool-size=2");

	@AfterEach
	void dropDatabases() {
		this.database.close();
		this.secondDatabase.close();
	}

	@Test
	void createsTablesOfEntities() {
		this.runner.withUserConfiguration(BothPackages.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.query(TABLES)).containsExactly("crm.customer", "public.purchase_order");
			assertThat(this.database.query("select indexname from pg_indexes where tablename = 'purchase_order'"))
				.contains("idx_delivery_place");
		});
	}

	@Test
	void hibernateValidatesWhatWasCreatedForIt() {
		this.runner.withUserConfiguration(BothPackages.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query(TABLES)).hasSize(2);
			});
	}

	@Test
	void entitiesCanBeStoredAndRead() {
		this.runner.withUserConfiguration(BothPackages.class).run((context) -> {
			EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager();
			Customer customer = new Customer();
			customer.setFamilyName("Ada");
			entityManager.getTransaction().begin();
			entityManager.persist(customer);
			entityManager.getTransaction().commit();
			entityManager.close();
			assertThat(this.database.query("select family_name from crm.customer")).containsExactly("Ada");
		});
	}

	@Test
	void followsNamingStrategy() {
		this.runner.withUserConfiguration(ShopPackage.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate",
					"spring.jpa.hibernate.naming.physical-strategy=" + PrefixedNames.class.getName())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query(TABLES)).containsExactly("public.T_PurchaseOrder");
			});
	}

	@Test
	void factoryBuiltByAnotherThreadIsMigratedBeforeTheContextIsReady() {
		this.runner.withUserConfiguration(BothPackages.class)
			.withPropertyValues("spring.jpa.bootstrap=async", "spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query(TABLES)).hasSize(2);
			});
	}

	@Test
	void twoFactoriesMigrateTheirOwnDataSources() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("second.url=" + this.secondDatabase.url(), "spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query(TABLES)).containsExactly("crm.customer");
				assertThat(this.secondDatabase.query(TABLES)).containsExactly("public.purchase_order");
				assertThat(context.getBean(SchemaMigrators.class).byDataSource()).containsOnlyKeys("firstDataSource",
						"secondDataSource");
			});
	}

	@Test
	void twoFactoriesShareOneDataSource() {
		this.runner.withUserConfiguration(TwoFactories.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query(TABLES)).containsExactly("crm.customer", "public.purchase_order");
				assertThat(context.getBean(SchemaMigrators.class).byDataSource()).containsOnlyKeys("dataSource");
			});
	}

	@Test
	void importScriptIsNotPartOfTheSchema() {
		this.runner.withUserConfiguration(ShopPackage.class)
			.withPropertyValues("spring.jpa.properties.hibernate.hbm2ddl.import_files=/shop-data.sql",
					"spring.jpa.properties.jakarta.persistence.sql-load-script-source=shop-data.sql")
			.run((context) -> assertThat(ddl(context)).contains("create table purchase_order")
				.doesNotContain("insert into"));
	}

	@Test
	void eachStatementEndsWithSemicolonWhateverDelimiterIsSet() {
		this.runner.withUserConfiguration(ShopPackage.class)
			.withPropertyValues("spring.jpa.properties.hibernate.hbm2ddl.delimiter=//")
			.run((context) -> assertThat(ddl(context)).doesNotContain("//")
				.contains(";\n")
				.doesNotContain("drop table")
				.endsWith(";\n"));
	}

	@Test
	void schemaOfEntitiesMayExistAlready() {
		this.runner.withUserConfiguration(BothPackages.class)
			.run((context) -> assertThat(ddl(context)).contains("create schema if not exists crm;\n"));
	}

	@Test
	void refusesToStartWhenHibernateWouldChangeTheSchema() {
		for (String setting : List.of("spring.jpa.hibernate.ddl-auto=update", "spring.jpa.generate-ddl=true",
				"spring.jpa.properties.hibernate.hbm2ddl.auto=create-drop",
				"spring.jpa.properties.jakarta.persistence.schema-generation.database.action=create")) {
			this.runner.withUserConfiguration(ShopPackage.class)
				.withPropertyValues(setting)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(MigrationSetupException.class)
					.hasMessageContaining("Hibernate is set to change the schema"));
		}
		assertThat(this.database.query(TABLES)).isEmpty();
	}

	@Test
	void knowsTheSchemaButRunsNothingWhenDisabled() {
		this.runner.withUserConfiguration(ShopPackage.class)
			.withPropertyValues("migration.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(ddl(context)).contains("create table purchase_order");
				assertThat(this.database.query(TABLES)).isEmpty();
			});
	}

	@Test
	void leavesHibernateToChangeTheSchemaWhenDisabled() {
		this.runner.withUserConfiguration(ShopPackage.class)
			.withPropertyValues("migration.enabled=false", "spring.jpa.hibernate.ddl-auto=update")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query(TABLES)).containsExactly("public.purchase_order");
			});
	}

	private static String ddl(ApplicationContext context) {
		LocalContainerEntityManagerFactoryBean factory = context.getBean(LocalContainerEntityManagerFactoryBean.class);
		EntitySchema schema = (EntitySchema) Objects
			.requireNonNull(factory.getJpaPropertyMap().get(EntitySchema.SETTING));
		return schema.scripts().stream().map(SqlScript::text).reduce("", String::concat);
	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = { Customer.class, PurchaseOrder.class })
	static class BothPackages {

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = PurchaseOrder.class)
	static class ShopPackage {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		@Primary
		DataSource firstDataSource(DataSourceProperties properties) {
			return properties.initializeDataSourceBuilder().build();
		}

		@Bean
		DataSource secondDataSource(DataSourceProperties properties, Environment environment) {
			return properties.initializeDataSourceBuilder().url(environment.getRequiredProperty("second.url")).build();
		}

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean first(EntityManagerFactoryBuilder builder, DataSource firstDataSource) {
			return builder.dataSource(firstDataSource).packages(Customer.class).persistenceUnit("first").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean second(EntityManagerFactoryBuilder builder,
				@Qualifier("secondDataSource") DataSource secondDataSource) {
			return builder.dataSource(secondDataSource)
				.packages(PurchaseOrder.class)
				.persistenceUnit("second")
				.properties(Map.of())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFactories {

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean first(EntityManagerFactoryBuilder builder, DataSource dataSource) {
			return builder.dataSource(dataSource).packages(Customer.class).persistenceUnit("first").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean second(EntityManagerFactoryBuilder builder, DataSource dataSource) {
			return builder.dataSource(dataSource).packages(PurchaseOrder.class).persistenceUnit("second").build();
		}

	}

	public static class PrefixedNames extends PhysicalNamingStrategyStandardImpl {

		@Override
		public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment context) {
			return Identifier.toIdentifier("T_" + name.getText(), true);
		}

	}

}
