package io.automigrate.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.error.OpenChange;
import io.automigrate.execute.DataLoss;
import io.automigrate.execute.MigrationTrace;
import io.automigrate.execute.Resolution;
import io.automigrate.execute.RollbackPlan;
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

		@Option(names = "--target", paramLabel = "TARGET",
				description = "Up: apply everything before this version in the order of the migrations, and it. Down: roll back everything applied that comes after it. Or a number of migrations, +N for migrate and -N for rollback; head for all, base for none.")
		private @Nullable String target;

		@Option(names = "--only", paramLabel = "VERSION",
				description = "Up: apply this version and only what it needs. Down: roll back this version and only what needs it.")
		private @Nullable String only;

		@Option(names = "--steps", paramLabel = "NUMBER", description = "How many migrations to go.")
		private int steps;

		private MigrationTarget target() {
			return (this.target != null) ? MigrationTarget.parse(this.target)
					: (this.only != null) ? MigrationTarget.only(this.only) : MigrationTarget.steps(this.steps);
		}

		static MigrationTarget up(@Nullable Distance distance, Plain plain) {
			return plain.valid(() -> (distance != null) ? distance.target().upwards() : MigrationTarget.LATEST);
		}

		static MigrationTarget down(@Nullable Distance distance, Plain plain) {
			return plain.valid(() -> (distance != null) ? distance.target().downwards() : MigrationTarget.steps(1));
		}

	}

	@Command(name = "migrate",
			description = "Applies pending migrations, then brings the database in step with entities and declarative files as far as the policy goes. With --target, --only or --steps, only the migrations.",
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
			throw output.usage(
					"--plan is about the comparison, --target, --only and --steps about migrations: give one of them.");
		}
		MigrationTarget target = Distance.up(distance, output);
		SchemaMigrator running = backup.of(database.running());
		SchemaMigrator migrator = allowOlder ? running.allowingOlder() : running;
		if (offline.sql) {
			String script = output.valid(() -> migrator.versioned().script(target, offline.from));
			boolean compares = script.isEmpty() && distance == null && offline.from == null;
			return offline.written(output, compares && !migrator.plan().isEmpty() ? migrator.plan().sql() : script);
		}
		if (dryRun != null) {
			if (dryRun == DryRun.TRACE) {
				return traced(output, migrator.versioned().trace(target));
			}
			List<Migration> pending = migrator.versioned().pending(target);
			MigrationPlan plan = (distance == null && pending.isEmpty()) ? migrator.plan() : null;
			return wouldApply(output, pending, migrator.versioned().inPlace(target),
					migrator.versioned().commits(target), plan);
		}
		RunOrigin origin = origin("migrate", distance, target);
		return done(output, (distance != null) ? migrator.versioned().migrate(origin, target)
				: (hash != null) ? migrator.migrate(origin, hash) : migrator.migrate(origin));
	}

	@Command(name = "rollback",
			description = "Rolls back applied migrations by their down migrations, in the reverse of the order of all: the last one, or as --target, --only and --steps say. Lists them and the data that is lost, and asks.",
			exitCodeListHeading = EXIT_CODES, exitCodeList = { ExitCodes.DONE_TEXT, ExitCodes.FAILED_TEXT,
					ExitCodes.USAGE_TEXT, "3:with --dry-run, there is something to do", ExitCodes.LOCKED_TEXT })
	static int rollback(@Mixin Database database, @Mixin Output output, @Mixin Consent consent,
			@ArgGroup @Nullable Distance distance,
			@Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun,
			@Mixin Backup backup, @Mixin Offline offline) {
		MigrationTarget target = Distance.down(distance, output);
		if (offline.sql) {
			return offline.written(output,
					output.valid(() -> database.versioned().rollbackScript(target, offline.from)));
		}
		SchemaMigrator migrator = backup.of(database.running());
		RollbackPlan plan = migrator.versioned().rollbackPlan(target);
		if (dryRun) {
			answer(output, plan, "Would roll back ");
			return plan.migrations().isEmpty() ? ExitCodes.DONE : ExitCodes.PENDING;
		}
		if (!plan.migrations().isEmpty()) {
			if (!output.json()) {
				answer(output, plan, "Rolls back ");
			}
			if (!consent.given("Roll back " + String.join(", ", plan.versions()) + "?")) {
				output.text("Nothing was done.");
				return ExitCodes.PENDING;
			}
		}
		return done(output, migrator.versioned().rollback(origin("rollback", distance, target), plan));
	}

	private static void answer(Output output, RollbackPlan plan, String verb) {
		if (output.json()) {
			output.text(Json.of(Output.members("migrations", plan.versions(), "losses",
					plan.losses().stream().map(RunCommands::row).toList())));
			return;
		}
		if (plan.migrations().isEmpty()) {
			output.text("Nothing to do.");
		}
		plan.migrations().forEach((migration) -> {
			output.text(verb + migration.display());
			plan.losses()
				.stream()
				.filter((loss) -> loss.version().equals(migration.version()))
				.forEach((loss) -> output.text("  " + loss.text()));
		});
	}

	private static Map<String, @Nullable Object> row(DataLoss loss) {
		return Output.members("version", loss.version(), "kind", loss.kind(), "object", loss.object(), "column",
				loss.column(), "count", loss.count(), "estimated", loss.estimated(), "place", loss.place(), "message",
				loss.text());
	}

	@Command(name = "stamp",
			description = "Lets the history say that the database is at a version, without running anything: everything before it in the order of the migrations, and it, is applied, and nothing after it.")
	static int stamp(@Mixin Database database, @Mixin Output output, @Mixin Consent consent,
			@Parameters(paramLabel = "VERSION", description = "A version, head, or base for nothing.") String version) {
		MigrationTarget target = output.valid(() -> MigrationTarget.parse(version).absolute());
		if (!consent.given("Let the history say that the database is at " + version + "?")) {
			return ExitCodes.PENDING;
		}
		return done(output, database.versioned().stamp(RunOrigin.command("stamp " + version), target));
	}

	@Command(name = "baseline",
			description = "Adopts a database that was there before: the version and everything before it in the order of the migrations count as applied.")
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
				Output.members("repaired", repaired, "forgotten", versions));
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

	private static RunOrigin origin(String command, @Nullable Distance distance, MigrationTarget target) {
		return RunOrigin.command((distance != null) ? command + " " + target.display() : command);
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

	private static int wouldApply(Output output, List<Migration> migrations, List<Migration> inPlace,
			List<String> commits, @Nullable MigrationPlan plan) {
		boolean nothing = migrations.isEmpty() && (plan == null || plan.isEmpty());
		if (output.json()) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("migrations", migrations.stream().map(Migration::version).toList());
			answer.put("marked", inPlace.stream().map(Migration::version).toList());
			answer.put("commits", commits);
			answer.put("steps", (plan != null)
					? plan.steps().stream().map((step) -> step.title(plan.defaultSchema())).toList() : List.of());
			output.text(Json.of(answer));
		}
		else if (nothing) {
			output.text("Nothing to do.");
		}
		else {
			migrations.forEach((migration) -> output.text(inPlace.contains(migration)
					? "Would mark as applied, since everything that it makes is in place: " + migration.display()
					: "Would apply " + migration.display()));
			commits.forEach((reason) -> output.text("Would commit between them: " + reason));
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
		members.put("marked", report.versioned().marked());
		members.put("unmarked", report.versioned().unmarked());
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

}
