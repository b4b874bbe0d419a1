package io.automigrate.execute;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.catalog.CatalogNames;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.plan.PresentChanges;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaBytes;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.ScratchCopy;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import io.automigrate.versioned.MigrationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Runs versioned migrations in a throw-away database, to look at what they make. They run
 * there exactly as on a new database, commits included.
 */
public final class MigrationReplay {

	private static final Pattern RENAME = Pattern.compile("(?i)\\brename\\b");

	private final StepConnections connections;

	private final @Nullable DataSource lent;

	private final MigrationSettings settings;

	/**
	 * Create a replay.
	 * @param connections opens connections to the live database, which tells what a new
	 * one of the kind is like
	 * @param lent an empty database to run migrations in, emptied afterwards, or
	 * {@code null} to create one beside the live one
	 * @param settings the schemas, renames and budgets; a replay may take as long as a
	 * statement that reads a whole table
	 */
	public MigrationReplay(StepConnections connections, @Nullable DataSource lent, MigrationSettings settings) {
		this.connections = connections;
		this.lent = lent;
		this.settings = settings.rehearsing(ThrowAwayDatabase.SCHEMA);
	}

	/**
	 * Returns a replay that does the same in another database.
	 * @param url the JDBC URL of an empty database that is lent, emptied afterwards
	 * @return another replay
	 * @throws IllegalArgumentException if the URL is none of PostgreSQL's
	 */
	public MigrationReplay at(String url) {
		return new MigrationReplay(this.connections, this.connections.at(url), this.settings);
	}

	/**
	 * Plan the way from what migrations make to what sources ask for. What loses data is
	 * part of it.
	 * @param graph the migrations
	 * @param sources the sources
	 * @return the plan
	 * @throws io.automigrate.error.MigrationException if migrations or sources cannot be
	 * used
	 */
	public MigrationPlan wayTo(MigrationGraph graph, Collection<SchemaSource> sources) {
		DesiredSchema wanted = DesiredSchema.of(sources);
		return rehearse(graph, wanted.statements(), (rehearsal) -> {
			rehearsal.up(graph);
			return wayTo(rehearsal, wanted);
		});
	}

	/**
	 * Plan both: the way to what sources ask for, and to what a database has of it.
	 * @param graph the migrations
	 * @param sources the sources
	 * @param live the schema of the database
	 * @return the plans
	 * @throws io.automigrate.error.MigrationException if migrations or sources cannot be
	 * used
	 */
	public Ways ways(MigrationGraph graph, Collection<SchemaSource> sources, Schema live) {
		DesiredSchema wanted = DesiredSchema.of(sources);
		return rehearse(graph, wanted.statements(), (rehearsal) -> {
			rehearsal.up(graph);
			MigrationPlan plan = wayTo(rehearsal, wanted);
			return new Ways(plan, wayToPresent(rehearsal, plan, live));
		});
	}

	/**
	 * Where to go from what migrations make.
	 *
	 * @param toSources the plan that leads to what sources ask for
	 * @param toPresent the plan that leads to what a database has of it, empty where it
	 * has nothing
	 */
	public record Ways(MigrationPlan toSources, MigrationPlan toPresent) {

	}

	private MigrationPlan wayTo(Rehearsal rehearsal, DesiredSchema wanted) throws SQLException {
		List<RenameHint> hints = new ArrayList<>(this.settings.renames());
		hints.addAll(wanted.renames());
		return rehearsal.look((connection) -> {
			Schema desired = ScratchCopy.read(connection, rehearsal.territory(), wanted.statements(),
					new Statements(rehearsal.deadline(), "Correct the source; nothing was changed.")::run);
			return accepting(rehearsal, desired, hints);
		});
	}

	/** Data that goes is a hazard to be told in a file, not a reason to leave it out. */
	private MigrationPlan accepting(Rehearsal rehearsal, Schema desired, List<RenameHint> hints) throws SQLException {
		Savepoint before = rehearsal.connection().setSavepoint();
		MigrationPlan plan = rehearsal.plan(desired, hints, policy(false, Set.of()));
		Set<String> losses = plan.refused()
			.stream()
			.flatMap((refused) -> refused.hazards().stream())
			.filter((hazard) -> hazard.code().needsConsent())
			.map(Hazard::consent)
			.collect(Collectors.toSet());
		if (losses.isEmpty()) {
			return plan;
		}
		rehearsal.connection().rollback(before);
		return rehearsal.plan(desired, hints, policy(false, losses));
	}

	/**
	 * Ask which words are no names unless they are quoted.
	 * @return the words, in lower case
	 */
	public Set<String> keywords() {
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.forSteps(this.connections, this.settings,
				new RunClock(this.settings.budgets()))) {
			return CatalogNames.keywords(session.connection());
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "asking for keywords");
		}
	}

	/**
	 * Find out what migrations make of nothing.
	 * @param graph the migrations
	 * @param withRows whether to look at the rows, too
	 * @return the schema as the plan that makes it at once, and the rows
	 * @throws io.automigrate.error.MigrationException if the migrations cannot be used
	 */
	public Made fromNothing(MigrationGraph graph, boolean withRows) {
		return rehearse(graph, List.of(), (rehearsal) -> {
			rehearsal.up(graph);
			return rehearsal.look((connection) -> {
				Schema made = rehearsal.made();
				List<String> rows = withRows ? RowScript.of(connection, rehearsal.territory().schemas()) : List.of();
				MigrationPlan plan = ScratchCopy.within(connection, rehearsal.territory(), List.of(),
						(copy, nothing) -> SideBySide.plan(copy::schema, connection, rehearsal.territory(),
								new SideBySide.Desired(made, rehearsal.territory(), List.of()), policy(false, Set.of()),
								rehearsal.deadline()));
				return new Made(made, plan, rows);
			});
		});
	}

	/**
	 * Find out whether migrations make what others have made. An expression that
	 * PostgreSQL prints in another way but that means the same is the same.
	 * @param graph the migrations
	 * @param made what the others have made, rows included
	 * @return whether they do
	 * @throws io.automigrate.error.MigrationException if the migrations cannot be used
	 */
	public boolean makes(MigrationGraph graph, Made made) {
		return rehearse(graph, List.of(), (rehearsal) -> {
			rehearsal.up(graph);
			return rehearsal.look((connection) -> {
				if (!RowScript.of(connection, rehearsal.territory().schemas()).equals(made.rows())) {
					return false;
				}
				MigrationPlan plan = rehearsal.plan(made.schema(), List.of(), policy(true, Set.of("*")));
				return plan.isEmpty() && plan.refused().isEmpty();
			});
		});
	}

	/**
	 * Plan the way from what migrations make to what a database has already of what a
	 * plan would make.
	 * @param graph the migrations
	 * @param sources what the plan leads to
	 * @param wanted the plan
	 * @param live the schema of the database
	 * @return the plan, empty where the database has nothing of it
	 * @throws io.automigrate.error.MigrationException if the migrations cannot be used
	 */
	public MigrationPlan wayToPresent(MigrationGraph graph, Collection<SchemaSource> sources, MigrationPlan wanted,
			Schema live) {
		return rehearse(graph, DesiredSchema.of(sources).statements(), (rehearsal) -> {
			rehearsal.up(graph);
			return wayToPresent(rehearsal, wanted, live);
		});
	}

	private MigrationPlan wayToPresent(Rehearsal rehearsal, MigrationPlan wanted, Schema live) throws SQLException {
		return rehearsal.look((connection) -> SideBySide.plan(rehearsal::made, connection, rehearsal.territory(),
				new SideBySide.Desired(live, rehearsal.territory(), List.of(),
						(changes) -> PresentChanges.of(changes, live, wanted)),
				policy(false, Set.of("*")), rehearsal.deadline()));
	}

	/**
	 * Compare a schema with what migrations make.
	 * @param graph the migrations
	 * @param live what there is, read with names printed as for a comparison
	 * @return what it lacks or has in another form, each as a sentence with the action
	 * @throws io.automigrate.error.MigrationException if the migrations cannot be used
	 */
	public List<String> differences(MigrationGraph graph, Schema live) {
		return rehearse(graph, List.of(), (rehearsal) -> {
			rehearsal.up(graph);
			return rehearsal.look(
					(connection) -> Comparison
						.differences(connection, rehearsal.territory(), live.withExtensions(List.of()),
								rehearsal.made().withExtensions(List.of()))
						.stream()
						.map(MigratedSchema::message)
						.toList());
		});
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
	 * @param graph the migrations
	 * @return what is wrong, each as a sentence: what does not lead back, what is another
	 * thing the second time, what loses data without consent, and what two heads both
	 * change
	 * @throws io.automigrate.error.MigrationException if one cannot be run
	 */
	public List<String> problems(MigrationGraph graph) {
		Map<String, Outcome> outcomes = graph.migrations().stream().anyMatch(MigrationReplay::mayLoseData)
				? rehearse(graph, List.of(), (rehearsal) -> outcomes(rehearsal, graph)) : Map.of();
		return new Walk(graph, outcomes).problems();
	}

	private static boolean mayLoseData(Migration migration) {
		return MigrationUnit.of(migration, false).mayLoseData();
	}

	/**
	 * What each migration that may lose data makes, to be planned from what was before.
	 */
	private static Map<String, Outcome> outcomes(Rehearsal rehearsal, MigrationGraph graph) throws SQLException {
		Map<String, Outcome> outcomes = new HashMap<>();
		for (Migration migration : graph.migrations()) {
			if (!mayLoseData(migration)) {
				rehearsal.next(graph);
				continue;
			}
			Relations before = renames(migration) ? Relations.read(rehearsal.connection()) : null;
			rehearsal.next(graph);
			outcomes.put(migration.version(), new Outcome(rehearsal.schema(),
					(before != null) ? before.renames(rehearsal.connection()) : List.of()));
		}
		return outcomes;
	}

	private static boolean renames(Migration migration) {
		MigrationUnit unit = MigrationUnit.of(migration, false);
		return unit.action() instanceof MigrationAction.Java
				|| unit.statements().stream().anyMatch((statement) -> RENAME.matcher(statement.text()).find());
	}

	/** What a migration has made: many are kept at a time, so the schema is as bytes. */
	private static final class Outcome {

		private final byte @Nullable [] schema;

		private final List<RenameHint> renames;

		Outcome(Schema schema, List<RenameHint> renames) {
			this.schema = SchemaBytes.write(schema);
			this.renames = renames;
		}

		/** Returns the schema, or {@code null} where it is too large to be kept. */
		@Nullable Schema schema() {
			return (this.schema != null) ? SchemaBytes.read(SchemaBytes.FORMAT, this.schema) : null;
		}

	}

	private PlanSettings policy(boolean dropUnmanaged, Set<String> consents) {
		return new PlanSettings(ChangePolicy.FULL, dropUnmanaged, consents, this.settings.plan().onlineAbove());
	}

	private <T> T rehearse(MigrationGraph graph, List<SqlStatement> others, Work<T> work) {
		List<SqlStatement> migrations = Rehearsal.statements(graph);
		List<SqlStatement> all = Stream.concat(others.stream(), migrations.stream()).toList();
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (ThrowAwayDatabase database = ThrowAwayDatabase.open(this.connections, this.lent, this.settings, all);
				Rehearsal rehearsal = new Rehearsal(database, this.settings, migrations, others)) {
			return work.in(rehearsal);
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "running migrations in a throw-away database");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "running migrations in a throw-away database");
		}
	}

	/** Goes over migrations one by one. */
	private final class Walk {

		private final MigrationGraph graph;

		private final Map<String, Outcome> outcomes;

		private final HeadConflicts conflicts;

		private final List<String> problems = new ArrayList<>();

		Walk(MigrationGraph graph, Map<String, Outcome> outcomes) {
			this.graph = graph;
			this.outcomes = outcomes;
			this.conflicts = new HeadConflicts(graph);
		}

		/** Where one does not lead back, the next one starts in another database. */
		List<String> problems() {
			int at = 0;
			while (at <= this.graph.migrations().size()) {
				int start = at;
				at = rehearse(this.graph, List.of(), (rehearsal) -> from(rehearsal, start));
			}
			return this.problems;
		}

		/** Returns where to go on, or a number that is too large. */
		private int from(Rehearsal rehearsal, int start) throws SQLException {
			List<Migration> migrations = this.graph.migrations();
			for (int i = 0; i < start; i++) {
				rehearsal.next(this.graph);
			}
			Schema now = rehearsal.schema();
			for (int i = start; i < migrations.size(); i++) {
				Schema after = over(rehearsal, migrations.get(i), now);
				if (after == null) {
					return i + 1;
				}
				now = after;
			}
			rehearsal.up(this.graph);
			this.problems.addAll(this.conflicts.problems(rehearsal.territory().defaultSchema()));
			return migrations.size() + 1;
		}

		/**
		 * Returns what the migration makes, or {@code null} where the database is of no
		 * use any more.
		 */
		private @Nullable Schema over(Rehearsal rehearsal, Migration migration, Schema before) throws SQLException {
			hazards(rehearsal, migration, before);
			rehearsal.next(this.graph);
			Schema after = rehearsal.schema();
			this.conflicts.note(migration.version(), before, after);
			if (migration.noWayBack() != null) {
				return after;
			}
			rehearsal.back(this.graph);
			List<String> left = left(rehearsal, before);
			left.forEach((step) -> this.problems.add("The way down of " + migration.display()
					+ " does not restore what the way up changed; left to do: " + step + "."));
			if (!left.isEmpty()) {
				return null;
			}
			rehearsal.next(this.graph);
			List<String> another = left(rehearsal, after);
			another.forEach((step) -> this.problems
				.add("Up, down and up again, " + migration.display() + " ends with something else: " + step + "."));
			return another.isEmpty() ? after : null;
		}

		private List<String> left(Rehearsal rehearsal, Schema expected) throws SQLException {
			return rehearsal.look((connection) -> {
				if (rehearsal.made().equals(expected)) {
					return List.of();
				}
				MigrationPlan plan = rehearsal.plan(expected, List.of(), policy(true, Set.of("*")));
				return Stream
					.concat(plan.steps().stream().map((step) -> step.title(plan.defaultSchema())),
							plan.refused().stream().map(RefusedChange::message))
					.toList();
			});
		}

		private void hazards(Rehearsal rehearsal, Migration migration, Schema before) throws SQLException {
			Outcome outcome = this.outcomes.get(migration.version());
			Schema after = (outcome != null) ? outcome.schema() : null;
			if (outcome == null || after == null || after.equals(before)) {
				return;
			}
			Set<String> accepted = new LinkedHashSet<>(MigrationReplay.this.settings.plan().allow());
			accepted.addAll(migration.allow());
			rehearsal.look((connection) -> rehearsal.plan(after, outcome.renames, policy(true, accepted)))
				.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().needsConsent())
				.distinct()
				.map((hazard) -> unaccepted(migration, hazard))
				.forEach(this.problems::add);
		}

		private static String unaccepted(Migration migration, Hazard hazard) {
			return "Migration " + migration.display() + " loses data, which nobody has accepted: " + hazard.text()
					+ ". If that is meant, write -- allow: " + hazard.consent() + " above its -- migrate:up.";
		}

	}

	/** What is done in a throw-away database. */
	@FunctionalInterface
	private interface Work<T> {

		T in(Rehearsal rehearsal) throws SQLException;

	}

}
