package io.automigrate.execute;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.history.JournalEntry;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a migration outside of the batch's transaction, one step after the other. A step
 * that can be in a transaction has one of its own, together with its line in the journal.
 * Before any other the journal says that it begins; so the next run knows where to go on,
 * or that nobody knows.
 */
final class JournalledMigration {

	private static final String STAYS = "Correct the statement; what was run before it stays, and the next run goes on with it.";

	static final String BEGINS_AGAIN = "Correct the migration; what it has committed stays, and the next run starts it again.";

	private static final Pattern CONCURRENT_INDEX = Pattern.compile(
			"(?is)CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\"(?:[^\"]|\"\")+\"|[^\\s\"(]+)\\s+ON\\s+(?:ONLY\\s+)?((?:\"(?:[^\"]|\"\")+\"|[^\\s\"(.]+)(?:\\s*\\.\\s*(?:\"(?:[^\"]|\"\")+\"|[^\\s\"(.]+))?).*");

	/** What is known to want no transaction, or to end the one that it is in. */
	private static final Pattern ALONE = Pattern.compile(
			"(?is)(VACUUM|CALL|CREATE\\s+(DATABASE|TABLESPACE|SUBSCRIPTION)|DROP\\s+(DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER\\s+(SYSTEM|SUBSCRIPTION))\\b.*|(CREATE|DROP|REINDEX|ALTER|DETACH)\\b.*\\bCONCURRENTLY\\b.*|DO\\b.*\\b(COMMIT|ROLLBACK)\\b.*");

	private static final Pattern COMMITS = Pattern.compile("(?is)(COMMIT|END)\\b.*");

	/** Active transaction where none may be, and a procedure that cannot end its own. */
	private static final Set<String> NO_TRANSACTION = Set.of("25001", "2D000");

	private static final Pattern DROPPED_INDEX = Pattern
		.compile("(?is)DROP\\s+INDEX\\s+CONCURRENTLY\\s+(\\S+)(?:\\s+(?:CASCADE|RESTRICT))?\\s*");

	/** What may be run again, whether it took effect or not. */
	private static final Pattern REPEATABLE = Pattern.compile(
			"(?is)(SET|RESET|SELECT|SHOW|VACUUM|ANALYZE|REINDEX|REFRESH|CLUSTER|CHECKPOINT|COMMENT)\\b.*|CREATE\\s.*?\\bIF\\s+NOT\\s+EXISTS\\b.*|CREATE\\s+OR\\s+REPLACE\\b.*|DROP\\s.*?\\bIF\\s+EXISTS\\b.*|ALTER\\s+TYPE\\s.*\\bADD\\s+VALUE\\s+IF\\s+NOT\\s+EXISTS\\b.*");

	/** What giving back may take, whatever else is over. */
	private static final Duration GIVING_BACK = Duration.ofMinutes(1);

	private final Session session;

	private final VersionedState state;

	private final MigrationUnit unit;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final List<List<SqlStatement>> steps;

	/** The role that writes the journal, where the migration takes another one. */
	private @Nullable String role;

	JournalledMigration(Session session, VersionedState state, MigrationUnit unit, MigrationSettings settings,
			RunListener listener) {
		this.session = session;
		this.state = state;
		this.unit = unit;
		this.settings = settings;
		this.listener = listener;
		this.steps = unit.steps();
	}

	/** Run what is left of it and write the history. */
	void run() throws SQLException {
		long start = System.nanoTime();
		SessionSettings before = SessionSettings.read(connection(), this.unit.ownSettings());
		this.role = this.unit.setsRole() ? role() : null;
		this.session.outsideOfTransactions(Deadline.in(this.settings.scanTimeout()), waitsForOthers());
		try {
			if (this.unit.action() instanceof MigrationAction.Java java) {
				// Each of its batches has a budget of its own.
				this.session.clock().within(null, () -> runJava(java));
			}
			else {
				runSteps();
			}
		}
		finally {
			if (!connection().isClosed()) {
				if (this.unit.leaves()) {
					this.session.leaveNothing();
				}
				before.restore(connection(), before);
			}
		}
		finish(Duration.ofNanos(System.nanoTime() - start));
	}

	/** Begins at its beginning each time; only its back-fills know where they were. */
	private void runJava(MigrationAction.Java java) throws SQLException {
		JournalledBatches batches = new JournalledBatches(this.session, this.state, this.unit, this.settings,
				this.listener);
		try {
			MigrationBatch.runJava(this.unit, java,
					GuardedConnection.open(connection(), this.unit.migration(), batches, this.listener), BEGINS_AGAIN);
		}
		catch (SQLException | MigrationException ex) {
			// What it has begun and not committed would keep the settings from going
			// back.
			this.session.rollback();
			throw ex;
		}
	}

	private void runSteps() throws SQLException {
		int done = resumeAt();
		setAgain(done);
		for (int i = done; i < this.steps.size(); i++) {
			int index = i;
			this.session.clock().within(this.settings.scanTimeout(), () -> step(index));
		}
	}

	/**
	 * A build beside others waits for their transactions under the same timeout as for
	 * locks, and keeps nobody waiting meanwhile.
	 */
	private boolean waitsForOthers() {
		return this.unit.statements()
			.stream()
			.anyMatch((statement) -> statement.text().matches("(?is).*\\bCONCURRENTLY\\b.*"));
	}

	/** What a session has to be told again after a break. */
	private void setAgain(int done) throws SQLException {
		Statements statements = Statements.ofMigrations(Deadline.in(Duration.ofMinutes(1)), STAYS);
		for (List<SqlStatement> step : this.steps.subList(0, done)) {
			if (step.size() == 1 && MigrationUnit.sets(step.get(0))) {
				statements.runEach(connection(), step);
			}
		}
	}

	/**
	 * A statement that can be in a transaction shares one with its line in the journal,
	 * so that there is never any doubt about it.
	 */
	private void step(int index) throws SQLException {
		List<SqlStatement> step = this.steps.get(index);
		Statements statements = Statements.ofMigrations(this.session.clock().deadline(), STAYS).toldTo(this.listener);
		try {
			addAgain(index, statements);
			if (step.size() > 1) {
				together(index, step, statements);
			}
			else if (ALONE.matcher(step.get(0).text()).matches() || !withJournal(index, step, statements)) {
				write(index, place(step), null);
				statements.runEach(connection(), step);
			}
		}
		catch (SQLException ex) {
			failed(index, step, SqlFailure.message(SqlFailure.innermost(ex)));
			giveBack(index);
			throw ex;
		}
		catch (MigrationException ex) {
			failed(index, step, ex.getMessage());
			giveBack(index);
			throw ex;
		}
	}

	/** A transaction of the migration's own. */
	private void together(int index, List<SqlStatement> step, Statements statements) throws SQLException {
		int last = step.size() - 1;
		boolean commits = COMMITS.matcher(step.get(last).text()).matches();
		write(index, commits ? null : place(step), null);
		statements.runEach(connection(), step.subList(0, last));
		if (commits) {
			write(index + 1, null, null);
		}
		statements.runEach(connection(), step.subList(last, step.size()));
	}

	/** Returns whether the statement could be in a transaction. */
	private boolean withJournal(int index, List<SqlStatement> step, Statements statements) throws SQLException {
		connection().setAutoCommit(false);
		try {
			statements.runEach(connection(), step);
			write(index + 1, null, null);
			this.session.commit();
			return true;
		}
		catch (StatementFailedException ex) {
			if (ex.sqlState() != null && NO_TRANSACTION.contains(ex.sqlState())) {
				return false;
			}
			throw ex;
		}
		finally {
			this.session.rollback();
		}
	}

	/**
	 * The server said no, so the step has no effect. If the connection is gone, the
	 * journal goes on saying that nobody knows.
	 */
	private void failed(int index, List<SqlStatement> step, String error) {
		try {
			if (step.size() > 1) {
				try (Statement statement = connection().createStatement()) {
					statement.execute("ROLLBACK");
				}
			}
			write(index, null, error);
		}
		catch (SQLException ex) {
			this.listener.warning("The journal could not be written: " + SqlFailure.message(ex));
		}
	}

	/**
	 * Give the running release back what it could write before: a constraint that is not
	 * validated holds for new rows, and so does an index that was not built to its end.
	 */
	private void giveBack(int failed) {
		if (this.session.lost() || this.session.pooled()) {
			return;
		}
		for (UnvalidatedConstraint open : UnvalidatedConstraint.before(this.steps, failed)) {
			giveBack(open.display(), () -> dropped(open));
		}
		SqlStatement first = this.steps.get(failed).get(0);
		Matcher index = CONCURRENT_INDEX.matcher(first.text());
		if (index.matches()) {
			giveBack(index.group(1) + " of " + index.group(2), () -> built(first, index.group(1), index.group(2)));
		}
	}

	private void giveBack(String what, RunClock.Work work) {
		try {
			this.session.clock().within(GIVING_BACK, work);
		}
		catch (SQLException ex) {
			this.listener.warning(what + " stays and may refuse new rows: " + SqlFailure.message(ex));
		}
		catch (MigrationException ex) {
			this.listener.warning(what + " stays and may refuse new rows: " + ex.getMessage());
		}
	}

	private void dropped(UnvalidatedConstraint open) throws SQLException {
		if (!ask(open.present())) {
			return;
		}
		new LockRetry(this.session, this.listener).run(() -> "dropping constraint " + open.display(), Set::of,
				(tried) -> {
					this.session.begin();
					tried.stalls();
					try (Statement statement = connection().createStatement()) {
						statement.execute(open.drop());
					}
					this.session.commit();
					return open;
				});
		this.listener.warning("Constraint " + open.display()
				+ " is not validated and would refuse new rows; dropped until the migration goes on");
	}

	/** What was given back is there again before it is validated. */
	private void addAgain(int index, Statements statements) throws SQLException {
		for (UnvalidatedConstraint open : UnvalidatedConstraint.validatedIn(this.steps, index)) {
			if (!ask(open.present())) {
				statements.runEach(connection(), List.of(open.statement()));
			}
		}
	}

	private boolean ask(String question) throws SQLException {
		try (Statement statement = connection().createStatement(); ResultSet row = statement.executeQuery(question)) {
			return row.next() && row.getBoolean(1);
		}
	}

	private void write(int done, @Nullable String underWay, @Nullable String error) throws SQLException {
		JournalEntry entry = new JournalEntry(this.unit.migration().version(), this.unit.down(), done, checksum(done),
				underWay, error, null);
		String own = this.role;
		if (own == null) {
			this.state.journalTable().write(connection(), entry);
			return;
		}
		String other = role();
		role(own);
		this.state.journalTable().write(connection(), entry);
		role(other);
	}

	private String role() throws SQLException {
		try (Statement statement = connection().createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_catalog.current_setting('role')")) {
			row.next();
			return row.getString(1);
		}
	}

	private void role(String role) throws SQLException {
		try (Statement statement = connection().createStatement()) {
			statement.execute("SELECT pg_catalog.set_config('role', " + Identifier.literal(role) + ", false)");
		}
	}

	private void finish(Duration duration) throws SQLException {
		Migration migration = this.unit.migration();
		this.session.begin(Deadline.in(Duration.ofMinutes(1)));
		if (this.unit.down() || migration.repeatable()) {
			this.state.history().remove(connection(), this.state.rowsOf(migration));
		}
		if (!this.unit.down()) {
			this.state.history()
				.add(connection(), List.of(this.state.row(migration, duration)), this.settings.application());
		}
		this.state.journalTable().remove(connection(), migration.version());
		this.session.commit();
		this.listener.done(migration, this.unit.down(), duration);
	}

	/** The first step that is not done. */
	private int resumeAt() throws SQLException {
		JournalEntry entry = this.state.unfinished(this.unit.migration().version());
		if (entry == null || entry.done() > this.steps.size()) {
			return checked(entry, 0);
		}
		if (!entry.doneChecksum().equals(checksum(entry.done()))) {
			return checked(entry, 0);
		}
		if (entry.done() == this.steps.size()) {
			return entry.done();
		}
		List<SqlStatement> step = this.steps.get(entry.done());
		Matcher index = CONCURRENT_INDEX.matcher(step.get(0).text());
		if (step.size() == 1 && index.matches()) {
			return entry.done() + (built(step.get(0), index.group(1), index.group(2)) ? 1 : 0);
		}
		Matcher drop = DROPPED_INDEX.matcher(step.get(0).text());
		if (step.size() == 1 && drop.matches()) {
			return entry.done() + (exists(drop.group(1)) ? 0 : 1);
		}
		if (entry.underWay() != null && (step.size() > 1 || !REPEATABLE.matcher(step.get(0).text()).matches())) {
			throw unresolved(this.unit.migration(), entry);
		}
		return entry.done();
	}

	private int checked(@Nullable JournalEntry entry, int start) {
		if (entry != null && entry.done() > 0) {
			throw new UnresolvedMigrationException(entry.version(),
					"The first " + entry.done() + " statements of migration " + this.unit.migration().display()
							+ " have been run outside of a transaction, and since then they were changed in the file.",
					"Undo the change in the file, or settle it by hand: finish the migration and run resolve --applied, or undo what it did and run resolve --rolled-back.");
		}
		return start;
	}

	static UnresolvedMigrationException unresolved(Migration migration, JournalEntry entry) {
		return new UnresolvedMigrationException(entry.version(),
				"Migration " + migration.display()
						+ " was interrupted outside of a transaction, and nobody knows whether its statement at "
						+ entry.underWay() + " took effect; the " + entry.done() + " before it did.",
				"Look at the database. Then run resolve --retry for the migration to go on with this statement, finish it by hand and run resolve --applied, or undo by hand what it did and run resolve --rolled-back.");
	}

	/**
	 * Whether an index of an interrupted build is there; what is left of a build that
	 * failed is dropped, since it slows writers down and serves nobody.
	 */
	private boolean built(SqlStatement step, String index, String table) throws SQLException {
		String relation = "pg_catalog.to_regclass(" + Identifier.literal(table) + ")";
		try (Statement statement = connection().createStatement()) {
			try (ResultSet row = statement
				.executeQuery("SELECT pid FROM pg_catalog.pg_stat_progress_create_index WHERE relid = " + relation)) {
				if (row.next()) {
					throw new MigrationUnderWayException(
							"Backend " + row.getInt(1) + " still builds an index of " + table + " for " + step.script()
									+ ", line " + step.line() + ".",
							"Wait for it to end, or end it with SELECT pg_terminate_backend(…).", null);
				}
			}
			String left = null;
			try (ResultSet row = statement.executeQuery(
					"SELECT i.indisvalid, i.indexrelid::pg_catalog.regclass::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
							+ " WHERE i.indrelid = " + relation + " AND c.relname = (pg_catalog.parse_ident("
							+ Identifier.literal(index) + "))[1]")) {
				if (row.next()) {
					if (row.getBoolean(1)) {
						return true;
					}
					left = row.getString(2);
				}
			}
			if (left != null) {
				this.listener.warning("The index " + left + " is invalid, left by a build that did not end; dropped");
				statement.execute("DROP INDEX CONCURRENTLY " + left);
			}
			return false;
		}
	}

	private boolean exists(String relation) throws SQLException {
		return ask("SELECT pg_catalog.to_regclass(" + Identifier.literal(relation) + ") IS NOT NULL");
	}

	private Connection connection() {
		return this.session.connection();
	}

	private static String place(List<SqlStatement> step) {
		SqlStatement first = step.get(0);
		String text = first.text().replaceAll("\\s+", " ");
		return "line " + first.line() + " (" + ((text.length() > 100) ? text.substring(0, 100) + "…" : text) + ")";
	}

	private String checksum(int done) {
		String text = this.steps.subList(0, done)
			.stream()
			.flatMap(List::stream)
			.map((statement) -> statement.text().replaceAll("\\s+", " "))
			.collect(Collectors.joining(";"));
		return checksum(text);
	}

	static String checksum(String text) {
		CRC32C checksum = new CRC32C();
		checksum.update(text.getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().toHexDigits(checksum.getValue(), 8) + HexFormat.of().toHexDigits(text.length());
	}

}
