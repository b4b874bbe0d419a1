package io.automigrate.autoconfigure.actuate;

import io.automigrate.report.MigrationStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells the application's health by whether its databases have all that is expected.
 */
final class MigrationHealthIndicator extends AbstractHealthIndicator {

	private final HealthMonitors monitors;

	MigrationHealthIndicator(HealthMonitors monitors) {
		super("The state of the migration cannot be told");
		this.monitors = monitors;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		MigrationStatus status = this.monitors.current();
		builder.status(status.healthy() ? Status.UP : Status.DOWN)
			.withDetail("message", StatusMessage.detailed(status))
			.withDetail("existingTables", status.existingTables())
			.withDetail("missingTables", status.missingTables())
			.withDetail("differences", status.differences().size());
		if (status.checkedAt() != null) {
			builder.withDetail("checked_at", Origin.timestamp(status.checkedAt()));
		}
		if (status.inProgress() != null) {
			builder.withDetail("in_progress", InProgressDescriptor.of(status.inProgress(), true));
		}
		if (!status.unfinished().isEmpty()) {
			builder.withDetail("unfinished", status.unfinished());
		}
	}

}
