package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.HistoryNames;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.JournalEntry;
import io.automigrate.history.NewRow;
import io.automigrate.history.RunOrigin;
import io.automigrate.history.RunRecord;
import io.automigrate.lock.MigrationLock;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationInfo;
import io.automigrate.versioned.MigrationInfo.State;
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

	private final DataSource dataSource;

	private final MigrationSettings settings;

	public VersionedCommands(DataSource dataSource, MigrationSettings settings) {
		this.dataSource = dataSource;
		this.settings = settings;
	}

	/**
	 * Read the migrations.
	 * @return the graph
	 * @throws MigrationException if they cannot be used
	 */
	public MigrationGraph graph() {
		return load().graph();
	}

	/**
	 * Returns whether there are no migrations, without reading any.
	 * @return whether no location has a file, and there is no bean
	 * @throws MigrationException if a location cannot be read
	 */
	public boolean isEmpty() {
		return this.settings.versioned().sources().isEmpty();
	}

	private MigrationSet load() {
		return this.settings.versioned().sources().load();
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

	private VersionedFacts move(RunListener listener, RunOrigin origin, MigrationTarget target, boolean down) {
		Desired desired = desired();
		RunRecorder recorder = new RunRecorder(origin, target.display(), this.settings.application());
		VersionedRun run = new VersionedRun(this.dataSource, desired, listener, recorder);
		return underLock(desired, listener, recorder,
				(session, territory, deadline, staying) -> down
						? run.down(session, territory, deadline, target, staying)
						: run.up(session, territory, deadline, target, staying));
	}

	private Desired desired() {
		return new Desired(List.of(), this.settings, load());
	}

	private <T> T underLock(Desired desired, RunListener listener, RunRecorder recorder, Act<T> act) {
		try (Session session = Session.open(this.dataSource, desired.settings())) {
			LockedRun locked = new LockedRun(desired, listener);
			locked.doing("working with versioned migrations");
			Deadline deadline = Deadline.in(desired.settings().timeout());
			try {
				Territory territory = desired.survey(session);
				SessionSettings staying = desired.changesSettings() ? SessionSettings.read(session.connection()) : null;
				return locked.run(session, desired.lock(territory), (budget) -> {
					recorder.again();
					T result = act.run(session, territory, budget, staying);
					recorder.succeeded(session);
					return result;
				}, () -> null);
			}
			catch (SQLException ex) {
				throw Failures.translate(ex, deadline, "looking at the database");
			}
			catch (MigrationException ex) {
				recorder.failed(session, deadline, ex, listener);
				throw ex;
			}
		}
	}

	/** Change the history alone. */
	private <T> T edit(RunOrigin origin, String target, Edit<T> edit) {
		Desired desired = desired();
		RunRecorder recorder = new RunRecorder(origin, target, this.settings.application());
		return underLock(desired, RunListener.SILENT, recorder, (session, territory, deadline, staying) -> {
			VersionedState state = read(session, desired, territory);
			recorder.starts(session, desired.historyNames(territory), territory.schemas());
			state.history().prepare(session.connection(), state.shape());
			return edit.run(session, read(session, desired, territory), recorder.log());
		});
	}

	private static VersionedState read(Session session, Desired desired, Territory territory) throws SQLException {
		return VersionedState.read(session.connection(), desired.migrations().graph(), desired.settings().versioned(),
				desired.historyNames(territory));
	}

	/**
	 * Let the history say that exactly what leads to a target is applied, without running
	 * anything.
	 * @param origin what it was started by
	 * @param target a version, all, or nothing
	 * @return the versions that were marked, and those that were taken out
	 */
	public VersionedFacts stamp(RunOrigin origin, MigrationTarget target) {
		if (target.steps() > 0) {
			throw new IllegalArgumentException("What is stamped is a version, latest or base, no number of steps");
		}
		return edit(origin, target.display(), (session, state, log) -> {
			List<String> applied = state.applied();
			List<Migration> marked = target.base() ? List.of() : MigrationRoute.up(state.graph(), applied, target);
			List<String> removed = target.latest() ? List.of() : MigrationRoute.down(state.graph(), applied, target);
			state.history().remove(session.connection(), rows(state, removed));
			mark(session, state, marked);
			log.note("stamp", versions(marked));
			log.note("unstamp", removed);
			removed.forEach((version) -> forgetJournal(session, state, version));
			return state.facts(versions(marked), removed);
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

	private static List<String> versions(List<Migration> migrations) {
		return migrations.stream().map(Migration::version).toList();
	}

	/**
	 * Adopt a database that was there before the history: mark what it has as applied.
	 * @param origin what it was started by
	 * @param version the version that the database is at
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
			return state.facts(versions(marked), List.of());
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
		return inSession(desired, (session, territory) -> adoption(session, territory, project, request, present,
				read(session, desired, territory)));
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
		return underLock(desired, new RunListener() {
		}, recorder, (session, territory, deadline, staying) -> {
			VersionedState state = read(session, desired, territory);
			List<NewRow> rows = adoption(session, territory, project, adoption.request(), present, state).rows();
			if (rows.isEmpty()) {
				return state.facts(List.of(), List.of());
			}
			List<String> versions = rows.stream().map(NewRow::version).toList();
			recorder.starts(session, desired.historyNames(territory), territory.schemas());
			state.history().prepare(session.connection(), state.shape());
			state.history().add(session.connection(), rows, project.tool().display());
			recorder.log().note("adopt", versions);
			return read(session, desired, territory).facts(versions, List.of());
		});
	}

	/** The migrations that are there, wherever they are found from now on. */
	private MigrationSet present(AdoptionRequest request) {
		return load().with(new MigrationSources(List.of("file:" + request.directory()), List.of()).load().files());
	}

	private Desired with(MigrationSet present, ForeignProject project) {
		return new Desired(List.of(), this.settings, present.with(project.files()));
	}

	private Adoption adoption(Session session, Territory territory, ForeignProject project, AdoptionRequest request,
			MigrationSet present, VersionedState state) throws SQLException {
		ForeignHistory history = ForeignHistory.read(session.connection(), territory.schemas(), project, request,
				state.graph());
		return Adoption.of(project, request, history, state.graph(), present.fileNames(),
				state.rows().stream().map(AppliedMigration::version).toList(), this.settings.versioned().missing());
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
			return state.facts((settled && !entry.down()) ? List.of(version) : List.of(),
					(settled && entry.down()) ? List.of(version) : List.of());
		});
	}

	/**
	 * Ask where all migrations stand. Changes nothing.
	 * @return the migrations in the order in which they would run, the missing ones first
	 */
	public List<MigrationInfo> info() {
		return ask((state) -> {
			List<MigrationInfo> infos = new ArrayList<>();
			state.missing().forEach((row) -> infos.add(missing(row)));
			Set<String> heads = new HashSet<>(state.graph().heads());
			List<Migration> pending = MigrationRoute.up(state.graph(), state.applied(), MigrationTarget.LATEST);
			Set<String> late = new HashSet<>(
					versions(MigrationRoute.outOfOrder(state.graph(), state.applied(), pending)));
			state.graph()
				.migrations()
				.forEach((migration) -> infos.add(info(state, migration, heads.contains(migration.version()),
						late.contains(migration.version()))));
			Set<String> outdated = new HashSet<>(versions(state.pendingRepeatables()));
			state.graph().repeatables().forEach((migration) -> {
				MigrationInfo info = info(state, migration, false, false);
				infos.add(outdated.contains(migration.version()) ? with(info, State.PENDING) : info);
			});
			return infos;
		});
	}

	private static MigrationInfo info(VersionedState state, Migration migration, boolean head, boolean late) {
		AppliedMigration row = state.applied(migration.version());
		State where = state.changed(migration) ? State.CHANGED : State.APPLIED;
		if (state.unfinished(migration.version()) != null) {
			where = State.UNFINISHED;
		}
		else if (row == null) {
			where = late ? State.OUT_OF_ORDER : State.PENDING;
		}
		return new MigrationInfo(migration.version(), migration.name(), migration.description(), where,
				state.graph().dependencies(migration.version()), head, migration.noWayBack() == null,
				migration.origin(), (row != null) ? row.appliedAt() : null, (row != null) ? row.duration() : null,
				(row != null) ? row.appliedBy() : null, (row != null) ? row.application() : null);
	}

	private static MigrationInfo with(MigrationInfo info, State state) {
		return new MigrationInfo(info.version(), info.name(), info.description(), state, info.dependencies(),
				info.head(), false, info.origin(), info.appliedAt(), info.duration(), info.appliedBy(),
				info.application());
	}

	private static MigrationInfo missing(AppliedMigration row) {
		String dependencies = (row.dependencies() != null) ? row.dependencies() : "";
		return new MigrationInfo(row.version(), row.name(), row.description(), State.MISSING,
				dependencies.isBlank() ? List.of() : List.of(dependencies.strip().split("[,\\s]+", -1)), false, false,
				null, row.appliedAt(), row.duration(), row.appliedBy(), row.application());
	}

	/**
	 * Read the history.
	 * @return what is applied, in the order in which it was
	 */
	public List<AppliedMigration> history() {
		return ask(VersionedState::allRows);
	}

	/**
	 * Ask which applied migrations no other applied one needs.
	 * @return their versions
	 */
	public List<String> current() {
		return ask((state) -> state.graph().heads(state.applied()));
	}

	/**
	 * Ask what {@link #migrate} would apply.
	 * @param target how far it would go
	 * @return the migrations in order
	 * @throws MigrationException if it would refuse
	 */
	public List<Migration> pending(MigrationTarget target) {
		return ask((state) -> {
			state.check(RunListener.SILENT);
			List<Migration> route = state.pending(target);
			state.checkOrder(route, RunListener.SILENT);
			route.forEach((migration) -> MigrationUnit.of(migration, false));
			return route;
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
		Desired desired = desired();
		RunRecorder unused = new RunRecorder(RunOrigin.START_UP, target.display(), this.settings.application());
		return underLock(desired, listener, unused, (session, territory, deadline, staying) -> {
			VersionedState state = read(session, desired, territory);
			state.check(listener);
			List<Migration> route = state.pending(target);
			state.checkOrder(route, listener);
			return new TraceRun(session, territory, desired, deadline).run(route, listener);
		});
	}

	/**
	 * Write what {@link #migrate} or {@link #rollback} would run as a script for
	 * {@code psql}.
	 * @param target how far it would go
	 * @param down whether to undo
	 * @param from the version that a database that cannot be asked is at, {@code base}
	 * for an empty one, or {@code null} to ask the database
	 * @return the script, empty where there is nothing to run
	 * @throws MigrationException if the run would be refused, or a migration is no SQL
	 */
	public String script(MigrationTarget target, boolean down, @Nullable String from) {
		Desired desired = desired();
		if (from != null) {
			MigrationGraph graph = desired.migrations().graph();
			Set<String> applied = from.equals("base") ? Set.of() : graph.ancestry(from);
			List<String> managed = this.settings.schemas();
			String schema = managed.isEmpty() ? "public" : managed.get(0);
			String named = this.settings.versioned().schema();
			HistoryNames names = new HistoryNames((named != null) ? named : schema, this.settings.versioned().table());
			return script(VersionedState.assuming(graph, this.settings.versioned(), names, applied), target, down,
					!names.schema().equals("public"), Identifier.quote(schema), new MigrationLock(schema));
		}
		return inSession(desired, (session, territory) -> {
			List<String> path = new ArrayList<>(List.of(territory.defaultSchema()));
			territory.searchPath().stream().filter((schema) -> !path.contains(schema)).forEach(path::add);
			HistoryNames names = desired.historyNames(territory);
			return script(read(session, desired, territory), target, down,
					!territory.existing().contains(names.schema()),
					path.stream().map(Identifier::quote).collect(Collectors.joining(", ")), desired.lock(territory));
		});
	}

	private String script(VersionedState state, MigrationTarget target, boolean down, boolean makesSchema,
			String searchPath, MigrationLock lock) {
		if (!down) {
			state.check(RunListener.SILENT);
		}
		List<Migration> route = down ? VersionedRun.wayDown(state, target) : state.pending(target);
		state.checkOrder(down ? List.of() : route, RunListener.SILENT);
		return route.isEmpty() ? ""
				: MigrationScript.of(route.stream().map((migration) -> MigrationUnit.of(migration, down)).toList(),
						state, makesSchema, searchPath, lock, this.settings);
	}

	/**
	 * Ask what {@link #rollback} would undo.
	 * @param target how far it would go
	 * @return the migrations in order
	 * @throws MigrationException if it would refuse
	 */
	public List<Migration> wayDown(MigrationTarget target) {
		return ask((state) -> VersionedRun.wayDown(state, target));
	}

	/**
	 * Read the latest runs.
	 * @param limit how many at most
	 * @return the runs, the latest first
	 */
	public List<RunRecord> runs(int limit) {
		Desired desired = desired();
		return inSession(desired, (session, territory) -> {
			VersionedState state = read(session, desired, territory);
			return (state.shape() == HistoryTable.Shape.COMPLETE) ? state.runs().latest(session.connection(), limit)
					: List.of();
		});
	}

	private <T> T ask(Question<T> question) {
		Desired desired = desired();
		return inSession(desired, (session, territory) -> question.answer(read(session, desired, territory)));
	}

	private <T> T inSession(Desired desired, Reading<T> reading) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.open(this.dataSource, this.settings)) {
			return reading.read(session, desired.survey(session));
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "reading the history");
		}
	}

	/** Something done under the lock. */
	@FunctionalInterface
	private interface Act<T> {

		T run(Session session, Territory territory, Deadline deadline, @Nullable SessionSettings staying)
				throws SQLException;

	}

	/** A change of the history. */
	@FunctionalInterface
	private interface Edit<T> {

		T run(Session session, VersionedState state, StatementLog log) throws SQLException;

	}

	/** A question to what there is. */
	@FunctionalInterface
	private interface Question<T> {

		T answer(VersionedState state);

	}

	/** A question on a session. */
	@FunctionalInterface
	private interface Reading<T> {

		T read(Session session, Territory territory) throws SQLException;

	}

}
