package io.automigrate.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A run took longer than its budget, or waited too long for locks on tables.
 */
public class MigrationTimeoutException extends MigrationException {

	public MigrationTimeoutException(String message, String wayOut, @Nullable Throwable cause) {
		super(message, wayOut, cause);
	}

	/**
	 * Tell of a run whose budget is used up.
	 * @param timeout the budget
	 * @param doing what it was doing, to follow "while"
	 * @param remains what becomes of what it did before, as a sentence
	 * @param cause what ended it, without data, or {@code null}
	 * @return the exception to throw
	 */
	public static MigrationTimeoutException budgetUsedUp(Duration timeout, String doing, String remains,
			@Nullable Throwable cause) {
		return new MigrationTimeoutException(
				"The migration did not end within its budget of " + seconds(timeout) + " s, while " + doing + ". "
						+ remains,
				"Raise migration.timeout (MIGRATION_TIMEOUT), or look for what slows the database down.", cause);
	}

	static String seconds(Duration duration) {
		return (duration.toMillisPart() == 0) ? String.valueOf(duration.toSeconds())
				: String.valueOf(duration.toMillis() / 1000.0);
	}

}
