package io.automigrate.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import io.automigrate.versioned.TransactionScope;

/**
 * One migration in one direction, ready to be run.
 *
 * @param migration the migration
 * @param down whether it is to be undone
 * @param action what is to be run
 * @param statements its statements, where it is SQL
 */
record MigrationUnit(Migration migration, boolean down, MigrationAction action, List<SqlStatement> statements) {

	/** What would end the batch's transaction; going back to a savepoint would not. */
	private static final Pattern TRANSACTION_CONTROL = Pattern.compile(
			"(?is)(COMMIT|END|ABORT|BEGIN|START\\s+TRANSACTION|PREPARE\\s+TRANSACTION|ROLLBACK(?!\\s+((WORK|TRANSACTION)\\s+)?TO\\b))\\b.*");

	private static final Pattern SETS = Pattern
		.compile("(?is)(SET|RESET|DISCARD|LOAD)\\b.*|.*\\bset_config\\b.*|DO\\b.*\\bSET\\b.*");

	/** Not what foreign keys do when another row is deleted. */
	private static final Pattern LOSES = Pattern.compile(
			"(?is).*(?<!\\bON\\s)\\b(DROP|TRUNCATE|DELETE|UPDATE|MERGE|DO|CALL|EXECUTE)\\b.*|.*\\bALTER\\b.*\\bTYPE\\b.*");

	private static final Pattern SETS_ROLE = Pattern
		.compile("(?is).*(?:\\bSET\\s+(?:SESSION\\s+|LOCAL\\s+)?ROLE\\b|\\bset_config\\s*\\(\\s*'role').*");

	private static final Pattern OWN_SETTING = Pattern.compile(
			"(?i)\\bSET\\s+(?:SESSION\\s+)?(\\w+(?:\\.\\w+)+)\\s*(?:=|TO\\b)|set_config\\s*\\(\\s*'(\\w+(?:\\.\\w+)+)'");

	/** What stays in a session after the statement, or the transaction, has ended. */
	private static final Pattern LEAVES = Pattern
		.compile("(?is).*\\b(TEMP|TEMPORARY|PREPARE|DECLARE|PG_TEMP|LISTEN|DEFERRED|IMMEDIATE)\\b.*");

	private static final Pattern DEFERS = Pattern.compile("(?is).*\\bDEFERR(ABLE|ED)\\b.*");

	private static final Pattern BEGINS = Pattern.compile("(?is)(BEGIN|START\\s+TRANSACTION)\\b.*");

	private static final Pattern ENDS = Pattern.compile("(?is)(COMMIT|END|ROLLBACK|ABORT)\\b.*");

	MigrationUnit {
		statements = List.copyOf(statements);
	}

	/**
	 * Make a migration ready.
	 * @throws io.automigrate.error.MigrationException if its statements cannot be run
	 */
	static MigrationUnit of(Migration migration, boolean down) {
		MigrationAction action = down ? migration.down() : migration.up();
		if (action == null) {
			throw new IllegalArgumentException("Migration " + migration.display() + " has no way down");
		}
		List<SqlStatement> statements = (action instanceof MigrationAction.Sql sql) ? sql.statements() : List.of();
		MigrationUnit unit = new MigrationUnit(migration, down, action, statements);
		statements.forEach(unit::check);
		return unit;
	}

	/** The same without some of its statements. */
	MigrationUnit without(Predicate<SqlStatement> leftOut) {
		return this.statements.stream().noneMatch(leftOut) ? this : new MigrationUnit(this.migration, this.down,
				this.action, this.statements.stream().filter(leftOut.negate()).toList());
	}

	/** Only mark a migration as applied: all that it makes is in place. */
	static MigrationUnit marking(Migration migration) {
		return new MigrationUnit(migration, false,
				new MigrationAction.Sql(migration.origin(), 1, "", TransactionScope.BATCH), List.of());
	}

	/** Whether nothing is run. */
	boolean marks() {
		return !this.down && this.action != this.migration.up();
	}

	private void check(SqlStatement statement) {
		if (statement.text().startsWith("\\")) {
			throw new InvalidMigrationException(statement.script(), statement.line(),
					firstWord(statement) + " is a command of psql, not SQL.", "Remove the line.");
		}
		if (this.action.transactional() && TRANSACTION_CONTROL.matcher(statement.text()).matches()) {
			throw new InvalidMigrationException(statement.script(), statement.line(),
					firstWord(statement).toUpperCase(Locale.ROOT)
							+ " would end the transaction that the whole batch shares.",
					"Remove the statement, or let the section run outside of transactions with transaction:false after -- migrate:up or -- migrate:down.");
		}
	}

	private static String firstWord(SqlStatement statement) {
		return statement.text().split("\\s", 2)[0];
	}

	/** Version and name. */
	String title() {
		return this.migration.version() + " " + this.migration.name();
	}

	boolean transactional() {
		return this.action.transactional();
	}

	/** Whether it shares its transaction with no other migration. */
	boolean alone(TransactionScope scope) {
		return this.action.scope() == TransactionScope.EACH || scope == TransactionScope.EACH;
	}

	/** Whether something besides settings may be left in the session afterwards. */
	boolean leaves() {
		return this.action instanceof MigrationAction.Java
				|| this.statements.stream().anyMatch((statement) -> LEAVES.matcher(statement.text()).matches());
	}

	/** Whether it may make a constraint that is checked at the end of transactions. */
	boolean defers() {
		return this.action instanceof MigrationAction.Java
				|| this.statements.stream().anyMatch((statement) -> DEFERS.matcher(statement.text()).matches());
	}

	/** Whether settings of the session may be others afterwards. */
	boolean sets() {
		return this.action instanceof MigrationAction.Java || this.statements.stream().anyMatch(MigrationUnit::sets);
	}

	/** Whether it may take another role. */
	boolean setsRole() {
		return this.statements.stream().anyMatch((statement) -> SETS_ROLE.matcher(statement.text()).matches());
	}

	static boolean sets(SqlStatement statement) {
		return SETS.matcher(statement.text()).matches();
	}

	/** Whether rows or columns may be gone afterwards, as far as words tell. */
	boolean mayLoseData() {
		return this.down || this.action instanceof MigrationAction.Java
				|| this.statements.stream().anyMatch((statement) -> LOSES.matcher(statement.text()).matches());
	}

	/** Settings of an application's own that it changes. */
	Set<String> ownSettings() {
		Set<String> names = new TreeSet<>();
		this.statements.stream()
			.filter(MigrationUnit::sets)
			.forEach((statement) -> OWN_SETTING.matcher(statement.text())
				.results()
				.map((result) -> (result.group(1) != null) ? result.group(1) : result.group(2))
				.forEach(names::add));
		return names;
	}

	/**
	 * The statements that are done or not done together: each by itself, and what stands
	 * between BEGIN and COMMIT.
	 */
	List<List<SqlStatement>> steps() {
		List<List<SqlStatement>> steps = new ArrayList<>();
		boolean open = false;
		for (SqlStatement statement : this.statements) {
			if (!open) {
				steps.add(new ArrayList<>());
			}
			steps.get(steps.size() - 1).add(statement);
			open = open ? !ENDS.matcher(statement.text()).matches() : BEGINS.matcher(statement.text()).matches();
		}
		return steps;
	}

}
