package io.automigrate.execute;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.adopt.Adoption;
import io.automigrate.adopt.AdoptionRequest;
import io.automigrate.adopt.ForeignHistory;
import io.automigrate.adopt.ForeignProject;
import io.automigrate.catalog.CatalogNames;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import io.automigrate.error.PlanChangedException;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.JournalEntry;
import io.automigrate.history.NewRow;
import io.automigrate.history.RunOrigin;
import io.automigrate.source.Territory;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationRoute;
import io.automigrate.versioned.MigrationSet;
import io.automigrate.versioned.MigrationSources;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with versioned migrations alone, each under the lock that whole runs
 * take, and each recorded as a run.
 */
public final class VersionedCommands {

	private final StepConnections connections;

	private final MigrationSettings settings;

	private final VersionedQuestions questions;

	/**
	 * Create the commands.
	 * @param dataSource where the connections of questions come from
	 * @param connections opens the sessions of runs
	 * @param settings where the migrations are, and how they are run
	 */
	public VersionedCommands(DataSource dataSource, StepConnections connections, MigrationSettings settings) {
		this.connections = connections;
		this.settings = settings;
		this.questions = new VersionedQuestions(dataSource, settings);
	}

	/**
	 * Apply what is pending up to a target.
	 * @param listener is told how it goes on
	 * @param origin what it was started by
	 * @param target how far to go
	 * @return where things stand
	 */
	public VersionedFacts migrate(RunListener listener, RunOrigin origin, MigrationTarget target) {
		return move(listener, origin, target, false);
	}

	/**
	 * Undo what is applied down to a target.
	 * @param listener is told how it goes on
	 * @param origin what it was started by
	 * @param target how far to go
	 * @return where things stand
	 */
	public VersionedFacts rollback(RunListener listener, RunOrigin origin, MigrationTarget target) {
		return move(listener, origin, target, true);
	}

	/**
	 * Undo exactly what a plan lists.
	 * @param listener is told how it goes on
	 * @param origin what it was started by
	 * @param plan what was looked at before
	 * @return where things stand
	 * @throws PlanChangedException if its target means other migrations by now
	 */
	public VersionedFacts rollback(RunListener listener, RunOrigin origin, RollbackPlan plan) {
		return move(listener, origin, plan.target(), true, plan);
	}

	private VersionedFacts move(RunListener listener, RunOrigin origin, MigrationTarget target, boolean down) {
		return move(listener, origin, target, down, null);
	}

	private VersionedFacts move(RunListener listener, RunOrigin origin, MigrationTarget target, boolean down,
			@Nullable RollbackPlan plan) {
		Desired desired = this.questions.desired();
		RunRecorder recorder = new RunRecorder(origin, target.display(), this.settings.application());
		return underLock(desired, listener, recorder, (session, territory, locked) -> {
			SessionSettings staying = desired.changesSettings() ? SessionSettings.read(session.connection()) : null;
			if (plan != null) {
				List<String> now = versions(
						VersionedRun.wayDown(VersionedState.read(session, desired, territory), target));
				if (!now.equals(plan.versions())) {
					throw PlanChangedException.rollback(plan.versions(), now);
				}
			}
			VersionedRun run = new VersionedRun(session, locked, desired, listener, recorder);
			return down ? run.down(territory, target, staying) : run.up(territory, target, staying);
		});
	}

	private <T> T underLock(Desired desired, RunListener listener, RunRecorder recorder, Act<T> act) {
		RunClock clock = new RunClock(desired.settings().budgets());
		clock.grow(desired.size());
		try (Session session = Session.forSteps(this.connections, desired.settings(), clock, listener)) {
			try {
				Territory territory = desired.survey(session);
				LockedRun locked = new LockedRun(session, desired.lock(territory), desired, listener);
				locked.doing("working with versioned migrations");
				return locked.run(() -> {
					recorder.again();
					T result = act.run(session, territory, locked);
					end(session, recorder);
					return result;
				}, () -> null);
			}
			catch (SQLException ex) {
				throw Failures.translate(ex, clock.deadline(), "looking at the database");
			}
			catch (MigrationException ex) {
				recorder.failed(session, ex, listener);
				throw ex;
			}
		}
	}

	private static void end(Session session, RunRecorder recorder) throws SQLException {
		if (recorder.started()) {
			session.begin();
			recorder.succeeded(session);
			session.commitPart();
		}
	}

	/** Change the history alone, in one transaction. */
	private <T> T edit(RunOrigin origin, String target, Edit<T> edit) {
		Desired desired = this.questions.desired();
		RunRecorder recorder = new RunRecorder(origin, target, this.settings.application());
		return underLock(desired, RunListener.SILENT, recorder, (session, territory, locked) -> {
			session.begin();
			VersionedState state = VersionedState.read(session, desired, territory);
			recorder.starts(session, desired.historyNames(territory), territory.schemas());
			state.history().prepare(session.connection(), state.shape());
			state.inherit(session.connection());
			T result = edit.run(session, VersionedState.read(session, desired, territory), recorder.log());
			recorder.begin(session);
			session.commitPart();
			recorder.kept();
			return result;
		});
	}

	/**
	 * Let the history say that the database is at a target, without running anything:
	 * that everything before it in the order is applied, and nothing after it.
	 * @param origin what it was started by
	 * @param target a version, all, or nothing
	 * @return the versions that were marked, and those that were taken out
	 */
	public VersionedFacts stamp(RunOrigin origin, MigrationTarget target) {
		return edit(origin, target.display(), (session, state, log) -> {
			List<String> applied = state.applied();
			List<Migration> marked = target.base() ? List.of() : MigrationRoute.up(state.graph(), applied, target);
			List<String> removed = target.latest() ? List.of() : MigrationRoute.down(state.graph(), applied, target);
			state.history().remove(session.connection(), rows(state, removed));
			mark(session, state, marked);
			log.note("stamp", versions(marked));
			log.note("unstamp", removed);
			removed.forEach((version) -> forgetJournal(session, state, version));
			return state.facts(versions(marked), removed).withoutRunning();
		});
	}

	private static List<String> rows(VersionedState state, List<String> versions) {
		return versions.stream().flatMap((version) -> {
			Migration migration = state.graph().find(version);
			return (migration != null) ? state.rowsOf(migration).stream() : Stream.of(version);
		}).toList();
	}

	private void mark(Session session, VersionedState state, List<Migration> migrations) throws SQLException {
		List<NewRow> rows = migrations.stream().map((migration) -> state.row(migration, null)).toList();
		state.history().add(session.connection(), rows, this.settings.application());
		migrations.forEach((migration) -> forgetJournal(session, state, migration.version()));
	}

	private static void forgetJournal(Session session, VersionedState state, String version) {
		if (state.unfinished(version) != null) {
			try {
				state.journalTable().remove(session.connection(), version);
			}
			catch (SQLException ex) {
				throw new UncheckedSqlException(ex);
			}
		}
	}

	static List<String> versions(List<Migration> migrations) {
		return migrations.stream().map(Migration::version).toList();
	}

	/**
	 * Adopt a database that was there before the history: mark what it has as applied.
	 * @param origin what it was started by
	 * @param version the version that the database is at; everything before it in the
	 * order counts as applied, too
	 * @return the versions that were marked
	 * @throws MigrationGraphException if the history has something already
	 */
	public VersionedFacts baseline(RunOrigin origin, String version) {
		return edit(origin, version, (session, state, log) -> {
			if (!state.applied().isEmpty()) {
				throw new MigrationGraphException(Problem.CHANGED, state.applied(),
						"The history has " + state.applied().size()
								+ " applied migrations already; a baseline is for a database without any.",
						"Let the history say something else with stamp.");
			}
			List<Migration> marked = MigrationRoute.up(state.graph(), List.of(), MigrationTarget.version(version));
			mark(session, state, marked);
			log.note("baseline", versions(marked));
			return state.facts(versions(marked), List.of()).withoutRunning();
		});
	}

	/**
	 * Work out what it takes to adopt another tool's project. Changes nothing.
	 * @param request which project
	 * @return what is to be done
	 * @throws MigrationException if it cannot be adopted
	 */
	public Adoption adoption(AdoptionRequest request) {
		ForeignProject project = ForeignProject.read(request);
		MigrationSet present = present(request);
		Desired desired = with(present, project);
		return this.questions.inSession(desired, (session, territory) -> adoption(session, territory, project, request,
				present, VersionedState.read(session, desired, territory)));
	}

	/**
	 * Let the history say what another tool's says. Leaves that one as it is.
	 * @param origin what it was started by
	 * @param adoption what is to be done; its files are there by now
	 * @return the versions that were marked
	 */
	public VersionedFacts adopt(RunOrigin origin, Adoption adoption) {
		ForeignProject project = adoption.project();
		MigrationSet present = present(adoption.request());
		Desired desired = with(present, project);
		RunRecorder recorder = new RunRecorder(origin, "", this.settings.application());
		return underLock(desired, RunListener.SILENT, recorder, (session, territory, locked) -> {
			session.begin();
			VersionedState state = VersionedState.read(session, desired, territory);
			List<NewRow> rows = adoption(session, territory, project, adoption.request(), present, state).rows();
			if (rows.isEmpty()) {
				session.rollbackPart();
				return state.facts(List.of(), List.of());
			}
			List<String> versions = rows.stream().map(NewRow::version).toList();
			recorder.starts(session, desired.historyNames(territory), territory.schemas());
			state.history().prepare(session.connection(), state.shape());
			state.history().add(session.connection(), rows, project.tool().display());
			recorder.log().note("adopt", versions);
			recorder.begin(session);
			VersionedFacts facts = VersionedState.read(session, desired, territory)
				.facts(versions, List.of())
				.withoutRunning();
			session.commitPart();
			recorder.kept();
			return facts;
		});
	}

	/** The migrations that are there, wherever they are found from now on. */
	private MigrationSet present(AdoptionRequest request) {
		return this.questions.load()
			.own()
			.with(new MigrationSources(List.of("file:" + request.directory()), List.of()).load().files());
	}

	private Desired with(MigrationSet present, ForeignProject project) {
		return new Desired(List.of(), this.settings, present.with(project.files()));
	}

	private Adoption adoption(Session session, Territory territory, ForeignProject project, AdoptionRequest request,
			MigrationSet present, VersionedState state) throws SQLException {
		ForeignHistory history = ForeignHistory.read(session.connection(), territory.schemas(), project, request,
				state.graph());
		Adoption adoption = Adoption.of(project, request, history, state.graph(), present.fileNames(),
				state.rows().stream().map(AppliedMigration::version).toList(), this.settings.versioned().missing());
		return (history == null && state.applied().isEmpty() && CatalogNames
			.hasRelations(session.connection(), territory.schemas())) ? adoption
				.noting("The database has tables, and none of the history of " + project.tool().display()
						+ ". If they come from these migrations, mark those as applied with the command baseline and the version that the database is at.")
					: adoption;
	}

	/**
	 * Accept changed migrations as they are now, and take missing ones out of the history
	 * if they are named.
	 * @param origin what it was started by
	 * @param forget the versions to take out, which must be missing
	 * @return the versions whose checksums were written
	 * @throws MigrationGraphException if one to forget is not missing
	 */
	public List<String> repair(RunOrigin origin, Collection<String> forget) {
		return edit(origin, String.join(", ", forget), (session, state, log) -> {
			Set<String> missing = state.missing().stream().map(AppliedMigration::version).collect(Collectors.toSet());
			for (String version : forget) {
				if (!missing.contains(version)) {
					throw new MigrationGraphException(Problem.UNKNOWN_VERSION, List.of(version),
							"Migration " + version + " is not missing, so it cannot be forgotten.", missing.isEmpty()
									? "No migration is missing." : "Missing are " + String.join(", ", missing) + ".");
				}
			}
			Map<String, String> checksums = new LinkedHashMap<>();
			for (Migration migration : state.graph().migrations()) {
				AppliedMigration row = state.applied(migration.version());
				if (row != null && !migration.checksum().isEmpty() && !migration.checksum().equals(row.checksum())) {
					checksums.put(migration.version(), migration.checksum());
				}
			}
			state.history().setChecksums(session.connection(), checksums);
			state.history().remove(session.connection(), forget);
			log.note("repair", List.copyOf(checksums.keySet()));
			log.note("forget", List.copyOf(forget));
			return List.copyOf(checksums.keySet());
		});
	}

	/**
	 * Settle what nobody but a person can know.
	 * @param origin what it was started by
	 * @param version the migration that was interrupted
	 * @param resolution what became of it
	 * @return where things stand
	 * @throws MigrationGraphException if no migration of that version was interrupted
	 */
	public VersionedFacts resolve(RunOrigin origin, String version, Resolution resolution) {
		return edit(origin, version, (session, state, log) -> {
			JournalEntry entry = state.unfinished(version);
			if (entry == null) {
				throw new MigrationGraphException(Problem.UNKNOWN_VERSION, List.of(version),
						"Migration " + version + " is not unfinished; there is nothing to settle.",
						state.journal().isEmpty() ? "No migration is." : "Unfinished are "
								+ state.journal().stream().map(JournalEntry::version).collect(Collectors.joining(", "))
								+ ".");
			}
			log.note("resolve " + resolution, List.of(version));
			if (resolution == Resolution.RETRY) {
				state.journalTable()
					.write(session.connection(), new JournalEntry(version, entry.down(), entry.done(),
							entry.doneChecksum(), null, entry.error(), entry.lastBatch()));
				return state.facts(List.of(), List.of());
			}
			state.journalTable().remove(session.connection(), version);
			boolean settled = resolution == Resolution.APPLIED;
			if (settled && entry.down()) {
				state.history().remove(session.connection(), List.of(version));
			}
			if (settled && !entry.down()) {
				Migration migration = state.graph().find(version);
				mark(session, state, (migration != null) ? List.of(migration) : List.of());
			}
			return state
				.facts((settled && !entry.down()) ? List.of(version) : List.of(),
						(settled && entry.down()) ? List.of(version) : List.of())
				.withoutRunning();
		});
	}

	/**
	 * Run what {@link #migrate} would apply and take it back.
	 * @param listener is told how it goes on
	 * @param target how far to go
	 * @return what each statement did, and the difference they make
	 * @throws MigrationException if a statement fails, or the run would be refused
	 */
	public MigrationTrace trace(RunListener listener, MigrationTarget target) {
		Desired desired = this.questions.desired();
		RunRecorder unused = new RunRecorder(RunOrigin.START_UP, target.display(), this.settings.application());
		return underLock(desired, listener, unused, (session, territory, locked) -> {
			session.begin();
			VersionedState state = VersionedState.read(session, desired, territory);
			state.check(listener);
			List<Migration> route = state.pending(target);
			state.checkOrder(route, listener);
			session.rollbackPart();
			List<Migration> inPlace = new Baselines(session, desired, listener).inPlace(route);
			session.begin();
			MigrationTrace trace = new TraceRun(session, territory, desired)
				.run(route.stream().filter((migration) -> !inPlace.contains(migration)).toList(), listener);
			session.rollbackPart();
			return trace;
		});
	}

	/** Something done under the lock. */
	@FunctionalInterface
	private interface Act<T> {

		T run(Session session, Territory territory, LockedRun locked) throws SQLException;

	}

	/** A change of the history. */
	@FunctionalInterface
	private interface Edit<T> {

		T run(Session session, VersionedState state, StatementLog log) throws SQLException;

	}

}
