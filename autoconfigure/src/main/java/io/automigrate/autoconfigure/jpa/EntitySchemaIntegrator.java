package io.automigrate.autoconfigure.jpa;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/**
 * Runs while Hibernate builds a session factory: its model is complete, and the database
 * is not validated yet. Hands the model to the {@link EntitySchema} in the factory's
 * settings and leaves factories without one alone.
 */
public class EntitySchemaIntegrator implements Integrator {

	@Override
	public void integrate(Metadata metadata, BootstrapContext bootstrapContext, SessionFactoryImplementor factory) {
		if (factory.getProperties().get(EntitySchema.SETTING) instanceof EntitySchema schema) {
			schema.capture(metadata, factory);
		}
	}

}
