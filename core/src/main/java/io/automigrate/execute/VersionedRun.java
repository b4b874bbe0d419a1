package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.automigrate.error.IrreversibleMigrationException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.JournalEntry;
import io.automigrate.source.Territory;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationRoute;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;

/**
 * The versioned part of a run, under the lock. All in the run's own transaction where
 * that is possible. Where a migration runs outside of transactions, the run's own only
 * keeps the lock, and everything happens on a second connection: what is before such a
 * migration is committed first.
 */
final class VersionedRun {

	private final DataSource dataSource;

	private final Desired desired;

	private final MigrationSettings settings;

	private final RunListener listener;

	private final RunRecorder recorder;

	private final Retries retries;

	private final Backups backups;

	/** What this run has applied or undone, in order. */
	private final List<String> done = new ArrayList<>();

	/** How many of them stay even if the run begins again. */
	private int committed;

	VersionedRun(DataSource dataSource, Desired desired, RunListener listener, RunRecorder recorder) {
		this.dataSource = dataSource;
		this.desired = desired;
		this.settings = desired.settings();
		this.listener = listener;
		this.recorder = recorder;
		this.retries = new Retries(this.settings, listener);
		this.backups = new Backups(this.settings.backup(), listener, recorder);
	}

	/** What the rest of the run makes its backup with, too. */
	Backups backups() {
		return this.backups;
	}

	/** Whether anything was run. */
	boolean ran() {
		return !this.done.isEmpty();
	}

	/**
	 * Apply what is pending up to a target.
	 * @param session a session in a transaction that has the lock
	 * @param staying the session's settings outside of it, or {@code null} if no
	 * migration changes any
	 * @return where things stand
	 */
	VersionedFacts up(Session session, Territory territory, Deadline deadline, MigrationTarget target,
			@Nullable SessionSettings staying) throws SQLException {
		beginAgain();
		VersionedState state = VersionedState.read(session, this.desired, territory);
		state.check(this.listener);
		checkJournal(state, false);
		List<Migration> route = state.pending(target);
		if (!route.isEmpty()) {
			state.checkOrder(route, this.listener);
			run(session, territory, deadline, state, route, false, staying);
		}
		else if (state.shape() == HistoryTable.Shape.COMPLETE && state.mayWriteRuns(session.connection())) {
			// One that was cut off when all but its last words were said.
			state.runs().endInterrupted(session.connection());
		}
		return state.facts(this.done, List.of());
	}

	/**
	 * Undo what is applied down to a target.
	 * @param session a session in a transaction that has the lock
	 * @param staying the session's settings outside of it, or {@code null} if no
	 * migration changes any
	 * @return where things stand
	 */
	VersionedFacts down(Session session, Territory territory, Deadline deadline, MigrationTarget target,
			@Nullable SessionSettings staying) throws SQLException {
		beginAgain();
		VersionedState state = VersionedState.read(session, this.desired, territory);
		checkJournal(state, true);
		List<Migration> route = wayDown(state, target);
		if (!route.isEmpty()) {
			run(session, territory, deadline, state, route, true, staying);
		}
		return state.facts(List.of(), this.done);
	}

	private void beginAgain() {
		this.done.subList(this.committed, this.done.size()).clear();
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

	/** What was begun in one direction has to be ended in it. */
	private static void checkJournal(VersionedState state, boolean down) {
		for (JournalEntry entry : state.journal()) {
			Migration migration = state.graph().find(entry.version());
			if (migration == null || entry.down() != down) {
				String name = (migration != null) ? migration.display() : entry.version();
				throw new UnresolvedMigrationException(entry.version(),
						"Migration " + name + " was begun " + (entry.down() ? "to be undone" : "to be applied")
								+ " outside of a transaction and is not finished: " + entry.extent() + ".",
						"Finish it with " + (entry.down() ? "rollback" : "migrate")
								+ ", or settle it by hand with resolve --applied or resolve --rolled-back.");
			}
		}
	}

	private void run(Session session, Territory territory, Deadline deadline, VersionedState state,
			List<Migration> route, boolean down, @Nullable SessionSettings staying) throws SQLException {
		List<MigrationUnit> units = route.stream().map((migration) -> MigrationUnit.of(migration, down)).toList();
		this.listener.route(route, down);
		this.recorder.starts(session, this.desired.historyNames(territory), territory.schemas());
		this.backups.before(session, territory, units.stream().anyMatch(MigrationUnit::mayLoseData),
				(down ? "rolling back " : "applying ") + units.size() + " migrations", deadline);
		if (units.stream().allMatch(MigrationUnit::transactional)) {
			prepare(session, state, down);
			batch(session, territory, deadline, state, units, staying);
		}
		else {
			letGo(session);
			split(territory, state, units, down);
		}
	}

	/** What was made again and again has to be made again on the way up. */
	private static void prepare(Session session, VersionedState state, boolean down) throws SQLException {
		state.history().prepare(session.connection(), state.shape());
		if (down) {
			List<String> repeatables = state.rows()
				.stream()
				.map((row) -> row.version())
				.filter((version) -> version.startsWith(Migration.REPEATABLE))
				.toList();
			state.history().remove(session.connection(), repeatables);
		}
	}

	private void batch(Session session, Territory territory, Deadline deadline, VersionedState state,
			List<MigrationUnit> units, @Nullable SessionSettings staying) throws SQLException {
		int mark = this.recorder.log().mark();
		try {
			session.searchFirst(territory, true);
			new MigrationBatch(session.connection(), deadline, state, this.listener, staying).run(units,
					this.settings.application());
		}
		catch (SQLException ex) {
			this.recorder.log().backTo(mark);
			throw ex;
		}
		units.forEach(this::note);
	}

	private void note(MigrationUnit unit) {
		this.recorder.log().add(unit);
		this.done.add(unit.migration().version());
	}

	/**
	 * The last query's portal keeps its snapshot until another statement takes its place,
	 * and a concurrent index build would wait for it for ever.
	 */
	private static void letGo(Session session) throws SQLException {
		session.connection().rollback(session.connection().setSavepoint());
	}

	/** Lets those that share a transaction commit before one that cannot be in any. */
	private void split(Territory territory, VersionedState state, List<MigrationUnit> units, boolean down)
			throws SQLException {
		try (Session worker = Session.open(this.dataSource, this.settings)) {
			SessionSettings before = SessionSettings.read(worker.connection());
			try {
				this.retries.run(worker, "preparing the history", (deadline) -> {
					worker.begin(deadline);
					prepare(worker, state, down);
					this.recorder.begin(worker);
					worker.commit();
				});
				for (List<MigrationUnit> segment : segments(units)) {
					segment(worker, territory, state, segment, before);
					this.committed = this.done.size();
				}
			}
			finally {
				worker.rollback();
				if (!worker.connection().isClosed()) {
					before.restore(worker.connection(), before);
				}
			}
		}
	}

	private void segment(Session worker, Territory territory, VersionedState state, List<MigrationUnit> segment,
			SessionSettings before) throws SQLException {
		MigrationUnit first = segment.get(0);
		String title = segment.stream()
			.limit(5)
			.map((unit) -> unit.migration().version())
			.collect(Collectors.joining(", ", "running ", (segment.size() > 5) ? ", …" : ""));
		if (first.transactional()) {
			this.retries.run(worker, title, (deadline) -> {
				worker.begin(deadline);
				batch(worker, territory, deadline, state, segment, before);
				worker.commit();
			});
			return;
		}
		this.retries.run(worker, title, (deadline) -> {
			worker.searchFirst(territory, false);
			VersionedState now = VersionedState.read(worker, this.desired, territory);
			new JournalledMigration(worker, now, first, this.settings, this.listener).run();
		});
		note(first);
	}

	private static List<List<MigrationUnit>> segments(List<MigrationUnit> units) {
		List<List<MigrationUnit>> segments = new ArrayList<>();
		boolean open = false;
		for (MigrationUnit unit : units) {
			if (!open || !unit.transactional()) {
				segments.add(new ArrayList<>());
			}
			segments.get(segments.size() - 1).add(unit);
			open = unit.transactional();
		}
		return segments;
	}

}
