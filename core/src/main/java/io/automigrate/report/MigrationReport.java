package io.automigrate.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.MigrationException;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.VersionedFacts;
import org.jspecify.annotations.Nullable;

/**
 * The result of one run. A failed run left the database as it was.
 *
 * @param startedAt when the run began
 * @param duration how long it took
 * @param message one sentence that says how it ended
 * @param tablesCreated the tables that it created, in the order of their creation;
 * qualified with the schema unless that is the connection's own
 * @param created everything that it created, tables included, as lines such as
 * {@code index idx_tracker_date on tracker_values}
 * @param differences what it found but left alone, each with the reason and the way out
 * @param versioned what became of versioned migrations
 * @param failure what ended it, or {@code null} where it succeeded
 */
public record MigrationReport(Instant startedAt, Duration duration, String message, List<String> tablesCreated,
		List<String> created, List<String> differences, VersionedFacts versioned,
		@Nullable MigrationException failure) {

	/** How many versions a message lists. */
	private static final int SHOWN = 20;

	public MigrationReport {
		tablesCreated = List.copyOf(tablesCreated);
		created = List.copyOf(created);
		differences = List.copyOf(differences);
	}

	/**
	 * Create a report of a run without versioned migrations.
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param message one sentence that says how it ended
	 * @param tablesCreated the tables that it created
	 * @param created everything that it created
	 * @param differences what it found but left alone
	 * @param failure what ended it, or {@code null}
	 */
	public MigrationReport(Instant startedAt, Duration duration, String message, List<String> tablesCreated,
			List<String> created, List<String> differences, @Nullable MigrationException failure) {
		this(startedAt, duration, message, tablesCreated, created, differences, VersionedFacts.NONE, failure);
	}

	/**
	 * Tell of a run that reached its end.
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param result what it found and did
	 * @return the report
	 */
	public static MigrationReport succeeded(Instant startedAt, Duration duration, RunResult result) {
		String left = result.differences().isEmpty() ? ""
				: " " + RunLog.count(result.differences().size(), "difference") + " left alone.";
		List<String> sentences = new ArrayList<>();
		sentences.addAll(moved("Applied", result.versioned().applied()));
		sentences.addAll(moved("Rolled back", result.versioned().rolledBack()));
		if (!result.created().isEmpty()) {
			sentences.add("Created " + RunLog.count(result.created().size(), "object") + ", "
					+ RunLog.count(result.tablesCreated().size(), "table") + " among them"
					+ (result.tablesCreated().isEmpty() ? "" : ": " + String.join(", ", result.tablesCreated())) + ".");
		}
		if (result.olderMessage() != null) {
			sentences.add(result.olderMessage());
		}
		String message = (sentences.isEmpty() ? "Nothing to do." : String.join(" ", sentences)) + left;
		return new MigrationReport(startedAt, duration, message, result.tablesCreated(), result.created(),
				result.differences(), result.versioned(), null);
	}

	private static List<String> moved(String how, List<String> versions) {
		String shown = (versions.size() <= SHOWN) ? String.join(", ", versions)
				: String.join(", ", versions.subList(0, SHOWN)) + ", …";
		return versions.isEmpty() ? List.of()
				: List.of(how + " " + RunLog.count(versions.size(), "migration") + ": " + shown + ".");
	}

	/**
	 * Tell of a run that did not.
	 * @param startedAt when it began
	 * @param duration how long it took
	 * @param failure what ended it
	 * @return the report
	 */
	public static MigrationReport failed(Instant startedAt, Duration duration, MigrationException failure) {
		return new MigrationReport(startedAt, duration, failure.getMessage(), List.of(), List.of(), List.of(), failure);
	}

	/**
	 * Returns whether the run reached its end.
	 * @return whether there is no failure
	 */
	public boolean success() {
		return this.failure == null;
	}

	/**
	 * Returns what went wrong, each as a sentence with the way out.
	 * @return the errors, empty after a success
	 */
	public List<String> errors() {
		return (this.failure == null) ? List.of() : List.of(this.failure.getMessage() + " " + this.failure.wayOut());
	}

	/**
	 * Returns this report, or throws what ended the run.
	 * @return this report where the run succeeded
	 * @throws MigrationException where it did not
	 */
	public MigrationReport orThrow() {
		if (this.failure != null) {
			throw this.failure;
		}
		return this;
	}

}
