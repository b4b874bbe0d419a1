package io.automigrate.adopt;

import java.util.List;
import java.util.function.Predicate;

import io.automigrate.versioned.MigrationFile;
import org.jspecify.annotations.Nullable;

/**
 * What another tool knows as one migration, turned into one of ours.
 *
 * @param key what its history knows it by
 * @param path its file
 * @param source where it is, for people
 * @param file the migration it becomes
 * @param checksums what Flyway's history may have as its checksum; empty where that
 * cannot be told
 * @param verified whether a checksum of Liquibase's history is that of the changeset, or
 * {@code null} where that cannot be told
 */
record ForeignMigration(String key, String path, String source, MigrationFile file, List<Integer> checksums,
		@Nullable Predicate<String> verified) {

	ForeignMigration {
		checksums = List.copyOf(checksums);
	}

	/** The version that the migration has here. */
	String version() {
		return this.file.parse().version();
	}

}
