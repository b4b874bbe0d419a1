package io.automigrate.autoconfigure.jpa;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.automigrate.autoconfigure.MigrationSetupException;
import org.hibernate.cfg.SchemaToolingSettings;

/**
 * Hibernate's own ways to change the database, which do not go together with ours.
 */
final class DdlAuto {

	/** The settings that make Hibernate act on the schema of the database. */
	static final List<String> SETTINGS = List.of(SchemaToolingSettings.HBM2DDL_AUTO,
			SchemaToolingSettings.JAKARTA_HBM2DDL_DATABASE_ACTION,
			"javax.persistence.schema-generation.database.action");

	private static final Set<String> HARMLESS = Set.of("", "none", "validate");

	private DdlAuto() {
	}

	/**
	 * Refuse settings that let Hibernate change the schema.
	 * @param settings the settings of an entity manager factory
	 * @param factory how messages name the factory
	 * @throws MigrationSetupException if Hibernate would create, update or drop anything
	 */
	static void requireNone(Map<String, ?> settings, String factory) {
		for (String setting : SETTINGS) {
			Object value = settings.get(setting);
			if (value != null && !HARMLESS.contains(value.toString().strip().toLowerCase(Locale.ROOT))) {
				throw new MigrationSetupException(
						"Hibernate is set to change the schema as well: %s is \"%s\" for the %s.".formatted(setting,
								value, factory),
						"Let one of the two do it: remove spring.jpa.hibernate.ddl-auto (or spring.jpa.generate-ddl, or %s in spring.jpa.properties), or set it to none or validate; or switch the migration off with migration.enabled=false."
							.formatted(setting));
			}
		}
	}

}
