package io.automigrate.versioned;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A migration and where it stands.
 *
 * @param version its version
 * @param name its name
 * @param description what it is for, or {@code null}
 * @param state where it stands
 * @param dependencies the versions it needs
 * @param head whether no other migration needs it
 * @param reversible whether it can be undone
 * @param origin the file or bean, or {@code null} where it is missing
 * @param appliedAt when it was applied, or {@code null}
 * @param duration how long that took, or {@code null} where that is not known
 * @param appliedBy the role that applied it, or {@code null}
 * @param application the application that applied it, or {@code null}
 */
public record MigrationInfo(String version, String name, @Nullable String description, State state,
		List<String> dependencies, boolean head, boolean reversible, @Nullable String origin,
		@Nullable Instant appliedAt, @Nullable Duration duration, @Nullable String appliedBy,
		@Nullable String application) {

	/**
	 * Where a migration stands.
	 */
	public enum State {

		/** Applied, as it is now. */
		APPLIED,

		/** Not applied yet. */
		PENDING,

		/** Not applied yet, although something after it is. */
		OUT_OF_ORDER,

		/** Applied, but not as it is now. */
		CHANGED,

		/** Applied, and its file is not there any more. */
		MISSING,

		/** Begun outside of a transaction, and not finished. */
		UNFINISHED

	}

}
