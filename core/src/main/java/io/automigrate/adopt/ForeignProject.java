package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.error.AdoptionRefusedException;
import io.automigrate.versioned.MigrationFile;
import org.jspecify.annotations.Nullable;

/**
 * The files of another tool's project, turned into migrations.
 *
 * @param tool the tool
 * @param migrations the migrations in the order in which an empty database gets them
 * @param leftOut the keys of what is not taken over on purpose
 * @param notes what is not taken over, or differently
 * @param refusals what is in the way, with the way out
 */
public record ForeignProject(MigrationTool tool, List<ForeignMigration> migrations, Set<String> leftOut,
		List<String> notes, List<String> refusals) {

	public ForeignProject {
		migrations = List.copyOf(migrations);
		leftOut = Set.copyOf(leftOut);
		notes = List.copyOf(notes);
		refusals = List.copyOf(refusals);
	}

	/**
	 * Read a project.
	 * @param request which one
	 * @return the project
	 * @throws AdoptionRefusedException if there is none, or it cannot be told whose it is
	 */
	public static ForeignProject read(AdoptionRequest request) {
		List<ForeignProject> found = new ArrayList<>();
		for (MigrationTool tool : MigrationTool.values()) {
			ForeignProject project = (request.tool() == null || request.tool() == tool) ? of(tool, request) : null;
			if (project != null) {
				found.add(project);
			}
		}
		if (found.size() == 1) {
			return found.get(0);
		}
		String places = request.sources().isEmpty() ? "the places where the tools look by themselves"
				: String.join(", ", request.sources());
		throw new AdoptionRefusedException((request.tool() != null) ? request.tool().display() : "Flyway or Liquibase",
				List.of(found.isEmpty() ? "There are no migrations in " + places + ". Say with --source where they are."
						: "There are migrations of both tools in " + places
								+ ". Say with --from whose are to be adopted."));
	}

	private static @Nullable ForeignProject of(MigrationTool tool, AdoptionRequest request) {
		return switch (tool) {
			case FLYWAY -> FlywayProject.read(request.completedFor(tool));
			case LIQUIBASE -> LiquibaseProject.read(request.completedFor(tool));
		};
	}

	/**
	 * Returns the migrations as they would be written.
	 * @return the files
	 */
	public List<MigrationFile> files() {
		return this.migrations.stream().map(ForeignMigration::file).toList();
	}

}
