package io.automigrate.autoconfigure.jpa;

import java.util.List;

import io.automigrate.autoconfigure.DataSourceMigration;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.SqlScript;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.spi.SessionFactoryImplementor;
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
	void capture(Metadata metadata, SessionFactoryImplementor factory) {
		if (this.migration.enabled()) {
			DdlAuto.requireNone(factory.getProperties(), this.name);
			this.ddl = ddl(metadata, factory);
			this.migration.run();
			return;
		}
		try {
			this.ddl = ddl(metadata, factory);
		}
		catch (RuntimeException ex) {
			logger.debug("The schema of the " + this.name + " is not known", ex);
		}
	}

	private static String ddl(Metadata metadata, SessionFactoryImplementor factory) {
		return EntityRenames.of(metadata, factory.getSqlStringGenerationContext())
				+ CreationScript.of(metadata, factory.getServiceRegistry(), factory.getProperties());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
