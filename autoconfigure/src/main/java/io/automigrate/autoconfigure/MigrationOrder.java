package io.automigrate.autoconfigure;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Corrects the order that Boot gives to what initializes the database, after Boot has
 * given it: entity manager factories migrate while they are built, so the
 * {@link MigrationInitializer} comes after them rather than before; and where there are
 * none, scripts such as {@code data.sql} come after the migration, whose tables they
 * fill.
 */
class MigrationOrder implements BeanFactoryPostProcessor, Ordered {

	private static final List<String> FACTORY_TYPES = List.of("jakarta.persistence.EntityManagerFactory",
			"org.springframework.orm.jpa.AbstractEntityManagerFactoryBean");

	@Override
	public int getOrder() {
		// Boot's DependsOnDatabaseInitializationPostProcessor has 0
		return 1;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		Set<String> factories = entityManagerFactories(beanFactory);
		for (String initializer : definedBeans(beanFactory, MigrationInitializer.class)) {
			if (factories.isEmpty()) {
				putBeforeScripts(initializer, beanFactory);
			}
			else {
				putAfter(factories, initializer, beanFactory);
			}
		}
	}

	private void putAfter(Set<String> factories, String initializer, ConfigurableListableBeanFactory beanFactory) {
		for (String factory : factories) {
			Dependencies.of(factory, beanFactory).remove(initializer).apply();
		}
		Dependencies.of(initializer, beanFactory).addAll(factories).apply();
	}

	private void putBeforeScripts(String initializer, ConfigurableListableBeanFactory beanFactory) {
		Set<String> scripts = definedBeans(beanFactory, DataSourceScriptDatabaseInitializer.class);
		Dependencies own = Dependencies.of(initializer, beanFactory);
		for (String script : scripts) {
			Dependencies theirs = Dependencies.of(script, beanFactory);
			own.remove(script).addAll(theirs.names());
			theirs.add(initializer).apply();
		}
		own.removeAll(scripts).apply();
	}

	private static Set<String> entityManagerFactories(ConfigurableListableBeanFactory beanFactory) {
		Set<String> names = new LinkedHashSet<>();
		for (String type : FACTORY_TYPES) {
			if (ClassUtils.isPresent(type, beanFactory.getBeanClassLoader())) {
				names.addAll(
						definedBeans(beanFactory, ClassUtils.resolveClassName(type, beanFactory.getBeanClassLoader())));
			}
		}
		return names;
	}

	private static Set<String> definedBeans(ConfigurableListableBeanFactory beanFactory, Class<?> type) {
		Set<String> names = new LinkedHashSet<>();
		for (String name : beanFactory.getBeanNamesForType(type, true, false)) {
			String definitionName = name.startsWith("&") ? name.substring(1) : name;
			if (beanFactory.containsBeanDefinition(definitionName)) {
				names.add(definitionName);
			}
		}
		return names;
	}

	/**
	 * What a bean is initialized after.
	 */
	private record Dependencies(BeanDefinition definition, Set<String> names) {

		static Dependencies of(String beanName, ConfigurableListableBeanFactory beanFactory) {
			BeanDefinition definition = beanFactory.getBeanDefinition(beanName);
			String[] dependsOn = definition.getDependsOn();
			return new Dependencies(definition,
					new LinkedHashSet<>((dependsOn != null) ? Arrays.asList(dependsOn) : List.of()));
		}

		Dependencies add(String name) {
			this.names.add(name);
			return this;
		}

		Dependencies addAll(Collection<String> added) {
			this.names.addAll(added);
			return this;
		}

		Dependencies remove(String name) {
			this.names.remove(name);
			return this;
		}

		Dependencies removeAll(Collection<String> removed) {
			this.names.removeAll(removed);
			return this;
		}

		void apply() {
			this.definition.setDependsOn(this.names.toArray(String[]::new));
		}

	}

}
