package io.automigrate.execute;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.PlanChangedException;
import io.automigrate.error.SchemaDriftException;
import io.automigrate.error.SqlFailure;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.VerificationFailedException;
import io.automigrate.lock.MigrationLock;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * One run. Nothing to do: one question. Otherwise everything happens under the lock and
 * in one transaction: reading, creating, verifying, remembering.
 */
final class MigrationRun {

	private static final int FIRST_PAUSE_MILLIS = 20;

	private static final int LONGEST_PAUSE_MILLIS = 250;

	private final DataSource dataSource;

	/** The hash of the only plan that may be carried out, or {@code null} for any. */
	private final @Nullable String expectedPlan;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final Deadline lockDeadline;

	private int pauseMillis = FIRST_PAUSE_MILLIS;

	private @Nullable String holder;

	private String doing = "connecting";

	MigrationRun(DataSource dataSource, Desired desired, MigrationSettings settings, RunListener listener,
			@Nullable String expectedPlan) {
		this.expectedPlan = expectedPlan;
		this.dataSource = dataSource;
		this.desired = desired;
		this.settings = settings;
		this.listener = listener;
		this.lockDeadline = Deadline.in(settings.lockTimeout());
	}

	/**
	 * Run on a session.
	 * @param session a session outside of a transaction
	 * @return what is known afterwards
	 */
	Known run(Session session) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		try {
			Known known = (this.expectedPlan == null) ? this.desired.recall(session) : null;
			if (known != null) {
				this.listener.upToDate(known.result());
				return known;
			}
			Territory territory = this.desired.survey(session);
			MigrationLock lock = this.desired.lock(territory);
			while (true) {
				deadline = Deadline.in(this.settings.timeout());
				session.begin(deadline);
				if (!this.settings.locking() || lock.tryAcquire(session.connection())) {
					known = attempt(session, deadline);
				}
				else {
					known = standBack(session, lock);
				}
				if (known != null) {
					return known;
				}
			}
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, this.doing);
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, this.doing);
		}
		finally {
			session.rollback();
		}
	}

	/** Somebody else runs. What they do may be all that is needed. */
	private @Nullable Known standBack(Session session, MigrationLock lock) throws SQLException {
		if (this.holder == null || this.lockDeadline.passed()) {
			this.holder = lock.holder(session.connection());
			this.listener.waiting(this.holder);
		}
		session.rollback();
		if (this.lockDeadline.passed()) {
			throw new MigrationUnderWayException("Another migration of this database did not end within "
					+ this.settings.lockTimeout().toMillis() / 1000.0 + " s; its lock is held by " + this.holder + ".",
					"Wait for it to end, raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT), or end it with SELECT pg_terminate_backend(…).",
					null);
		}
		pause();
		Known known = (this.expectedPlan == null) ? this.desired.recallIfPossible(session) : null;
		if (known != null) {
			this.listener.upToDate(known.result());
		}
		return known;
	}

	private @Nullable Known attempt(Session session, Deadline deadline) throws SQLException {
		try {
			Known known = migrate(session, deadline);
			session.commit();
			return known;
		}
		catch (UncheckedSqlException ex) {
			return tryAgain(session, ex.failure());
		}
		catch (SQLException ex) {
			return tryAgain(session, ex);
		}
	}

	/** Locks of others were in the way: all is rolled back, nobody waits behind us. */
	private @Nullable Known tryAgain(Session session, SQLException failure) throws SQLException {
		if (!Failures.triesAgain(failure)) {
			throw failure;
		}
		session.rollback();
		String reason = SqlFailure.message(SqlFailure.innermost(failure)) + " while " + this.doing;
		if (this.lockDeadline.passed()) {
			throw new MigrationTimeoutException(
					"Other sessions kept locks on tables for longer than "
							+ this.settings.lockTimeout().toMillis() / 1000.0 + " s: " + reason + "; blocked by "
							+ Blockers.in(session, this.desired.lastTables()) + ". Everything was rolled back.",
					"End these transactions, or raise migration.lock-timeout (MIGRATION_LOCK_TIMEOUT).",
					SqlFailure.withoutData(failure));
		}
		this.listener.retrying(reason + "; blocked by " + Blockers.in(session, this.desired.lastTables()));
		pause();
		return null;
	}

	private Known migrate(Session session, Deadline deadline) throws SQLException {
		this.doing = "looking at the database";
		Territory territory = this.desired.survey(session);
		if (territory.standby()) {
			throw new MissingPrivilegeException(
					"The server is a standby that only reads, and the schema is not known to be in place.",
					"Connect to the primary.", null);
		}
		session.printNamesAlike(territory);
		Savepoint untouched = session.connection().setSavepoint();
		Comparison created = create(session, territory, deadline);
		if (created != null) {
			RunResult result = created.applied();
			return new Known(this.desired.fingerprint(), remember(session, created, result), territory.schemas(),
					result.afterwards(), null, result);
		}
		session.connection().rollback(untouched);
		this.doing = "reading what is expected";
		Comparison comparison = this.desired.compare(session, territory, deadline);
		this.listener.compared(comparison.existingTables(), comparison.plan());
		checkDrift(comparison);
		checkPlan(comparison.plan());
		if (!comparison.plan().isEmpty()) {
			checkPrivileges(comparison.territory(), comparison.plan().steps());
			if (comparison.plan().oneTransaction()) {
				apply(session, comparison, deadline);
			}
			else {
				this.doing = "changing the schema step by step";
				// Lets go of what the comparison has locked by looking at it.
				session.connection().rollback(untouched);
				new SteppedRun(this.dataSource, this.settings, this.listener).run(comparison.plan());
			}
			if (this.settings.verification()) {
				verify(session, comparison);
			}
		}
		RunResult result = comparison.applied();
		this.doing = "remembering the result";
		return new Known(this.desired.fingerprint(), remember(session, comparison, result), territory.schemas(),
				result.afterwards(), comparison.desired(), result);
	}

	/** In an empty schema, what was asked for is what has been made of it. */
	private @Nullable Comparison create(Session session, Territory territory, Deadline deadline) throws SQLException {
		if (this.settings.policy() == ChangePolicy.VALIDATE || this.expectedPlan != null) {
			return null;
		}
		this.doing = "creating what is asked for";
		Comparison created = this.desired.create(session, territory, deadline);
		if (created == null || !created.plan().refused().isEmpty()) {
			return null;
		}
		this.listener.compared(List.of(), created.plan());
		created.plan().steps().forEach((step) -> this.listener.done(step, territory.defaultSchema()));
		return created;
	}

	private void checkDrift(Comparison comparison) {
		if (this.settings.failOnDrift() && this.settings.policy() == ChangePolicy.VALIDATE
				&& !comparison.plan().refused().isEmpty()) {
			throw new SchemaDriftException(comparison.plan().refused().stream().map(RefusedChange::message).toList());
		}
	}

	private void checkPlan(MigrationPlan plan) {
		if (this.expectedPlan != null && !plan.hash().equals(this.expectedPlan)) {
			throw new PlanChangedException(this.expectedPlan, plan.hash(), plan.isEmpty());
		}
	}

	private void apply(Session session, Comparison comparison, Deadline deadline) throws SQLException {
		List<MigrationStep> steps = comparison.plan().steps();
		this.doing = "creating what is missing";
		session.trustBodies();
		try {
			new Statements(deadline,
					"Change what is asked for so that PostgreSQL takes it, or make the change by a statement of your own. Everything was rolled back.")
				.run(session.connection(), StepStatements.of(steps, comparison.territory().defaultSchema()));
		}
		catch (StatementFailedException ex) {
			throw StepStatements.explained(ex, steps, session, this.settings);
		}
		steps.forEach((step) -> this.listener.done(step, comparison.territory().defaultSchema()));
	}

	private static void checkPrivileges(Territory territory, List<MigrationStep> steps) {
		Set<String> created = new HashSet<>();
		for (MigrationStep step : steps) {
			ObjectName object = step.object();
			String schema = object.name().schema();
			if (!(step.change() instanceof Create) || object.kind().part() || object.kind() == ObjectKind.EXTENSION) {
				continue;
			}
			if (object.kind() == ObjectKind.SCHEMA) {
				created.add(schema);
			}
			else if (!created.contains(schema) && !territory.creatable().contains(schema)) {
				throw new MissingPrivilegeException(
						"The role \"" + territory.role() + "\" may not create objects in schema "
								+ Identifier.quote(schema) + ", and " + object.quoted() + " is missing.",
						"Grant it: GRANT CREATE ON SCHEMA " + Identifier.quote(schema) + " TO "
								+ Identifier.quote(territory.role()) + ";",
						null);
			}
		}
	}

	private void verify(Session session, Comparison before) throws SQLException {
		this.doing = "checking the result";
		if (before.plan().oneTransaction()) {
			session.distrustStatistics();
		}
		Comparison after = this.desired.compare(session, before.territory(), before.desired());
		Set<ObjectName> planned = before.plan().steps().stream().map(MigrationStep::object).collect(Collectors.toSet());
		Set<QualifiedName> created = before.plan()
			.steps()
			.stream()
			.filter((step) -> step.change() instanceof Create && step.object().kind() == ObjectKind.TABLE)
			.map((step) -> step.object().name())
			.collect(Collectors.toSet());
		Set<ObjectName> refusedBefore = before.plan()
			.refused()
			.stream()
			.map(RefusedChange::object)
			.collect(Collectors.toSet());
		List<String> notAsExpected = new ArrayList<>();
		after.plan()
			.steps()
			.forEach((step) -> notAsExpected.add(step.object().quoted()
					+ ((step.change() instanceof Create) ? " is still missing" : " is still not as asked for")));
		after.plan()
			.refused()
			.stream()
			.filter((refused) -> !refusedBefore.contains(refused.object()))
			.filter((refused) -> planned.contains(refused.object()) || created.contains(refused.object().table()))
			.forEach((refused) -> notAsExpected.add(refused.object().quoted() + " " + refused.reason()));
		if (!notAsExpected.isEmpty()) {
			throw new VerificationFailedException(notAsExpected.stream().distinct().toList(),
					before.plan().oneTransaction());
		}
	}

	/**
	 * Remember the result where that is possible; a role that may not create tables pays
	 * with a full comparison at each start.
	 */
	private @Nullable String remember(Session session, Comparison comparison, RunResult result) throws SQLException {
		Territory territory = comparison.territory();
		String schema = this.desired.stateSchema(territory);
		boolean possible = territory.creatable().contains(schema) || comparison.plan()
			.steps()
			.stream()
			.anyMatch((step) -> step.change() instanceof Create && step.object().equals(ObjectName.schema(schema)));
		if (!result.missing().isEmpty() || !possible) {
			return null;
		}
		return this.desired.remember(session, territory, result);
	}

	private void pause() {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextInt(this.pauseMillis / 2, this.pauseMillis + 1));
			this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, this.pauseMillis * 3 / 2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new Interrupted(ex);
		}
	}

	/** The application is being shut down while its migration waits. */
	static final class Interrupted extends MigrationException {

		Interrupted(InterruptedException cause) {
			super("The migration was interrupted while it waited; nothing was changed.", "Start it again.", cause);
		}

	}

}
