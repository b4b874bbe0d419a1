package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.OpenChange;
import io.automigrate.execute.Needs.ColumnType;
import io.automigrate.execute.Needs.Lack;
import io.automigrate.history.StepJournal;
import io.automigrate.lock.LockHolder;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.Territory;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a database still has what one instance needs. A look is a few queries of
 * the catalogs in autocommit: it takes no lock, the run's neither, writes nothing, and
 * works on a standby and for a role that may only read. What the last run or comparison
 * found is the measure: what was left alone then is no reason to fail now.
 */
final class InstanceWatch {

	/** How long a query of a look may take. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private final DataSource dataSource;

	private final List<SchemaSource> sources;

	private final MigrationSettings settings;

	private volatile @Nullable Place place;

	private volatile @Nullable Learned learned;

	private volatile @Nullable History history;

	/** What the columns were of when they were first seen since the last run. */
	private volatile Map<ColumnName, ColumnType> types = Map.of();

	InstanceWatch(DataSource dataSource, List<SchemaSource> sources, MigrationSettings settings) {
		this.dataSource = dataSource;
		this.sources = sources;
		this.settings = settings;
	}

	/** A run has ended: what is there now is what later looks are compared with. */
	void restart() {
		this.types = Map.of();
		this.history = null;
	}

	/**
	 * A run has ended: note what it has left. That it may not be possible is no failure
	 * of the run; the first look will do it.
	 * @param connection the run's connection, outside of a transaction
	 */
	void restart(Connection connection, Desired desired, Known known) {
		restart();
		try {
			look(connection, place(connection, desired), known, true);
		}
		catch (SQLException | MigrationException ex) {
			restart();
		}
	}

	/**
	 * Look.
	 * @param known what the last run or comparison found
	 * @param settle whether to be content with the names of tables if there is no more
	 * @return what was found, or {@code null} where something has changed and what is
	 * needed can only be found out by a comparison
	 * @throws MigrationException if the database did not answer
	 */
	@Nullable Look look(Known known, boolean settle) {
		try {
			return attempt(known, settle);
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, Deadline.in(PATIENCE), "looking at the database");
		}
	}

	/** A pool may hand out a connection that has died in it. The next one will be new. */
	private @Nullable Look attempt(Known known, boolean settle) throws SQLException {
		try (LookConnection connection = open()) {
			return look(connection.jdbc(), place(connection.jdbc(), null), known, settle);
		}
		catch (SQLException ex) {
			if (!Failures.connectionLost(ex)) {
				throw ex;
			}
		}
		try (LookConnection connection = open()) {
			return look(connection.jdbc(), place(connection.jdbc(), null), known, settle);
		}
	}

	private LookConnection open() {
		try {
			return LookConnection.open(this.dataSource);
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.of(ex);
		}
	}

	/** Where the instance's schemas are, which does not change while it runs. */
	Place place(Connection connection, @Nullable Desired desired) throws SQLException {
		Place found = this.place;
		if (found == null || (desired != null && !desired.fingerprint().equals(found.desired().fingerprint()))) {
			Desired asked = (desired != null) ? desired : new Desired(this.sources, this.settings);
			found = new Place(asked, asked.survey(connection));
			this.place = found;
		}
		return found;
	}

	@Nullable Look look(Connection connection, Place place, Known known, boolean settle) throws SQLException {
		Needs needs = needs(connection, place, known);
		LockHolder holder = place.holder(connection);
		boolean compares = place.desired().compares() ? needs == null : holder == null;
		if (compares && !settle && !place.unchanged(connection, known)) {
			return null;
		}
		Needs present = (needs != null) ? needs
				: Needs.ofTables(known.state().expectedTables(), place.territory().schemas());
		Presence presence = Presence.of(connection, present, (int) PATIENCE.toSeconds());
		if (known.needsOnly() && this.types.isEmpty()) {
			this.types = Presence.declaredTypes(connection, present);
		}
		// What a look cannot see is as the run has found it.
		List<String> lacking = Stream
			.concat(present.lacking(presence, this.types).stream().map(Lack::line),
					known.state().needed().stream().map(OpenChange::object).filter((object) -> !present.about(object)))
			.distinct()
			.toList();
		note(presence);
		return new Look(present.tables(), present.missingTables(presence), lacking, lacking,
				known.state().differences(), versioned(connection, place, known),
				(holder == null) ? place.unfinished(connection) : List.of(), holder, false, known.state().belongsTo());
	}

	private @Nullable Needs needs(Connection connection, Place place, Known known) throws SQLException {
		Learned last = this.learned;
		if (last != null && last.desired().equals(known.desired())) {
			return last.needs();
		}
		Schema schema = (known.schema() != null) ? known.schema()
				: place.desired().remembered(connection, place.territory());
		if (schema == null) {
			return null;
		}
		Needs needs = Needs.of(schema, place.desired().extensions(), place.territory().defaultSchema());
		this.learned = new Learned(known.desired(), needs);
		return needs;
	}

	private void note(Presence presence) {
		Map<ColumnName, ColumnType> noted = new HashMap<>();
		presence.relations()
			.forEach((relation, columns) -> columns
				.forEach((column, type) -> noted.put(new ColumnName(relation, column), type)));
		noted.putAll(this.types);
		this.types = noted;
	}

	/** The history is read only when its fingerprint is another one. */
	private VersionedFacts versioned(Connection connection, Place place, Known known) throws SQLException {
		if (!place.desired().versioned()) {
			return VersionedFacts.NONE;
		}
		try {
			String fingerprint = place.desired().history(connection);
			History last = this.history;
			if (last == null || !last.fingerprint().equals(fingerprint)) {
				VersionedState state = VersionedState.read(connection, place.desired(), place.territory());
				last = new History(fingerprint, state.facts(List.of(), List.of()));
				this.history = last;
			}
			return last.facts();
		}
		catch (SQLException ex) {
			if (!Failures.noPrivilege(ex)) {
				throw ex;
			}
			return known.state().versioned();
		}
	}

	/**
	 * Where the instance's objects are.
	 *
	 * @param desired what is asked for
	 * @param territory the managed schemas
	 */
	record Place(Desired desired, Territory territory) {

		@Nullable LockHolder holder(Connection connection) throws SQLException {
			return this.desired.lock(this.territory).holder(connection);
		}

		/** What is left of runs that did not end, as far as the role may read it. */
		List<String> unfinished(Connection connection) throws SQLException {
			try {
				return new StepJournal(this.desired.stateSchema(this.territory)).unfinished(connection)
					.stream()
					.map((entry) -> entry.title() + " (by " + entry.application() + " on " + entry.host() + ")")
					.toList();
			}
			catch (SQLException ex) {
				if (!Failures.noPrivilege(ex)) {
					throw ex;
				}
				return List.of();
			}
		}

		boolean unchanged(Connection connection, Known known) throws SQLException {
			return this.desired.still(connection, known);
		}

	}

	/** What is needed by what is asked for, by its fingerprint. */
	private record Learned(String desired, Needs needs) {

	}

	/** Where versioned migrations stand, by the history's fingerprint. */
	private record History(String fingerprint, VersionedFacts facts) {

	}

}
