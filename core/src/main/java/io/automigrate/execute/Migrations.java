package io.automigrate.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.Territory;
import io.automigrate.versioned.MigrationSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers, for one database: how does it stand, what would a run do, and do it.
 */
public final class Migrations {

	/** How long a run waits for what was asked ahead before it asks itself. */
	private static final long LOOK_AHEAD_MILLIS = 200;

	private final DataSource dataSource;

	private final List<SchemaSource> sources;

	private final MigrationSettings settings;

	private volatile @Nullable Known known;

	private volatile @Nullable CompletableFuture<LookedAhead> ahead;

	public Migrations(DataSource dataSource, List<SchemaSource> sources, MigrationSettings settings) {
		this.dataSource = dataSource;
		this.sources = sources;
		this.settings = settings;
	}

	/**
	 * Bring the database in step.
	 * @param listener is told how it goes on
	 * @param origin what the run was started by
	 * @param expectedPlan the hash of the only plan that may be carried out, or
	 * {@code null} for any
	 * @return what was found and done
	 * @throws MigrationException if it could not be done; then nothing was
	 */
	public RunResult migrate(RunListener listener, RunOrigin origin, @Nullable String expectedPlan) {
		listener.starting();
		LookedAhead present = lookedAhead();
		Desired desired = new Desired(this.sources, this.settings,
				(present != null) ? present.migrations() : this.settings.versioned().sources().load());
		List<StateTable.Entry> recalled = (present != null) ? present.entries() : null;
		Known inPlace = (recalled != null && expectedPlan == null) ? desired.among(recalled) : null;
		if (inPlace != null) {
			listener.upToDate(inPlace.result());
			this.known = keepSchema(inPlace);
			return inPlace.result();
		}
		try (Session session = Session.open(this.dataSource, this.settings)) {
			Known found = new MigrationRun(this.dataSource, desired, listener, origin, expectedPlan).run(session);
			this.known = keepSchema(found);
			return found.result();
		}
	}

	/**
	 * Ask on a thread of its own what is remembered of the database, for a run that is
	 * about to begin.
	 */
	public void lookAhead() {
		CompletableFuture<LookedAhead> answer = new CompletableFuture<>();
		this.ahead = answer;
		Thread thread = new Thread(() -> {
			try (Session session = Session.open(this.dataSource, this.settings)) {
				MigrationSet migrations = this.settings.versioned().sources().load();
				StateTable state = StateTable.of(this.settings, !migrations.isEmpty(), true);
				answer.complete(new LookedAhead(migrations, state.recall(session.connection())));
				rehearse();
			}
			catch (SQLException | RuntimeException ex) {
				// The run will meet it again, and tell.
				answer.completeExceptionally(ex);
			}
		}, "automigrate-look-ahead");
		thread.setDaemon(true);
		thread.start();
	}

	/** Have the classes and call sites at hand that the run will need first. */
	private void rehearse() {
		new Desired(List.of(SchemaSource.ddl("", "")), this.settings, MigrationSet.EMPTY).among(List.of());
	}

	/** Good for one run, and only if it has come by now or does so at once. */
	private @Nullable LookedAhead lookedAhead() {
		CompletableFuture<LookedAhead> answer = this.ahead;
		this.ahead = null;
		try {
			return (answer != null) ? answer.get(LOOK_AHEAD_MILLIS, TimeUnit.MILLISECONDS) : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException | TimeoutException ex) {
			return null;
		}
	}

	/**
	 * Work out what a run would do.
	 * @return the plan
	 * @throws MigrationException if it could not be worked out
	 */
	public MigrationPlan plan() {
		Desired desired = new Desired(this.sources, this.settings);
		try (Session session = Session.open(this.dataSource, this.settings)) {
			return inspect(session, desired, null, this.settings.lockTimeout().toMillis(), true).plan();
		}
	}

	/**
	 * Compare the database with what is asked for. Costs one question as long as nothing
	 * has changed, and no second scratch copy as long as the sources have not.
	 * @return what was found
	 * @throws MigrationException if it could not be found out
	 */
	public RunResult compare() {
		Desired desired = new Desired(this.sources, this.settings);
		Known last = this.known;
		Known usable = (last != null && last.desired().equals(desired.fingerprint())) ? last : null;
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.open(this.dataSource, this.settings)) {
			try {
				if (usable != null && desired.still(session, usable)) {
					return usable.state();
				}
				Known recalled = (usable == null) ? desired.recall(session) : null;
				if (recalled != null) {
					this.known = recalled;
					return recalled.state();
				}
				Territory territory = desired.survey(session);
				List<String> watched = desired.watched(territory);
				String live = desired.live(session, watched);
				Standing standing = desired.standing(session, territory);
				Comparison comparison = desired.compares()
						? inspect(session, desired, (usable != null) ? usable.schema() : null, 0, false) : null;
				RunResult found = withVersioned(session, desired, territory, standing,
						(comparison != null) ? comparison.found() : RunResult.notCompared());
				this.known = new Known(desired.fingerprint(), live, watched, found,
						(comparison != null) ? comparison.desired() : null, found);
				return found;
			}
			catch (SQLException ex) {
				throw Failures.translate(ex, deadline, "comparing");
			}
		}
	}

	/** What is found beside what became of versioned migrations. */
	private RunResult withVersioned(Session session, Desired desired, Territory territory, Standing standing,
			RunResult found) throws SQLException {
		RunResult whole = found.with(new NeedsRun(desired).facts(session, territory, standing))
			.of(standing.belongsTo(this.settings.application()));
		return (desired.versioned() && !standing.older())
				? whole.differing(VersionedState.read(session, desired, territory).oddities()) : whole;
	}

	/**
	 * Look whether a run could work here. Changes nothing.
	 * @return what is wrong, if anything
	 */
	public EnvironmentCheck checkEnvironment() {
		try (Session session = Session.open(this.dataSource, this.settings)) {
			return EnvironmentCheck.of(session, new Desired(this.sources, this.settings), this.settings);
		}
		catch (SQLException ex) {
			return EnvironmentCheck
				.failed(Failures.translate(ex, Deadline.in(this.settings.timeout()), "checking the environment"));
		}
		catch (MigrationException ex) {
			return EnvironmentCheck.failed(ex);
		}
	}

	/** A start that found everything in place has not read what is asked for. */
	private Known keepSchema(Known found) {
		Known last = this.known;
		return (found.schema() == null && last != null && last.desired().equals(found.desired())) ? new Known(
				found.desired(), found.live(), found.schemas(), found.state(), last.schema(), found.result()) : found;
	}

	private Comparison inspect(Session session, Desired desired, @Nullable Schema read, long waitMillis,
			boolean wayBack) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		Deadline lockDeadline = Deadline.in(Duration.ofMillis(waitMillis));
		try {
			Territory territory = desired.survey(session);
			session.begin(deadline);
			NeedsRun needs = new NeedsRun(desired);
			Standing standing = desired.standing(session, territory);
			NeedsRun.Scope scope = needs.scope(session, territory, standing);
			Schema schema = (read != null) ? read : scope.remembered();
			while (schema == null && this.settings.locking()
					&& !desired.lock(territory).tryAcquire(session.connection())) {
				String holder = desired.lock(territory).holder(session.connection());
				session.rollback();
				if (lockDeadline.passed()) {
					throw new MigrationUnderWayException(
							"A migration of this database is under way, by " + holder + ".",
							"Ask again when it has ended.", null);
				}
				Thread.sleep(100);
				session.begin(deadline);
			}
			session.printNamesAlike(territory);
			Schema wanted = (schema != null) ? schema : desired.read(session, territory, deadline);
			Comparison comparison = scope.needsOnly() ? needs.compare(session, territory, standing, wanted)
					: desired.compare(session, territory, wanted);
			if (wayBack) {
				// Asks questions of its own, as long as there is somebody to answer.
				comparison.plan().reverse();
			}
			return comparison;
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "comparing");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "comparing");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockedRun.Interrupted(ex);
		}
		finally {
			session.rollback();
		}
	}

	/**
	 * What was asked ahead.
	 *
	 * @param migrations the versioned migrations as they were read
	 * @param entries what is remembered and still true
	 */
	private record LookedAhead(MigrationSet migrations, List<StateTable.Entry> entries) {

	}

}
