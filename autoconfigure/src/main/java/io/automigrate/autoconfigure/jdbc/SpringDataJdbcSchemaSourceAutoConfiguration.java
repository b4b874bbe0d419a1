package io.automigrate.autoconfigure.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.automigrate.source.SchemaSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.support.JdbcRepositoryFactoryBean;
import org.springframework.util.function.SingletonSupplier;

/**
 * Asks for the tables of Spring Data JDBC's aggregates: of the types that Boot scans for,
 * and of those that have a repository.
 */
@AutoConfiguration(after = DataJdbcRepositoriesAutoConfiguration.class)
@ConditionalOnClass({ AbstractJdbcConfiguration.class, DataJdbcRepositoriesAutoConfiguration.class })
@ConditionalOnBean(JdbcMappingContext.class)
public final class SpringDataJdbcSchemaSourceAutoConfiguration {

	@Bean
	SchemaSource springDataJdbcSchemaSource(ObjectProvider<JdbcMappingContext> context,
			ObjectProvider<JdbcCustomConversions> conversions, ConfigurableListableBeanFactory beanFactory) {
		// Nothing is built before it is asked for: a source is made before what it reads.
		SingletonSupplier<SchemaSource> source = SingletonSupplier
			.of(() -> new SpringDataJdbcSchemaSource(context.getObject(),
					conversions.getIfAvailable(JdbcCustomConversions::new), repositoryTypes(beanFactory)));
		return () -> source.obtain().scripts();
	}

	/**
	 * Tell the types that have a repository, without making the repositories, which wait
	 * for the migration.
	 */
	private static List<Class<?>> repositoryTypes(ConfigurableListableBeanFactory beanFactory) {
		List<Class<?>> types = new ArrayList<>();
		for (String factory : beanFactory.getBeanNamesForType(JdbcRepositoryFactoryBean.class, true, false)) {
			String name = factory.startsWith("&") ? factory.substring(1) : factory;
			ResolvableType type = beanFactory.getMergedBeanDefinition(name).getResolvableType();
			Class<?> domainType = type.as(JdbcRepositoryFactoryBean.class).getGeneric(1).resolve();
			if (domainType != null) {
				types.add(domainType);
			}
		}
		return types;
	}

}
