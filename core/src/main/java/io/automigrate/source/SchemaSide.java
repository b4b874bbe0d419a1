package io.automigrate.source;

import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison.
 */
public sealed interface SchemaSide {

	/**
	 * A database as it is.
	 * @param dataSource where it is; nothing is written to it
	 * @return the side
	 */
	static SchemaSide database(DataSource dataSource) {
		return new Database(dataSource, null);
	}

	/**
	 * One schema of a database as it is. Against one of another name it is compared as if
	 * both had the same.
	 * @param dataSource where it is; nothing is written to it
	 * @param schema the schema
	 * @return the side
	 */
	static SchemaSide database(DataSource dataSource, String schema) {
		return new Database(dataSource, schema);
	}

	/**
	 * What sources ask for: declarative files, entities.
	 * @param sources the sources
	 * @return the side
	 */
	static SchemaSide sources(SchemaSource... sources) {
		return new Sources(List.of(sources));
	}

	/**
	 * A database as it is.
	 *
	 * @param dataSource where it is
	 * @param schema the schema, or {@code null} for the managed ones
	 */
	record Database(DataSource dataSource, @Nullable String schema) implements SchemaSide {

	}

	/**
	 * What sources ask for.
	 *
	 * @param sources the sources
	 */
	record Sources(List<SchemaSource> sources) implements SchemaSide {

		public Sources {
			sources = List.copyOf(sources);
		}

	}

}
