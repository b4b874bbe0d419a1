package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.TransactionMode;
import io.automigrate.sql.QualifiedName;

/**
 * Carries out a plan that does not fit into one transaction, on a connection of its own:
 * the run's own keeps the lock, and holds no snapshot that a concurrent build would have
 * to wait for. What is committed stays; a run that is interrupted leaves a state that the
 * next one goes on from.
 */
final class SteppedRun {

	private static final int FIRST_PAUSE_MILLIS = 50;

	private static final int LONGEST_PAUSE_MILLIS = 2_000;

	private static final String STAYS = " What was done before stays, and the next run goes on from there.";

	private final DataSource dataSource;

	private final MigrationSettings settings;

	private final RunListener listener;

	SteppedRun(DataSource dataSource, MigrationSettings settings, RunListener listener) {
		this.dataSource = dataSource;
		this.settings = settings;
		this.listener = listener;
	}

	void run(MigrationPlan plan) throws SQLException {
		try (Session session = Session.open(this.dataSource, this.settings)) {
			for (List<MigrationStep> group : groups(plan.steps())) {
				withRetries(session, group, plan.defaultSchema());
				group.forEach((step) -> this.listener.done(step, plan.defaultSchema()));
			}
		}
	}

	/** Steps that share a transaction, in their order. */
	private static List<List<MigrationStep>> groups(List<MigrationStep> steps) {
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

	private void withRetries(Session session, List<MigrationStep> group, String defaultSchema) throws SQLException {
		Deadline lockDeadline = Deadline.in(this.settings.lockTimeout());
		int pause = FIRST_PAUSE_MILLIS;
		while (true) {
			boolean scans = group.stream().anyMatch(MigrationStep::scans);
			Deadline deadline = Deadline.in(scans ? this.settings.scanTimeout() : this.settings.timeout());
			try {
				attempt(session, group, defaultSchema, deadline);
				return;
			}
			catch (StatementFailedException ex) {
				session.rollback();
				throw StepStatements.explained(ex, group, session, this.settings);
			}
			catch (SQLException ex) {
				session.rollback();
				if (Failures.cancelled(ex)) {
					throw cancelled(session, group, defaultSchema, deadline, scans, ex);
				}
				if (!Failures.triesAgain(ex)) {
					throw ex;
				}
				String blockers = Blockers.in(session, tables(group));
				String reason = SqlFailure.message(SqlFailure.innermost(ex)) + " at: "
						+ group.get(0).title(defaultSchema) + "; blocked by " + blockers;
				if (lockDeadline.passed()) {
					throw new MigrationTimeoutException(
							"Other sessions kept locks on tables for longer than "
									+ this.settings.lockTimeout().toMillis() / 1000.0 + " s: " + reason + "." + STAYS,
							"End these transactions, or raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT).",
							SqlFailure.withoutData(ex));
				}
				this.listener.retrying(reason);
				Retries.sleep(ThreadLocalRandom.current().nextInt(pause / 2, pause + 1));
				pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
			}
		}
	}

	private static MigrationTimeoutException cancelled(Session session, List<MigrationStep> group, String defaultSchema,
			Deadline deadline, boolean scans, SQLException failure) {
		// The driver counts whole seconds.
		if (deadline.remainingMillis() > 1_000) {
			return new MigrationTimeoutException(
					"Somebody has cancelled a step: " + group.get(0).title(defaultSchema) + "." + STAYS,
					"Run the migration again.", SqlFailure.withoutData(failure));
		}
		return new MigrationTimeoutException(
				"A step did not end within its budget of " + deadline.budget().toMillis() / 1000.0 + " s: "
						+ group.get(0).title(defaultSchema) + "; at work with the same tables: "
						+ Blockers.in(session, tables(group)) + "." + STAYS,
				"End these transactions, or raise "
						+ (scans ? "migration.schema.scan-timeout (MIGRATION_SCHEMA_SCAN_TIMEOUT)."
								: "migration.timeout (MIGRATION_TIMEOUT)."),
				SqlFailure.withoutData(failure));
	}

	private static Set<QualifiedName> tables(List<MigrationStep> group) {
		Set<QualifiedName> tables = new TreeSet<>();
		group.forEach((step) -> tables.addAll(step.lockedTables()));
		return tables;
	}

	private void attempt(Session session, List<MigrationStep> group, String defaultSchema, Deadline deadline)
			throws SQLException {
		Statements statements = new Statements(deadline,
				"Change what is asked for so that PostgreSQL takes it, or make the change by a statement of your own."
						+ STAYS)
			.toldTo(this.listener);
		if (group.get(0).mode() == TransactionMode.NONE) {
			session.outsideOfTransactions(deadline);
			try {
				statements.runEach(session.connection(), StepStatements.of(group, defaultSchema));
			}
			finally {
				session.resetTimeouts();
			}
			return;
		}
		session.begin(deadline);
		session.trustBodies();
		statements.run(session.connection(), StepStatements.of(group, defaultSchema));
		session.commit();
	}

}
