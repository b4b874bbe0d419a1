package io.automigrate.execute;

import java.util.List;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.history.HistoryTable;
import io.automigrate.lock.MigrationLock;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;

/**
 * Writes migrations as a script for {@code psql}, for where nobody may run anything else.
 * It takes the lock that runs take, refuses to do what is done already, and writes the
 * history as a run would.
 */
final class MigrationScript {

	private final StringBuilder text = new StringBuilder();

	private final HistoryTable history;

	private final String settings;

	private final String application;

	private boolean inTransaction;

	private MigrationScript(HistoryTable history, String settings, String application) {
		this.history = history;
		this.settings = settings;
		this.application = application;
	}

	/**
	 * Write the script.
	 * @param units the migrations, at least one
	 * @param state what they come upon
	 * @param makesSchema whether the history's schema is to be made, too
	 * @param searchPath where unqualified names are looked for
	 * @param lock the lock to take
	 * @param settings how a run would wait for locks, and what it is called
	 */
	static String of(List<MigrationUnit> units, VersionedState state, boolean makesSchema, String searchPath,
			MigrationLock lock, MigrationSettings settings) {
		boolean down = units.get(0).down();
		List<String> versions = units.stream().map((unit) -> unit.migration().version()).toList();
		String session = """
				SET client_encoding = 'UTF8';
				SET standard_conforming_strings = on;
				SET lock_timeout = %d;
				SET search_path = %s;
				""".formatted(settings.lockTimeout().toMillis(), searchPath);
		MigrationScript script = new MigrationScript(state.history(), session, settings.application());
		script.text.append("-- ").append(down ? "Undoes " : "Applies ").append(String.join(", ", versions));
		script.text.append(". To be run by psql, whole: psql -X -f this.sql\n\\set ON_ERROR_STOP on\n").append(session);
		script.statement(lock.waitingSql());
		script.transaction(true);
		String prepare = state.history().prepareSql(state.shape(), makesSchema);
		if (!prepare.isEmpty()) {
			script.statement(prepare);
		}
		List<String> demanded = versions(units, down);
		if (!demanded.isEmpty()) {
			script.statement(state.history().demandSql(demanded, down));
		}
		for (BatchSegment segment : BatchSegment.of(units, settings.versioned().transaction())) {
			if (segment.reason() != null) {
				script.transaction(false);
				script.text.append("-- Committed before it: ").append(segment.reason()).append(".\n");
			}
			for (MigrationUnit unit : segment.units()) {
				script.add(unit, state);
			}
		}
		script.transaction(false);
		return script.text.toString();
	}

	private static List<String> versions(List<MigrationUnit> units, boolean down) {
		return units.stream()
			.map(MigrationUnit::migration)
			.filter((migration) -> down || !migration.repeatable())
			.map(Migration::version)
			.toList();
	}

	private void add(MigrationUnit unit, VersionedState state) {
		Migration migration = unit.migration();
		if (unit.action() instanceof MigrationAction.Java) {
			throw new InvalidMigrationException(migration.origin(), "a migration in Java cannot be written as SQL.",
					"Write the script up to the migration before it (--target), and let the application run this one.");
		}
		transaction(unit.transactional());
		this.text.append("\n-- ").append(migration.origin());
		this.text.append(unit.marks() ? ": marked as applied, since everything that it makes is in place\n" : "\n");
		for (SqlStatement statement : unit.statements()) {
			statement(statement.text());
			if (statement.copyData() != null) {
				this.text.append(statement.copyData());
				this.text.append((statement.copyData().isEmpty() || statement.copyData().endsWith("\n")) ? "" : "\n");
				this.text.append("\\.\n");
			}
		}
		if (unit.leaves()) {
			statement(Session.LEAVE_NOTHING);
		}
		if (unit.sets()) {
			this.text.append("RESET SESSION AUTHORIZATION;\nRESET ALL;\n").append(this.settings);
		}
		if (unit.down() || migration.repeatable()) {
			statement(this.history.removeSql(state.rowsOf(migration)));
		}
		if (!unit.down()) {
			statement(this.history.addSql(List.of(state.row(migration, null)), this.application));
		}
	}

	private void transaction(boolean wanted) {
		if (this.inTransaction != wanted) {
			this.text.append(wanted ? "BEGIN;\n" : "COMMIT;\n");
			this.inTransaction = wanted;
		}
	}

	private void statement(String sql) {
		this.text.append(sql).append(";\n");
	}

}
