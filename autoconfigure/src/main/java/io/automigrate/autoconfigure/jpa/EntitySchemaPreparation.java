package io.automigrate.autoconfigure.jpa;

import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.automigrate.autoconfigure.DataSourceMigration;
import io.automigrate.autoconfigure.DataSourceMigrations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.orm.jpa.JpaVendorAdapter;

/**
 * Prepares every entity manager factory before it is built: its entities become a source
 * of the migration of its data source.
 */
class EntitySchemaPreparation implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(EntitySchemaPreparation.class);

	private final ObjectProvider<DataSourceMigrations> migrations;

	EntitySchemaPreparation(ObjectProvider<DataSourceMigrations> migrations) {
		this.migrations = migrations;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory) {
			prepare(factory, beanName);
		}
		return bean;
	}

	private void prepare(AbstractEntityManagerFactoryBean factory, String beanName) {
		DataSource dataSource = factory.getDataSource();
		if (dataSource == null) {
			logger.warn(
					"The entities of %s are not migrated: the factory is not given a data source".formatted(beanName));
			return;
		}
		DataSourceMigration migration = this.migrations.getObject().of(dataSource, beanName);
		Map<String, Object> settings = factory.getJpaPropertyMap();
		if (migration.enabled()) {
			DdlAuto.requireNone(effectiveSettings(factory), "entities of " + beanName);
			if (!migration.reachable()) {
				OfflineStart.prepare(settings, effectiveSettings(factory));
			}
			SchemaToolClasses.load();
		}
		if (!migration.atStart()) {
			DdlAuto.SETTINGS.forEach((setting) -> settings.put(setting, "none"));
		}
		EntitySchema schema = new EntitySchema(beanName, migration);
		migration.add(schema, factory::getNativeEntityManagerFactory);
		settings.put(EntitySchema.SETTING, schema);
	}

	/**
	 * Return the factory's settings as Spring merges them: its own before those of the
	 * vendor adapter.
	 */
	private static Map<String, Object> effectiveSettings(AbstractEntityManagerFactoryBean factory) {
		Map<String, Object> settings = new HashMap<>();
		JpaVendorAdapter adapter = factory.getJpaVendorAdapter();
		if (adapter != null) {
			settings.putAll(adapter.getJpaPropertyMap());
		}
		settings.putAll(factory.getJpaPropertyMap());
		return settings;
	}

}
