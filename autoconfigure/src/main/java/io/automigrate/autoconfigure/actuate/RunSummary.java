package io.automigrate.autoconfigure.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.Outcome;

/**
 * Gathers the runs of several databases into one answer. What the first, primary one has
 * to say stands as it is; the names of other data sources stand before what they say.
 */
final class RunSummary {

	private final List<String> messages = new ArrayList<>();

	private final List<String> tablesCreated = new ArrayList<>();

	private final List<String> errors = new ArrayList<>();

	private Duration duration = Duration.ZERO;

	/** The worst of them. */
	private Outcome outcome = Outcome.UP_TO_DATE;

	private boolean underWay;

	void add(String dataSource, MigrationReport report) {
		String prefix = prefix(dataSource);
		report.tablesCreated()
			.forEach((table) -> this.tablesCreated
				.add(this.tablesCreated.contains(table) ? dataSource + "/" + table : table));
		report.errors().forEach((error) -> this.errors.add(prefix + error));
		this.messages.add(prefix + report.message());
		this.duration = this.duration.plus(report.duration());
		worse(report.outcome());
		this.underWay |= report.failure() instanceof MigrationUnderWayException;
	}

	void addFailure(String dataSource, String error, Duration duration) {
		String prefix = prefix(dataSource);
		this.errors.add(prefix + error);
		this.messages.add(prefix + error);
		this.duration = this.duration.plus(duration);
		worse(Outcome.FAILED);
	}

	private void worse(Outcome other) {
		this.outcome = (other.compareTo(this.outcome) > 0) ? other : this.outcome;
	}

	private String prefix(String dataSource) {
		return this.messages.isEmpty() ? "" : dataSource + ": ";
	}

	boolean success() {
		return this.outcome.success();
	}

	/**
	 * Returns whether a run did not begin because another one holds the lock.
	 * @return whether another run is under way
	 */
	boolean underWay() {
		return this.underWay;
	}

	TriggerDescriptor toDescriptor(Origin origin) {
		String message = this.messages.isEmpty() ? "There is no data source to migrate."
				: String.join(" ", this.messages);
		return new TriggerDescriptor(success(), this.outcome, message, List.copyOf(this.tablesCreated),
				List.copyOf(this.errors), this.duration.toMillis() / 1000.0, origin.timestamp(), origin.service(),
				null);
	}

}
