package io.automigrate.adopt;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A file that a changelog of Liquibase includes.
 *
 * @param file the file
 * @param attributes what its changesets inherit from the include, by names in lower case
 */
record Included(SourceFile file, Map<String, String> attributes) {

	Included {
		attributes = Map.copyOf(attributes);
	}

	/** The one name of an attribute, which may have an older one. */
	static String name(String attribute) {
		String lower = attribute.toLowerCase(Locale.ROOT);
		return lower.equals("contextfilter") ? "context" : lower;
	}

	/** What a file has that is included by this one. */
	static Map<String, String> inherited(Map<String, String> above, Map<String, String> own) {
		Map<String, String> inherited = new LinkedHashMap<>(above);
		own.forEach((attribute, value) -> {
			String name = name(attribute);
			switch (name) {
				case "context" -> inherited.merge(name, value, (outer, inner) -> "(" + outer + ") and (" + inner + ")");
				case "labels" -> inherited.merge(name, value, (outer, inner) -> outer + "," + inner);
				case "ignore", "logicalfilepath" -> inherited.put(name, value);
				default -> {
				}
			}
		});
		return inherited;
	}

}
