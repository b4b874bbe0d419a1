package io.automigrate.history;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How far a migration outside of transactions has come.
 *
 * @param version its version
 * @param down whether it is being undone
 * @param done how many of its steps are done for sure: statements, or back-fills
 * @param doneChecksum a checksum of these steps, and of the back-fill that has begun
 * @param underWay the step that was begun and never reported back, or {@code null}
 * @param error what ended the last attempt, or {@code null}
 * @param lastBatch the last batch of the back-fill that has begun, or {@code null}
 */
public record JournalEntry(String version, boolean down, int done, String doneChecksum, @Nullable String underWay,
		@Nullable String error, @Nullable LastBatch lastBatch) {

	/**
	 * Returns the migration's extent up to here.
	 * @return a clause such as {@code 3 of its statements are done}
	 */
	public String extent() {
		return (this.lastBatch != null)
				? String.format(Locale.ROOT, "of a back-fill, %,d rows are done", this.lastBatch.rows())
				: this.done + " of its statements are done";
	}

	/**
	 * The last batch of a back-fill that is done.
	 *
	 * @param key its last key, a text for each column; empty before the first batch
	 * @param rows how many rows were looked at up to here
	 * @param changed how many were changed
	 */
	public record LastBatch(List<String> key, long rows, long changed) {

		/** None. */
		public static final LastBatch NONE = new LastBatch(List.of(), 0, 0);

		public LastBatch {
			key = List.copyOf(key);
		}

	}

}
