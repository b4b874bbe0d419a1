package io.automigrate.autoconfigure;

import java.lang.reflect.Method;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Lets the application's own {@code jdbcDialect} bean, usually inherited from
 * {@code AbstractJdbcConfiguration}, ask the database through a template of its own. The
 * template beans wait for the migration, which would wait for the dialect.
 */
class DialectBeforeMigration implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		for (String name : beanFactory.getBeanNamesForType(JdbcDialect.class, true, false)) {
			if (beanFactory.containsBeanDefinition(name)
					&& beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition merged
					&& takesOperations(merged.getResolvedFactoryMethod())) {
				beanFactory.getBeanDefinition(name)
					.getConstructorArgumentValues()
					.addIndexedArgumentValue(0, template());
			}
		}
	}

	private static boolean takesOperations(@Nullable Method factoryMethod) {
		return factoryMethod != null && factoryMethod.getParameterCount() == 1
				&& factoryMethod.getParameterTypes()[0] == NamedParameterJdbcOperations.class;
	}

	private static BeanDefinition template() {
		return BeanDefinitionBuilder.genericBeanDefinition(NamedParameterJdbcTemplate.class)
			.addConstructorArgValue(new RuntimeBeanReference(DataSource.class))
			.getBeanDefinition();
	}

}
