package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.catalog.CatalogNames;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.Schema;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.Territory;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import io.automigrate.versioned.MigrationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Runs versioned migrations where nobody sees it and nothing stays of them, to look at
 * what they make. All in one transaction, also those that run outside of any in earnest.
 */
public final class MigrationReplay {

	private static final String NOTHING_STAYS = "Correct the migration; it was replayed where nothing stays of it.";

	/** What means nothing, or is not possible, in one transaction that is rolled back. */
	private static final Pattern LEFT_OUT = Pattern.compile(
			"(?is)(BEGIN|START\\s+TRANSACTION|COMMIT|END|ABORT|ROLLBACK|PREPARE\\s+TRANSACTION|VACUUM|REINDEX|CHECKPOINT|DISCARD\\s+ALL|ALTER\\s+SYSTEM|(CREATE|DROP|ALTER)\\s+(DATABASE|TABLESPACE|SUBSCRIPTION))\\b.*");

	/** Indexes are seen to by the scratch copy. */
	private static final Pattern CONCURRENTLY = Pattern
		.compile("(?is)(DETACH\\s+PARTITION\\s+\\S+)\\s+CONCURRENTLY\\b");

	private static final Pattern RENAME = Pattern.compile("(?i)\\brename\\b");

	private static final Pattern TEMPORARY = Pattern.compile("(?i)\\btemp(orary)?\\b");

	/** What a transaction's end would have dropped before the next one. */
	private static final String DROP_TEMPORARY = """
			DO $$ DECLARE name text; BEGIN
				FOR name IN SELECT oid::regclass FROM pg_catalog.pg_class
					WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind = 'r' LOOP
					EXECUTE 'DROP TABLE IF EXISTS ' || name || ' CASCADE';
				END LOOP;
			END $$""";

	private final MigrationGraph graph;

	private final DataSource lent;

	private final MigrationSettings settings;

	private final Map<Place, SqlStatement> relevant = new HashMap<>();

	private boolean ownNames;

	private boolean deferring;

	private @Nullable List<SqlStatement> split;

	/**
	 * Create a replay.
	 * @param graph the migrations
	 * @param lent a database to replay them in
	 * @param settings the schemas, renames and budgets; a replay may take as long as a
	 * statement that reads a whole table
	 */
	public MigrationReplay(MigrationGraph graph, DataSource lent, MigrationSettings settings) {
		this.graph = graph;
		this.lent = lent;
		this.settings = settings;
	}

	/**
	 * Plan the way from what the migrations make to what sources ask for.
	 * @param sources the sources
	 * @param consents what may be lost, by name
	 * @return the plan
	 * @throws io.automigrate.error.MigrationException if migrations or sources cannot be
	 * used
	 */
	public MigrationPlan wayTo(Collection<SchemaSource> sources, Set<String> consents) {
		DesiredSchema asked = DesiredSchema.of(sources);
		List<SqlStatement> statements = asked.statements();
		List<RenameHint> hints = new ArrayList<>(this.settings.renames());
		hints.addAll(asked.renames());
		return inTransaction(statements, (session, territory, deadline) -> {
			Schema desired = ScratchCopy.read(session.connection(), territory, statements,
					new Statements(deadline, "Correct the source; nothing was changed.")::run);
			return within(session, territory, (copy) -> {
				everything(session.connection(), deadline);
				return SideBySide.plan(copy, session.connection(), territory,
						new SideBySide.Desired(desired, territory, hints), policy(false, consents), deadline);
			});
		});
	}

	/**
	 * Ask which words are no names unless they are quoted.
	 * @return the words, in lower case
	 */
	public Set<String> keywords() {
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.open(this.lent, this.settings)) {
			return CatalogNames.keywords(session.connection());
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "asking for keywords");
		}
	}

	/**
	 * Find out what the migrations make of nothing.
	 * @param withRows whether to look at the rows, too
	 * @return the schema as the plan that makes it at once, and the rows
	 * @throws io.automigrate.error.MigrationException if the migrations cannot be used
	 */
	public Made fromNothing(boolean withRows) {
		return inTransaction(List.of(), (session, territory, deadline) -> {
			List<String> rows = new ArrayList<>();
			Schema made = within(session, territory, (copy) -> {
				everything(session.connection(), deadline);
				if (withRows) {
					requireOwnNames(copy, territory);
					rows.addAll(RowScript.of(session.connection(), territory.schemas()));
				}
				return copy.schema();
			});
			MigrationPlan plan = ScratchCopy.within(session.connection(), territory, List.of(),
					(copy, nothing) -> SideBySide.plan(copy, session.connection(), territory,
							new SideBySide.Desired(made, territory, List.of()), policy(false, Set.of()), deadline));
			return new Made(made, plan, rows);
		});
	}

	/**
	 * Find out whether the migrations make what others have made. An expression that
	 * PostgreSQL prints in another way but that means the same is the same.
	 * @param made what the others have made, rows included
	 * @return whether they do
	 * @throws io.automigrate.error.MigrationException if the migrations cannot be used
	 */
	public boolean makes(Made made) {
		return inTransaction(List.of(), (session, territory, deadline) -> within(session, territory, (copy) -> {
			everything(session.connection(), deadline);
			if (!RowScript.of(session.connection(), territory.schemas()).equals(made.rows())) {
				return false;
			}
			MigrationPlan plan = SideBySide.plan(copy, session.connection(), territory,
					new SideBySide.Desired(made.schema(), territory, List.of()), policy(true, Set.of("*")), deadline);
			return plan.isEmpty() && plan.refused().isEmpty();
		}));
	}

	/** Else the rows would be those of the real tables. */
	private static void requireOwnNames(ScratchCopy copy, Territory territory) {
		if (!copy.underOwnNames()) {
			throw new MissingPrivilegeException(
					"The role \"" + territory.role() + "\" does not own all of the schemas "
							+ String.join(", ", territory.schemas())
							+ ", so the rows that migrations leave cannot be looked at.",
					"Squash on a database of your own, such as an empty one on your machine.", null);
		}
	}

	/**
	 * What migrations make.
	 *
	 * @param schema their schema
	 * @param creation the plan that leads from nothing to it
	 * @param rows statements that make the rows they leave in it
	 */
	public record Made(Schema schema, MigrationPlan creation, List<String> rows) {

		public Made {
			rows = List.copyOf(rows);
		}

	}

	/**
	 * Go up, down and up again over each migration, and look what it makes of the schema.
	 * @return what is wrong, each as a sentence: what does not lead back, what is another
	 * thing the second time, what loses data without consent, and what two heads both
	 * change
	 * @throws io.automigrate.error.MigrationException if one cannot be run
	 */
	public List<String> problems() {
		return inTransaction(List.of(), (session, territory, deadline) -> within(session, territory, (copy) -> {
			List<String> problems = new ArrayList<>();
			Walk walk = new Walk(copy, session.connection(), territory, deadline);
			for (Migration migration : this.graph.migrations()) {
				walk.over(migration, problems);
			}
			repeatables(session.connection(), deadline);
			problems.addAll(walk.conflicts.problems(territory.defaultSchema()));
			return problems;
		}));
	}

	private PlanSettings policy(boolean dropUnmanaged, Set<String> consents) {
		return new PlanSettings(ChangePolicy.FULL, dropUnmanaged, consents, this.settings.plan().onlineAbove());
	}

	private <T> T inTransaction(List<SqlStatement> others, Work<T> work) {
		List<SqlStatement> all = Stream.concat(others.stream(), statements().stream()).toList();
		Deadline deadline = Deadline.in(this.settings.scanTimeout());
		try (Session session = Session.open(this.lent, this.settings.scanning())) {
			Territory territory = Territory.survey(session.connection(), this.settings.schemas(),
					new LinkedHashSet<>(DesiredSchema.schemas(all)));
			session.begin(deadline);
			session.printNamesAlike(territory);
			return work.in(session, territory, deadline);
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "replaying migrations");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "replaying migrations");
		}
	}

	private <T> T within(Session session, Territory territory, Replayed<T> use) throws SQLException {
		return ScratchCopy.within(session.connection(), territory, statements(), (copy, statements) -> {
			this.ownNames = copy.underOwnNames();
			this.relevant.clear();
			statements.forEach((statement) -> this.relevant.put(Place.of(statement), statement));
			return use.in(copy);
		});
	}

	/** All that may be run, split on first use. */
	private List<SqlStatement> statements() {
		List<SqlStatement> statements = this.split;
		if (statements == null) {
			statements = Stream.concat(this.graph.migrations().stream(), this.graph.repeatables().stream())
				.flatMap((migration) -> Stream.of(true, false)
					.filter((up) -> up || migration.down() != null)
					.flatMap((up) -> MigrationUnit.of(migration, !up).statements().stream()))
				.filter((statement) -> !LEFT_OUT.matcher(statement.text()).matches())
				.map(MigrationReplay::atOnce)
				.toList();
			this.split = statements;
		}
		return statements;
	}

	private static SqlStatement atOnce(SqlStatement statement) {
		String text = CONCURRENTLY.matcher(statement.text()).replaceFirst("$1");
		return text.equals(statement.text()) ? statement : new SqlStatement(statement.script(), statement.line(),
				statement.column(), text, statement.overlongName());
	}

	private void everything(Connection connection, Deadline deadline) throws SQLException {
		for (Migration migration : this.graph.migrations()) {
			run(connection, MigrationUnit.of(migration, false), deadline);
		}
		repeatables(connection, deadline);
	}

	private void repeatables(Connection connection, Deadline deadline) throws SQLException {
		for (Migration migration : this.graph.repeatables()) {
			run(connection, MigrationUnit.of(migration, false), deadline);
		}
	}

	private void run(Connection connection, MigrationUnit unit, Deadline deadline) throws SQLException {
		SessionSettings before = unit.sets() ? SessionSettings.read(connection, unit.ownSettings()) : null;
		if (unit.action() instanceof MigrationAction.Java java) {
			MigrationBatch.runJava(unit, java,
					GuardedConnection.shared(connection, unit.migration(), deadline, RunListener.SILENT),
					NOTHING_STAYS);
		}
		List<SqlStatement> statements = new ArrayList<>();
		for (SqlStatement statement : unit.statements()) {
			SqlStatement runnable = this.relevant.get(Place.of(statement));
			if (runnable != null) {
				statements.add(runnable);
			}
		}
		Statements.ofMigrations(deadline, NOTHING_STAYS).run(connection, statements);
		this.deferring |= unit.defers();
		if (this.deferring) {
			DeferredConstraints.check(connection, unit.migration(), NOTHING_STAYS);
		}
		if (before != null) {
			before.restore(connection, before);
		}
		// Where the copy itself is temporary, all of it would go.
		if (this.ownNames && statements.stream().anyMatch((statement) -> TEMPORARY.matcher(statement.text()).find())) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(DROP_TEMPORARY);
			}
		}
	}

	/** Goes over migrations one by one. */
	private final class Walk {

		private final ScratchCopy copy;

		private final Connection connection;

		private final Territory territory;

		private final Deadline deadline;

		private final HeadConflicts conflicts = new HeadConflicts(MigrationReplay.this.graph);

		private Schema now;

		Walk(ScratchCopy copy, Connection connection, Territory territory, Deadline deadline) throws SQLException {
			this.copy = copy;
			this.connection = connection;
			this.territory = territory;
			this.deadline = deadline;
			this.now = copy.schema();
		}

		void run(MigrationUnit unit) throws SQLException {
			MigrationReplay.this.run(this.connection, unit, this.deadline);
		}

		void over(Migration migration, List<String> problems) throws SQLException {
			MigrationUnit up = MigrationUnit.of(migration, false);
			Schema before = this.now;
			Relations relations = renames(up) ? Relations.read(this.connection) : null;
			Savepoint start = this.connection.setSavepoint();
			run(up);
			Schema after = this.copy.schema();
			this.conflicts.note(migration.version(), before, after);
			List<RenameHint> renames = (relations != null) ? relations.renames(this.connection) : List.of();
			this.connection.rollback(start);
			hazards(migration, after, renames).forEach(problems::add);
			run(up);
			this.now = after;
			if (migration.down() != null) {
				Savepoint above = this.connection.setSavepoint();
				run(MigrationUnit.of(migration, true));
				List<String> left = left(before);
				left.forEach((step) -> problems.add("The way down of " + migration.display()
						+ " does not restore what the way up changed; left to do: " + step + "."));
				if (left.isEmpty()) {
					run(up);
					left(after).forEach((step) -> problems.add("Up, down and up again, " + migration.display()
							+ " ends with something else: " + step + "."));
				}
				this.connection.rollback(above);
			}
		}

		private static boolean renames(MigrationUnit unit) {
			return unit.action() instanceof MigrationAction.Java
					|| unit.statements().stream().anyMatch((statement) -> RENAME.matcher(statement.text()).find());
		}

		private List<String> left(Schema expected) throws SQLException {
			if (this.copy.schema().equals(expected)) {
				return List.of();
			}
			MigrationPlan plan = plan(expected, List.of(), Set.of("*"));
			return Stream
				.concat(plan.steps().stream().map((step) -> step.title(plan.defaultSchema())),
						plan.refused().stream().map(RefusedChange::message))
				.toList();
		}

		private List<String> hazards(Migration migration, Schema after, List<RenameHint> renames) throws SQLException {
			if (after.equals(this.now)) {
				return List.of();
			}
			Set<String> accepted = new LinkedHashSet<>(MigrationReplay.this.settings.plan().allow());
			accepted.addAll(migration.allow());
			return plan(after, renames, accepted).refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().needsConsent())
				.distinct()
				.map((hazard) -> unaccepted(migration, hazard))
				.toList();
		}

		private MigrationPlan plan(Schema desired, List<RenameHint> renames, Set<String> consents) throws SQLException {
			Savepoint savepoint = this.connection.setSavepoint();
			MigrationPlan plan = SideBySide.plan(this.copy, this.connection, this.territory,
					new SideBySide.Desired(desired, this.territory, renames), policy(true, consents), this.deadline);
			this.connection.rollback(savepoint);
			return plan;
		}

		private String unaccepted(Migration migration, Hazard hazard) {
			return "Migration " + migration.display() + " loses data, which nobody has accepted: " + hazard.text()
					+ ". If that is meant, write -- allow: " + hazard.consent() + " above its -- migrate:up.";
		}

	}

	/** Where a statement stands. */
	private record Place(String script, int line, int column) {

		static Place of(SqlStatement statement) {
			return new Place(statement.script(), statement.line(), statement.column());
		}

	}

	/** What is done in the transaction. */
	@FunctionalInterface
	private interface Work<T extends @Nullable Object> {

		T in(Session session, Territory territory, Deadline deadline) throws SQLException;

	}

	/** What is done in a copy for the migrations. */
	@FunctionalInterface
	private interface Replayed<T> {

		T in(ScratchCopy copy) throws SQLException;

	}

}
