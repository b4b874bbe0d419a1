package io.automigrate.autoconfigure.jpa;

import java.util.Map;

import org.hibernate.cfg.JdbcSettings;

/**
 * Lets Hibernate start while the database is away, for applications that are to start
 * nevertheless.
 */
final class OfflineStart {

	private static final String OLDEST_POSTGRES = "14";

	private OfflineStart() {
	}

	/**
	 * Set what Hibernate would otherwise ask the database for.
	 * @param settings the settings to change
	 * @param effective the settings that apply, defaults included
	 */
	static void prepare(Map<String, Object> settings, Map<String, Object> effective) {
		settings.put(JdbcSettings.ALLOW_METADATA_ON_BOOT, false);
		if (!effective.containsKey(JdbcSettings.DIALECT)
				&& !effective.containsKey(JdbcSettings.JAKARTA_HBM2DDL_DB_NAME)) {
			settings.put(JdbcSettings.JAKARTA_HBM2DDL_DB_NAME, "PostgreSQL");
			settings.put(JdbcSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION, OLDEST_POSTGRES);
		}
		DdlAuto.SETTINGS.forEach((setting) -> settings.put(setting, "none"));
	}

}
