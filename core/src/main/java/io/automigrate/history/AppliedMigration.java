package io.automigrate.history;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A row of the history. Whatever other tools may have left out can be {@code null}.
 *
 * @param id says in which order migrations were applied
 * @param version the migration's version
 * @param name its name
 * @param description what it is for
 * @param dependencies the versions it needed, separated by commas
 * @param appliedAt when it was applied
 * @param checksum the checksum of what was applied; {@code null} is not checked
 * @param duration how long it took; {@code null} where it was sent together with many
 * others, or not run
 * @param appliedBy the role that applied it
 * @param application the application that applied it
 */
public record AppliedMigration(long id, String version, String name, @Nullable String description,
		@Nullable String dependencies, @Nullable Instant appliedAt, @Nullable String checksum,
		@Nullable Duration duration, @Nullable String appliedBy, @Nullable String application) {

}
