package io.automigrate.autoconfigure.jpa;

import io.automigrate.autoconfigure.DataSourceMigrations;
import org.hibernate.integrator.spi.Integrator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Configuration for applications that use JPA with Hibernate.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ AbstractEntityManagerFactoryBean.class, Integrator.class })
public class EntitySchemaConfiguration {

	@Bean
	static EntitySchemaPreparation entitySchemaPreparation(ObjectProvider<DataSourceMigrations> migrations) {
		return new EntitySchemaPreparation(migrations);
	}

}
