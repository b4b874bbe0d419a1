package io.automigrate.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.automigrate.SchemaMigrator;
import io.automigrate.adopt.MigrationTool;
import io.automigrate.adopt.ToolSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * What the commands work with: the migrators of an application. Asked only when a command
 * needs one, so that help needs none.
 */
public final class ApplicationMigrations {

	private final Supplier<Map<String, SchemaMigrator>> migrators;

	private final Path directory;

	private final Map<MigrationTool, ToolSettings> otherTools;

	private @Nullable Map<String, SchemaMigrator> known;

	/**
	 * Describe an application.
	 * @param migrators by the names of their data sources; the first is the primary one
	 * @param directory where files of migrations are written to
	 */
	public ApplicationMigrations(Supplier<Map<String, SchemaMigrator>> migrators, Path directory) {
		this(migrators, directory, Map.of());
	}

	/**
	 * Describe an application that has set up other tools.
	 * @param migrators by the names of their data sources; the first is the primary one
	 * @param directory where files of migrations are written to
	 * @param otherTools how they are set up
	 */
	public ApplicationMigrations(Supplier<Map<String, SchemaMigrator>> migrators, Path directory,
			Map<MigrationTool, ToolSettings> otherTools) {
		this.migrators = migrators;
		this.directory = directory;
		this.otherTools = Map.copyOf(otherTools);
	}

	SchemaMigrator migrator(@Nullable String dataSource, picocli.CommandLine command) {
		Map<String, SchemaMigrator> all = this.known;
		if (all == null) {
			all = this.migrators.get();
			this.known = all;
		}
		if (all.isEmpty()) {
			throw new ParameterException(command, "The application has no data source to migrate.");
		}
		SchemaMigrator migrator = (dataSource != null) ? all.get(dataSource) : all.values().iterator().next();
		if (migrator == null) {
			throw new ParameterException(command, "There is no data source \"" + dataSource + "\"; there are "
					+ String.join(", ", new TreeMap<>(all).keySet()) + ".");
		}
		return migrator;
	}

	Path directory() {
		return this.directory;
	}

	Map<MigrationTool, ToolSettings> otherTools() {
		return this.otherTools;
	}

}
