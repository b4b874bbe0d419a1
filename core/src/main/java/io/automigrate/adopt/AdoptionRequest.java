package io.automigrate.adopt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which project is to be adopted, and how.
 *
 * @param tool whose project it is, or {@code null} to find out
 * @param sources folders, and changelogs of Liquibase, such as
 * {@code classpath:db/migration} or a path; none for the tool's own default
 * @param table the table of its history, perhaps with a schema before a dot, or
 * {@code null} for the tool's own default
 * @param placeholders the values of placeholders by name
 * @param keepPlaceholders whether placeholders without a value stay as they are
 * @param contexts the contexts that Liquibase runs with, or {@code null} where that is
 * not said
 * @param labels the label expression that Liquibase runs with, or {@code null} where that
 * is not said
 * @param acceptLosses whether what has no meaning here is left out, instead of refused
 * @param directory where the migrations are written to
 * @param settings how the application has set up the tools
 */
public record AdoptionRequest(@Nullable MigrationTool tool, List<String> sources, @Nullable String table,
		Map<String, String> placeholders, boolean keepPlaceholders, @Nullable Collection<String> contexts,
		@Nullable String labels, boolean acceptLosses, String directory, Map<MigrationTool, ToolSettings> settings) {

	public AdoptionRequest {
		sources = List.copyOf(sources);
		Map<String, String> folded = new LinkedHashMap<>();
		placeholders.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
		placeholders = folded;
		settings = Map.copyOf(settings);
	}

	/**
	 * Complete the request by what the application says of a tool.
	 * @param tool the tool
	 * @return the request, in which what it says itself comes first
	 */
	AdoptionRequest completedFor(MigrationTool tool) {
		ToolSettings settings = of(tool);
		Map<String, String> all = new LinkedHashMap<>();
		settings.placeholders().forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
		all.putAll(this.placeholders);
		return new AdoptionRequest(this.tool, this.sources.isEmpty() ? settings.sources() : this.sources, this.table,
				all, this.keepPlaceholders, (this.contexts != null) ? this.contexts : settings.contexts(),
				(this.labels != null) ? this.labels : settings.labels(), this.acceptLosses, this.directory,
				this.settings);
	}

	/** How the application has set up a tool. */
	ToolSettings of(MigrationTool tool) {
		return this.settings.getOrDefault(tool, ToolSettings.NONE);
	}

}
