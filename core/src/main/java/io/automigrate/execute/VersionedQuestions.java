package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.MigrationException;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.HistoryNames;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.RunRecord;
import io.automigrate.lock.MigrationLock;
import io.automigrate.schema.Schema;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationInfo;
import io.automigrate.versioned.MigrationInfo.State;
import io.automigrate.versioned.MigrationRoute;
import io.automigrate.versioned.MigrationSet;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about versioned migrations. Nothing here changes anything.
 */
public final class VersionedQuestions {

	private final DataSource dataSource;

	private final MigrationSettings settings;

	/**
	 * Create the questions.
	 * @param dataSource where the connections come from
	 * @param settings where the migrations are, and how they would be run
	 */
	public VersionedQuestions(DataSource dataSource, MigrationSettings settings) {
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

	MigrationSet load() {
		return this.settings.versioned().sources().load();
	}

	Desired desired() {
		return new Desired(List.of(), this.settings, load());
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
					VersionedCommands.versions(MigrationRoute.outOfOrder(state.graph(), state.applied(), pending)));
			state.graph()
				.migrations()
				.forEach((migration) -> infos.add(info(state, migration, heads.contains(migration.version()),
						late.contains(migration.version()))));
			Set<String> outdated = new HashSet<>(VersionedCommands.versions(state.pendingRepeatables()));
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
	 * Ask what {@link VersionedCommands#migrate} would apply.
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
	 * Ask where {@link VersionedCommands#migrate} would commit between migrations.
	 * @param target how far it would go
	 * @return why, a sentence for each commit; empty where all share one transaction
	 * @throws MigrationException if it would refuse
	 */
	public List<String> commits(MigrationTarget target) {
		List<Migration> route = pending(target);
		return route.isEmpty() ? List.of()
				: BatchSegment
					.of(route.stream().map((migration) -> MigrationUnit.of(migration, false)).toList(),
							this.settings.versioned().transaction())
					.stream()
					.flatMap((segment) -> Stream.ofNullable(segment.reason()))
					.toList();
	}

	/**
	 * Write what {@link VersionedCommands#migrate} or {@link VersionedCommands#rollback}
	 * would run as a script for {@code psql}.
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
			MigrationTarget at = MigrationTarget.parse(from).absolute();
			List<String> applied = at.base() ? List.of()
					: VersionedCommands.versions(MigrationRoute.up(graph, List.of(), at));
			List<String> managed = this.settings.schemas();
			String schema = managed.isEmpty() ? "public" : managed.get(0);
			String named = this.settings.versioned().schema();
			HistoryNames names = new HistoryNames((named != null) ? named : schema, this.settings.versioned().table());
			VersionedState state = VersionedState.assuming(graph, this.settings.versioned(), names, applied);
			return script(units(route(state, target, down), down, List.of()), state, !names.schema().equals("public"),
					Identifier.quote(schema), new MigrationLock(schema));
		}
		return inSession(desired, (session, territory) -> {
			List<String> path = new ArrayList<>(List.of(territory.defaultSchema()));
			territory.searchPath().stream().filter((schema) -> !path.contains(schema)).forEach(path::add);
			HistoryNames names = desired.historyNames(territory);
			VersionedState state = VersionedState.read(session, desired, territory);
			List<Migration> route = route(state, target, down);
			List<Migration> inPlace = down ? List.of()
					: new Baselines(session, desired, RunListener.SILENT).inPlace(route);
			return script(units(route, down, inPlace), state, !territory.existing().contains(names.schema()),
					path.stream().map(Identifier::quote).collect(Collectors.joining(", ")), desired.lock(territory));
		});
	}

	private static List<Migration> route(VersionedState state, MigrationTarget target, boolean down) {
		if (!down) {
			state.check(RunListener.SILENT);
		}
		List<Migration> route = down ? VersionedRun.wayDown(state, target) : state.pending(target);
		state.checkOrder(down ? List.of() : route, RunListener.SILENT);
		return route;
	}

	private static List<MigrationUnit> units(List<Migration> route, boolean down, List<Migration> inPlace) {
		return down ? route.stream().map((migration) -> MigrationUnit.of(migration, true)).toList()
				: VersionedRun.units(route, inPlace);
	}

	private String script(List<MigrationUnit> units, VersionedState state, boolean makesSchema, String searchPath,
			MigrationLock lock) {
		return units.isEmpty() ? "" : MigrationScript.of(units, state, makesSchema, searchPath, lock, this.settings);
	}

	/**
	 * Ask what {@link VersionedCommands#rollback} would undo, and which data that loses.
	 * Runs nothing of it.
	 * @param target how far it would go
	 * @return the migrations and the losses
	 * @throws MigrationException if it would refuse
	 */
	public RollbackPlan rollbackPlan(MigrationTarget target) {
		Desired desired = desired();
		return inSession(desired, (session, territory) -> {
			List<Migration> route = VersionedRun.wayDown(VersionedState.read(session, desired, territory), target);
			return new RollbackPlan(target, route, DataLosses.of(session, territory, route));
		});
	}

	/**
	 * Ask what is applied, and read the schema that there is beside it.
	 * @param sources what may be in other schemas than the migrations
	 * @return both
	 */
	public PresentState present(Collection<SchemaSource> sources) {
		Desired desired = desired();
		return inSession(desired, (session, territory) -> {
			VersionedState state = VersionedState.read(session, desired, territory);
			Set<String> pending = new HashSet<>(VersionedCommands.versions(state.pending(MigrationTarget.LATEST)));
			List<Migration> applied = Stream
				.concat(state.graph().migrations().stream(), state.graph().repeatables().stream())
				.filter((migration) -> !pending.contains(migration.version()))
				.toList();
			List<SqlStatement> statements = new ArrayList<>(DesiredSchema.of(sources).statements());
			applied.forEach((migration) -> statements.addAll(MigrationUnit.of(migration, false).statements()));
			Territory touched = Territory.survey(session.connection(), this.settings.schemas(),
					DesiredSchema.schemas(statements));
			session.begin();
			try {
				return new PresentState(
						(state.missing().isEmpty() && state.changed().isEmpty()) ? MigrationGraph.of(applied) : null,
						new MigratedSchema(desired, touched).read(session));
			}
			finally {
				session.rollback();
			}
		});
	}

	/**
	 * What is applied, and what there is.
	 *
	 * @param applied the applied migrations, or {@code null} where one is not there any
	 * more as it was applied
	 * @param schema the schema of the database, without the history
	 */
	public record PresentState(@Nullable MigrationGraph applied, Schema schema) {

	}

	/**
	 * Ask which migrations {@link VersionedCommands#migrate} would only mark as applied.
	 * @param target how far it would go
	 * @return the baselines of which everything is in place
	 * @throws MigrationException if it would refuse
	 */
	public List<Migration> inPlace(MigrationTarget target) {
		Desired desired = desired();
		List<Migration> route = pending(target);
		return inSession(desired,
				(session, territory) -> new Baselines(session, desired, RunListener.SILENT).inPlace(route));
	}

	/**
	 * Read the latest runs.
	 * @param limit how many at most
	 * @return the runs, the latest first
	 */
	public List<RunRecord> runs(int limit) {
		Desired desired = desired();
		return inSession(desired, (session, territory) -> {
			VersionedState state = VersionedState.read(session, desired, territory);
			return (state.shape() == HistoryTable.Shape.COMPLETE) ? state.runs().latest(session.connection(), limit)
					: List.of();
		});
	}

	private <T> T ask(Question<T> question) {
		Desired desired = desired();
		return inSession(desired,
				(session, territory) -> question.answer(VersionedState.read(session, desired, territory)));
	}

	<T> T inSession(Desired desired, Reading<T> reading) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.open(this.dataSource, this.settings)) {
			return reading.read(session, desired.survey(session));
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "reading the history");
		}
	}

	/** A question to what there is. */
	@FunctionalInterface
	private interface Question<T> {

		T answer(VersionedState state);

	}

	/** A question on a session. */
	@FunctionalInterface
	interface Reading<T> {

		T read(Session session, Territory territory) throws SQLException;

	}

}
