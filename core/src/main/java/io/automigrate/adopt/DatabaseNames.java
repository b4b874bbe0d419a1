package io.automigrate.adopt;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The lists of databases that changesets of Liquibase are for.
 */
final class DatabaseNames {

	private static final String POSTGRES = "postgresql";

	private DatabaseNames() {
	}

	/**
	 * Returns whether a list includes PostgreSQL.
	 * @param dbms names with commas between them, those that are excluded after an
	 * exclamation mark; or {@code null} for all
	 * @return whether it does
	 */
	static boolean includePostgres(@Nullable String dbms) {
		List<String> names = (dbms != null)
				? Stream.of(dbms.split(",", -1)).map(String::strip).filter((name) -> !name.isEmpty()).toList()
				: List.of();
		if (names.contains(POSTGRES) || names.contains("all")) {
			return true;
		}
		return !names.contains("none") && !names.contains("!" + POSTGRES)
				&& names.stream().allMatch((name) -> name.startsWith("!"));
	}

}
