package io.automigrate.execute;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.PlanChangedException;
import io.automigrate.error.SchemaDriftException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.VerificationFailedException;
import io.automigrate.history.HistoryNames;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * One run. Nothing to do: one question. Otherwise everything happens under the lock and
 * in one transaction: reading, creating, verifying, remembering.
 */
final class MigrationRun {

	private final DataSource dataSource;

	/** The hash of the only plan that may be carried out, or {@code null} for any. */
	private final @Nullable String expectedPlan;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final RunRecorder recorder;

	private final LockedRun locked;

	private final VersionedRun versioned;

	private final NeedsRun needs;

	MigrationRun(DataSource dataSource, Desired desired, RunListener listener, RunOrigin origin,
			@Nullable String expectedPlan) {
		this.expectedPlan = expectedPlan;
		this.dataSource = dataSource;
		this.desired = desired;
		this.settings = desired.settings();
		this.listener = listener;
		this.recorder = new RunRecorder(origin, this.settings.versioned().upTo().display(),
				this.settings.application());
		this.locked = new LockedRun(desired, listener);
		this.needs = new NeedsRun(desired);
		this.versioned = new VersionedRun(dataSource, desired, listener, this.recorder);
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
			List<String> unreadable = this.desired.unreadable(session);
			if (!unreadable.isEmpty()) {
				this.listener.warning("The role " + Identifier.quote(territory.role())
						+ " may not read all that runs have remembered, so that every start compares. To make it fast: "
						+ NeedsRun.grant(territory, unreadable));
			}
			known = (this.expectedPlan == null) ? this.needs.withoutPowers(session, territory, deadline) : null;
			if (known != null) {
				this.listener.upToDate(known.result());
				return known;
			}
			SessionSettings staying = this.desired.changesSettings() ? SessionSettings.read(session.connection())
					: null;
			return this.locked.run(session, this.desired.lock(territory), (budget) -> migrate(session, budget, staying),
					() -> recallIfPossible(session));
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "connecting");
		}
		catch (MigrationException ex) {
			this.recorder.failed(session, Deadline.in(this.settings.timeout()), ex, this.listener);
			throw ex;
		}
		finally {
			session.rollback();
		}
	}

	private Known older(Session session, Territory territory, Standing standing, Deadline deadline)
			throws SQLException {
		this.locked.doing("comparing what an older release needs");
		Known found = this.needs.older(session, territory, standing, deadline, this.listener);
		if (this.expectedPlan != null) {
			throw new PlanChangedException(this.expectedPlan, MigrationPlan.refusing(List.of(), "", "", "").hash(),
					true);
		}
		return new Known(found.desired(), remember(session, territory, null, found.result()), found.schemas(),
				found.state(), found.schema(), found.result());
	}

	private @Nullable Known recallIfPossible(Session session) throws SQLException {
		Known known = (this.expectedPlan == null) ? this.desired.recall(session) : null;
		if (known != null) {
			this.listener.upToDate(known.result());
		}
		return known;
	}

	private Known migrate(Session session, Deadline deadline, @Nullable SessionSettings staying) throws SQLException {
		this.recorder.again();
		this.locked.doing("looking at the database");
		Territory territory = this.desired.survey(session);
		if (territory.standby()) {
			throw new MissingPrivilegeException("This connection only reads, and a plan is to be carried out.",
					"Connect to the primary.", null);
		}
		Standing standing = this.desired.standing(session, territory);
		if (standing.older()) {
			return older(session, territory, standing, deadline);
		}
		if (this.settings.release().allowOlder()) {
			this.needs.goesBack(session, territory, this.listener);
		}
		VersionedFacts facts = VersionedFacts.NONE;
		if (this.desired.versioned()) {
			checkPending(session, territory);
			this.locked.doing("running versioned migrations");
			facts = this.versioned.up(session, territory, deadline, this.settings.versioned().upTo(), staying);
			territory = this.versioned.ran() ? this.desired.survey(session) : territory;
		}
		session.printNamesAlike(territory);
		Known known = this.desired.compares() ? compare(session, territory, deadline, facts)
				: known(session, territory, null, RunResult.notCompared().with(facts));
		this.recorder.succeeded(session);
		return known;
	}

	private Known compare(Session session, Territory territory, Deadline deadline, VersionedFacts facts)
			throws SQLException {
		Savepoint untouched = session.connection().setSavepoint();
		RunResult created = create(session, territory, deadline);
		if (created != null) {
			return known(session, territory, null, created.with(facts));
		}
		session.connection().rollback(untouched);
		this.locked.doing("reading what is expected");
		Comparison comparison = this.desired.compare(session, territory, deadline);
		this.listener.compared(comparison.existingTables(), comparison.plan());
		checkDrift(comparison);
		checkPlan(comparison.plan());
		if (!comparison.plan().isEmpty()) {
			checkPrivileges(session, comparison.territory(), comparison.plan().steps());
			this.versioned.backups()
				.before(session, territory, comparison.plan().losesData(), comparison.plan().steps().size() + " steps",
						deadline);
			if (comparison.plan().oneTransaction()) {
				apply(session, comparison, deadline);
			}
			else {
				this.locked.doing("changing the schema step by step");
				// Lets go of what the comparison has locked by looking at it.
				session.connection().rollback(untouched);
				new SteppedRun(this.dataSource, this.settings, this.listener).run(comparison.plan());
			}
			record(session, territory, comparison.plan());
			if (this.settings.verification()) {
				verify(session, comparison);
			}
		}
		return known(session, territory, comparison, comparison.applied().with(facts));
	}

	private void record(Session session, Territory territory, MigrationPlan plan) throws SQLException {
		if (!this.desired.versioned()) {
			return;
		}
		if (!this.recorder.started()) {
			HistoryNames names = this.desired.historyNames(territory);
			HistoryTable history = new HistoryTable(names);
			history.prepare(session.connection(), history.shape(session.connection()));
			this.recorder.starts(session, names, territory.schemas());
		}
		plan.steps().forEach((step) -> this.recorder.log().add(step, territory.defaultSchema()));
	}

	private Known known(Session session, Territory territory, @Nullable Comparison comparison, RunResult result)
			throws SQLException {
		this.locked.doing("remembering the result");
		if (reached(comparison, result) && mayRemember(territory, comparison)) {
			Schema schema = (comparison != null) ? comparison.desired()
					: this.desired.made(session.connection(), territory);
			this.desired.releases(territory).remember(session.connection(), schema);
		}
		return new Known(this.desired.fingerprint(), remember(session, territory, comparison, result),
				this.desired.watched(territory), result.afterwards(),
				(comparison != null) ? comparison.desired() : null, result);
	}

	private @Nullable RunResult create(Session session, Territory territory, Deadline deadline) throws SQLException {
		if (this.settings.policy() == ChangePolicy.VALIDATE || this.expectedPlan != null) {
			return null;
		}
		this.locked.doing("creating what is asked for");
		List<ObjectName> made = this.desired.create(session, territory, deadline);
		if (made == null) {
			return null;
		}
		this.listener.created(made, this.desired.statements(), territory.defaultSchema());
		return RunResult.made(made, territory.defaultSchema());
	}

	private void checkDrift(Comparison comparison) {
		if (this.settings.failOnDrift() && this.settings.policy() == ChangePolicy.VALIDATE
				&& !comparison.plan().refused().isEmpty()) {
			throw new SchemaDriftException(comparison.plan().refused().stream().map(RefusedChange::message).toList());
		}
	}

	/** What a plan was made for is not there before these have run. */
	private void checkPending(Session session, Territory territory) throws SQLException {
		String expected = this.expectedPlan;
		if (expected != null) {
			List<String> pending = VersionedState.read(session, this.desired, territory)
				.pending(this.settings.versioned().upTo())
				.stream()
				.map(Migration::version)
				.toList();
			if (!pending.isEmpty()) {
				throw new PlanChangedException(expected, pending);
			}
		}
	}

	private void checkPlan(MigrationPlan plan) {
		if (this.expectedPlan != null && !plan.hash().equals(this.expectedPlan)) {
			throw new PlanChangedException(this.expectedPlan, plan.hash(), plan.isEmpty());
		}
	}

	private void apply(Session session, Comparison comparison, Deadline deadline) throws SQLException {
		List<MigrationStep> steps = comparison.plan().steps();
		this.locked.doing("creating what is missing");
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

	private void checkPrivileges(Session session, Territory territory, List<MigrationStep> steps) throws SQLException {
		Set<String> created = new HashSet<>();
		List<String> lacking = new ArrayList<>();
		String closed = "";
		for (MigrationStep step : steps) {
			ObjectName object = step.object();
			String schema = object.name().schema();
			if (!(step.change() instanceof Create) || object.kind().part() || object.kind() == ObjectKind.EXTENSION) {
				continue;
			}
			if (object.kind() == ObjectKind.SCHEMA) {
				created.add(schema);
			}
			else if (!created.contains(schema) && !territory.creatable().contains(schema)
					&& (closed.isEmpty() || closed.equals(schema))) {
				closed = schema;
				lacking.add(object.quoted());
			}
		}
		if (!lacking.isEmpty()) {
			throw this.needs.notCreatable(session, territory, lacking, closed);
		}
	}

	private void verify(Session session, Comparison before) throws SQLException {
		this.locked.doing("checking the result");
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
	private @Nullable String remember(Session session, Territory territory, @Nullable Comparison comparison,
			RunResult result) throws SQLException {
		if (!result.missing().isEmpty() || !result.versioned().pending().isEmpty()
				|| !mayRemember(territory, comparison)) {
			return null;
		}
		return this.desired.remember(session, territory, result);
	}

	private boolean mayRemember(Territory territory, @Nullable Comparison comparison) {
		String schema = this.desired.stateSchema(territory);
		return territory.creatable().contains(schema) || (comparison != null && comparison.plan()
			.steps()
			.stream()
			.anyMatch((step) -> step.change() instanceof Create && step.object().equals(ObjectName.schema(schema))));
	}

	/**
	 * Whether this is what was wanted last: not of a run that could only look, and found
	 * something else.
	 */
	private boolean reached(@Nullable Comparison comparison, RunResult result) {
		return comparison == null || this.settings.policy() != ChangePolicy.VALIDATE
				|| comparison.plan().refused().isEmpty() || !result.versioned().applied().isEmpty();
	}

}
