package io.automigrate.autoconfigure.jpa;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.AutomigrateAutoConfiguration;
import io.automigrate.autoconfigure.jpa.crm.Customer;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.test.TestServer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with entities whose database is away when they start.
 */
class OfflineStartIntegrationTests {

	private static final TestServer SERVER = TestServer.get();

	private final String database = "late_" + ProcessHandle.current().pid();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, AutomigrateAutoConfiguration.class,
				EntitySchemaAutoConfiguration.class, HibernateJpaAutoConfiguration.class))
		.withUserConfiguration(Entities.class)
		.withPropertyValues("spring.datasource.username=" + SERVER.user(),
				"spring.datasource.password=" + SERVER.password(), "spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.hikari.connection-timeout=1000", "spring.datasource.url=jdbc:postgresql://%s:%d/%s"
					.formatted(SERVER.host(), SERVER.port(), this.database));

	@AfterEach
	void dropDatabase() {
		SERVER.execute("drop database if exists " + this.database + " with (force)");
	}

	@Test
	void tellsWhyTheDatabaseCannotBeReached() {
		this.runner.run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining(DatabaseUnavailableException.class.getName())
			.hasStackTraceContaining("The database does not exist"));
	}

	@Test
	void startsAndWorksOnceTheDatabaseIsThereWhenFailuresAreTolerated() {
		this.runner.withPropertyValues("migration.fail-on-error=false", "spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SERVER.execute("create database " + this.database);
				assertThat(context.getBean(SchemaMigrator.class).migrate().success()).isTrue();
				EntityManager entityManager = context.getBean(EntityManagerFactory.class).createEntityManager();
				Customer customer = new Customer();
				customer.setFamilyName("Ada");
				entityManager.getTransaction().begin();
				entityManager.persist(customer);
				entityManager.getTransaction().commit();
				assertThat(entityManager.createQuery("select count(c) from Customer c", Long.class).getSingleResult())
					.isOne();
				entityManager.close();
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = Customer.class)
	static class Entities {

	}

}
