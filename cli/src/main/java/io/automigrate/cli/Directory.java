package io.automigrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.automigrate.adopt.MigrationTool;
import io.automigrate.adopt.ToolSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a command writes files of migrations to. A mixin of the commands.
 */
final class Directory {

	@Option(names = "--directory", paramLabel = "DIRECTORY",
			description = "Where the file goes; default is migration.versioned.directory.")
	private @Nullable Path chosen;

	private final ApplicationMigrations application;

	Directory(ApplicationMigrations application) {
		this.application = application;
	}

	Path path() {
		return (this.chosen != null) ? this.chosen : this.application.directory();
	}

	/** How the application has set up other tools. */
	Map<MigrationTool, ToolSettings> otherTools() {
		return this.application.otherTools();
	}

	/** Find a file that has to be there, here or further down. */
	Path existing(String name, Plain plain) throws IOException {
		Path directory = path();
		if (Files.isDirectory(directory)) {
			try (Stream<Path> paths = Files.walk(directory)) {
				Optional<Path> found = paths.filter((path) -> path.endsWith(name)).findFirst();
				if (found.isPresent()) {
					return found.get();
				}
			}
		}
		throw plain.usage("The file " + name + " is not in " + directory + ". Say with --directory where it is.");
	}

	/** Write a new file; one that is there already is never touched. */
	Path write(String name, String text) throws IOException {
		Path directory = path();
		Files.createDirectories(directory);
		return Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
	}

}
