package io.automigrate.execute;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;

/**
 * Recognizes statements that reach further than the database they run in: roles, other
 * databases, tablespaces and the server's settings. A throw-away database on a server
 * that others use must not run them.
 */
final class ServerWide {

	private static final String ROLE = "(?:ROLE|USER(?!\\s+MAPPING\\b)|GROUP)";

	private static final String SHARED = "(?:" + ROLE + "|DATABASE|TABLESPACE|SUBSCRIPTION)";

	private static final Pattern STATEMENT = Pattern.compile("(?is)(?:CREATE|ALTER|DROP)\\s+" + SHARED + "\\b.*"
			+ "|ALTER\\s+SYSTEM\\b.*|(?:REASSIGN|DROP)\\s+OWNED\\b.*|(?:GRANT|REVOKE)\\b(?!.*\\bON\\b).*"
			+ "|(?:GRANT|REVOKE)\\b.*?\\bON\\s+(?:DATABASE|TABLESPACE|PARAMETER)\\b.*|COMMENT\\s+ON\\s+" + SHARED
			+ "\\b.*|SECURITY\\s+LABEL\\b.*?\\bON\\s+" + SHARED + "\\b.*");

	/** A block may ask for the name of the database it is in, and change only that. */
	private static final Pattern BLOCK = Pattern.compile("(?is)DO\\b.*\\b(?:(?:ALTER|DROP)\\s+(?:" + ROLE
			+ "|TABLESPACE|SUBSCRIPTION)\\s|ALTER\\s+SYSTEM\\b|(?:REASSIGN|DROP)\\s+OWNED\\b).*");

	private static final Pattern NO_TRANSACTION = Pattern
		.compile("(?is)(?:(?:CREATE|DROP)\\s+(?:DATABASE|TABLESPACE)|ALTER\\s+SYSTEM)\\b.*");

	private static final Pattern NEW_ROLE = Pattern
		.compile("(?is)\\bCREATE\\s+" + ROLE + "\\s+(" + Identifier.PATTERN + ")");

	private ServerWide() {
	}

	/** Returns whether a statement is one of them. */
	static boolean test(SqlStatement statement) {
		return STATEMENT.matcher(statement.text()).matches();
	}

	/**
	 * Demand that no block changes roles or the server's settings: what else it does
	 * cannot be run without that.
	 * @throws InvalidMigrationException if one does
	 */
	static void requireNoneWithin(Collection<SqlStatement> statements) {
		for (SqlStatement statement : statements) {
			if (BLOCK.matcher(statement.text()).matches()) {
				throw new InvalidMigrationException(statement.script(), statement.line(),
						"the DO block changes roles or settings of the whole server, so it cannot run in a throw-away database of a server that others use.",
						"Name a database on a server of your own with --dev-url (migration.versioned.dev-url), or move the change into a statement of its own.");
			}
		}
	}

	/**
	 * Demand of what is left out that it could be run, as far as words tell.
	 * @throws InvalidMigrationException if a migration runs in a transaction, and one of
	 * its statements must not
	 */
	static void requireOutsideOfTransactions(MigrationUnit unit) {
		for (SqlStatement statement : unit.statements()) {
			if (unit.transactional() && NO_TRANSACTION.matcher(statement.text()).matches()) {
				throw new InvalidMigrationException(statement.script(), statement.line(),
						"the statement cannot run inside a transaction, and the section runs in one.",
						"Write transaction:false after -- migrate:up or -- migrate:down.");
			}
		}
	}

	/** Returns the roles that statements create, inside of blocks too. */
	static Set<String> newRoles(Collection<SqlStatement> statements) {
		Set<String> names = new TreeSet<>();
		for (SqlStatement statement : statements) {
			Matcher matcher = NEW_ROLE.matcher(statement.text());
			while (matcher.find()) {
				names.add(Identifier.folded(matcher.group(1)));
			}
		}
		return names;
	}

}
