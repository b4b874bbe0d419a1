package io.automigrate.autoconfigure;

import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationOrder}, given definitions as Boot's own ordering leaves them.
 */
class MigrationOrderTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void scriptsComeAfterMigrationAndBothAfterFlyway() {
		define("flyway", Object.class);
		define("script", DataSourceScriptDatabaseInitializer.class, "flyway");
		define("migration", MigrationInitializer.class, "script");
		define("jdbcTemplate", Object.class, "flyway", "script", "migration");
		correctOrder();
		assertThat(dependencies("script")).containsExactly("flyway", "migration");
		assertThat(dependencies("migration")).containsExactly("flyway");
		assertThat(dependencies("jdbcTemplate")).containsExactly("flyway", "script", "migration");
	}

	@Test
	void migrationEndsAfterEntityManagerFactories() {
		define("script", DataSourceScriptDatabaseInitializer.class);
		define("migration", MigrationInitializer.class, "script");
		define("first", EntityManagerFactory.class, "script", "migration");
		define("second", EntityManagerFactory.class, "script", "migration");
		correctOrder();
		assertThat(dependencies("first")).containsExactly("script");
		assertThat(dependencies("second")).containsExactly("script");
		assertThat(dependencies("migration")).containsExactly("script", "first", "second");
		assertThat(dependencies("script")).isEmpty();
	}

	@Test
	void migrationIsFirstWhenThereIsNothingElse() {
		define("migration", MigrationInitializer.class);
		correctOrder();
		assertThat(dependencies("migration")).isEmpty();
	}

	private void correctOrder() {
		new MigrationOrder().postProcessBeanFactory(this.beanFactory);
	}

	private void define(String name, Class<?> type, String... dependencies) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setDependsOn(dependencies);
		this.beanFactory.registerBeanDefinition(name, definition);
	}

	private String[] dependencies(String name) {
		String[] dependencies = this.beanFactory.getBeanDefinition(name).getDependsOn();
		return (dependencies != null) ? dependencies : new String[0];
	}

}
