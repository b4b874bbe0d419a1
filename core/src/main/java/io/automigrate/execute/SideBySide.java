package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.error.InvalidSourceException;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.plan.LiveFacts;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.plan.Planner;
import io.automigrate.plan.TableSize;
import io.automigrate.schema.Column;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSide;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.StatementRunner;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Compares any two sides, whatever they are. What is written as SQL is run where nobody
 * sees it and rolled back, in a database that one of the sides is, or that is lent for
 * it.
 */
public final class SideBySide {

	/** What a schema is called while it is compared with one of another name. */
	private static final String OTHER = "automigrate_other";

	private static final String PUBLIC = "public";

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
		try {
			Desired desired = desired(deadline);
			try (Session session = Session.open(workshop(this.from, this.to), this.settings)) {
				Territory territory = survey(session, this.from);
				requireSchemas(territory, desired.territory());
				begin(session, territory, deadline);
				MigrationPlan plan = (this.from instanceof SchemaSide.Sources sources)
						? unseen(session, territory, sources, desired, deadline)
						: Comparison
							.of(session.connection(), territory, desired.schema(), this.settings, desired.hints())
							.plan();
				plan.reverse();
				return plan;
			}
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "comparing");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "comparing");
		}
	}

	/**
	 * What there should be.
	 *
	 * @param selection leaves those changes that count of all that lead there
	 */
	record Desired(Schema schema, Territory territory, List<RenameHint> hints,
			UnaryOperator<List<SchemaChange>> selection) {

		Desired(Schema schema, Territory territory, List<RenameHint> hints) {
			this(schema, territory, hints, UnaryOperator.identity());
		}

	}

	/** Where a side is read. */
	private DataSource workshop(SchemaSide side, SchemaSide other) {
		if (side instanceof SchemaSide.Database database) {
			return database.dataSource();
		}
		if (this.lent != null) {
			return this.lent;
		}
		if (other instanceof SchemaSide.Database database) {
			return database.dataSource();
		}
		throw new InvalidSourceException("PostgreSQL reads both sides, and neither of them is a database.",
				"Lend one: everything that runs in it is rolled back, so any will do that the extensions in use can be found in.");
	}

	/** The schema that both sides are compared as, if one of them is a single schema. */
	private @Nullable String oneSchema() {
		String schema = schema(this.from);
		return (schema != null) ? schema : schema(this.to);
	}

	private static @Nullable String schema(SchemaSide side) {
		return (side instanceof SchemaSide.Database database) ? database.schema() : null;
	}

	/** Both sides look at the schemas that either's sources speak of. */
	private Territory survey(Session session, SchemaSide side) throws SQLException {
		String schema = (schema(side) != null) ? schema(side) : oneSchema();
		Set<String> mentioned = new LinkedHashSet<>();
		for (SchemaSide each : List.of(this.from, this.to)) {
			if (each instanceof SchemaSide.Sources sources) {
				mentioned.addAll(DesiredSchema.schemas(DesiredSchema.of(sources.sources()).statements()));
			}
		}
		return Territory.survey(session.connection(), (schema != null) ? List.of(schema) : this.settings.schemas(),
				mentioned);
	}

	/** Two databases that both lack a schema would be in step about it. */
	private void requireSchemas(Territory live, Territory desired) {
		String single = schema(this.to);
		if (single != null && !desired.existing().contains(single)) {
			throw missing(single, desired);
		}
		if (this.from instanceof SchemaSide.Database && this.to instanceof SchemaSide.Database) {
			for (String schema : live.schemas()) {
				if (!live.existing().contains(schema) && desired.schemas().contains(schema)
						&& !desired.existing().contains(schema)) {
					throw missing(schema, desired);
				}
			}
		}
	}

	private static InvalidSourceException missing(String schema, Territory territory) {
		return new InvalidSourceException("The schema " + Identifier.quote(schema) + " does not exist in database "
				+ Identifier.quote(territory.database()) + ".", "Correct the name.");
	}

	private static void begin(Session session, Territory territory, Deadline deadline) throws SQLException {
		session.begin(deadline);
		session.printNamesAlike(territory);
	}

	private Desired desired(Deadline deadline) throws SQLException {
		try (Session session = Session.open(workshop(this.to, this.from), this.settings)) {
			Territory territory = survey(session, this.to);
			begin(session, territory, deadline);
			List<RenameHint> hints = new ArrayList<>(this.settings.renames());
			if (this.to instanceof SchemaSide.Sources sources) {
				DesiredSchema asked = DesiredSchema.of(sources.sources());
				hints.addAll(asked.renames());
				return new Desired(copy(session, territory, asked.statements(), deadline), territory, hints);
			}
			return new Desired(database(session.connection(), territory), territory, hints);
		}
	}

	private static Schema copy(Session session, Territory territory, List<SqlStatement> statements, Deadline deadline)
			throws SQLException {
		return ScratchCopy.read(session.connection(), territory, statements, runner(deadline));
	}

	private static StatementRunner runner(Deadline deadline) {
		return new Statements(deadline, "Correct the source; nothing was changed.")::run;
	}

	/**
	 * The other side's database. A schema that is compared with one of another name gets
	 * a third one until the transaction ends, so that PostgreSQL prints it wherever that
	 * schema is meant, and a table or an alias of the same name is not taken for it.
	 */
	private Schema database(Connection connection, Territory territory) throws SQLException {
		String schema = schema(this.to);
		String as = oneSchema();
		if (schema == null || schema.equals(as) || as == null || !territory.existing().contains(schema)) {
			return CatalogReader.read(connection, territory.schemas(), NameMapping.NONE);
		}
		if (!territory.owned().contains(schema) || !territory.mayCreateSchemas()) {
			throw new MissingPrivilegeException(
					"The role " + Identifier.quote(territory.role()) + " does not own schema "
							+ Identifier.quote(schema) + " or may not create schemas in database "
							+ Identifier.quote(territory.database())
							+ ", so the schema cannot be compared with one of another name.",
					"Connect as its owner: the schema is renamed in a transaction that is rolled back.", null);
		}
		try (Statement statement = connection.createStatement()) {
			statement.execute("ALTER SCHEMA " + Identifier.quote(schema) + " RENAME TO " + OTHER);
		}
		Schema read = CatalogReader.read(connection, List.of(OTHER), NameMapping.of(Map.of(OTHER, as)));
		return schema.equals(PUBLIC) ? with(read, List.of(new Namespace(as, List.of(), null)), read.extensions())
				: read;
	}

	/**
	 * What a source does not say is as the other side has it: comment and privileges of
	 * the schema {@code public}, which each database is born with, and the versions of
	 * extensions.
	 */
	private static Schema unstated(Schema source, Schema other) {
		List<Namespace> namespaces = new ArrayList<>(source.namespaces());
		namespaces.replaceAll((namespace) -> namespace.equals(new Namespace(PUBLIC, List.of(), null))
				? find(other.namespaces(), Namespace::name, namespace) : namespace);
		List<Extension> extensions = new ArrayList<>(source.extensions());
		extensions.replaceAll((extension) -> (extension.version() != null) ? extension
				: new Extension(extension.name(), extension.schema(),
						find(other.extensions(), Extension::name, extension).version(), extension.relocatable(),
						extension.comment()));
		return with(source, namespaces, extensions);
	}

	private static <T> T find(List<T> candidates, Function<T, String> name, T fallback) {
		return candidates.stream()
			.filter((candidate) -> name.apply(candidate).equals(name.apply(fallback)))
			.findFirst()
			.orElse(fallback);
	}

	private static Schema with(Schema schema, List<Namespace> namespaces, List<Extension> extensions) {
		return new Schema(namespaces, extensions, schema.enums(), schema.domains(), schema.composites(),
				schema.sequences(), schema.routines(), schema.tables(), schema.views(), schema.others(),
				schema.otherUses(), schema.uses());
	}

	/** Plan where there is no database that the plan would be for. */
	private MigrationPlan unseen(Session session, Territory territory, SchemaSide.Sources sources, Desired desired,
			Deadline deadline) throws SQLException {
		return ScratchCopy.within(session.connection(), territory, DesiredSchema.of(sources.sources()).statements(),
				(copy, relevant) -> {
					runner(deadline).run(session.connection(), relevant);
					return plan(copy::schema, session.connection(), territory, desired, this.settings.plan(), deadline);
				});
	}

	/**
	 * Plan from what is in a scratch copy or a throw-away database, in which renames are
	 * carried out.
	 * @param there reads what is in it
	 */
	static MigrationPlan plan(There there, Connection connection, Territory territory, Desired desired,
			PlanSettings settings, Deadline deadline) throws SQLException {
		Schema live = there.schema();
		Renames renames = Renames.of(live, desired.schema(), desired.hints(), territory.defaultSchema());
		if (!renames.isEmpty()) {
			runner(deadline).run(connection,
					renames.statements(territory.serverVersion())
						.stream()
						.map((rename) -> new SqlStatement("renames", 1, 1, rename, null))
						.toList());
			live = there.schema();
		}
		Schema before = unstated(live, desired.schema());
		Set<OtherObject> notCompared = new LinkedHashSet<>();
		List<SchemaChange> changes = new ArrayList<>(renames.changes());
		changes.addAll(SameMeaning.dropFrom(SchemaDiff.between(before, desired.schema(), notCompared), connection));
		changes = desired.selection().apply(changes);
		LiveFacts facts = new NoRows(new DatabaseFacts(connection, territory.serverVersion(), Map.of(), null));
		MigrationPlan plan = Planner.plan(before, desired.schema(), changes, List.copyOf(notCompared), settings, facts,
				territory.defaultSchema());
		// Asks questions of its own, as long as there is somebody to answer.
		plan.reverse();
		return plan;
	}

	/** Reads what there is where it is planned from. */
	@FunctionalInterface
	interface There {

		Schema schema() throws SQLException;

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
		public boolean takes(List<Column> columns, @Nullable Column to, SchemaObject part) {
			return this.server.takes(columns, to, part);
		}

		@Override
		public boolean fits(Table parent, Table partition, List<Table> others) {
			return this.server.fits(parent, partition, others);
		}

		@Override
		public @Nullable String partitionCondition(Table partition, Table parent) {
			return this.server.partitionCondition(partition, parent);
		}

		@Override
		public boolean updatable(String extension, String from, String to) {
			return this.server.updatable(extension, from, to);
		}

		@Override
		public boolean rewrites(Column column) {
			return this.server.rewrites(column);
		}

		@Override
		public List<Grant> defaultGrants(ObjectKind kind, String schema) {
			return kind.defaultGrants();
		}

		@Override
		public @Nullable String otherOwner(QualifiedName table) {
			return null;
		}

	}

}
