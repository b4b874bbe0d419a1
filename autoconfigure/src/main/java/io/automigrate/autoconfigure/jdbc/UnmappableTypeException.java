package io.automigrate.autoconfigure.jdbc;

import io.automigrate.error.MigrationException;

/**
 * An aggregate of Spring Data JDBC has a property for which no column can be derived.
 */
class UnmappableTypeException extends MigrationException {

	private static final String WAY_OUT = "Convert it to a type that has a column type of its own (a @WritingConverter), "
			+ "or declare the tables in a file below classpath:schema/ and exclude "
			+ SpringDataJdbcSchemaSourceAutoConfiguration.class.getName() + ".";

	UnmappableTypeException(Class<?> entity, String property, String reason) {
		super("No column can be derived for property \"%s\" of %s: %s.".formatted(property, entity.getName(), reason),
				WAY_OUT, null);
	}

}
