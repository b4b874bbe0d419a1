package io.automigrate.adopt;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What became of one of another tool's migrations.
 *
 * @param source its file there
 * @param version its version here
 * @param fileName its file here
 * @param appliedAt when it was applied, or {@code null} if it is pending or not known
 * @param applied whether the history will say that it is applied
 */
public record AdoptedMigration(String source, String version, String fileName, @Nullable Instant appliedAt,
		boolean applied) {

}
