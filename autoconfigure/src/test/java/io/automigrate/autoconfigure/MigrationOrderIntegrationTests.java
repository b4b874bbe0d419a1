package io.automigrate.autoconfigure;

import java.util.Optional;

import javax.sql.DataSource;

import io.automigrate.autoconfigure.jpa.EntitySchemaAutoConfiguration;
import io.automigrate.autoconfigure.jpa.shop.PurchaseOrder;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which beans come to the database at start-up.
 */
class MigrationOrderIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcClientAutoConfiguration.class,
				AutomigrateAutoConfiguration.class, EntitySchemaAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.server().user(),
				"spring.datasource.password=" + this.database.server().password(),
				"spring.datasource.hikari.maximum-pool-size=2");

	private final ApplicationContextRunner jpaRunner = this.runner
		.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
		.withUserConfiguration(Entities.class)
		.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate");

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void usersOfJdbcTemplateFindTablesOfSources() {
		this.runner.withUserConfiguration(JdbcUser.class, Source.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	@Test
	void usersOfJdbcTemplateFindTablesOfEntities() {
		this.jpaRunner.withUserConfiguration(JdbcUser.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	@Test
	void usersOfJdbcClientFindTables() {
		this.jpaRunner.withUserConfiguration(ClientUser.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	@Test
	void beansMarkedToWaitFindTables() {
		this.jpaRunner.withUserConfiguration(MarkedUser.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	@Test
	void dataScriptFillsTablesOfSources() {
		this.runner.withUserConfiguration(JdbcUser.class, Source.class)
			.withPropertyValues("spring.sql.init.mode=always", "spring.sql.init.data-locations=classpath:shop-data.sql")
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isEqualTo(1));
	}

	@Test
	void dataScriptFillsTablesOfEntitiesWhenDeferred() {
		this.jpaRunner.withUserConfiguration(JdbcUser.class)
			.withPropertyValues("spring.sql.init.mode=always", "spring.sql.init.data-locations=classpath:shop-data.sql",
					"spring.jpa.defer-datasource-initialization=true")
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isEqualTo(1));
	}

	@Test
	void scriptsComeBeforeEntitiesUnlessDeferred() {
		this.jpaRunner.withUserConfiguration(JdbcUser.class)
			.withPropertyValues("spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:shop-schema.sql",
					"spring.sql.init.data-locations=classpath:shop-data.sql")
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isEqualTo(1));
	}

	@Test
	void migratesAtStartWhenBeansAreLazy() {
		this.runner.withUserConfiguration(Source.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(tables()).isOne());
	}

	@Test
	void migratesEntitiesAtStartWhenBeansAreLazy() {
		this.jpaRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(tables()).isOne());
	}

	@Test
	void sourceMayTakeMappingContextOfSpringDataJdbc() {
		this.runner.withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
			.withUserConfiguration(MappingSource.class, JdbcUser.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	@Test
	void sourceMayTakeMappingContextOfSpringDataJdbcBesideEntities() {
		this.jpaRunner.withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
			.withUserConfiguration(MappingSourceBesideEntities.class, JdbcUser.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	@Test
	void sourceMayTakeMappingContextThatTheApplicationConfigures() {
		this.runner.withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
			.withUserConfiguration(OwnDataJdbc.class, MappingSource.class, JdbcUser.class)
			.run((context) -> assertThat(context.getBean(RowCount.class).rows()).isZero());
	}

	private int tables() {
		return this.database.query("select 1 from pg_tables where tablename = 'purchase_order'").size();
	}

	private static SchemaSource purchaseOrders() {
		return SchemaSource.ddl("shop", """
				create table purchase_order (id bigint generated by default as identity primary key,
					delivery_place text);
				""");
	}

	record RowCount(int rows) {

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = PurchaseOrder.class)
	static class Entities {

	}

	@Configuration(proxyBeanMethods = false)
	static class Source {

		@Bean
		SchemaSource shop() {
			return purchaseOrders();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class MappingSource {

		@Bean
		SchemaSource mapped(RelationalMappingContext context) {
			return purchaseOrders();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class MappingSourceBesideEntities {

		@Bean
		SchemaSource mapped(RelationalMappingContext context) {
			return SchemaSource.ddl("mapped", "create table mapped (id bigint primary key)");
		}

	}

	@Configuration
	static class OwnDataJdbc extends AbstractJdbcConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class JdbcUser {

		@Bean
		RowCount rowCount(JdbcTemplate template) {
			Integer rows = template.queryForObject("select count(*) from purchase_order", Integer.class);
			return new RowCount(Optional.ofNullable(rows).orElse(-1));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientUser {

		@Bean
		RowCount rowCount(JdbcClient client) {
			return new RowCount(client.sql("select count(*) from purchase_order").query(Integer.class).single());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedUser {

		@Bean
		@DependsOnDatabaseInitialization
		RowCount rowCount(DataSource dataSource) {
			return new RowCount(JdbcClient.create(dataSource)
				.sql("select count(*) from purchase_order")
				.query(Integer.class)
				.single());
		}

	}

}
