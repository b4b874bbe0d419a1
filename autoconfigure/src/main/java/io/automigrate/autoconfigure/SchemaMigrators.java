package io.automigrate.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.automigrate.SchemaMigrator;

/**
 * The application's migrators, one for each data source that has a source of schema.
 *
 * @param byDataSource the migrators by the name of the data source's bean, the primary
 * one first
 */
public record SchemaMigrators(Map<String, SchemaMigrator> byDataSource) {

	public SchemaMigrators {
		byDataSource = Collections.unmodifiableMap(new LinkedHashMap<>(byDataSource));
	}

}
