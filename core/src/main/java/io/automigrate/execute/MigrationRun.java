package io.automigrate.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.error.PlanChangedException;
import io.automigrate.error.SchemaDriftException;
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
 * One run. Nothing to do: one question. Otherwise everything happens on one session that
 * has the lock: reading, changing, verifying, remembering. What is read under a lock on a
 * table that others use is only what a statement itself reads.
 */
final class MigrationRun {

	/** The hash of the only plan that may be carried out, or {@code null} for any. */
	private final @Nullable String expectedPlan;

	private final Session session;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final RunRecorder recorder;

	private final BuildProgress progress;

	private Territory territory;

	private final LockedRun locked;

	private final VersionedRun versioned;

	private final NeedsRun needs;

	private final StepLedger ledger;

	/**
	 * Create a run.
	 * @param session a session for steps, outside of a transaction
	 */
	MigrationRun(Session session, Desired desired, RunListener listener, RunOrigin origin,
			@Nullable String expectedPlan, BuildProgress progress) throws SQLException {
		this.expectedPlan = expectedPlan;
		this.session = session;
		this.desired = desired;
		this.settings = desired.settings();
		this.listener = listener;
		this.progress = progress;
		this.recorder = new RunRecorder(origin, this.settings.versioned().upTo().display(),
				this.settings.application());
		this.territory = desired.survey(session);
		this.locked = new LockedRun(session, desired.lock(this.territory), desired, listener);
		this.needs = new NeedsRun(desired);
		this.ledger = new StepLedger(session, desired, desired.stateSchema(this.territory),
				desired.lock(this.territory), listener);
		this.versioned = new VersionedRun(session, this.locked, desired, listener, this.recorder);
	}

	/**
	 * Run.
	 * @return what is known afterwards
	 */
	Known run() throws SQLException {
		Known known = recallIfPossible();
		if (known != null) {
			return known;
		}
		List<String> unreadable = this.desired.unreadable(this.session);
		if (!unreadable.isEmpty()) {
			this.listener.warning("The role " + Identifier.quote(this.territory.role())
					+ " may not read all that runs have remembered, so that every start compares. To make it fast: "
					+ NeedsRun.grant(this.territory, unreadable));
		}
		known = (this.expectedPlan == null) ? this.needs.withoutPowers(this.session, this.territory) : null;
		if (known != null) {
			this.listener.upToDate(known.result());
			return known;
		}
		this.session.clock().grow(this.desired.size());
		SessionSettings staying = this.desired.changesSettings() ? SessionSettings.read(this.session.connection())
				: null;
		try {
			return this.locked.run(() -> migrate(staying), this::recallIfPossible);
		}
		catch (MigrationException ex) {
			this.recorder.failed(this.session, ex, this.listener);
			throw ex;
		}
	}

	private Known older(Standing standing) throws SQLException {
		this.locked.doing("comparing what an older release needs");
		LockRetry retry = new LockRetry(this.session, this.listener);
		Known found = retry.run(this.locked::doing, this.desired::lastTables, (tried) -> {
			this.session.begin();
			Known known = this.needs.older(this.session, this.territory, standing, this.listener);
			this.session.rollbackPart();
			return known;
		});
		if (this.expectedPlan != null) {
			throw new PlanChangedException(this.expectedPlan, MigrationPlan.refusing(List.of(), "", "", "").hash(),
					true);
		}
		return retry.run(this.locked::doing, Set::of, (tried) -> {
			this.session.begin();
			String live = remember(null, found.result());
			this.session.commitPart();
			return new Known(found.desired(), live, found.schemas(), found.state(), found.schema(), found.result(),
					true);
		});
	}

	private @Nullable Known recallIfPossible() throws SQLException {
		Known known = (this.expectedPlan == null) ? this.desired.recall(this.session, this.listener) : null;
		if (known != null) {
			this.listener.upToDate(known.result());
		}
		return known;
	}

	/**
	 * What a run that fails has taken from writers is given back while it has the lock.
	 */
	private Known migrate(@Nullable SessionSettings staying) throws SQLException {
		try {
			return steps(staying);
		}
		catch (UncheckedSqlException ex) {
			throw failed(ex.failure());
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		catch (RuntimeException ex) {
			this.ledger.undo();
			throw ex;
		}
	}

	/**
	 * What failed is told before anything is undone, which takes time of its own. Behind
	 * a pooler the whole run is tried again where locks were in the way.
	 */
	private RuntimeException failed(SQLException failure) throws SQLException {
		if (this.session.pooled()) {
			throw failure;
		}
		RuntimeException told = this.locked.translate(failure);
		this.ledger.undo();
		return told;
	}

	private Known steps(@Nullable SessionSettings staying) throws SQLException {
		this.recorder.again();
		this.listener.decided(() -> this.settings.locking() ? "Took the lock of migrations"
				: "Took no lock, because migration.concurrent-safety is off");
		this.locked.doing("looking at the database");
		this.territory = this.desired.survey(this.session);
		if (this.territory.standby()) {
			throw new MissingPrivilegeException("This connection only reads, and a plan is to be carried out.",
					"Connect to the primary.", null);
		}
		this.ledger.undoLeftovers();
		Standing standing = this.desired.standing(this.session, this.territory);
		if (standing.older()) {
			return older(standing);
		}
		if (this.settings.release().allowOlder()) {
			this.needs.goesBack(this.session, this.territory, this.listener);
		}
		VersionedFacts facts = VersionedFacts.NONE;
		if (this.desired.versioned()) {
			checkPending();
			this.locked.doing("running versioned migrations");
			facts = this.versioned.up(this.territory, this.settings.versioned().upTo(), staying);
			this.territory = this.versioned.ran() ? this.desired.survey(this.session) : this.territory;
		}
		return this.desired.compares() ? compare(facts) : end(facts);
	}

	private Known compare(VersionedFacts facts) throws SQLException {
		LockRetry retry = new LockRetry(this.session, this.listener);
		Optional<Known> created = retry.run(this.locked::doing, this.desired::lastTables, (tried) -> create(facts));
		if (created.isPresent()) {
			return created.get();
		}
		Comparison comparison = retry.run(this.locked::doing, this.desired::lastTables, (tried) -> compare());
		this.listener.compared(comparison.existingTables(), comparison.plan(), comparison.leftAlone());
		comparison.renames().ignored().forEach((rename) -> this.listener.warning(rename.message()));
		checkDrift(comparison);
		checkPlan(comparison.plan());
		RunResult result = comparison.applied().with(facts);
		if (comparison.plan().isEmpty()) {
			return end(comparison, result);
		}
		checkPrivileges(comparison.plan().steps());
		this.versioned.backups()
			.before(this.session, this.territory, comparison.plan().losesData(),
					comparison.plan().steps().size() + " steps");
		return apply(comparison, result);
	}

	private Comparison compare() throws SQLException {
		this.locked.doing("reading what is expected");
		this.session.begin();
		this.session.printNamesAlike(this.territory);
		Comparison comparison = this.desired.compare(this.session, this.territory, this.session.clock().deadline());
		this.session.check("comparing");
		this.session.rollbackPart();
		return comparison;
	}

	/**
	 * Carry out a plan and check what came of it: within the plan's own transaction where
	 * that locks no table that others use, and after it otherwise.
	 */
	private Known apply(Comparison comparison, RunResult result) throws SQLException {
		MigrationPlan plan = comparison.plan();
		boolean unseen = plan.oneTransaction()
				&& plan.steps().stream().allMatch((step) -> step.lockedTables().isEmpty());
		List<Known> known = new ArrayList<>();
		new SteppedRun(this.session, this.locked, this.listener, this.progress, this.ledger).run(plan, () -> {
			if (unseen) {
				known.add(verified(comparison, result, true));
			}
			this.session.commitPart();
		});
		return known.isEmpty() ? afterwards(comparison, result) : known.get(0);
	}

	/** In a transaction that locks nothing of the application's. */
	private Known afterwards(Comparison comparison, RunResult result) throws SQLException {
		return new LockRetry(this.session, this.listener).run(this.locked::doing, this.desired::lastTables, (tried) -> {
			this.session.begin();
			Known known = verified(comparison, result, false);
			this.session.commitPart();
			return known;
		});
	}

	private Known verified(Comparison comparison, RunResult result, boolean rolledBack) throws SQLException {
		record(comparison.plan());
		if (this.settings.verification()) {
			this.session.printNamesAlike(this.territory);
			verify(comparison, rolledBack);
		}
		return known(comparison, result);
	}

	/** The run ends in a transaction of its own that only remembers. */
	private Known end(@Nullable Comparison comparison, RunResult result) throws SQLException {
		return new LockRetry(this.session, this.listener).run(this.locked::doing, Set::of, (tried) -> {
			this.session.begin();
			Known known = known(comparison, result);
			this.session.commitPart();
			return known;
		});
	}

	/**
	 * Without anything to compare with but what the migrations have led to: a difference
	 * from that is told, and nothing is done about it.
	 */
	private Known end(VersionedFacts facts) throws SQLException {
		this.locked.doing("comparing with what the migrations have led to");
		MigratedSchema migrated = new MigratedSchema(this.desired, this.territory);
		return new LockRetry(this.session, this.listener).run(this.locked::doing, Set::of, (tried) -> {
			this.session.begin();
			List<String> differences = this.versioned.remembered() ? List.of() : migrated.differences(this.session);
			if (differences == null) {
				migrated.remember(this.session);
				differences = List.of();
			}
			if (this.settings.failOnDrift() && !differences.isEmpty()) {
				throw new SchemaDriftException(differences);
			}
			differences.forEach(this.listener::warning);
			Known known = known(null, RunResult.notCompared().with(facts).differing(differences));
			this.session.commitPart();
			return known;
		});
	}

	private void record(MigrationPlan plan) throws SQLException {
		if (!this.desired.versioned()) {
			return;
		}
		if (!this.recorder.started()) {
			HistoryNames names = this.desired.historyNames(this.territory);
			HistoryTable history = new HistoryTable(names);
			history.prepare(this.session.connection(), history.shape(this.session.connection()));
			this.recorder.starts(this.session, names, this.territory.schemas());
		}
		plan.steps().forEach((step) -> this.recorder.log().add(step, this.territory.defaultSchema()));
	}

	private Known known(@Nullable Comparison comparison, RunResult result) throws SQLException {
		this.locked.doing("remembering the result");
		if (reached(comparison, result) && mayRemember(comparison)) {
			Schema schema = (comparison != null) ? comparison.desired()
					: this.desired.made(this.session.connection(), this.territory);
			this.desired.releases(this.territory).remember(this.session.connection(), schema);
		}
		Known known = new Known(this.desired.fingerprint(), remember(comparison, result), this.territory.schemas(),
				result.afterwards(), (comparison != null) ? comparison.desired() : null, result, false);
		this.ledger.finished();
		this.recorder.ended(this.session, result);
		return known;
	}

	private Optional<Known> create(VersionedFacts facts) throws SQLException {
		if (this.settings.policy() == ChangePolicy.VALIDATE || this.expectedPlan != null) {
			return Optional.empty();
		}
		this.locked.doing("creating what is desired");
		this.session.begin();
		this.session.printNamesAlike(this.territory);
		long start = System.nanoTime();
		List<ObjectName> made = this.desired.create(this.session, this.territory, this.session.clock().deadline());
		if (made == null) {
			this.session.rollbackPart();
			return Optional.empty();
		}
		this.listener.ran(this.desired.statements(), Duration.ofNanos(System.nanoTime() - start));
		this.listener.created(made, this.desired.statements(), this.territory.defaultSchema());
		Known known = known(null, RunResult.made(made, this.territory.defaultSchema()).with(facts));
		this.session.commitPart();
		return Optional.of(known);
	}

	private void checkDrift(Comparison comparison) {
		if (this.settings.failOnDrift() && this.settings.policy() == ChangePolicy.VALIDATE
				&& !comparison.plan().refused().isEmpty()) {
			throw new SchemaDriftException(comparison.plan().refused().stream().map(RefusedChange::message).toList());
		}
	}

	/** What a plan was made for is not there before these have run. */
	private void checkPending() throws SQLException {
		String expected = this.expectedPlan;
		if (expected != null) {
			List<String> pending = VersionedState.read(this.session, this.desired, this.territory)
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

	private void checkPrivileges(List<MigrationStep> steps) throws SQLException {
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
			else if (!created.contains(schema) && !this.territory.creatable().contains(schema)
					&& (closed.isEmpty() || closed.equals(schema))) {
				closed = schema;
				lacking.add(object.quoted());
			}
		}
		if (!lacking.isEmpty()) {
			throw this.needs.notCreatable(this.session, this.territory, lacking, closed);
		}
	}

	private void verify(Comparison before, boolean rolledBack) throws SQLException {
		this.locked.doing("checking the result");
		if (rolledBack) {
			this.session.distrustStatistics();
		}
		Comparison after = this.desired.compare(this.session, before.territory(), before.desired());
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
					rolledBack ? this.session.kept().rolledBack() : "What was done stays.");
		}
	}

	/**
	 * Remember the result where that is possible; a role that may not create tables pays
	 * with a full comparison at each start.
	 */
	private @Nullable String remember(@Nullable Comparison comparison, RunResult result) throws SQLException {
		boolean possible = mayRemember(comparison);
		if (!result.settled() || !possible) {
			this.listener.decided(() -> "Did not remember the result, because " + (result.settled()
					? "the role may create nothing in the schema" : "something is missing, deferred or pending"));
			return null;
		}
		return this.desired.remember(this.session, this.territory, result);
	}

	private boolean mayRemember(@Nullable Comparison comparison) {
		String schema = this.desired.stateSchema(this.territory);
		return this.territory.creatable().contains(schema) || (comparison != null && comparison.plan()
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
