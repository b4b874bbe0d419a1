package io.automigrate.versioned;

import java.util.List;

/**
 * How files of migrations are named and written.
 */
public sealed interface MigrationFormat permits OwnFormat, FlywayFormat {

	/** Sections up and down in one file, named version, underscore, name. */
	MigrationFormat OWN = new OwnFormat();

	/**
	 * Returns whether a file may be one of a migration.
	 * @param name its name
	 * @return whether to read it
	 */
	boolean reads(String name);

	/**
	 * Parse files.
	 * @param files all files that were found
	 * @return the migrations
	 * @throws io.automigrate.error.InvalidMigrationException if one cannot be used
	 */
	List<Migration> migrations(List<MigrationFile> files);

	/**
	 * Returns a value that is another one whenever the same files mean something else.
	 * @return the value
	 */
	String stated();

}
