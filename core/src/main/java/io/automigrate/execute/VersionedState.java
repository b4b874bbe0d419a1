package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.adopt.ForeignHistory;
import io.automigrate.adopt.MigrationTool;
import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.HistoryNames;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.JournalEntry;
import io.automigrate.history.JournalTable;
import io.automigrate.history.NewRow;
import io.automigrate.history.RunsTable;
import io.automigrate.history.TableAccess;
import io.automigrate.source.Territory;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationRoute;
import io.automigrate.versioned.MigrationTarget;
import io.automigrate.versioned.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * The migrations there are beside what the history says.
 */
final class VersionedState {

	private final MigrationGraph graph;

	private final VersionedSettings settings;

	private final HistoryNames names;

	private final HistoryTable.Shape shape;

	private final List<AppliedMigration> history;

	/** Without what was folded into another one that is applied. */
	private final List<AppliedMigration> rows;

	/** Those that stand for a migration of which others are parts by now. */
	private final Set<String> folded;

	private final Map<String, AppliedMigration> byVersion = new HashMap<>();

	private final List<JournalEntry> journal;

	/** What another tool's history says, as long as ours says nothing. */
	private List<NewRow> inherited = List.of();

	private VersionedState(MigrationGraph graph, VersionedSettings settings, HistoryNames names,
			HistoryTable.Shape shape, List<AppliedMigration> rows, List<JournalEntry> journal) {
		this.graph = graph;
		this.settings = settings;
		this.names = names;
		this.shape = shape;
		this.history = rows;
		this.journal = journal;
		Set<String> applied = rows.stream().map(AppliedMigration::version).collect(Collectors.toSet());
		this.folded = graph.migrations()
			.stream()
			.filter((migration) -> applied.contains(migration.version()))
			.flatMap((migration) -> others(migration).stream())
			.collect(Collectors.toSet());
		this.rows = rows.stream().filter((row) -> !this.folded.contains(row.version())).toList();
		this.rows.forEach((row) -> this.byVersion.put(row.version(), row));
	}

	/** Read the history. Changes nothing. */
	static VersionedState read(Session session, Desired desired, Territory territory) throws SQLException {
		return read(session.connection(), desired, territory);
	}

	/** Read the history. Changes nothing. */
	static VersionedState read(Connection connection, Desired desired, Territory territory) throws SQLException {
		HistoryNames names = desired.historyNames(territory);
		HistoryTable table = new HistoryTable(names);
		HistoryTable.Shape shape = table.shape(connection);
		// Whoever may only read the history has begun nothing.
		List<JournalEntry> journal = (shape == HistoryTable.Shape.COMPLETE
				&& TableAccess.of(connection, names.journal().quoted()).readable())
						? new JournalTable(names).read(connection) : List.of();
		List<AppliedMigration> rows = table.read(connection, shape);
		List<NewRow> inherited = rows.isEmpty() ? ForeignHistory.inherited(connection, territory.schemas(),
				desired.migrations(), desired.settings().versioned().missing()) : List.of();
		VersionedState state = new VersionedState(desired.migrations().graph(), desired.settings().versioned(), names,
				shape, inherited.isEmpty() ? rows : inherited.stream().map(VersionedState::applied).toList(), journal);
		state.inherited = inherited;
		return state;
	}

	private static AppliedMigration applied(NewRow row) {
		return new AppliedMigration(0, row.version(), row.name(), row.description(), row.dependencies(),
				row.appliedAt(), row.checksum(), row.duration(), row.appliedBy(), MigrationTool.FLYWAY.display());
	}

	/** Whether another tool's history counts, since ours says nothing. */
	boolean inherits() {
		return !this.inherited.isEmpty();
	}

	/** Let our history say what the other tool's says. It is there by now. */
	void inherit(Connection connection) throws SQLException {
		if (inherits()) {
			history().add(connection, this.inherited, MigrationTool.FLYWAY.display());
		}
	}

	/** An empty history, in which something is taken to be applied. */
	static VersionedState assuming(MigrationGraph graph, VersionedSettings settings, HistoryNames names,
			Collection<String> applied) {
		List<AppliedMigration> rows = applied.stream()
			.map((version) -> new AppliedMigration(0, version, "", null, null, null, null, null, null, null))
			.toList();
		return new VersionedState(graph, settings, names, HistoryTable.Shape.ABSENT, rows, List.of());
	}

	/** What was folded into a migration, besides one of its own version. */
	private static List<String> others(Migration migration) {
		return migration.replaces()
			.keySet()
			.stream()
			.filter((version) -> !version.equals(migration.version()))
			.toList();
	}

	/** The versions of the rows that say that a migration is applied. */
	List<String> rowsOf(Migration migration) {
		return Stream.concat(Stream.of(migration.version()), others(migration).stream().filter(this.folded::contains))
			.toList();
	}

	MigrationGraph graph() {
		return this.graph;
	}

	/** All rows, in the order in which migrations were applied. */
	List<AppliedMigration> allRows() {
		return this.history;
	}

	HistoryTable history() {
		return new HistoryTable(this.names);
	}

	RunsTable runs() {
		return new RunsTable(this.names);
	}

	boolean mayWriteRuns(Connection connection) throws SQLException {
		return TableAccess.of(connection, this.names.runs().quoted()).writable();
	}

	JournalTable journalTable() {
		return new JournalTable(this.names);
	}

	HistoryTable.Shape shape() {
		return this.shape;
	}

	List<AppliedMigration> rows() {
		return this.rows;
	}

	List<JournalEntry> journal() {
		return this.journal;
	}

	@Nullable JournalEntry unfinished(String version) {
		return this.journal.stream().filter((entry) -> entry.version().equals(version)).findFirst().orElse(null);
	}

	@Nullable AppliedMigration applied(String version) {
		return this.byVersion.get(version);
	}

	/** The versioned ones in the order in which they were applied. */
	List<String> applied() {
		return this.rows.stream()
			.map(AppliedMigration::version)
			.filter((version) -> !version.startsWith(Migration.REPEATABLE))
			.toList();
	}

	/** What was applied and is not there any more. */
	List<AppliedMigration> missing() {
		return this.rows.stream()
			.filter((row) -> !row.version().startsWith(Migration.REPEATABLE))
			.filter((row) -> this.graph.find(row.version()) == null)
			.toList();
	}

	boolean changed(Migration migration) {
		AppliedMigration row = this.byVersion.get(migration.version());
		return row != null && row.checksum() != null && !migration.checksum().isEmpty()
				&& !row.checksum().equals(migration.checksum())
				&& !row.checksum().equals(migration.replaces().get(migration.version()));
	}

	List<Migration> changed() {
		return this.graph.migrations().stream().filter(this::changed).toList();
	}

	/** Repeatable ones that were never applied, or not as they are now. */
	List<Migration> pendingRepeatables() {
		return this.graph.repeatables().stream().filter((migration) -> {
			AppliedMigration row = this.byVersion.get(migration.version());
			return row == null || !migration.checksum().equals(row.checksum());
		}).toList();
	}

	/** What a run to the target would apply, in order. */
	List<Migration> pending(MigrationTarget target) {
		List<Migration> pending = new ArrayList<>(MigrationRoute.up(this.graph, applied(), target));
		if (target.latest()) {
			pending.addAll(pendingRepeatables());
		}
		return pending;
	}

	/** Where things stand, with what a run has done. */
	VersionedFacts facts(List<String> applied, List<String> rolledBack) {
		Set<String> now = new HashSet<>(applied());
		now.addAll(applied.stream().filter((version) -> !version.startsWith(Migration.REPEATABLE)).toList());
		rolledBack.forEach(now::remove);
		Set<String> done = new HashSet<>(applied);
		List<String> pending = new ArrayList<>();
		MigrationTarget upTo = this.settings.upTo();
		MigrationRoute.up(this.graph, now, upTo).forEach((migration) -> pending.add(migration.version()));
		if (upTo.latest()) {
			pendingRepeatables().stream()
				.map(Migration::version)
				.filter((version) -> !done.contains(version))
				.forEach(pending::add);
		}
		return new VersionedFacts(this.graph.heads(now), pending, applied, rolledBack);
	}

	/**
	 * Demand that the history and the migrations fit.
	 * @throws MigrationGraphException if something is missing or has changed
	 */
	void check(RunListener listener) {
		if (this.settings.singleHead()) {
			this.graph.checkSingleHead();
		}
		checkReplaced();
		List<AppliedMigration> missing = missing();
		if (!missing.isEmpty() && this.settings.missing() != Tolerance.ALLOW) {
			String message = "The history knows migrations that are not there: " + missing.stream()
				.map((row) -> row.version() + " (" + row.version() + "_" + row.name() + ")")
				.collect(Collectors.joining(", ")) + ".";
			if (this.settings.missing() == Tolerance.REFUSE) {
				throw new MigrationGraphException(Problem.MISSING,
						missing.stream().map(AppliedMigration::version).toList(), message,
						"Put the files back into a location, or take the versions out of the history with repair (--forget). A release that is older than the database can start with migration.versioned.missing=WARN.");
			}
			listener.warning(message);
		}
		List<Migration> changed = changed();
		if (!changed.isEmpty()) {
			throw new MigrationGraphException(Problem.CHANGED, changed.stream().map(Migration::version).toList(),
					"Applied migrations are not what was applied: "
							+ changed.stream().map(Migration::display).collect(Collectors.joining(", ")) + ".",
					"Undo the changes and write a new migration, or accept them with repair.");
		}
	}

	/** Of what was folded into one, all is applied or nothing. */
	private void checkReplaced() {
		for (Migration migration : this.graph.migrations()) {
			List<String> parts = others(migration).stream().filter(this.byVersion::containsKey).toList();
			if (!parts.isEmpty()) {
				throw new MigrationGraphException(Problem.MISSING, parts,
						"Migration " + migration.display() + " stands for several, of which this database has "
								+ String.join(", ", parts) + " but not " + migration.version() + ".",
						"Bring the database up to " + migration.version()
								+ " with a release from before the squash, or let the history say that it is there with stamp.");
			}
		}
	}

	/** What a run would refuse or warn about, as sentences. */
	List<String> oddities() {
		List<String> oddities = new ArrayList<>();
		missing().forEach((row) -> oddities.add("Migration " + row.version() + " (" + row.version() + "_" + row.name()
				+ ") is applied, and its file is not there."));
		changed().forEach((migration) -> oddities.add("Migration " + migration.display()
				+ " is not what was applied. Undo the change, or accept it with repair."));
		this.journal.forEach((entry) -> oddities.add("Migration " + entry.version() + " was interrupted: "
				+ entry.extent() + ". Finish it, or settle it with resolve."));
		return oddities;
	}

	/**
	 * Look at what would run although something after it has.
	 * @throws MigrationGraphException if that is refused
	 */
	void checkOrder(List<Migration> route, RunListener listener) {
		List<Migration> late = (this.settings.outOfOrder() != Tolerance.ALLOW)
				? MigrationRoute.outOfOrder(this.graph, applied(), route) : List.of();
		if (late.isEmpty()) {
			return;
		}
		String message = "Pending migrations come before some that are applied: "
				+ late.stream().map(Migration::display).collect(Collectors.joining(", ")) + ".";
		if (this.settings.outOfOrder() == Tolerance.REFUSE) {
			throw new MigrationGraphException(Problem.OUT_OF_ORDER, late.stream().map(Migration::version).toList(),
					message, "Give them greater versions, or allow them with migration.versioned.out-of-order=ALLOW.");
		}
		listener.warning(message);
	}

	NewRow row(Migration migration, @Nullable Duration duration) {
		return new NewRow(migration.version(), migration.name(), migration.description(),
				String.join(", ", this.graph.dependencies(migration.version())),
				migration.checksum().isEmpty() ? null : migration.checksum(), duration, null, null);
	}

}
