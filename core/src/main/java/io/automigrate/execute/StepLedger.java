package io.automigrate.execute;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.automigrate.error.MigrationException;
import io.automigrate.error.SqlFailure;
import io.automigrate.history.StepEntry;
import io.automigrate.history.StepEntry.State;
import io.automigrate.history.StepJournal;
import io.automigrate.lock.MigrationLock;
import io.automigrate.plan.MigrationStep;

/**
 * Keeps the promise that after a run without success, writers of the running version can
 * write whatever they could write before. What a step takes from them is written down
 * together with the step, undone by the run itself if a later step fails, and by the next
 * run of any version if this one cannot do it any more.
 */
final class StepLedger {

	/** What a run whose budget is used up may still take to undo its steps. */
	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	/** What a run may take to undo its steps while other sessions are in the way. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Session session;

	private final Desired desired;

	private final MigrationLock lock;

	private final RunListener listener;

	private final StepJournal journal;

	private final String run = UUID.randomUUID().toString();

	private final Instant startedAt = Instant.now();

	/** What this run has written down and not taken back. */
	private final List<String> written = new ArrayList<>();

	private boolean created;

	/**
	 * Create a ledger.
	 * @param session the run's session
	 * @param schema the schema of the journal
	 * @param lock the run's lock
	 */
	StepLedger(Session session, Desired desired, String schema, MigrationLock lock, RunListener listener) {
		this.session = session;
		this.desired = desired;
		this.lock = lock;
		this.listener = listener;
		this.journal = new StepJournal(schema);
	}

	/**
	 * Write down what some steps take from writers, in the steps' own transaction, or
	 * before a step that cannot be in any.
	 * @param before how many steps come before them
	 * @param total how many steps the plan has
	 */
	void write(List<MigrationStep> steps, int before, int total, String defaultSchema) throws SQLException {
		Connection connection = this.session.connection();
		for (int i = 0; i < steps.size(); i++) {
			MigrationStep step = steps.get(i);
			if (!step.undo().isEmpty()) {
				if (!this.created) {
					this.journal.create(connection);
					this.created = true;
				}
				MigrationSettings settings = this.desired.settings();
				StepEntry entry = new StepEntry(0, this.run, settings.application(), settings.release().mark(),
						this.desired.sourceFingerprint(), host(), this.startedAt, before + i + 1, total,
						step.title(defaultSchema), step.object().kind().name(), step.object().quoted(), step.undo(),
						State.BEGUN);
				this.journal.add(connection, entry);
				this.written.add(step.title(defaultSchema));
			}
		}
	}

	/** What was written since a mark was rolled back together with its steps. */
	void backTo(int mark) {
		this.written.subList(mark, this.written.size()).clear();
		this.created = this.created && !this.written.isEmpty();
	}

	int mark() {
		return this.written.size();
	}

	/** The run has reached its end, and whatever was unfinished is finished. */
	void finished() throws SQLException {
		if (this.journal.exists(this.session.connection())) {
			for (StepEntry entry : this.journal.unfinished(this.session.connection())) {
				this.journal.remove(this.session.connection(), entry.id());
			}
		}
	}

	/**
	 * Undo what this run has done, since it failed, and what an earlier one had left for
	 * it to complete. Where its session is lost, another one takes the lock first; if
	 * another run has it by then, that one undoes it.
	 */
	void undo() {
		List<String> left = List.copyOf(this.written);
		try {
			Duration budget = this.session.clock().deadline().passed() ? LAST_WORDS : PATIENCE;
			if (this.session.clock().get(budget, () -> this.session.lost() ? elsewhere() : here())) {
				this.written.clear();
			}
			else {
				tell(left, "the session is lost");
			}
		}
		catch (SQLException ex) {
			tell(left, SqlFailure.message(SqlFailure.innermost(ex)));
		}
		catch (MigrationException ex) {
			tell(left, ex.getMessage());
		}
	}

	/** Where this run has written nothing down, there is seldom anything to undo. */
	private void tell(List<String> left, String why) {
		if (!left.isEmpty()) {
			this.listener.warning("What the failed run had begun could not be undone (" + why
					+ "), and is undone by the next run of any release: " + String.join(", ", left));
		}
	}

	private boolean here() throws SQLException {
		this.session.rollback();
		undo(this.session, this.journal.unfinished(this.session.connection()));
		return true;
	}

	private boolean elsewhere() throws SQLException {
		try (Session other = this.session.again()) {
			if (other == null || !this.lock.tryAcquire(other.connection())) {
				return false;
			}
			undo(other, this.journal.unfinished(other.connection()));
			this.lock.release(other.connection());
			return true;
		}
	}

	/**
	 * Undo what runs of other releases have left unfinished. What a run with the same
	 * sources has left is completed by this one.
	 */
	void undoLeftovers() throws SQLException {
		List<StepEntry> leftovers = this.journal.unfinished(this.session.connection())
			.stream()
			.filter((entry) -> !entry.desired().equals(this.desired.sourceFingerprint()))
			.toList();
		if (leftovers.isEmpty()) {
			return;
		}
		this.listener.warning("A run of " + leftovers.get(0).application()
				+ ((leftovers.get(0).release() != null) ? " " + leftovers.get(0).release() : "") + " on "
				+ leftovers.get(0).host() + " did not end; undoing what it had begun: "
				+ String.join(", ", leftovers.stream().map(StepEntry::title).toList()));
		undo(this.session, leftovers);
	}

	/**
	 * Backwards, each statement by itself: what builds indexes cannot be in a
	 * transaction. What one step keeps from being undone, such as an object of somebody
	 * else's that needs what it made, is told, and keeps no other from it.
	 */
	private void undo(Session present, List<StepEntry> steps) throws SQLException {
		List<String> failed = new ArrayList<>();
		for (int i = steps.size() - 1; i >= 0; i--) {
			StepEntry step = steps.get(i);
			try {
				undo(present, step);
				this.journal.remove(present.connection(), step.id());
			}
			catch (SQLException ex) {
				// Behind a pooler all is one transaction, which is over.
				if (present.pooled() || Statements.endsTheRun(ex)) {
					throw ex;
				}
				failed.add(step.title() + " (" + SqlFailure.message(SqlFailure.innermost(ex)) + ")");
			}
		}
		if (!failed.isEmpty()) {
			this.listener
				.warning("What a run had begun could not be undone, and is tried again by the next run of any release: "
						+ String.join(", ", failed));
		}
	}

	private void undo(Session present, StepEntry step) throws SQLException {
		for (String sql : step.undo()) {
			new LockRetry(present, this.listener).run(() -> "undoing: " + sql, Set::of, (tried) -> {
				tried.stalls();
				present.outsideOfTransactions(present.clock().deadline(), sql.contains(" CONCURRENTLY "));
				try (Statement statement = present.connection().createStatement()) {
					return statement.execute(sql);
				}
				finally {
					present.resetTimeouts();
				}
			});
		}
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

}
