package io.automigrate.plan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import org.jspecify.annotations.Nullable;

/**
 * The index behind a key, so that it can be built before the key.
 */
final class KeyIndex {

	private static final Pattern KEY = Pattern
		.compile("(?:PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\\(.*?\\)(?: INCLUDE \\(.*?\\))?)( DEFERRABLE.*)?");

	private KeyIndex() {
	}

	/**
	 * Describe the index.
	 * @return the index, or {@code null} where a key cannot take over one: without
	 * overlaps
	 */
	static @Nullable Index of(Constraint constraint) {
		Matcher key = KEY.matcher(constraint.definition());
		if (!constraint.kind().indexed() || constraint.kind() == Constraint.Kind.EXCLUSION || !key.matches()
				|| constraint.definition().contains(" WITHOUT OVERLAPS")) {
			return null;
		}
		String definition = "USING btree " + key.group(2) + ((key.group(1) != null) ? key.group(1) : "")
				+ ((constraint.indexOptions() != null) ? " " + constraint.indexOptions().replace("USING INDEX ", "")
						: "");
		return new Index(constraint.table(), constraint.name(), definition, true, true, false, constraint.columns(),
				List.of(), false, null);
	}

	static String deferrable(Constraint constraint) {
		int deferrable = constraint.definition().indexOf(" DEFERRABLE");
		return (deferrable >= 0) ? constraint.definition().substring(deferrable) : "";
	}

}
