package io.automigrate.execute;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.error.InvalidSourceException;
import io.automigrate.plan.LiveFacts;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.Planner;
import io.automigrate.plan.TableSize;
import io.automigrate.schema.Column;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Schema;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSide;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.Territory;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Compares any two sides, whatever they are. What is written as SQL is run where nobody
 * sees it and rolled back, in a database that one of the sides is, or that is lent for
 * it.
 */
public final class SideBySide {

	private final SchemaSide from;

	private final SchemaSide to;

	private final @Nullable DataSource lent;

	private final MigrationSettings settings;

	/**
	 * Create a comparison.
	 * @param from what there is
	 * @param to what there should be
	 * @param lent a database to run SQL in, or {@code null} if one of the sides is one
	 * @param settings how to plan the way from the one to the other
	 */
	public SideBySide(SchemaSide from, SchemaSide to, @Nullable DataSource lent, MigrationSettings settings) {
		this.from = from;
		this.to = to;
		this.lent = lent;
		this.settings = settings;
	}

	/**
	 * Plan the way from the one side to the other.
	 * @return the plan
	 * @throws io.automigrate.error.MigrationException if a side cannot be read
	 */
	public MigrationPlan plan() {
		Deadline deadline = Deadline.in(this.settings.timeout());
		Set<String> mentioned = new LinkedHashSet<>();
		for (SchemaSide side : List.of(this.from, this.to)) {
			if (side instanceof SchemaSide.Sources sources) {
				mentioned.addAll(DesiredSchema.schemas(DesiredSchema.of(sources.sources()).statements()));
			}
		}
		try (Session session = Session.open(workshop(this.from), this.settings)) {
			Side live = read(session, this.from, mentioned, deadline, null);
			Side desired;
			if (workshop(this.to) == workshop(this.from)) {
				desired = read(session, this.to, mentioned, deadline, live);
			}
			else {
				try (Session other = Session.open(workshop(this.to), this.settings)) {
					desired = read(other, this.to, mentioned, deadline, live);
				}
			}
			return plan(session, live, desired);
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "comparing");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "comparing");
		}
	}

	private record Side(Schema schema, Territory territory, List<RenameHint> hints, @Nullable String oneSchema) {

	}

	/** Where a side is read. */
	private DataSource workshop(SchemaSide side) {
		if (side instanceof SchemaSide.Database database) {
			return database.dataSource();
		}
		SchemaSide other = (side == this.from) ? this.to : this.from;
		if (this.lent != null) {
			return this.lent;
		}
		if (other instanceof SchemaSide.Database database) {
			return database.dataSource();
		}
		throw new InvalidSourceException("PostgreSQL reads both sides, and neither of them is a database.",
				"Lend one: everything that runs in it is rolled back, so any will do that the extensions in use can be found in.");
	}

	private Side read(Session session, SchemaSide side, Set<String> mentioned, Deadline deadline, @Nullable Side first)
			throws SQLException {
		// Back to the connection's own search_path.
		session.rollback();
		if (side instanceof SchemaSide.Database database) {
			List<String> configured = (database.schema() != null) ? List.of(database.schema())
					: this.settings.schemas();
			Territory territory = Territory.survey(session.connection(), configured,
					(database.schema() != null) ? Set.of() : mentioned);
			begin(session, territory, deadline);
			NameMapping names = (first != null && first.oneSchema() != null && database.schema() != null)
					? NameMapping.of(Map.of(database.schema(), first.oneSchema())) : NameMapping.NONE;
			return new Side(CatalogReader.read(session.connection(), territory.schemas(), names), territory, List.of(),
					database.schema());
		}
		DesiredSchema sources = DesiredSchema.of(((SchemaSide.Sources) side).sources());
		List<SqlStatement> statements = sources.statements();
		List<String> configured = (first != null && first.oneSchema() != null) ? List.of(first.oneSchema())
				: this.settings.schemas();
		Territory territory = Territory.survey(session.connection(), configured, mentioned);
		begin(session, territory, deadline);
		List<RenameHint> hints = new ArrayList<>(this.settings.renames());
		hints.addAll(sources.renames());
		return new Side(
				ScratchCopy.read(session.connection(), territory, statements,
						new Statements(deadline, "Correct the source; nothing was changed.")::run),
				territory, hints, null);
	}

	private static void begin(Session session, Territory territory, Deadline deadline) throws SQLException {
		session.begin(deadline);
		session.printNamesAlike(territory);
	}

	private MigrationPlan plan(Session session, Side live, Side desired) throws SQLException {
		String defaultSchema = live.territory().defaultSchema();
		Renames renames = Renames.of(live.schema(), desired.schema(), desired.hints(), defaultSchema);
		boolean database = this.from instanceof SchemaSide.Database;
		Schema before = database ? renames.live(session.connection(), live.territory())
				: renamed(session, live, renames);
		List<SchemaChange> changes = new ArrayList<>(renames.changes());
		List<SchemaChange> differences = SchemaDiff.between(before, desired.schema());
		changes.addAll(database ? SameMeaning.dropFrom(differences, session.connection()) : differences);
		List<OtherObject> notCompared = Stream
			.concat(live.schema().others().stream(), desired.schema().others().stream())
			.distinct()
			.toList();
		LiveFacts facts = new DatabaseFacts(session.connection(), live.territory().serverVersion(),
				renames.presentNames());
		return Planner.plan(before, desired.schema(), changes, notCompared, this.settings.plan(),
				database ? facts : new NoRows(facts), defaultSchema);
	}

	/** The sources' side as it is once the renames are made. */
	private Schema renamed(Session session, Side live, Renames renames) throws SQLException {
		if (renames.isEmpty()) {
			return live.schema();
		}
		List<SqlStatement> statements = new ArrayList<>(
				DesiredSchema.of(((SchemaSide.Sources) this.from).sources()).statements());
		renames.statements(live.territory().serverVersion())
			.forEach((rename) -> statements.add(new SqlStatement("renames", 1, 1, rename, null)));
		return ScratchCopy.read(session.connection(), live.territory(), statements,
				new Statements(Deadline.in(this.settings.timeout()), "Correct the rename; nothing was changed.")::run);
	}

	/** What PostgreSQL would do, of tables whose size nobody knows. */
	private record NoRows(LiveFacts server) implements LiveFacts {

		@Override
		public int serverVersion() {
			return this.server.serverVersion();
		}

		@Override
		public TableSize size(QualifiedName table) {
			return TableSize.UNKNOWN;
		}

		@Override
		public boolean hasRows(QualifiedName table) {
			return false;
		}

		@Override
		public Conversion conversion(Column from, Column to) {
			return this.server.conversion(from, to);
		}

		@Override
		public boolean rewrites(Column column) {
			return this.server.rewrites(column);
		}

	}

}
