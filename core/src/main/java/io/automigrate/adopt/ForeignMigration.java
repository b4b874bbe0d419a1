package io.automigrate.adopt;

import java.util.List;

import io.automigrate.versioned.MigrationFile;

/**
 * What another tool knows as one migration, turned into one of ours.
 *
 * @param key what its history knows it by
 * @param path its file
 * @param source where it is, for people
 * @param file the migration it becomes
 * @param checksums what its history may have as its checksum; empty where that cannot be
 * told
 */
record ForeignMigration(String key, String path, String source, MigrationFile file, List<Integer> checksums) {

	ForeignMigration {
		checksums = List.copyOf(checksums);
	}

	/** The version that the migration has here. */
	String version() {
		return this.file.parse().version();
	}

}
