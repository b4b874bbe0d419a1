package io.automigrate.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Runs the desired DDL for good where there is nothing yet: what it makes of an empty
 * schema is what is asked for. Only DDL that does nothing else than make tables,
 * sequences and enums of its own is run so, as an ORM writes it; whatever might leave
 * other traces goes by way of a {@link ScratchCopy} and a plan.
 */
public final class FreshCreation {

	private static final String NAME = "(" + Identifier.PATTERN + "(?:\\s*\\.\\s*" + Identifier.PATTERN + ")*)";

	private static final String CREATE = "(?is)CREATE\\s+";

	private static final String UNLESS_THERE = "\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?";

	private static final Pattern TABLE = Pattern
		.compile(CREATE + "(?:UNLOGGED\\s+)?TABLE" + UNLESS_THERE + NAME + "\\s*\\(.*");

	private static final Pattern SEQUENCE = Pattern.compile(CREATE + "SEQUENCE" + UNLESS_THERE + NAME + "(?:\\s.*)?");

	private static final Pattern ENUM = Pattern.compile(CREATE + "TYPE\\s+" + NAME + "\\s+AS\\s+ENUM\\s*\\(.*");

	private static final Pattern INDEX = Pattern
		.compile(CREATE + "(?:UNIQUE\\s+)?INDEX\\s+(?:CONCURRENTLY\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:"
				+ Identifier.PATTERN + "\\s+)?ON\\s+(?:ONLY\\s+)?" + NAME + "(?:\\s|\\().*");

	private static final Pattern ADDITION = Pattern
		.compile("(?is)ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?" + NAME + "\\s+ADD\\s.*");

	private static final Pattern TABLE_COMMENT = Pattern
		.compile("(?is)COMMENT\\s+ON\\s+TABLE\\s+" + NAME + "\\s+IS\\s.*");

	private static final Pattern COLUMN_COMMENT = Pattern
		.compile("(?is)COMMENT\\s+ON\\s+COLUMN\\s+" + NAME + "\\s*\\.\\s*" + Identifier.PATTERN + "\\s+IS\\s.*");

	/** What may fill a table. */
	private static final Pattern FILLS = Pattern.compile("(?i)\\b(?:SELECT|EXECUTE|VALUES|TABLE)\\b");

	/** What may give a table away, or hide that. */
	private static final Pattern GIVES_AWAY = Pattern.compile("(?i)\\bOWNER\\s+TO\\b|--|/\\*");

	private static final Pattern PART = Pattern.compile(Identifier.PATTERN);

	private final Territory territory;

	private final Set<QualifiedName> made = new HashSet<>();

	private FreshCreation(Territory territory) {
		this.territory = territory;
	}

	/**
	 * Tell whether the DDL can be run for good without a look at what it would do.
	 * @param territory the schemas and what the role may do with them
	 * @param statements the DDL
	 * @return whether it does nothing but fill schemas, if they are empty
	 */
	public static boolean possible(Territory territory, List<SqlStatement> statements) {
		FreshCreation creation = new FreshCreation(territory);
		return !statements.isEmpty() && territory.creatable().containsAll(territory.schemas())
				&& statements.stream().map(SqlStatement::text).allMatch(creation::plain);
	}

	/**
	 * Run the DDL.
	 * @param connection a connection in a transaction with the territory's printing path
	 * @param territory the schemas and what the role may do with them
	 * @param statements the DDL, for which this is {@linkplain #possible possible}
	 * @param runner what runs it
	 * @throws SQLException if the database cannot be worked with
	 */
	public static void create(Connection connection, Territory territory, List<SqlStatement> statements,
			StatementRunner runner) throws SQLException {
		String path = Stream.concat(Stream.of(territory.defaultSchema()), territory.searchPath().stream())
			.distinct()
			.map(Identifier::quote)
			.collect(Collectors.joining(", "));
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET LOCAL search_path = " + path);
			runner.run(connection, statements.stream().map(ScratchCopy::inTransaction).toList());
			statement.execute("SET LOCAL search_path = " + territory.printingPath());
		}
	}

	private boolean plain(String statement) {
		Matcher made = first(statement, TABLE, SEQUENCE, ENUM);
		if (made != null) {
			QualifiedName name = name(made.group(1));
			return name != null && this.made.add(name) && this.territory.schemas().contains(name.schema())
					&& !FILLS.matcher(statement).region(made.end(1), statement.length()).find();
		}
		Matcher changed = first(statement, INDEX, ADDITION, TABLE_COMMENT, COLUMN_COMMENT);
		QualifiedName name = (changed != null) ? name(changed.group(1)) : null;
		return changed != null && name != null && this.made.contains(name)
				&& (changed.pattern() != ADDITION || !GIVES_AWAY.matcher(statement).find());
	}

	private static @Nullable Matcher first(String statement, Pattern... patterns) {
		return Stream.of(patterns)
			.map((pattern) -> pattern.matcher(statement))
			.filter(Matcher::matches)
			.findFirst()
			.orElse(null);
	}

	private @Nullable QualifiedName name(String text) {
		List<String> parts = PART.matcher(text).results().map(MatchResult::group).map(Identifier::folded).toList();
		return switch (parts.size()) {
			case 1 -> new QualifiedName(this.territory.defaultSchema(), parts.get(0));
			case 2 -> new QualifiedName(parts.get(0), parts.get(1));
			default -> null;
		};
	}

}
