package io.automigrate.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.VersionedMigrations;
import io.automigrate.adopt.AdoptedMigration;
import io.automigrate.adopt.Adoption;
import io.automigrate.adopt.AdoptionRequest;
import io.automigrate.adopt.MigrationTool;
import io.automigrate.history.NewRow;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.Json;
import io.automigrate.versioned.MigrationFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command that takes over what another tool has done.
 */
@Command
final class AdoptCommands {

	private AdoptCommands() {
	}

	/** Which project, and how its files are read. A mixin of the command. */
	static final class Project {

		@Option(names = "--from", paramLabel = "TOOL",
				description = "Whose project it is: ${COMPLETION-CANDIDATES}; found out by its files if there is only one.")
		private @Nullable MigrationTool tool;

		@Option(names = "--source", split = ",", paramLabel = "PLACE",
				description = "A folder, or a changelog of Liquibase, such as src/main/resources/db/migration or classpath:db/migration. May be repeated; default is where the tool looks by itself in a Spring Boot application.")
		private List<String> sources = List.of();

		@Option(names = "--table", paramLabel = "[SCHEMA.]TABLE",
				description = "The tool's history; default is flyway_schema_history or databasechangelog in a managed schema.")
		private @Nullable String table;

		@Option(names = "--placeholder", paramLabel = "NAME=VALUE",
				description = "What $${NAME} stands for; the value is written into the files. May be repeated.")
		private Map<String, String> placeholders = Map.of();

		@Option(names = "--keep-placeholders", description = "Let $${…} without a value stay as it is.")
		private boolean keepPlaceholders;

		@Option(names = "--contexts", split = ",", arity = "0..1", fallbackValue = "", paramLabel = "CONTEXT",
				description = "The contexts that Liquibase runs with; changesets for others are left out.")
		private @Nullable List<String> contexts;

		@Option(names = "--labels", paramLabel = "EXPRESSION",
				description = "The label expression that Liquibase runs with; changesets with other labels are left out.")
		private @Nullable String labels;

		@Option(names = "--accept-losses",
				description = "Leave out what has no meaning here, such as preconditions of Liquibase, instead of refusing.")
		private boolean acceptLosses;

		AdoptionRequest request(Directory directory) {
			return new AdoptionRequest(this.tool, this.sources, this.table, this.placeholders, this.keepPlaceholders,
					this.contexts, this.labels, this.acceptLosses, directory.path().toAbsolutePath().toString(),
					directory.otherTools());
		}

	}

	@Command(name = "adopt",
			description = "Adopts a project of Flyway or Liquibase: writes its files as migrations, and lets the history say what is applied. What the other tool has stays as it is.",
			exitCodeListHeading = "%nExit codes:%n", exitCodeList = { ExitCodes.DONE_TEXT, ExitCodes.FAILED_TEXT,
					ExitCodes.USAGE_TEXT, "3:with --dry-run, there is something to do", ExitCodes.LOCKED_TEXT })
	static int adopt(@Mixin Database database, @Mixin Project project, @Mixin Directory directory, @Mixin Output output,
			@Mixin Consent consent,
			@Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun)
			throws IOException {
		VersionedMigrations versioned = database.versioned();
		Adoption adoption = versioned.adoption(project.request(directory));
		if (adoption.isEmpty()) {
			answer(output, adoption, "Nothing to do: all of it is adopted already.");
			return ExitCodes.DONE;
		}
		String act = act(adoption, directory);
		if (dryRun) {
			answer(output, adoption, "Would " + act + ".");
			return ExitCodes.PENDING;
		}
		if (!consent.given("Adopt " + adoption.project().tool().display() + ": " + act + "?")) {
			output.text("Nothing was done.");
			return ExitCodes.PENDING;
		}
		for (MigrationFile file : adoption.files()) {
			directory.write(file.name(), file.text());
		}
		if (!adoption.rows().isEmpty()) {
			versioned.adopt(RunOrigin.command("adopt " + adoption.project().tool().display()), adoption).orThrow();
		}
		answer(output, adoption, "Done: " + act + ".");
		return ExitCodes.DONE;
	}

	private static String act(Adoption adoption, Directory directory) {
		String files = adoption.files().isEmpty() ? "write no file"
				: "write " + counted(adoption.files().size(), "file") + " to " + directory.path();
		if (adoption.table() == null) {
			return files + ", and leave the history alone, since the database has none of "
					+ adoption.project().tool().display();
		}
		return files + ", and take " + counted(adoption.rows().size(), "applied migration") + " over from "
				+ adoption.table();
	}

	private static String counted(int number, String what) {
		return number + " " + what + ((number == 1) ? "" : "s");
	}

	private static void answer(Output output, Adoption adoption, String sentence) {
		if (output.json()) {
			Map<String, Object> members = new LinkedHashMap<>();
			members.put("tool", adoption.project().tool());
			members.put("message", sentence);
			members.put("migrations", adoption.migrations().stream().map(AdoptCommands::row).toList());
			members.put("files", adoption.files().stream().map(MigrationFile::name).toList());
			members.put("imported", adoption.rows().stream().map(NewRow::version).toList());
			members.put("notes", adoption.notes());
			output.text(Json.of(members));
			return;
		}
		output.rows("There are no migrations.", adoption.migrations().stream().map(AdoptCommands::row).toList());
		adoption.notes().forEach((note) -> output.text("Note: " + note));
		output.text(sentence);
	}

	private static Map<String, @Nullable Object> row(AdoptedMigration migration) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("from", migration.source());
		row.put("file", migration.fileName());
		row.put("version", migration.version());
		row.put("state", migration.applied() ? "APPLIED" : "PENDING");
		row.put("applied_at", migration.appliedAt());
		return row;
	}

}
