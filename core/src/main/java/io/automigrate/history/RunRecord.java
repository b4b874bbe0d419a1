package io.automigrate.history;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table of runs.
 *
 * @param id its number
 * @param kind what the run was started by
 * @param command what it was asked to do
 * @param target how far it was to go
 * @param startedAt when it began
 * @param endedAt when it ended, or {@code null}
 * @param outcome how it ended
 * @param error what ended it, or {@code null}
 * @param application the application
 * @param runBy the role
 * @param statements what was run, as JSON: an array of objects with version, direction,
 * place and sql
 * @param fingerprintBefore the catalogs' fingerprint before it, or {@code null}
 * @param fingerprintAfter the catalogs' fingerprint after it, or {@code null}
 */
public record RunRecord(long id, RunKind kind, String command, @Nullable String target, Instant startedAt,
		@Nullable Instant endedAt, Outcome outcome, @Nullable String error, String application, String runBy,
		String statements, @Nullable String fingerprintBefore, @Nullable String fingerprintAfter) {

	/**
	 * How a run ended.
	 */
	public enum Outcome {

		/** It has not ended. */
		RUNNING,

		/** All was done. */
		SUCCEEDED,

		/** It reached its end, and something that the application needs is missing. */
		INCOMPLETE,

		/** It failed and said so. */
		FAILED,

		/** It never said how it ended, and is over. */
		INTERRUPTED

	}

}
