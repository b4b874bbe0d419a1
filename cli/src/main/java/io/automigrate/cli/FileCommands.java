package io.automigrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.automigrate.GeneratedMigration;
import io.automigrate.MigrationCheck;
import io.automigrate.MigrationGenerator;
import io.automigrate.SquashedMigration;
import io.automigrate.VersionedMigrations;
import io.automigrate.versioned.MergeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands that write files or check them. Each method is one.
 */
@Command
final class FileCommands {

	private static final String EXIT_CODES = "%nExit codes:%n";

	private FileCommands() {
	}

	@Command(name = "generate",
			description = "Writes the migration that leads from the migrations there are to the entities and declarative files. The migrations run in a database of their own, of which nothing stays.",
			exitCodeListHeading = EXIT_CODES,
			exitCodeList = { "0:written, or nothing to do and no file", ExitCodes.FAILED_TEXT, ExitCodes.USAGE_TEXT,
					"3:something is left out until a question in the file is answered" })
	static int generate(@Mixin Database database, @Mixin DevUrl dev, @Mixin Directory directory, @Mixin Output output,
			@Option(names = { "-m", "--message" }, required = true, paramLabel = "MESSAGE",
					description = "What the migration is for.") String message,
			@Option(names = "--template", paramLabel = "FILE",
					description = "A file that is copied, with $${description}, $${depends}, $${up} and $${down} replaced: the message, the versions that the migration needs, and the statements of both directions.") @Nullable Path template,
			@Option(names = "--empty", description = "Only begin a file, for what is written by hand.") boolean empty)
			throws IOException {
		MigrationGenerator generator = dev.generator(database);
		if (template != null) {
			generator.template(Files.readString(template, StandardCharsets.UTF_8));
		}
		GeneratedMigration generated = empty ? generator.empty(message) : generator.generate(message);
		if (generated.isEmpty()) {
			output.answer("Nothing to do: migrations and entities are in step.", Map.of("message", "Nothing to do."));
			return ExitCodes.DONE;
		}
		List<Path> files = new ArrayList<>();
		for (GeneratedMigration.File file : generated.files()) {
			files.add(directory.write(file.name(), file.text()));
		}
		output.answer("Wrote " + files.stream().map(Path::toString).collect(Collectors.joining(", ")) + ".",
				Output.members("file", files.get(0), "files", files, "baseline",
						generated.files()
							.stream()
							.filter(GeneratedMigration.File::baseline)
							.map(GeneratedMigration.File::name)
							.toList(),
						"refused", generated.refused()));
		generated.files().stream().filter(GeneratedMigration.File::baseline).forEach((file) -> {
			if (!output.json()) {
				output.text(file.name()
						+ " is a baseline: where everything that it makes is in place, as in this database, it is marked as applied instead of being run.");
			}
		});
		generated.refused().forEach((refused) -> {
			if (!output.json()) {
				output.text("Left out: " + refused);
			}
		});
		return generated.refused().isEmpty() ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	@Command(name = "check",
			description = "Checks that migrations can be read and applied, lead to the entities and declarative files, and that each way down restores what the way up changed.",
			exitCodeListHeading = EXIT_CODES,
			exitCodeList = { "0:all is well", ExitCodes.FAILED_TEXT, ExitCodes.USAGE_TEXT, ExitCodes.PENDING_TEXT })
	static int check(@Mixin Database database, @Mixin DevUrl dev, @Mixin Output output) {
		MigrationCheck check = dev.generator(database).check();
		List<String> problems = check.problems();
		output.answer(problems.isEmpty() ? "All is well." : String.join("\n", problems), Map.of("problems", problems));
		return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	@Command(name = "docs",
			description = "Prints Markdown with diagrams of the migrations and of the schema that they lead to.")
	static int docs(@Mixin Database database, @Mixin DevUrl dev, @Mixin Plain plain,
			@Option(names = "--output", paramLabel = "FILE",
					description = "Where it goes; default is the standard output.") @Nullable Path file)
			throws IOException {
		String document = dev.generator(database).document();
		if (file != null) {
			Files.writeString(file, document, StandardCharsets.UTF_8);
		}
		else {
			plain.text(document);
		}
		return ExitCodes.DONE;
	}

	@Command(name = "squash",
			description = "Folds a migration and all that it needs into one file that makes the same schema and rows, under the same version. Databases that have them all go on as they are.")
	static int squash(@Mixin Database database, @Mixin DevUrl dev, @Mixin Directory directory, @Mixin Output output,
			@Mixin Consent consent,
			@Parameters(paramLabel = "VERSION", description = "The last migration to be folded.") String version,
			@Option(names = { "-m", "--message" }, paramLabel = "MESSAGE",
					description = "What the migration is for.") @Nullable String message)
			throws IOException {
		SquashedMigration squashed = dev.generator(database)
			.squash(version, (message != null) ? message : "squashed up to " + version);
		List<Path> files = new ArrayList<>();
		List<String> beans = new ArrayList<>();
		for (String origin : squashed.origins()) {
			if (origin.endsWith(".sql")) {
				files.add(directory.existing(origin.substring(origin.lastIndexOf('/') + 1), output));
			}
			else {
				beans.add(origin);
			}
		}
		if (squashed.versions().size() < 2) {
			output.answer("There is nothing to fold.", Map.of("replaced", List.of()));
			return ExitCodes.DONE;
		}
		if (!consent.given("Fold " + String.join(", ", squashed.versions()) + " into one file and delete theirs?")) {
			return ExitCodes.PENDING;
		}
		Path file = directory.write(squashed.fileName(), squashed.text());
		for (Path old : files) {
			Files.delete(old);
		}
		output.answer(
				"Wrote " + file + " and deleted " + files.size() + ((files.size() == 1) ? " file." : " files.")
						+ (beans.isEmpty() ? "" : " Delete these, too: " + String.join(", ", beans) + "."),
				Output.members("file", file, "deleted", files, "toDelete", beans));
		return ExitCodes.DONE;
	}

	@Command(name = "merge", description = "Writes a migration that joins all heads, or the versions that are named.")
	static int merge(@Mixin Database database, @Mixin Directory directory, @Mixin Output output, @Parameters(
			arity = "0..*", paramLabel = "VERSION",
			description = "The versions to join; heads, the default, is all heads.") @Nullable List<String> named,
			@Option(names = { "-m", "--message" }, defaultValue = "merge heads", paramLabel = "MESSAGE",
					description = "What the migration is for; default is ${DEFAULT-VALUE}.") String message)
			throws IOException {
		VersionedMigrations versioned = database.versioned();
		List<String> joined = (named == null || named.equals(List.of("heads"))) ? versioned.heads()
				: named.stream().map((version) -> versioned.graph().require(version).version()).distinct().toList();
		if (joined.size() < 2) {
			output.answer("There is nothing to join.", Map.of("heads", joined));
			return ExitCodes.DONE;
		}
		Path file = directory.write(database.migrator().generator().fileName(message), MergeText.of(message, joined));
		output.answer("Wrote " + file + ".", Map.of("file", file));
		return ExitCodes.DONE;
	}

}
