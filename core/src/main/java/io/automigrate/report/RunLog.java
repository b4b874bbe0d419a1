package io.automigrate.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.RunResult;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run to the log. The detailed form tells every step; the short one only the
 * end, and what is wrong. Neither tells passwords or data.
 */
public final class RunLog implements RunListener {

	private static final Logger LOG = LoggerFactory.getLogger("io.automigrate");

	private static final String RULE = "=".repeat(60);

	/** How many names a line lists before it only counts the rest. */
	private static final int LISTED = 100;

	private final boolean detailed;

	private final RunListener watcher;

	private boolean nothingToDo;

	/**
	 * Create a log.
	 * @param detailed whether to tell every step
	 * @param watcher is told of each step as well
	 */
	public RunLog(boolean detailed, RunListener watcher) {
		this.detailed = detailed;
		this.watcher = watcher;
	}

	@Override
	public void starting() {
		detail(RULE);
		detail("DATABASE MIGRATION");
		detail(RULE);
	}

	@Override
	public void upToDate(RunResult result) {
		this.nothingToDo = true;
		detail("Connection healthy");
		detail("Existing tables: " + list(result.expectedTables()));
		detail("Missing tables: none");
		detail("Nothing has changed since the last run");
		if (result.olderMessage() != null) {
			LOG.warn(result.olderMessage());
		}
		result.differences().forEach(LOG::warn);
	}

	@Override
	public void waiting(String holder) {
		LOG.info("Another migration is under way ({}), waiting for it to end", holder);
	}

	@Override
	public void compared(List<String> existing, MigrationPlan plan) {
		this.watcher.compared(existing, plan);
		detail("Connection healthy");
		detail("Existing tables: " + list(existing));
		detail("Missing tables: " + list(plan.tablesToCreate()));
		if (!plan.unmanaged().isEmpty()) {
			detail("Not asked for, left alone: "
					+ list(plan.unmanaged().stream().map((object) -> object.display(plan.defaultSchema())).toList()));
		}
		if (!plan.notCompared().isEmpty()) {
			detail("Not compared, neither created nor changed: "
					+ list(plan.notCompared().stream().map((object) -> object.kind() + " " + object.name()).toList()));
		}
		plan.refused().stream().map(RefusedChange::message).forEach(LOG::warn);
		this.nothingToDo = plan.isEmpty();
		if (!plan.isEmpty()) {
			detail("-".repeat(60));
			detail("To do: " + count(plan.steps().size(), "step"));
		}
	}

	@Override
	public void created(List<ObjectName> made, List<SqlStatement> statements, String defaultSchema) {
		this.watcher.created(made, statements, defaultSchema);
		detail("Connection healthy");
		detail("Existing tables: none");
		detail("Missing tables: " + list(made.stream()
			.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(defaultSchema))
			.toList()));
		detail("-".repeat(60));
		made.forEach((object) -> detail("✓ " + created(object) + object.display(defaultSchema)));
		statements.forEach((statement) -> LOG.debug("{};", statement.text()));
	}

	private static String created(ObjectName object) {
		return (object.kind() == ObjectKind.TABLE) ? "Created " : "Added ";
	}

	@Override
	public void done(MigrationStep step, String defaultSchema) {
		this.watcher.done(step, defaultSchema);
		detail("✓ " + done(step) + step.object().display(defaultSchema));
		step.statements().forEach((statement) -> LOG.debug("{};", statement));
	}

	private static String done(MigrationStep step) {
		if (step.change() instanceof Create && step.action().equals("create")) {
			return created(step.object());
		}
		return Character.toUpperCase(step.action().charAt(0)) + step.action().substring(1) + " ";
	}

	@Override
	public void route(List<Migration> migrations, boolean down) {
		this.watcher.route(migrations, down);
		detail((down ? "To roll back: " : "Pending: ")
				+ list(migrations.stream().map((migration) -> migration.version() + " " + migration.name()).toList()));
	}

	@Override
	public void done(Migration migration, boolean down, @Nullable Duration duration) {
		this.watcher.done(migration, down, duration);
		detail("✓ " + (down ? "Rolled back " : "Applied ") + migration.version() + " " + migration.name()
				+ ((duration != null) ? " (" + seconds(duration) + ")" : ""));
	}

	@Override
	public void backedUp(String where, Duration duration) {
		this.watcher.backedUp(where, duration);
		LOG.info("Backed up to {} in {}", where, seconds(duration));
	}

	@Override
	public void progress(Migration migration, String done) {
		this.watcher.progress(migration, done);
		LOG.info("{} {}: {}", migration.version(), migration.name(), done);
	}

	@Override
	public void warning(String message) {
		LOG.warn(message);
	}

	@Override
	public void retrying(String reason) {
		LOG.warn("{}; will be tried again", reason);
	}

	/**
	 * Tell how a run ended.
	 * @param report the run
	 */
	public void ended(MigrationReport report) {
		MigrationException failure = report.failure();
		if (failure != null) {
			LOG.error("MIGRATION FAILED after {}: {} {}", seconds(report.duration()), failure.getMessage(),
					failure.wayOut());
			return;
		}
		if (!this.detailed) {
			if (!this.nothingToDo) {
				LOG.info("{} ({})", report.message(), seconds(report.duration()));
			}
			return;
		}
		detail(RULE);
		detail("Result: " + report.message());
		detail("Duration: " + seconds(report.duration()));
		detail("MIGRATION COMPLETED");
		detail(RULE);
	}

	static String count(int number, String what) {
		return number + " " + what + ((number == 1) ? "" : "s");
	}

	private void detail(String line) {
		if (this.detailed) {
			LOG.info(line);
		}
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
	}

	private static String list(List<String> names) {
		if (names.isEmpty()) {
			return "none";
		}
		String more = (names.size() > LISTED) ? " and " + (names.size() - LISTED) + " more" : "";
		return names.size() + " (" + names.stream().limit(LISTED).collect(Collectors.joining(", ")) + more + ")";
	}

}
