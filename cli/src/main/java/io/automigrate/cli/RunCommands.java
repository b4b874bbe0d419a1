package io.automigrate.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.error.OpenChange;
import io.automigrate.execute.MigrationTrace;
import io.automigrate.execute.Resolution;
import io.automigrate.execute.StatementTrace;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.Json;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.report.MigrationReport;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands that change the database or its history. Each method is one.
 */
@Command
final class RunCommands {

	private static final String EXIT_CODES = "%nExit codes:%n";

	private RunCommands() {
	}

	enum DryRun {

		LIST, TRACE

	}

	/** Whether only to write what would be run. */
	static final class Offline {

		@Option(names = "--sql",
				description = "Only write a script for psql that does the same: with the lock, the history, and all in a transaction that can be.")
		private boolean sql;

		@Option(names = "--from", paramLabel = "VERSION",
				description = "With --sql: do not ask the database; it is at this version, or at base for nothing.")
		private @Nullable String from;

		int written(Output output, String script) {
			if (output.json()) {
				throw output.usage("--sql answers with a script, not with JSON.");
			}
			output.text(script.isEmpty() ? "-- Nothing to do." : script);
			return ExitCodes.DONE;
		}

	}

	/** How far to go. */
	static final class Distance {

		@Option(names = "--target", paramLabel = "VERSION", description = "The version to go to, or base for nothing.")
		private @Nullable String target;

		@Option(names = "--steps", paramLabel = "NUMBER", description = "How many migrations to go.")
		private int steps;

		MigrationTarget target() {
			return (this.target != null) ? MigrationTarget.parse(this.target) : MigrationTarget.steps(this.steps);
		}

	}

	@Command(name = "migrate",
			description = "Applies pending migrations, then brings the database in step with entities and declarative files as far as the policy goes. With --target or --steps, only the migrations.",
			exitCodeListHeading = EXIT_CODES, exitCodeList = { ExitCodes.DONE_TEXT, ExitCodes.FAILED_TEXT,
					ExitCodes.USAGE_TEXT, "3:with --dry-run, there is something to do", ExitCodes.LOCKED_TEXT })
	static int migrate(@Mixin Database database, @Mixin Output output, @ArgGroup @Nullable Distance distance, @Option(
			names = "--dry-run", arity = "0..1", fallbackValue = "LIST", paramLabel = "HOW",
			description = "Only say what would be done; with =trace, do it in a transaction that is rolled back, and say for each statement its rows, time and locks, the difference it all makes, and the hazards of that.") @Nullable DryRun dryRun,
			@Option(names = "--plan", paramLabel = "HASH",
					description = "Carry out only the comparison's plan with this hash.") @Nullable String hash,
			@Option(names = "--allow-older",
					description = "Take the schema back to what this release asks for, although the database belongs to a newer one.") boolean allowOlder,
			@Mixin Backup backup, @Mixin Offline offline) {
		if (hash != null && distance != null) {
			throw output
				.usage("--plan is about the comparison, --target and --steps about migrations: give one of them.");
		}
		SchemaMigrator running = backup.of(database.running());
		SchemaMigrator migrator = allowOlder ? running.allowingOlder() : running;
		MigrationTarget target = (distance != null) ? distance.target() : MigrationTarget.LATEST;
		if (offline.sql) {
			String script = migrator.versioned().script(target, offline.from);
			boolean compares = script.isEmpty() && distance == null && offline.from == null;
			return offline.written(output, compares && !migrator.plan().isEmpty() ? migrator.plan().sql() : script);
		}
		if (dryRun != null) {
			if (dryRun == DryRun.TRACE) {
				return traced(output, migrator.versioned().trace(target));
			}
			List<Migration> pending = migrator.versioned().pending(target);
			MigrationPlan plan = (distance == null && pending.isEmpty()) ? migrator.plan() : null;
			return wouldDo(output, "apply", pending, plan);
		}
		RunOrigin origin = origin("migrate", distance);
		return done(output, (distance != null) ? migrator.versioned().migrate(origin, distance.target())
				: (hash != null) ? migrator.migrate(origin, hash) : migrator.migrate(origin));
	}

	@Command(name = "rollback",
			description = "Undoes applied migrations by their way down, the latest first: one, or as --target and --steps say.",
			exitCodeListHeading = EXIT_CODES, exitCodeList = { ExitCodes.DONE_TEXT, ExitCodes.FAILED_TEXT,
					ExitCodes.USAGE_TEXT, "3:with --dry-run, there is something to do", ExitCodes.LOCKED_TEXT })
	static int rollback(@Mixin Database database, @Mixin Output output, @Mixin Consent consent,
			@ArgGroup @Nullable Distance distance,
			@Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun,
			@Mixin Backup backup, @Mixin Offline offline) {
		MigrationTarget target = (distance != null) ? distance.target() : MigrationTarget.steps(1);
		if (offline.sql) {
			return offline.written(output, database.versioned().rollbackScript(target, offline.from));
		}
		List<Migration> undone = database.versioned().wayDown(target);
		if (dryRun) {
			return wouldDo(output, "roll back", undone, null);
		}
		if (!undone.isEmpty() && !consent.given("Roll back " + versions(undone) + "?")) {
			output.text("Nothing was done.");
			return ExitCodes.PENDING;
		}
		return done(output, backup.of(database.running()).versioned().rollback(origin("rollback", distance), target));
	}

	@Command(name = "stamp",
			description = "Lets the history say that exactly what leads to a version is applied, without running anything.")
	static int stamp(@Mixin Database database, @Mixin Output output, @Mixin Consent consent,
			@Parameters(paramLabel = "VERSION", description = "A version, head, or base for nothing.") String version) {
		if (!consent.given("Let the history say that the database is at " + version + "?")) {
			return ExitCodes.PENDING;
		}
		return done(output,
				database.versioned().stamp(RunOrigin.command("stamp " + version), MigrationTarget.parse(version)));
	}

	@Command(name = "baseline",
			description = "Adopts a database that was there before: the version and what it needs count as applied.")
	static int baseline(@Mixin Database database, @Mixin Output output,
			@Parameters(paramLabel = "VERSION") String version) {
		return done(output, database.versioned().baseline(RunOrigin.command("baseline " + version), version));
	}

	@Command(name = "resolve",
			description = "Settles what became of a migration that was interrupted outside of transactions.")
	static int resolve(@Mixin Database database, @Mixin Output output,
			@Parameters(paramLabel = "VERSION") String version, @ArgGroup(multiplicity = "1") Outcome outcome) {
		return done(output,
				database.versioned()
					.resolve(RunOrigin.command("resolve " + version + " " + outcome.resolution()), version,
							outcome.resolution()));
	}

	@Command(name = "repair", description = "Accepts applied migrations as their files are now.")
	static int repair(@Mixin Database database, @Mixin Output output, @Mixin Consent consent,
			@Option(names = "--forget", split = ",", paramLabel = "VERSION",
					description = "Take out of the history what has no file any more.") @Nullable List<String> forget) {
		List<String> versions = (forget != null) ? forget : List.of();
		if (!consent.given("Accept applied migrations as their files are now?")) {
			return ExitCodes.PENDING;
		}
		List<String> repaired = database.versioned().repair(RunOrigin.command("repair"), versions);
		output.answer(repaired.isEmpty() ? "No checksum had changed." : "Accepted " + String.join(", ", repaired) + ".",
				Map.of("repaired", repaired, "forgotten", versions));
		return ExitCodes.DONE;
	}

	/** What a person has found out. */
	static final class Outcome {

		@Option(names = "--applied", description = "It is done, by whatever means.")
		private boolean applied;

		@Option(names = "--retry", description = "Its interrupted statement had no effect and is to be run again.")
		private boolean retry;

		@Option(names = "--rolled-back", description = "What it did was taken back by hand.")
		@SuppressWarnings("UnusedVariable") // the only one left
		private boolean rolledBack;

		Resolution resolution() {
			return this.applied ? Resolution.APPLIED : this.retry ? Resolution.RETRY : Resolution.ROLLED_BACK;
		}

	}

	private static RunOrigin origin(String command, @Nullable Distance distance) {
		return RunOrigin.command((distance != null) ? command + " " + distance.target().display() : command);
	}

	private static int traced(Output output, MigrationTrace trace) {
		MigrationPlan difference = trace.difference();
		List<Map<String, Object>> statements = trace.statements().stream().map(RunCommands::row).toList();
		if (output.json()) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("statements", statements);
			answer.put("difference",
					difference.steps().stream().map((step) -> step.title(difference.defaultSchema())).toList());
			answer.put("hazards", trace.hazards().stream().map(Hazard::toString).toList());
			answer.put("notTraced", trace.notTraced());
			output.text(Json.of(answer));
		}
		else {
			output.rows("Nothing to do.", statements);
			if (!difference.isEmpty()) {
				output.text(difference.text());
			}
			trace.hazards().forEach((hazard) -> output.text("Hazard: " + hazard));
			if (!trace.notTraced().isEmpty()) {
				output.text("Not traced, since they cannot be in a transaction or come after such: "
						+ String.join(", ", trace.notTraced()));
			}
		}
		return (statements.isEmpty() && trace.notTraced().isEmpty()) ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	private static Map<String, Object> row(StatementTrace statement) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("version", statement.version());
		row.put("place", statement.place());
		row.put("rows", statement.rows());
		row.put("ms", statement.duration().toMillis());
		row.put("locks", statement.locks());
		row.put("rewritten", statement.rewritten());
		return row;
	}

	private static int wouldDo(Output output, String action, List<Migration> migrations, @Nullable MigrationPlan plan) {
		boolean nothing = migrations.isEmpty() && (plan == null || plan.isEmpty());
		if (output.json()) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("migrations", migrations.stream().map(Migration::version).toList());
			answer.put("steps", (plan != null)
					? plan.steps().stream().map((step) -> step.title(plan.defaultSchema())).toList() : List.of());
			output.text(Json.of(answer));
		}
		else if (nothing) {
			output.text("Nothing to do.");
		}
		else {
			migrations.forEach((migration) -> output.text("Would " + action + " " + migration.display()));
			if (plan != null) {
				output.text(plan.text());
			}
		}
		return nothing ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	private static int done(Output output, MigrationReport report) {
		if (report.failure() != null) {
			throw report.failure();
		}
		List<String> errors = report.errors();
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("outcome", report.outcome().name());
		members.put("message", report.message());
		members.put("applied", report.versioned().applied());
		members.put("rolledBack", report.versioned().rolledBack());
		members.put("created", report.created());
		members.put("altered", report.altered());
		members.put("renamed", report.renamed());
		members.put("dropped", report.dropped());
		members.put("deferred", report.deferred().stream().map(OpenChange::message).toList());
		members.put("errors", errors);
		members.put("differences", report.differences());
		members.put("milliseconds", report.duration().toMillis());
		List<String> lines = new ArrayList<>(List.of(report.message()));
		report.differences().stream().filter((line) -> !errors.contains(line)).forEach(lines::add);
		output.answer(String.join("\n", lines), members);
		report.orThrow();
		return ExitCodes.DONE;
	}

	private static String versions(List<Migration> migrations) {
		return String.join(", ", migrations.stream().map(Migration::version).toList());
	}

}
