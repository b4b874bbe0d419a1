package io.automigrate.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.OpenChange;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.RunResult;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run to the log, each fact as {@code key: value}, and passes everything on to a
 * watcher. The detailed form tells every step; the short one only the end, and what is
 * wrong. Decisions, statements and their times are told at the level DEBUG. Nothing here
 * tells passwords or data.
 */
public final class RunLog implements RunListener {

	private static final Logger LOG = LoggerFactory.getLogger("io.automigrate");

	private static final String RULE = "=".repeat(60);

	private static final Pattern PASSWORD = Pattern.compile("(?is)(\\bpassword\\W+?)E?'(?:[^']|'')*+'");

	private static final String LINE = "-".repeat(60);

	private final boolean detailed;

	private final boolean tellsFailure;

	private final RunListener watcher;

	private boolean connected;

	private boolean needTold;

	private RunResult stays = RunResult.NONE;

	/**
	 * Create a log.
	 * @param detailed whether to tell every step
	 * @param tellsFailure whether to tell why a run failed or is incomplete; if not, who
	 * started it does
	 * @param watcher is told everything as well
	 */
	public RunLog(boolean detailed, boolean tellsFailure, RunListener watcher) {
		this.detailed = detailed;
		this.tellsFailure = tellsFailure;
		this.watcher = watcher;
	}

	@Override
	public void starting() {
		this.watcher.starting();
		detail(RULE);
		detail("DATABASE MIGRATION");
		detail(RULE);
	}

	@Override
	public void upToDate(RunResult result) {
		this.watcher.upToDate(result);
		connected();
		detail("Existing tables: " + Sentences.list(result.expectedTables()));
		detail("Missing tables: 0");
		need(false);
		if (result.olderMessage() != null) {
			LOG.warn(result.olderMessage());
		}
		result.differences().forEach(LOG::warn);
	}

	@Override
	public void waiting(String holder) {
		this.watcher.waiting(holder);
		LOG.info("Waiting for another migration to end: {}", holder);
	}

	@Override
	public void compared(List<String> existing, MigrationPlan plan, List<String> leftAlone) {
		this.watcher.compared(existing, plan, leftAlone);
		connected();
		detail("Existing tables: " + Sentences.list(existing));
		detail("Missing tables: " + Sentences.list(plan.missingTables()));
		if (!plan.unmanaged().isEmpty()) {
			detail("Not declared, left alone: " + Sentences
				.list(plan.unmanaged().stream().map((object) -> object.display(plan.defaultSchema())).toList()));
		}
		if (!plan.notCompared().isEmpty()) {
			detail("Not compared, neither created nor changed: " + Sentences
				.list(plan.notCompared().stream().map((object) -> object.kind() + " " + object.name()).toList()));
		}
		need(!plan.isEmpty()
				|| plan.refused().stream().anyMatch((refused) -> refused.missing() || refused.change().renames()));
		// What is needed or deferred makes the outcome, which tells it.
		leftAlone.forEach(LOG::warn);
		if (!plan.isEmpty()) {
			detail("Steps: " + plan.steps().size());
			detail(LINE);
		}
		if (LOG.isDebugEnabled()) {
			LOG.debug("Compared: {}, {} refused, {} unmanaged; in {}",
					Sentences.count(plan.changes().size(), "change") + " to make", plan.refused().size(),
					plan.unmanaged().size(), plan.oneTransaction() ? "one transaction" : "several transactions");
			plan.steps()
				.forEach((step) -> LOG.debug("Planned: {}{}", step.title(plan.defaultSchema()),
						(step.reason() != null) ? ", because: " + step.reason() : ""));
		}
	}

	@Override
	public void created(List<ObjectName> made, List<SqlStatement> statements, String defaultSchema) {
		this.watcher.created(made, statements, defaultSchema);
		connected();
		detail("Existing tables: 0");
		detail("Missing tables: " + Sentences.list(made.stream()
			.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(defaultSchema))
			.toList()));
		need(true);
		detail(LINE);
		made.forEach((object) -> detail("Created " + object.kind() + ": " + object.displayName(defaultSchema)));
	}

	@Override
	public void done(MigrationStep step, String defaultSchema) {
		this.watcher.done(step, defaultSchema);
		String object = step.object().displayName(defaultSchema);
		String name = (step.change() instanceof Rename rename && step.action().equals("rename"))
				? rename.live().id().displayName(defaultSchema) + " to " + rename.object().name().name() : object;
		detail(PastTense.of(step.action()) + " " + step.object().kind() + ": " + name);
	}

	@Override
	public void route(List<Migration> migrations, boolean down) {
		this.watcher.route(migrations, down);
		connected();
		need(true);
		detail((down ? "To roll back: " : "Pending migrations: ") + Sentences
			.list(migrations.stream().map((migration) -> migration.version() + " " + migration.name()).toList()));
	}

	@Override
	public void commitsBetween(List<String> reasons) {
		this.watcher.commitsBetween(reasons);
		detail("Commits between migrations: " + Sentences.list(reasons));
	}

	@Override
	public void done(Migration migration, boolean down, @Nullable Duration duration) {
		this.watcher.done(migration, down, duration);
		detail((down ? "Rolled back migration: " : "Applied migration: ") + migration.version() + " " + migration.name()
				+ ((duration != null) ? " (" + seconds(duration) + ")" : ""));
	}

	@Override
	public void marked(Migration migration) {
		this.watcher.marked(migration);
		detail("Marked as applied, since everything that it makes is in place: " + migration.version() + " "
				+ migration.name());
	}

	@Override
	public void backedUp(String where, Duration duration) {
		this.watcher.backedUp(where, duration);
		LOG.info("Backed up to: {} ({})", where, seconds(duration));
	}

	@Override
	public void progress(Migration migration, String done) {
		this.watcher.progress(migration, done);
		LOG.info("{} {}: {}", migration.version(), migration.name(), done);
	}

	@Override
	public void progress(String step, String how) {
		this.watcher.progress(step, how);
		LOG.info("{}: {}", step, how);
	}

	@Override
	public void stays(RunResult result) {
		this.watcher.stays(result);
		this.stays = result;
	}

	/**
	 * Returns what stays of a run that failed.
	 * @return what it has committed, and nothing else
	 */
	public RunResult stays() {
		return this.stays;
	}

	@Override
	public void warning(String message) {
		this.watcher.warning(message);
		LOG.warn(message);
	}

	@Override
	public void retrying(String reason) {
		this.watcher.retrying(reason);
		LOG.warn("Trying again: {}", reason.replaceAll("\\s+", " "));
	}

	@Override
	public void decided(Supplier<String> decision) {
		this.watcher.decided(decision);
		if (LOG.isDebugEnabled()) {
			LOG.debug(decision.get());
		}
	}

	@Override
	public void ran(List<SqlStatement> statements, Duration duration) {
		this.watcher.ran(statements, duration);
		if (LOG.isDebugEnabled()) {
			statements.forEach((statement) -> LOG.debug("{};", withoutPasswords(statement.text())));
			LOG.debug("Ran {} in {}", Sentences.count(statements.size(), "statement"), seconds(duration));
		}
	}

	private static String withoutPasswords(String sql) {
		return PASSWORD.matcher(sql).replaceAll("$1'***'");
	}

	@Override
	public boolean timesStatements() {
		return LOG.isDebugEnabled() || this.watcher.timesStatements();
	}

	/**
	 * Tell how a run ended.
	 * @param report the run
	 */
	public void ended(MigrationReport report) {
		ended(report.result(), report.failure(), report.duration());
		Outcome outcome = report.outcome();
		MigrationException failure = report.failure();
		if (this.detailed) {
			if (failure == null) {
				need(false);
			}
			else if (failure instanceof DatabaseUnavailableException) {
				detail("Database connection healthy: false");
			}
			detail(RULE);
			if (failure == null) {
				detail("Result: " + report.message());
			}
			detail("Outcome: " + outcome);
			detail("Tables created: " + Sentences.list(report.tablesCreated()));
			detail("Duration: " + seconds(report.duration()));
		}
		else if (outcome == Outcome.CHANGED || outcome == Outcome.DEFERRED) {
			LOG.info("{} ({})", report.message(), seconds(report.duration()));
		}
		switch (outcome) {
			case UP_TO_DATE, CHANGED -> detail("MIGRATION COMPLETED");
			case DEFERRED -> deferred(report.deferred());
			case INCOMPLETE, FAILED -> unsuccessful(outcome, report.errors());
		}
		detail(RULE);
	}

	@Override
	public void ended(RunResult result, @Nullable MigrationException failure, Duration duration) {
		this.watcher.ended(result, failure, duration);
	}

	private void deferred(List<OpenChange> deferred) {
		detail("MIGRATION COMPLETED, DEFERRED: " + Sentences.count(deferred.size(), "change"));
		deferred.forEach((change) -> LOG.warn("Deferred: {}", change.message()));
	}

	private void unsuccessful(Outcome outcome, List<String> errors) {
		if (this.tellsFailure) {
			LOG.error("MIGRATION {}: {}", outcome, String.join("\n", errors));
		}
		else {
			detail("MIGRATION " + outcome);
		}
	}

	private void connected() {
		if (!this.connected) {
			this.connected = true;
			detail("Database connection healthy: true");
		}
	}

	private void need(boolean needed) {
		if (!this.needTold) {
			this.needTold = true;
			detail("Migration needed: " + needed);
		}
	}

	private void detail(String line) {
		if (this.detailed) {
			LOG.info(line);
		}
	}

	private static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
	}

}
