package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import io.automigrate.catalog.CatalogNames;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.RunOrigin;
import io.automigrate.lock.LockHolder;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.Territory;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers, for one database: how does it stand, what would a run do, and do it.
 */
public final class Migrations {

	/** How long a run waits for what was asked ahead before it asks itself. */
	private static final long LOOK_AHEAD_MILLIS = 200;

	/** How long a run waits for a connection that it can do without. */
	private static final Duration QUESTION = Duration.ofSeconds(5);

	/** A comparison that failed takes its time again and may fail again. */
	private static final Duration LEARN_AGAIN_AFTER = Duration.ofMinutes(1);

	private final DataSource dataSource;

	private final StepConnections connections;

	private final List<SchemaSource> sources;

	private final MigrationSettings settings;

	private volatile @Nullable Known known;

	/** No comparison is possible that would tell what is needed; until then. */
	private volatile Deadline content = Deadline.in(Duration.ZERO);

	private volatile @Nullable CompletableFuture<LookedAhead> ahead;

	private final InstanceWatch watch;

	/**
	 * Create the migrations of a database.
	 * @param dataSource where the connections of questions come from
	 * @param connections opens the sessions of runs
	 * @param sources what is desired
	 * @param settings how runs work
	 */
	public Migrations(DataSource dataSource, StepConnections connections, List<SchemaSource> sources,
			MigrationSettings settings) {
		this.dataSource = dataSource;
		this.connections = connections;
		this.sources = sources;
		this.settings = settings;
		this.watch = new InstanceWatch(dataSource, sources, settings);
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
		RunClock clock = new RunClock(this.settings.budgets());
		listener.starting();
		LookedAhead present = lookedAhead();
		if (present != null) {
			listener.decided(() -> "Connected ahead of the run in " + present.connecting().toMillis() + " ms");
		}
		Desired desired = new Desired(this.sources, this.settings,
				(present != null) ? present.migrations() : this.settings.versioned().sources().load());
		Known inPlace = (expectedPlan == null) ? inPlace(desired, present, clock, listener) : null;
		if (inPlace != null) {
			listener.upToDate(inPlace.result());
			this.known = keepSchema(inPlace);
			this.watch.restart();
			return inPlace.result();
		}
		try (Session session = Session.forSteps(this.connections, desired.settings(), clock, listener)) {
			Known found = new MigrationRun(session, desired, listener, origin, expectedPlan,
					new BuildProgress(this.connections, listener))
				.run();
			Known kept = keepSchema(found);
			this.known = kept;
			this.watch.restart(session.connection(), desired, kept);
			return found.result();
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, clock.deadline(), "connecting");
		}
	}

	/**
	 * Look whether everything is in place, which the application's own connections can
	 * tell. Whatever keeps them from it, the run will tell.
	 */
	private @Nullable Known inPlace(Desired desired, @Nullable LookedAhead present, RunClock clock,
			RunListener listener) {
		if (present != null) {
			return desired.among(present.entries(), listener);
		}
		try {
			Duration budget = Duration
				.ofMillis(Math.min(QUESTION.toMillis(), Math.max(1, clock.deadline().remainingMillis() / 4)));
			return clock.get(budget, () -> {
				try (Session session = Session.open(this.dataSource, desired.settings(), clock, listener)) {
					return Optional.ofNullable(desired.recall(session, listener));
				}
			}).orElse(null);
		}
		catch (SQLException | DatabaseUnavailableException ex) {
			return null;
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
			long start = System.nanoTime();
			try (Session session = Session.open(this.dataSource, this.settings)) {
				Duration connecting = Duration.ofNanos(System.nanoTime() - start);
				MigrationSet migrations = this.settings.versioned().sources().load();
				StateTable state = StateTable.of(this.settings, !migrations.isEmpty());
				answer.complete(new LookedAhead(connecting, migrations, state.recall(session.connection())));
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
			return inspect(session, desired).plan();
		}
	}

	/**
	 * Look whether the database has what this instance needs: a few queries of the
	 * catalogs, without any lock. Only where nothing is known of what is needed, one
	 * comparison has to find that out.
	 * @return what was found
	 * @throws MigrationException if it could not be found out
	 */
	public Look look() {
		Known last = this.known;
		Look look = (last != null) ? this.watch.look(last, !this.content.passed()) : null;
		if (look != null) {
			return look;
		}
		return Objects.requireNonNull(this.watch.look(learn(last), true));
	}

	/** Where no comparison is possible, the names of the tables will have to do. */
	private Known learn(@Nullable Known last) {
		try {
			compare();
		}
		catch (MigrationException ex) {
			if (last == null) {
				throw ex;
			}
			this.content = Deadline.in(LEARN_AGAIN_AFTER);
			return last;
		}
		return Objects.requireNonNull(this.known);
	}

	/**
	 * Compare the database with what is asked for. Costs two questions as long as nothing
	 * has changed, and no second scratch copy as long as the sources have not. Never
	 * takes the run's lock; while somebody else has it, only what this instance needs is
	 * looked for, if that is known.
	 * @return what was found
	 * @throws MigrationException if it could not be found out
	 */
	public Look compare() {
		Desired desired = new Desired(this.sources, this.settings);
		Known last = this.known;
		Known usable = (last != null && last.desired().equals(desired.fingerprint())) ? last : null;
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.open(this.dataSource, this.settings)) {
			Connection connection = session.connection();
			InstanceWatch.Place place = this.watch.place(connection, desired);
			if (usable != null && place.unchanged(connection, usable)) {
				return Look.of(usable.state(), place.holder(connection));
			}
			if (usable != null && usable.schema() != null && place.holder(connection) != null) {
				return Objects.requireNonNull(this.watch.look(connection, place, usable, true));
			}
			Known recalled = (usable == null) ? desired.recall(session, RunListener.SILENT) : null;
			Known found = (recalled != null) ? recalled : compare(session, desired, usable, deadline);
			this.known = found;
			return Look.of(found.state(), place.holder(connection));
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "comparing");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "comparing");
		}
	}

	private Known compare(Session session, Desired desired, @Nullable Known usable, Deadline deadline)
			throws SQLException {
		Territory territory = desired.survey(session);
		String live = desired.live(session.connection(), territory.schemas());
		Schema schema = (usable != null && usable.schema() != null) ? usable.schema()
				: desired.remembered(session.connection(), territory);
		Standing standing = desired.standing(session, territory);
		Comparison comparison = desired.compares() ? compare(session, desired, territory, standing, schema, deadline)
				: null;
		RunResult found = withVersioned(session, desired, territory, standing,
				(comparison != null) ? comparison.found() : migrated(session, desired, territory, standing));
		return new Known(desired.fingerprint(), live, territory.schemas(), found,
				(comparison != null) ? comparison.desired() : null, found,
				comparison != null && comparison.needsOnly());
	}

	/** Where nothing but the migrations says what there should be. */
	private static RunResult migrated(Session session, Desired desired, Territory territory, Standing standing)
			throws SQLException {
		if (standing.older()) {
			return RunResult.notCompared();
		}
		session.begin();
		try {
			List<String> differences = new MigratedSchema(desired, territory).differences(session);
			return RunResult.notCompared().differing((differences != null) ? differences : List.of());
		}
		finally {
			session.rollback();
		}
	}

	/**
	 * Without the run's lock, a scratch copy may meet the one of a run or of another
	 * instance. Then it is rolled back and made again.
	 */
	private static Comparison compare(Session session, Desired desired, Territory territory, Standing standing,
			@Nullable Schema schema, Deadline deadline) throws SQLException {
		while (true) {
			try {
				session.begin(deadline);
				return compare(session, desired, territory, standing, schema);
			}
			catch (SQLException ex) {
				tryAgain(ex, deadline);
			}
			catch (UncheckedSqlException ex) {
				tryAgain(ex.failure(), deadline);
			}
			finally {
				session.rollback();
			}
			LockRetry.sleep(ThreadLocalRandom.current().nextInt(50, 250));
		}
	}

	private static Comparison compare(Session session, Desired desired, Territory territory, Standing standing,
			@Nullable Schema known) throws SQLException {
		NeedsRun needs = new NeedsRun(desired);
		NeedsRun.Scope scope = needs.scope(session, territory, standing);
		Schema schema = (known != null) ? known : scope.remembered();
		session.printNamesAlike(territory);
		Schema wanted = (schema != null) ? schema : desired.read(session, territory, session.clock().deadline());
		return scope.needsOnly() ? needs.compare(session, territory, standing, wanted)
				: desired.compare(session, territory, wanted);
	}

	private static void tryAgain(SQLException failure, Deadline deadline) throws SQLException {
		if (!Failures.triesAgain(failure) || deadline.passed()) {
			throw failure;
		}
	}

	/** What is found beside what became of versioned migrations. */
	private RunResult withVersioned(Session session, Desired desired, Territory territory, Standing standing,
			RunResult found) throws SQLException {
		RunResult whole = found.with(new NeedsRun(desired).facts(session, territory, standing))
			.belongingTo(standing.belongsTo(this.settings.application()));
		if (!desired.versioned() || standing.older()) {
			return whole;
		}
		VersionedState state = VersionedState.read(session, desired, territory);
		List<String> oddities = new ArrayList<>(state.oddities());
		if (state.shape() == HistoryTable.Shape.ABSENT
				&& state.graph().migrations().stream().noneMatch(Migration::baseline)
				&& CatalogNames.hasRelations(session.connection(), territory.schemas())) {
			oddities.add(
					"The database has tables, and no history. If they come from the migrations, mark those as applied with the command baseline and the version that the database is at.");
		}
		return whole.differing(oddities);
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
		return (found.schema() == null && last != null && last.desired().equals(found.desired()))
				? new Known(found.desired(), found.live(), found.schemas(), found.state(), last.schema(),
						found.result(), found.needsOnly())
				: found;
	}

	/** A plan may be carried out, so it is made under the lock, between two runs. */
	private Comparison inspect(Session session, Desired desired) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		Deadline lockDeadline = Deadline.in(this.settings.lockTimeout());
		try {
			Territory territory = desired.survey(session);
			session.begin(deadline);
			while (this.settings.locking() && !desired.lock(territory).tryAcquireInTransaction(session.connection())) {
				LockHolder holder = desired.lock(territory).holder(session.connection());
				session.rollback();
				if (lockDeadline.passed()) {
					throw new MigrationUnderWayException(
							"A migration of this database is under way, by " + LockHolder.describe(holder) + ".",
							"Ask again when it has ended.", null);
				}
				Thread.sleep(100);
				session.begin(deadline);
			}
			Comparison comparison = compare(session, desired, territory, desired.standing(session, territory), null);
			// Asks questions of its own, as long as there is a connection to ask them on.
			comparison.plan().reverse();
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
	 * @param connecting how long the connection took
	 * @param migrations the versioned migrations as they were read
	 * @param entries what is remembered and still true
	 */
	private record LookedAhead(Duration connecting, MigrationSet migrations, List<StateTable.Entry> entries) {

	}

}
