package io.automigrate.autoconfigure.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what runs on several databases would execute into one answer.
 */
final class PlanSummary {

	private final StringBuilder sql = new StringBuilder();

	private final List<String> errors = new ArrayList<>();

	private boolean primary = true;

	void add(String dataSource, String statements) {
		if (!statements.isBlank()) {
			if (!this.primary) {
				this.sql.append(this.sql.isEmpty() ? "" : "\n").append("-- ").append(dataSource).append('\n');
			}
			this.sql.append(statements);
		}
		this.primary = false;
	}

	void addFailure(String dataSource, String error) {
		this.errors.add(this.primary ? error : dataSource + ": " + error);
		this.primary = false;
	}

	boolean success() {
		return this.errors.isEmpty();
	}

	TriggerDescriptor toDescriptor(Origin origin, Duration duration) {
		return new TriggerDescriptor(success(), null, message(), List.of(), List.copyOf(this.errors),
				duration.toMillis() / 1000.0, origin.timestamp(), origin.service(), this.sql.toString());
	}

	private String message() {
		if (!success()) {
			return "What a run would do cannot be told: " + String.join(" ", this.errors);
		}
		if (this.sql.isEmpty()) {
			return "Dry run: nothing would be done, and nothing was changed.";
		}
		return "Dry run: the statements in \"sql\" would be executed, and nothing was changed.";
	}

}
