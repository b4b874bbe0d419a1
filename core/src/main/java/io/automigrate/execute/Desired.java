package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.automigrate.catalog.CatalogNames;
import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.history.HistoryNames;
import io.automigrate.lock.MigrationLock;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Table;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.FreshCreation;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.StatementRunner;
import io.automigrate.source.Territory;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.MigrationSet;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, from the sources' text to its comparison with a database.
 */
final class Desired {

	/** Part of every fingerprint: a release that compares more compares again. */
	private static final String FORMAT = "5";

	private final MigrationSettings settings;

	private final Predicate<SqlStatement> leftOut;

	private final boolean rehearsal;

	private final DesiredSchema sources;

	private final MigrationSet migrations;

	private final String fingerprint;

	private final StateTable state;

	private @Nullable List<SqlStatement> statements;

	private Set<QualifiedName> lastTables = Set.of();

	Desired(List<SchemaSource> sources, MigrationSettings settings) {
		this(sources, settings, settings.versioned().sources().load());
	}

	/**
	 * Create what is asked for.
	 * @param migrations the versioned migrations as they were read
	 */
	Desired(List<SchemaSource> sources, MigrationSettings stated, MigrationSet migrations) {
		this(sources, stated, migrations, null);
	}

	/**
	 * Create what is asked for.
	 * @param migrations the versioned migrations as they were read
	 * @param leftOut which of their statements are not run, in a rehearsal; or
	 * {@code null}
	 */
	Desired(List<SchemaSource> sources, MigrationSettings stated, MigrationSet migrations,
			@Nullable Predicate<SqlStatement> leftOut) {
		boolean versioned = !migrations.isEmpty();
		MigrationSettings settings = versioned ? stated.besideMigrations() : stated;
		this.settings = settings;
		this.migrations = migrations;
		this.leftOut = (leftOut != null) ? leftOut : (statement) -> false;
		this.rehearsal = leftOut != null;
		this.sources = DesiredSchema.of(sources);
		this.fingerprint = this.sources.fingerprint(FORMAT + "," + settings.plan() + settings.renames()
				+ settings.failOnDrift() + "," + String.join(",", settings.schemas())
				+ (versioned ? settings.versioned().stated() + migrations.fingerprint() : ""));
		this.state = StateTable.of(settings, versioned);
	}

	/** The settings, with the policy that versioned migrations leave. */
	MigrationSettings settings() {
		return this.settings;
	}

	MigrationSet migrations() {
		return this.migrations;
	}

	/** The same without statements that are not run. */
	MigrationUnit ready(MigrationUnit unit) {
		return unit.without(this.leftOut);
	}

	boolean versioned() {
		return !this.migrations.isEmpty();
	}

	/** Whether a migration may leave settings of the session changed. */
	boolean changesSettings() {
		return versioned() && this.migrations.mayChangeSettings();
	}

	/** Whether there is anything but migrations to compare the database with. */
	boolean compares() {
		return !versioned() || this.sources.scripts().stream().anyMatch((script) -> !script.text().isBlank());
	}

	/** Whether runs remember what migrations have led to, for want of anything else. */
	boolean remembersMigrated() {
		return versioned() && !compares() && !this.rehearsal;
	}

	HistoryNames historyNames(Territory territory) {
		String schema = this.settings.versioned().schema();
		return new HistoryNames((schema != null) ? schema : stateSchema(territory), this.settings.versioned().table());
	}

	/** The history's tables, which no comparison sees. */
	Set<QualifiedName> ownTables(Territory territory) {
		return versioned() ? historyNames(territory).tables() : Set.of();
	}

	/** Whether catalogs and history are still what is known. */
	boolean still(Connection connection, Known known) throws SQLException {
		return known.live() != null && this.state.still(connection, known.schemas(), known.live());
	}

	String live(Connection connection, Collection<String> schemas) throws SQLException {
		return this.state.live(connection, schemas);
	}

	/** The history's fingerprint alone, which is cheaper than that of the catalogs. */
	String history(Connection connection) throws SQLException {
		return StateTable.of(this.settings, true).history(connection);
	}

	/**
	 * Look up the schema that a run with the same sources has reached, so that neither a
	 * look nor a comparison after a start with nothing to do needs a scratch copy.
	 * @param connection a connection in autocommit, or in a transaction
	 * @return the schema, or {@code null} where none is remembered
	 * @throws SQLException if the question could not be asked
	 */
	@Nullable Schema remembered(Connection connection, Territory territory) throws SQLException {
		return releases(territory).find(connection);
	}

	/** Split on first use, which a start with nothing to do never comes to. */
	List<SqlStatement> statements() {
		List<SqlStatement> split = this.statements;
		if (split == null) {
			split = this.sources.statements();
			this.statements = split;
		}
		return split;
	}

	/** The extensions that the sources ask for. */
	List<String> extensions() {
		return DesiredSchema.extensions(statements());
	}

	/** How many statements the sources and migrations have. */
	int size() {
		return statements().size() + this.migrations.graph().migrations().size();
	}

	String fingerprint() {
		return this.fingerprint;
	}

	/**
	 * Tells the release: a value that is another one whenever the text of a source or of
	 * a migration is, and the same whatever settings say.
	 */
	String sourceFingerprint() {
		return this.sources.fingerprint(versioned() ? this.migrations.fingerprint() : "");
	}

	/** This release among others. */
	Releases releases(Territory territory) {
		return new Releases(this.settings, sourceFingerprint(), stateSchema(territory));
	}

	/**
	 * Tell whether this is an older release than the one that the database belongs to. A
	 * database without any table belongs to none, and going back is allowed by a setting.
	 */
	Standing standing(Session session, Territory territory) throws SQLException {
		Standing standing = releases(territory).standing(session.connection());
		return (standing.older() && !this.settings.release().allowOlder()
				&& CatalogNames.hasRelations(session.connection(), territory.schemas())) ? standing : Standing.CURRENT;
	}

	/** The tables that the role must not read and that starts are faster with. */
	List<String> unreadable(Session session) throws SQLException {
		return this.state.unreadable(session.connection());
	}

	/**
	 * Look whether a run has found everything in place and nothing has changed since.
	 * Whoever may go back to an older release does not take its word for it.
	 * @param entries what is remembered and still true
	 * @return what it found, or {@code null}
	 */
	@Nullable Known among(List<StateTable.Entry> entries) {
		if (this.settings.release().allowOlder()) {
			return null;
		}
		return entries.stream()
			.filter((entry) -> entry.desired().equals(key(entry.found().belongsTo())))
			.map((entry) -> new Known(this.fingerprint, entry.live(), entry.schemas(), entry.found(), null,
					entry.found(), entry.found().belongsTo() != null))
			.findFirst()
			.orElse(null);
	}

	/** That a release is older depends on its mark, too. */
	private String key(@Nullable String belongsTo) {
		return (belongsTo != null) ? this.fingerprint + "/" + this.settings.release().mark() : this.fingerprint;
	}

	@Nullable Known recall(Session session, RunListener listener) throws SQLException {
		return among(this.state.recall(session.connection()), listener);
	}

	/** The same, and tell why. */
	@Nullable Known among(List<StateTable.Entry> entries, RunListener listener) {
		Known known = among(entries);
		listener.decided(() -> "Asked the remembered state: " + ((known != null)
				? "found, since neither the sources and settings nor the database have changed since the last run"
				: entries.isEmpty()
						? "not found, because no run has found everything in place yet, or the database has changed since"
						: "not found, because the sources or settings have changed since the last run"));
		return known;
	}

	Territory survey(Session session) throws SQLException {
		return survey(session.connection());
	}

	Territory survey(Connection connection) throws SQLException {
		return Territory.survey(connection, this.settings.schemas(), DesiredSchema.schemas(statements()));
	}

	String stateSchema(Territory territory) {
		return this.settings.schemas().isEmpty() ? territory.defaultSchema() : this.settings.schemas().get(0);
	}

	MigrationLock lock(Territory territory) {
		return new MigrationLock(stateSchema(territory));
	}

	Comparison compare(Session session, Territory territory, Deadline deadline) throws SQLException {
		return compare(session, territory, read(session, territory, deadline));
	}

	/**
	 * Make what is asked for where there is nothing yet, if it is known to do nothing
	 * else. What an empty schema has afterwards is what was asked for, so nothing is
	 * compared.
	 * @return the names of what was made, or {@code null} if nothing was done
	 */
	@Nullable List<ObjectName> create(Session session, Territory territory, Deadline deadline) throws SQLException {
		Connection connection = session.connection();
		if (versioned() || !FreshCreation.possible(territory, statements())
				|| CatalogNames.hasRelations(connection, territory.schemas())
				|| !CatalogReader.read(connection, territory.schemas(), NameMapping.NONE).empty()) {
			return null;
		}
		FreshCreation.create(connection, territory, statements(), runner(session, deadline));
		session.distrustStatistics();
		return CatalogNames.list(connection, territory.schemas());
	}

	/** What was asked for where all there is was made of it, or nothing is compared. */
	Schema made(Connection connection, Territory territory) throws SQLException {
		if (!compares()) {
			return Schema.EMPTY;
		}
		return CatalogReader.read(connection, territory.schemas(), NameMapping.NONE).withExtensions(List.of());
	}

	private static StatementRunner runner(Session session, Deadline deadline) {
		return new Statements(deadline, "Correct the source. " + session.kept().unchanged())::run;
	}

	Comparison compare(Session session, Territory territory, Schema schema) throws SQLException {
		this.lastTables = new TreeSet<>(schema.tables().stream().map(Table::name).toList());
		return Comparison.of(session.connection(), territory, schema, this.settings, hints(), ownTables(territory),
				releases(territory));
	}

	/**
	 * Compare only what an instance needs.
	 * @param schema what is asked for
	 * @param reason why nothing would be done about what it lacks
	 * @param action what the reader can do
	 */
	Comparison compareNeeds(Session session, Territory territory, Schema schema, String reason, String action)
			throws SQLException {
		return Comparison.ofNeeds(session.connection(), territory, schema, ownTables(territory), reason, action);
	}

	/** Read what is asked for. */
	Schema read(Session session, Territory territory, Deadline deadline) throws SQLException {
		return ScratchCopy.read(session.connection(), territory, statements(), runner(session, deadline));
	}

	List<RenameHint> hints() {
		List<RenameHint> hints = new ArrayList<>(this.settings.renames());
		hints.addAll(this.sources.renames());
		return hints;
	}

	/** The tables that a comparison was about, for telling who locks them. */
	Set<QualifiedName> lastTables() {
		return this.lastTables;
	}

	@Nullable String remember(Session session, Territory territory, RunResult result) throws SQLException {
		return this.state.remember(session.connection(), territory.defaultSchema(), territory.schemas(),
				key(result.belongsTo()), result.afterwards(), this.settings.application());
	}

}
