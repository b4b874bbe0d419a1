package io.automigrate.adopt;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A migration that another tool's history knows as applied.
 *
 * @param version the version that it has here
 * @param name its name, for where its file is missing
 * @param description what it is for, or {@code null}
 * @param appliedAt when it was applied, or {@code null}
 * @param duration how long it took, or {@code null}
 * @param appliedBy the role that applied it, or {@code null}
 * @param missing what to do about its file, which is not there; {@code null} where it is
 */
record ImportedRow(String version, String name, @Nullable String description, @Nullable Instant appliedAt,
		@Nullable Duration duration, @Nullable String appliedBy, @Nullable String missing) {

}
