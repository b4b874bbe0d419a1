package io.automigrate.autoconfigure.jpa;

import io.automigrate.autoconfigure.AutomigrateAutoConfiguration;
import io.automigrate.autoconfigure.DataSourceMigrations;
import org.hibernate.integrator.spi.Integrator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for applications that use JPA with
 * Hibernate.
 */
@AutoConfiguration(after = AutomigrateAutoConfiguration.class,
		beforeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnBean(DataSourceMigrations.class)
@ConditionalOnClass({ AbstractEntityManagerFactoryBean.class, Integrator.class })
public final class EntitySchemaAutoConfiguration {

	@Bean
	static EntitySchemaPreparation entitySchemaPreparation(ObjectProvider<DataSourceMigrations> migrations) {
		return new EntitySchemaPreparation(migrations);
	}

}
