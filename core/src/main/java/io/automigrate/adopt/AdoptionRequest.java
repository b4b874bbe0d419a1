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
 * @param acceptLosses whether what has no meaning here is left out, instead of refused
 * @param directory where the migrations are written to
 */
public record AdoptionRequest(@Nullable MigrationTool tool, List<String> sources, @Nullable String table,
		Map<String, String> placeholders, boolean keepPlaceholders, @Nullable Collection<String> contexts,
		boolean acceptLosses, String directory) {

	public AdoptionRequest {
		sources = List.copyOf(sources);
		Map<String, String> folded = new LinkedHashMap<>();
		placeholders.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
		placeholders = folded;
	}

}
