package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.automigrate.error.IrreversibleMigrationException;
import io.automigrate.error.PoolerException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.JournalEntry;
import io.automigrate.source.Territory;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationRoute;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;

/**
 * The versioned part of a run, on the session that has the lock. Migrations that follow
 * each other share a transaction as {@link BatchSegment} says; it is committed before the
 * rest of the run looks at the result.
 */
final class VersionedRun {

	/** PostgreSQL takes an enum's new value for unsafe until it is committed. */
	static final String UNSAFE_NEW_VALUE = "55P04";

	private static final String STILL_APPLIED = "Correct the down migration; nothing of the rollback stays, and all of these migrations are still applied.";

	private final Session session;

	private final LockedRun locked;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final RunRecorder recorder;

	private final Backups backups;

	/** What this run has applied or undone, in order. */
	private final List<String> done = new ArrayList<>();

	private boolean remembered;

	VersionedRun(Session session, LockedRun locked, Desired desired, RunListener listener, RunRecorder recorder) {
		this.session = session;
		this.locked = locked;
		this.desired = desired;
		this.settings = desired.settings();
		this.listener = listener;
		this.recorder = recorder;
		this.backups = new Backups(this.settings.backup(), listener, recorder);
	}

	/** What the rest of the run makes its backup with, too. */
	Backups backups() {
		return this.backups;
	}

	/** Whether what this run has left is what the migrations lead to, and remembered. */
	boolean remembered() {
		return this.remembered;
	}

	/** Whether anything was run. */
	boolean ran() {
		return !this.done.isEmpty();
	}

	/**
	 * Apply what is pending up to a target.
	 * @param staying the session's settings outside of transactions, or {@code null} if
	 * no migration changes any
	 * @return where things stand
	 */
	VersionedFacts up(Territory territory, MigrationTarget target, @Nullable SessionSettings staying)
			throws SQLException {
		this.done.clear();
		this.remembered = false;
		VersionedState state = VersionedState.read(this.session, this.desired, territory);
		state.check(this.listener);
		List<Migration> route = state.pending(target);
		checkJournal(state, false, route.isEmpty());
		if (!route.isEmpty()) {
			state.checkOrder(route, this.listener);
			List<Migration> inPlace = new Baselines(this.session, this.desired, this.listener).inPlace(route);
			run(territory, state, units(route, inPlace), staying);
			return state.facts(this.done, List.of()).marking(VersionedCommands.versions(inPlace));
		}
		else if (state.inherits()) {
			this.recorder.starts(this.session, this.desired.historyNames(territory), territory.schemas());
			inTransaction("taking over the history of Flyway", () -> prepare(state, false));
		}
		else if (state.shape() == HistoryTable.Shape.COMPLETE && state.mayWriteRuns(session.connection())) {
			// One that was cut off when all but its last words were said.
			state.runs().endInterrupted(this.session.connection());
		}
		return state.facts(this.done, List.of());
	}

	/**
	 * Undo what is applied down to a target.
	 * @param staying the session's settings outside of transactions, or {@code null} if
	 * no migration changes any
	 * @return where things stand
	 */
	VersionedFacts down(Territory territory, MigrationTarget target, @Nullable SessionSettings staying)
			throws SQLException {
		this.done.clear();
		this.remembered = false;
		VersionedState state = VersionedState.read(this.session, this.desired, territory);
		checkJournal(state, true, false);
		List<Migration> route = wayDown(state, target);
		if (!route.isEmpty()) {
			run(territory, state, route.stream().map((migration) -> MigrationUnit.of(migration, true)).toList(),
					staying);
		}
		return state.facts(List.of(), this.done);
	}

	/**
	 * Find the way down.
	 * @throws IrreversibleMigrationException if it leads over what cannot be undone
	 */
	static List<Migration> wayDown(VersionedState state, MigrationTarget target) {
		List<Migration> route = new ArrayList<>();
		List<String> stuck = new ArrayList<>();
		List<String> reasons = new ArrayList<>();
		for (String version : MigrationRoute.down(state.graph(), state.applied(), target)) {
			Migration migration = state.graph().find(version);
			String reason = (migration != null) ? migration.noWayBack() : "has no file any more";
			if (reason != null) {
				stuck.add(version);
				reasons.add(((migration != null) ? migration.display() : version) + " " + reason);
			}
			else if (migration != null) {
				route.add(migration);
			}
		}
		if (!stuck.isEmpty()) {
			throw new IrreversibleMigrationException(stuck,
					"The way back leads over migrations that cannot be undone: " + String.join("; ", reasons)
							+ ". Nothing was touched.",
					"Go back less far, or write what undoes them below -- migrate:down.");
		}
		return route;
	}

	/**
	 * What was begun in one direction has to be ended in it. A migration that this
	 * release does not know is a newer one's, and keeps none from starting that has
	 * nothing to run.
	 */
	private void checkJournal(VersionedState state, boolean down, boolean idle) {
		for (JournalEntry entry : state.journal()) {
			Migration migration = state.graph().find(entry.version());
			if (migration == null && idle) {
				this.listener.warning("Migration " + entry.version()
						+ ", which this release does not know, was begun outside of a transaction and is not finished: "
						+ entry.extent() + ". The release that has it finishes it.");
			}
			else if (migration == null || entry.down() != down) {
				String name = (migration != null) ? migration.display() : entry.version();
				throw new UnresolvedMigrationException(entry.version(),
						"Migration " + name + " was begun " + (entry.down() ? "to be undone" : "to be applied")
								+ " outside of a transaction and is not finished: " + entry.extent() + ".",
						"Finish it with " + (entry.down() ? "rollback" : "migrate")
								+ ", or settle it by hand with resolve --applied or resolve --rolled-back.");
			}
		}
	}

	/** Make migrations ready to be applied, or only to be marked. */
	static List<MigrationUnit> units(List<Migration> route, List<Migration> inPlace) {
		return route.stream()
			.map((migration) -> inPlace.contains(migration) ? MigrationUnit.marking(migration)
					: MigrationUnit.of(migration, false))
			.toList();
	}

	private void run(Territory territory, VersionedState state, List<MigrationUnit> route,
			@Nullable SessionSettings staying) throws SQLException {
		List<MigrationUnit> units = route.stream().map(this.desired::ready).toList();
		boolean down = units.get(0).down();
		List<BatchSegment> segments = BatchSegment.of(units, this.settings.versioned().transaction());
		boolean together = segments.size() == 1 && segments.get(0).transactional();
		if (!together && this.session.pooled()) {
			throw PoolerException.of((segments.get(0).transactional()
					? "a commit between migrations (" + segments.get(1).reason() + ")"
					: "migration " + units.get(0).migration().display() + ", which runs outside of a transaction,"));
		}
		this.listener.route(units.stream().map(MigrationUnit::migration).toList(), down);
		MigratedSchema migrated = new MigratedSchema(this.desired, territory);
		warnOfDrift(migrated);
		announce(segments);
		this.recorder.starts(this.session, this.desired.historyNames(territory), territory.schemas());
		this.backups.before(this.session, territory, units.stream().anyMatch(MigrationUnit::mayLoseData),
				(down ? "rolling back " : "applying ") + units.size()
						+ ((units.size() == 1) ? " migration" : " migrations"));
		SessionSettings before = (staying != null || together) ? staying
				: SessionSettings.read(this.session.connection());
		if (!together) {
			inTransaction("preparing the history", () -> prepare(state, down));
		}
		Deque<BatchSegment> waiting = new ArrayDeque<>(segments);
		boolean prepares = together;
		while (!waiting.isEmpty()) {
			BatchSegment segment = waiting.pop();
			String title = "running " + segment.versions();
			this.locked.doing(title);
			boolean first = prepares;
			if (!segment.transactional()) {
				alone(territory, segment.units().get(0));
			}
			else {
				try {
					inTransaction(title, () -> {
						if (first) {
							prepare(state, down);
						}
						batch(territory, state, segment.units(), before);
					});
				}
				catch (StatementFailedException ex) {
					List<BatchSegment> parts = split(segment, ex);
					if (parts == null) {
						throw ex;
					}
					this.session.rollbackPart();
					announce(parts);
					waiting.push(parts.get(1));
					waiting.push(parts.get(0));
					continue;
				}
			}
			prepares = false;
			List<String> versions = segment.units().stream().map((unit) -> unit.migration().version()).toList();
			this.done.addAll(versions);
			if (!this.session.pooled()) {
				this.session.kept().migrations(versions, down);
			}
			this.locked.keep();
		}
		if (this.desired.remembersMigrated()) {
			inTransaction("remembering what the migrations have led to",
					() -> this.remembered = migrated.remember(this.session));
		}
	}

	/** What they lead to afterwards is what is there then. */
	private void warnOfDrift(MigratedSchema migrated) throws SQLException {
		if (this.desired.remembersMigrated()) {
			this.session.begin();
			List<String> differences = migrated.differences(this.session);
			this.session.rollbackPart();
			if (differences != null) {
				differences.forEach(this.listener::warning);
			}
		}
	}

	/** Tell before anything is begun where it will be committed. */
	private void announce(List<BatchSegment> segments) {
		List<String> commits = segments.stream().map(BatchSegment::reason).filter(Objects::nonNull).distinct().toList();
		if (!commits.isEmpty()) {
			this.listener.commitsBetween(commits);
		}
	}

	/**
	 * A value that a function or a block uses is seen only when it is used.
	 */
	private @Nullable List<BatchSegment> split(BatchSegment segment, StatementFailedException failure) {
		return (UNSAFE_NEW_VALUE.equals(failure.sqlState()) && !this.session.pooled())
				? segment.splitBefore(failure.script()) : null;
	}

	private void inTransaction(String doing, SteppedRun.Ending work) throws SQLException {
		new LockRetry(this.session, this.listener).run(() -> doing, Set::of, (tried) -> {
			int mark = this.recorder.log().mark();
			try {
				this.session.begin();
				tried.stalls();
				work.end();
				this.session.commitPart();
				this.recorder.kept();
				return doing;
			}
			catch (SQLException | RuntimeException ex) {
				this.recorder.log().backTo(mark);
				this.recorder.again();
				throw ex;
			}
		});
	}

	/** What was made again and again has to be made again on the way up. */
	private void prepare(VersionedState state, boolean down) throws SQLException {
		state.history().prepare(this.session.connection(), state.shape());
		state.inherit(this.session.connection());
		if (down) {
			List<String> repeatables = state.rows()
				.stream()
				.map((row) -> row.version())
				.filter((version) -> version.startsWith(Migration.REPEATABLE))
				.toList();
			state.history().remove(this.session.connection(), repeatables);
		}
		this.recorder.begin(this.session);
	}

	private void batch(Territory territory, VersionedState state, List<MigrationUnit> units,
			@Nullable SessionSettings staying) throws SQLException {
		this.session.searchFirst(territory, true);
		new MigrationBatch(this.session, state, this.listener, staying, kept(units.get(0).down())).run(units,
				this.settings.application());
		if (this.session.pooled()) {
			this.session.dropTemporary();
		}
		units.forEach((unit) -> this.recorder.log().add(unit));
	}

	/** What a failure has to tell of the migrations of this run. */
	private String kept(boolean down) {
		if (this.done.isEmpty()) {
			return down ? STILL_APPLIED : MigrationBatch.ROLLED_BACK;
		}
		return "Correct the migration. " + this.session.kept().rolledBack();
	}

	private void alone(Territory territory, MigrationUnit unit) throws SQLException {
		this.session.kept().parts();
		new LockRetry(this.session, this.listener).run(() -> "running migration " + unit.migration().display(), Set::of,
				(tried) -> {
					this.session.searchFirst(territory, false);
					VersionedState now = VersionedState.read(this.session, this.desired, territory);
					new JournalledMigration(this.session, now, unit, this.settings, this.listener).run();
					return unit;
				});
		this.recorder.log().add(unit);
	}

}
