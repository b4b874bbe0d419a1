package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

	private static final String STAYS = LockRetry.STAYS;

	private final Session session;

	private final LockedRun locked;

	private final RunListener listener;

	private final BuildProgress progress;

	SteppedRun(Session session, LockedRun locked, RunListener listener, BuildProgress progress) {
		this.session = session;
		this.locked = locked;
		this.listener = listener;
		this.progress = progress;
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
		int done = 0;
		for (List<MigrationStep> group : groups) {
			MigrationStep first = group.get(0);
			this.locked.doing(first.title(plan.defaultSchema()));
			if (parts) {
				this.session.atStep(done + 1, plan.steps().size());
			}
			if (first.mode() == TransactionMode.NONE) {
				outsideOfTransactions(group, plan.defaultSchema());
			}
			else {
				inTransaction(group, plan.defaultSchema(), parts, last);
			}
			done += group.size();
		}
	}

	private void inTransaction(List<MigrationStep> group, String defaultSchema, boolean parts, Ending last)
			throws SQLException {
		String title = group.get(0).title(defaultSchema);
		boolean scans = group.stream().anyMatch(MigrationStep::scans);
		new LockRetry(this.session, this.listener, parts ? STAYS : LockRetry.ROLLED_BACK).run(() -> title,
				() -> tables(group), (tried) -> {
					if (scans) {
						this.session.clock()
							.within(this.session.clock().budgets().scan(),
									() -> attempt(group, defaultSchema, parts, last, tried));
					}
					else {
						attempt(group, defaultSchema, parts, last, tried);
					}
					return title;
				});
	}

	private void attempt(List<MigrationStep> group, String defaultSchema, boolean parts, Ending last, LockRetry tried)
			throws SQLException {
		Deadline deadline = this.session.clock().deadline();
		this.session.begin();
		this.session.trustBodies();
		tried.stalls();
		TableLocks.take(this.session.connection(), group, this.session.lockTry(), deadline);
		try {
			new Statements(deadline, wayOut(parts)).toldTo(this.listener)
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

	private static String wayOut(boolean parts) {
		return "Change what is asked for so that PostgreSQL takes it, or make the change by a versioned migration."
				+ (parts ? STAYS : LockRetry.ROLLED_BACK);
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
					new Statements(clock.deadline(), wayOut(true)).toldTo(this.listener)
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
								+ group.get(0).title(defaultSchema) + "." + STAYS,
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
			throw new MigrationTimeoutException("A step was cancelled on the server: " + title + "." + STAYS,
					"Ask who has cancelled it, then run the migration again.", SqlFailure.withoutData(failure));
		}
		throw new MigrationTimeoutException(
				"A step did not end within its budget of " + deadline.budget().toMillis() / 1000.0 + " s: " + title
						+ "; at work with the same tables: " + Blockers.in(this.session, tables(group)) + "." + STAYS,
				"End these transactions, or raise migration.schema.scan-timeout (MIGRATION_SCHEMA_SCAN_TIMEOUT).",
				SqlFailure.withoutData(failure));
	}

	private static Set<QualifiedName> tables(List<MigrationStep> group) {
		Set<QualifiedName> tables = new TreeSet<>();
		group.forEach((step) -> tables.addAll(step.lockedTables()));
		return tables;
	}

	/** What belongs into the last transaction; it is over afterwards. */
	@FunctionalInterface
	interface Ending {

		void end() throws SQLException;

	}

}
