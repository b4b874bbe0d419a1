package io.automigrate.catalog;

import java.util.LinkedHashMap;
import java.util.Map;

import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Which schema a name that the catalogs print stands for. In a scratch copy the managed
 * schemas have other names for a while; read through this, both sides speak of the same
 * ones.
 */
public final class NameMapping {

	/** The live side, where each schema has its own name. */
	public static final NameMapping NONE = new NameMapping(Map.of());

	private final Map<String, String> logicalByPhysical;

	private NameMapping(Map<String, String> logicalByPhysical) {
		this.logicalByPhysical = logicalByPhysical;
	}

	/**
	 * Create a mapping.
	 * @param logicalByPhysical the names that are meant by the names that are printed;
	 * the latter must need no quotes
	 * @return the mapping
	 */
	public static NameMapping of(Map<String, String> logicalByPhysical) {
		return new NameMapping(new LinkedHashMap<>(logicalByPhysical));
	}

	/**
	 * Return the schema that is meant.
	 * @param schema the name in the catalogs
	 * @return the name that is meant
	 */
	public String schema(String schema) {
		return this.logicalByPhysical.getOrDefault(schema, schema);
	}

	/**
	 * Replace the names in a text that PostgreSQL printed. A schema's name in such a text
	 * is always followed by a dot.
	 * @param text an expression or a definition, or {@code null}
	 * @return the text with the names that are meant, or {@code null}
	 */
	public @Nullable String text(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String mapped = text;
		for (Map.Entry<String, String> entry : this.logicalByPhysical.entrySet()) {
			mapped = mapped.replace(entry.getKey() + ".", printed(entry.getValue()) + ".");
		}
		return mapped;
	}

	/**
	 * Quote a name the way PostgreSQL prints it. Reserved words aside, which the prefix
	 * {@code pg_} and the words of the grammar make unlikely names of schemas: they would
	 * show as a difference, not go wrong.
	 */
	private static String printed(String name) {
		return name.matches("[a-z_][a-z0-9_]*") ? name : Identifier.quote(name);
	}

}
