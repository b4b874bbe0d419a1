package io.automigrate.history;

import org.jspecify.annotations.Nullable;

/**
 * How far a migration outside of transactions has come.
 *
 * @param version its version
 * @param down whether it is being undone
 * @param done how many of its steps are done for sure
 * @param doneChecksum a checksum of these steps
 * @param underWay the step that was begun and never reported back, or {@code null}
 * @param error what ended the last attempt, or {@code null}
 */
public record JournalEntry(String version, boolean down, int done, String doneChecksum, @Nullable String underWay,
		@Nullable String error) {

}
