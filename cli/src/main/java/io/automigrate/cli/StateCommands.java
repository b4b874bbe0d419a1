package io.automigrate.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.automigrate.history.AppliedMigration;
import io.automigrate.history.RunRecord;
import io.automigrate.plan.Json;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.report.EnvironmentReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import io.automigrate.versioned.MigrationInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands that only look. Each method is one.
 */
@Command
final class StateCommands {

	private StateCommands() {
	}

	enum PlanFormat {

		SQL, JSON, TEXT, REVERSE

	}

	@Command(name = "status", description = "Says where the database and each migration stand.",
			exitCodeListHeading = "%nExit codes:%n", exitCodeList = { "0:nothing is pending", ExitCodes.FAILED_TEXT,
					ExitCodes.USAGE_TEXT, ExitCodes.PENDING_TEXT })
	static int status(@Mixin Database database, @Mixin Output output) {
		MigrationStatus status = database.migrator().status();
		if (status.failure() != null) {
			throw status.failure();
		}
		List<MigrationInfo> migrations = database.versioned().info();
		boolean inStep = status.healthy() && !status.migrationNeeded() && status.differences().isEmpty()
				&& migrations.stream().allMatch((migration) -> migration.state() == MigrationInfo.State.APPLIED);
		if (output.json()) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("inStep", inStep);
			answer.put("message", status.message());
			answer.put("heads", status.versioned().heads());
			answer.put("pending", status.versioned().pending());
			answer.put("missing", status.missing());
			answer.put("differences", status.differences());
			answer.put("migrations", migrations.stream().map(StateCommands::row).toList());
			output.text(Json.of(answer));
		}
		else {
			if (!migrations.isEmpty()) {
				output.text(Output.table(migrations.stream().map(StateCommands::row).toList()));
			}
			output.text(status.message());
			status.differences().forEach(output::text);
		}
		return inStep ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	@Command(name = "current", description = "Says which applied migrations no other applied one needs.")
	static int current(@Mixin Database database, @Mixin Output output) {
		output.rows("Nothing is applied.",
				database.versioned().current().stream().map(StateCommands::version).toList());
		return ExitCodes.DONE;
	}

	@Command(name = "heads", description = "Says which migrations no other one needs.")
	static int heads(@Mixin Database database, @Mixin Output output) {
		output.rows("There are no migrations.",
				database.versioned().heads().stream().map(StateCommands::version).toList());
		return ExitCodes.DONE;
	}

	@Command(name = "history", description = "Lists what was applied, when and by whom.")
	static int history(@Mixin Database database, @Mixin Output output,
			@Option(names = "--runs", description = "List the latest runs instead, failed ones included.") boolean runs,
			@Option(names = "--limit", defaultValue = "50", paramLabel = "NUMBER",
					description = "How many runs at most; default is ${DEFAULT-VALUE}.") int limit) {
		if (runs) {
			output.rows("There was no run yet.",
					database.versioned().runs(limit).stream().map(StateCommands::row).toList());
		}
		else {
			output.rows("Nothing is applied.",
					database.versioned().history().stream().map(StateCommands::row).toList());
		}
		return ExitCodes.DONE;
	}

	@Command(name = "show", description = "Shows a migration: where it stands, what it needs, what it runs.")
	static int show(@Mixin Database database, @Mixin Output output,
			@Parameters(paramLabel = "VERSION") String version) {
		Migration migration = database.versioned().graph().require(version);
		Map<String, Object> members = new LinkedHashMap<>();
		database.versioned()
			.info()
			.stream()
			.filter((info) -> info.version().equals(migration.version()))
			.forEach((info) -> members.putAll(row(info)));
		members.put("file", migration.origin());
		members.put("description", Objects.requireNonNullElse(migration.description(), ""));
		members.put("up", sql(migration.up()));
		members.put("down", Objects.requireNonNullElse(sql(migration.down()), ""));
		if (output.json()) {
			output.text(Json.of(members));
		}
		else {
			members.forEach((name, value) -> output
				.text(name.replace('_', ' ') + ": " + ((value != null) ? value.toString().stripTrailing() : "")));
		}
		return ExitCodes.DONE;
	}

	@Command(name = "plan",
			description = "Prints what the comparison with entities and declarative files would do, and its hash.",
			exitCodeListHeading = "%nExit codes:%n", exitCodeList = { "0:nothing to do, and nothing refused",
					ExitCodes.FAILED_TEXT, ExitCodes.USAGE_TEXT, ExitCodes.PENDING_TEXT })
	static int plan(@Mixin Database database, @Mixin Plain plain, @Option(names = "--format", paramLabel = "FORMAT",
			defaultValue = "SQL",
			description = "What is printed: ${COMPLETION-CANDIDATES}; default is ${DEFAULT-VALUE}.") PlanFormat format) {
		MigrationPlan plan = database.migrator().plan();
		plain.text(switch (format) {
			case SQL -> plan.sql();
			case JSON -> plan.json();
			case TEXT -> plan.text();
			case REVERSE -> plan.reverseSql();
		});
		return plan.inStep() ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	@Command(name = "validate-environment",
			description = "Looks whether a migration could run here: connection, version, privileges, lock.")
	static int validateEnvironment(@Mixin Database database, @Mixin Output output) {
		EnvironmentReport report = database.migrator().validateEnvironment();
		if (output.json()) {
			output.text(Json.of(Output.members("errors", report.errors(), "warnings", report.warnings())));
		}
		else {
			report.errors().forEach((error) -> output.text("Error: " + error));
			report.warnings().forEach((warning) -> output.text("Warning: " + warning));
			if (report.errors().isEmpty()) {
				output.text("A migration can run here.");
			}
		}
		return report.errors().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
	}

	private static @Nullable String sql(@Nullable MigrationAction action) {
		return (action instanceof MigrationAction.Sql sql) ? sql.text().strip()
				: (action instanceof MigrationAction.Java java) ? java.migration().getClass().getName() : null;
	}

	private static Map<String, Object> version(String version) {
		return Map.of("version", version);
	}

	private static Map<String, @Nullable Object> row(MigrationInfo migration) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("version", migration.version());
		row.put("name", migration.name());
		row.put("state", migration.state());
		row.put("head", migration.head());
		row.put("needs", migration.dependencies());
		row.put("applied_at", migration.appliedAt());
		row.put("by", migration.appliedBy());
		return row;
	}

	private static Map<String, @Nullable Object> row(AppliedMigration migration) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("version", migration.version());
		row.put("name", migration.name());
		row.put("applied_at", migration.appliedAt());
		row.put("ms", (migration.duration() != null) ? migration.duration().toMillis() : null);
		row.put("by", migration.appliedBy());
		row.put("application", migration.application());
		return row;
	}

	private static Map<String, @Nullable Object> row(RunRecord run) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("run", run.id());
		row.put("kind", run.kind());
		row.put("command", run.command());
		row.put("started_at", run.startedAt());
		row.put("outcome", run.outcome());
		row.put("by", run.runBy());
		row.put("application", run.application());
		row.put("error", run.error());
		return row;
	}

}
