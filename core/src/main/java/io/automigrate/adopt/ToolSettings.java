package io.automigrate.adopt;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How an application has set up another tool: what is asked for where a request says
 * nothing itself.
 *
 * @param sources folders, or changelogs of Liquibase; none for the tool's own default
 * @param table the table of its history, perhaps with a schema before a dot, or
 * {@code null} for the tool's own default
 * @param placeholders the values of placeholders by name
 * @param contexts the contexts that Liquibase runs with, or {@code null} where that is
 * not said
 * @param labels the label expression that Liquibase runs with, or {@code null} where that
 * is not said
 */
public record ToolSettings(List<String> sources, @Nullable String table, Map<String, String> placeholders,
		@Nullable List<String> contexts, @Nullable String labels) {

	/** Nothing is said. */
	public static final ToolSettings NONE = new ToolSettings(List.of(), null, Map.of(), null, null);

	public ToolSettings {
		sources = List.copyOf(sources);
		placeholders = Map.copyOf(placeholders);
		contexts = (contexts != null) ? List.copyOf(contexts) : null;
	}

}
