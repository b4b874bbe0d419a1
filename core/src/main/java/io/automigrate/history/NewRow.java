package io.automigrate.history;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is to become a row of the history.
 *
 * @param version the migration's version
 * @param name its name
 * @param description what it is for, or {@code null}
 * @param dependencies the versions it needs, separated by commas
 * @param checksum its checksum, or {@code null} where none is checked
 * @param duration how long it took, or {@code null} where that is not known
 * @param appliedAt when it was applied, or {@code null} for now
 * @param appliedBy the role that applied it then, or {@code null} where that is not
 * known; what is applied now, the session's own has
 */
public record NewRow(String version, String name, @Nullable String description, String dependencies,
		@Nullable String checksum, @Nullable Duration duration, @Nullable Instant appliedAt,
		@Nullable String appliedBy) {

}
