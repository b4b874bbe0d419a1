package io.automigrate.autoconfigure.jpa;

import java.util.List;
import java.util.Map;

import io.automigrate.autoconfigure.DataSourceMigration;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.SqlScript;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The schema that the entities of one entity manager factory ask for. Travels into
 * Hibernate among the factory's settings, and is empty until Hibernate has built its
 * model.
 */
final class EntitySchema implements SchemaSource {

	/** The key among the settings of the entity manager factory. */
	static final String SETTING = "io.automigrate.entity-schema";

	private static final Log logger = LogFactory.getLog(EntitySchema.class);

	private final String name;

	private final DataSourceMigration migration;

	private volatile @Nullable String ddl;

	EntitySchema(String factoryName, DataSourceMigration migration) {
		this.name = "entities of " + factoryName;
		this.migration = migration;
	}

	@Override
	public List<SqlScript> scripts() {
		String text = this.ddl;
		return (text != null) ? List.of(new SqlScript(this.name, text)) : List.of();
	}

	/**
	 * Take the schema from Hibernate's model, and migrate at once: what Hibernate does
	 * next may be to validate the database.
	 */
	void capture(Metadata metadata, ServiceRegistry services, Map<String, Object> settings) {
		if (this.migration.enabled()) {
			DdlAuto.requireNone(settings, this.name);
			this.ddl = CreationScript.of(metadata, services, settings);
			this.migration.run();
			return;
		}
		try {
			this.ddl = CreationScript.of(metadata, services, settings);
		}
		catch (RuntimeException ex) {
			logger.debug("The schema of the " + this.name + " is not known", ex);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
