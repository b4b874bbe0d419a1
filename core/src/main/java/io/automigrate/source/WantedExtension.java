package io.automigrate.source;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * An extension that a source asks for.
 *
 * @param name its name
 * @param schema the schema it is to be in, or {@code null} where that is left open
 * @param version its version, or {@code null} where that is left open
 */
public record WantedExtension(String name, @Nullable String schema, @Nullable String version) {

	private static final String NAME = "(\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[\\p{L}_][\\p{L}\\p{N}_$-]*)";

	private static final Pattern CREATE = Pattern
		.compile("(?is)CREATE\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?" + NAME + "(.*)");

	private static final Pattern VERSIONED = Pattern
		.compile("(?is)(?:CREATE|ALTER)\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?" + NAME
				+ "\\b.*\\b(?:VERSION|UPDATE)\\b.*");

	private static final Pattern SCHEMA = Pattern.compile("(?is)\\bSCHEMA\\s+" + NAME);

	private static final Pattern VERSION = Pattern.compile("(?is)\\bVERSION\\s+(?:'([^']+)'|" + NAME + ")");

	/**
	 * Returns the extensions that statements create.
	 * @param statements the statements
	 * @return their names
	 */
	public static Set<String> names(Collection<SqlStatement> statements) {
		return statements.stream()
			.map(WantedExtension::of)
			.filter(Objects::nonNull)
			.map(WantedExtension::name)
			.collect(Collectors.toSet());
	}

	/**
	 * Returns the extensions of which statements say the version.
	 * @param statements the statements
	 * @return their names
	 */
	public static Set<String> versioned(Collection<SqlStatement> statements) {
		return statements.stream()
			.map((statement) -> VERSIONED.matcher(statement.text()))
			.filter(Matcher::matches)
			.map((matcher) -> Identifier.folded(matcher.group(1)))
			.collect(Collectors.toSet());
	}

	static List<WantedExtension> in(List<SqlStatement> statements) {
		return statements.stream().map(WantedExtension::of).filter(Objects::nonNull).toList();
	}

	static @Nullable WantedExtension of(SqlStatement statement) {
		Matcher create = CREATE.matcher(statement.text());
		if (!create.matches()) {
			return null;
		}
		Matcher schema = SCHEMA.matcher(create.group(2));
		Matcher version = VERSION.matcher(create.group(2));
		return new WantedExtension(Identifier.folded(create.group(1)),
				schema.find() ? Identifier.folded(schema.group(1)) : null, version.find()
						? ((version.group(1) != null) ? version.group(1) : Identifier.folded(version.group(2))) : null);
	}

}
