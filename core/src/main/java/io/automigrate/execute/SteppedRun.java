package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.PoolerException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.lock.TableLock;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.TransactionMode;
import io.automigrate.sql.QualifiedName;

/**
 * Carries out a plan on the session that has the lock: steps that share a transaction
 * together, each other by itself. What is committed stays; a run that is interrupted
 * leaves a state that the next one goes on from.
 */
final class SteppedRun {

	private final Session session;

	private final LockedRun locked;

	private final RunListener listener;

	private final BuildProgress progress;

	private final StepLedger ledger;

	SteppedRun(Session session, LockedRun locked, RunListener listener, BuildProgress progress, StepLedger ledger) {
		this.session = session;
		this.locked = locked;
		this.listener = listener;
		this.progress = progress;
		this.ledger = ledger;
	}

	/** Steps that share a transaction, in their order. */
	static List<List<MigrationStep>> groups(List<MigrationStep> steps) {
		List<List<MigrationStep>> groups = new ArrayList<>();
		TransactionMode last = TransactionMode.OWN;
		for (MigrationStep step : steps) {
			if (step.mode() != TransactionMode.SHARED || last != TransactionMode.SHARED) {
				groups.add(new ArrayList<>());
			}
			groups.get(groups.size() - 1).add(step);
			last = step.mode();
		}
		return groups;
	}

	/**
	 * Carry out a plan.
	 * @param plan the plan
	 * @param last what belongs into the transaction of the last step, if that is in one
	 */
	void run(MigrationPlan plan, Ending last) throws SQLException {
		List<List<MigrationStep>> groups = groups(plan.steps());
		boolean parts = groups.size() > 1 || groups.get(0).get(0).mode() == TransactionMode.NONE;
		if (parts && this.session.pooled()) {
			throw PoolerException.of("the step \"" + plan.steps()
				.stream()
				.filter((step) -> step.mode() != TransactionMode.SHARED)
				.findFirst()
				.orElse(plan.steps().get(0))
				.title(plan.defaultSchema()) + "\"");
		}
		if (parts) {
			look(plan);
		}
		int done = 0;
		for (List<MigrationStep> group : groups) {
			MigrationStep first = group.get(0);
			this.locked.doing(first.title(plan.defaultSchema()));
			if (parts) {
				this.session.atStep(done + 1, plan.steps().size());
			}
			if (first.mode() == TransactionMode.NONE) {
				this.session.kept().parts();
				this.ledger.write(group, done, plan.steps().size(), plan.defaultSchema());
				outsideOfTransactions(group, plan.defaultSchema());
			}
			else {
				inTransaction(new Part(group, done, plan), parts, last);
			}
			done += group.size();
			if (!this.session.pooled()) {
				this.session.kept().steps(plan, done);
			}
		}
	}

	/**
	 * Look at the rows before anything is committed, so that what cannot be completed is
	 * not begun. What a look needs may not be there before the plan has made it; then the
	 * step itself will tell.
	 */
	private void look(MigrationPlan plan) throws SQLException {
		RunClock clock = this.session.clock();
		for (MigrationStep step : plan.steps()) {
			String look = step.looksFirst() ? step.look() : null;
			if (look == null) {
				continue;
			}
			this.locked.doing("looking at the rows for: " + step.title(plan.defaultSchema()));
			Optional<Looks.Found> found = clock.get(clock.budgets().scan(), () -> {
				try {
					this.session.begin();
					return Optional.of(Looks.ask(this.session.connection(), look));
				}
				catch (SQLException ex) {
					if (Statements.endsTheRun(ex)) {
						throw ex;
					}
					return Optional.<Looks.Found>empty();
				}
				finally {
					this.session.rollback();
				}
			});
			if (found.isPresent() && found.get().count() > 0) {
				throw Looks.failure(step, found.get(), this.session.kept().unchanged());
			}
		}
	}

	private void inTransaction(Part part, boolean parts, Ending last) throws SQLException {
		List<MigrationStep> group = part.steps();
		String defaultSchema = part.plan().defaultSchema();
		String title = group.get(0).title(defaultSchema);
		boolean scans = group.stream().anyMatch(MigrationStep::scans);
		new LockRetry(this.session, this.listener).run(() -> title, () -> tables(group), (tried) -> {
			if (scans) {
				BuildProgress.Watch watch = this.progress.watch(this.session, title);
				try (watch) {
					this.session.clock()
						.within(this.session.clock().budgets().scan(), () -> attempt(part, parts, last, tried));
				}
			}
			else {
				attempt(part, parts, last, tried);
			}
			return title;
		});
	}

	private void attempt(Part part, boolean parts, Ending last, LockRetry tried) throws SQLException {
		int mark = this.ledger.mark();
		try {
			transaction(part, parts, last, tried);
		}
		catch (SQLException | RuntimeException ex) {
			this.ledger.backTo(mark);
			throw ex;
		}
	}

	private void transaction(Part part, boolean parts, Ending last, LockRetry tried) throws SQLException {
		List<MigrationStep> group = part.steps();
		String defaultSchema = part.plan().defaultSchema();
		Deadline deadline = this.session.clock().deadline();
		this.session.begin();
		this.session.trustBodies();
		if (parts || group.stream().anyMatch((step) -> !step.lockedTables().isEmpty())) {
			this.ledger.write(group, part.before(), part.plan().steps().size(), defaultSchema);
		}
		tried.stalls();
		TableLocks.take(this.session.connection(), group, this.session.lockTry(), deadline);
		try {
			new Statements(deadline, wayOut()).toldTo(this.listener)
				.run(this.session.connection(), StepStatements.of(group, defaultSchema));
		}
		catch (StatementFailedException ex) {
			throw StepStatements.explained(ex, group, this.session);
		}
		group.forEach((step) -> this.listener.done(step, defaultSchema));
		if (parts) {
			this.session.commit();
		}
		else {
			last.end();
		}
	}

	private String wayOut() {
		return "Change what is asked for so that PostgreSQL takes it, or make the change by a versioned migration. "
				+ this.session.kept().rolledBack();
	}

	private void outsideOfTransactions(List<MigrationStep> group, String defaultSchema) throws SQLException {
		RunClock clock = this.session.clock();
		Set<QualifiedName> tables = tables(group);
		TableLock lock = lock(group, tables, defaultSchema);
		BuildProgress.Watch watch = this.progress.watch(this.session, group.get(0).title(defaultSchema));
		try (watch) {
			clock.within(clock.budgets().scan(), () -> {
				this.session.outsideOfTransactions(clock.deadline(), true);
				try {
					new Statements(clock.deadline(), wayOut()).toldTo(this.listener)
						.runEach(this.session.connection(), StepStatements.of(group, defaultSchema));
				}
				catch (StatementFailedException ex) {
					throw StepStatements.explained(ex, group, this.session);
				}
				catch (SQLException ex) {
					throw ended(ex, clock.deadline(), group, defaultSchema);
				}
				finally {
					this.session.resetTimeouts();
				}
			});
		}
		finally {
			if (!this.session.connection().isClosed()) {
				lock.release(this.session.connection());
			}
		}
		group.forEach((step) -> this.listener.done(step, defaultSchema));
	}

	/** Another application may build on the same table, under a lock of its own. */
	private TableLock lock(List<MigrationStep> group, Set<QualifiedName> tables, String defaultSchema)
			throws SQLException {
		RunClock clock = this.session.clock();
		boolean told = false;
		TableLock lock = TableLock.tryAcquire(this.session.connection(), tables);
		while (lock == null) {
			if (clock.patienceMillis() <= 0) {
				throw new MigrationUnderWayException(
						"Another application's migration works on the same table and did not end within "
								+ clock.budgets().lock().toMillis() / 1000.0 + " s: "
								+ group.get(0).title(defaultSchema) + ". " + Kept.GOES_ON,
						"Wait for it to end, or raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT).", null);
			}
			if (!told) {
				this.listener.waiting("another application that works on the same table");
				told = true;
			}
			clock.pause(100);
			lock = TableLock.tryAcquire(this.session.connection(), tables);
		}
		return lock;
	}

	private SQLException ended(SQLException failure, Deadline deadline, List<MigrationStep> group,
			String defaultSchema) {
		if (!Failures.cancelled(failure)) {
			return failure;
		}
		String title = group.get(0).title(defaultSchema);
		if (!deadline.passed()) {
			throw new MigrationTimeoutException("A step was cancelled on the server: " + title + ". " + Kept.GOES_ON,
					"Ask who has cancelled it, then run the migration again.", SqlFailure.withoutData(failure));
		}
		throw new MigrationTimeoutException(
				"A step did not end within its budget of " + deadline.budget().toMillis() / 1000.0 + " s: " + title
						+ "; at work with the same tables: " + Blockers.in(this.session, tables(group)) + ". "
						+ Kept.GOES_ON,
				"End these transactions, or raise migration.schema.scan-timeout (MIGRATION_SCHEMA_SCAN_TIMEOUT).",
				SqlFailure.withoutData(failure));
	}

	private static Set<QualifiedName> tables(List<MigrationStep> group) {
		Set<QualifiedName> tables = new TreeSet<>();
		group.forEach((step) -> tables.addAll(step.lockedTables()));
		return tables;
	}

	/** Steps that share a transaction, and how many of the plan's come before them. */
	private record Part(List<MigrationStep> steps, int before, MigrationPlan plan) {

	}

	/** What belongs into the last transaction; it is over afterwards. */
	@FunctionalInterface
	interface Ending {

		void end() throws SQLException;

	}

}
