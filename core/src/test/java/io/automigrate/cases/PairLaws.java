package io.automigrate.cases;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.HookedDataSource;
import io.automigrate.Killer;
import io.automigrate.SchemaMigrator;
import io.automigrate.error.RowsInTheWayException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.Reversal;
import io.automigrate.plan.ReverseStep;
import io.automigrate.report.MigrationReport;
import io.automigrate.schema.Column;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.QualifiedName;

/**
 * What holds for every pair of schemas, whatever the way from the one to the other.
 *
 * @param onlineAbove the size above which tables are changed without blocking anyone
 */
record PairLaws(long onlineAbove) {

	private static final String[] SCHEMAS = { "public", "app" };

	private static final int ROUNDS = 6;

	private static final int INTERRUPTIONS = 3;

	/**
	 * A law that does not hold.
	 *
	 * @param law which
	 * @param text what was found instead
	 */
	record Violation(String law, String text) {

		/**
		 * Tell violations apart by the law and what its text begins with, names aside.
		 */
		String kind() {
			String start = this.text.lines()
				.filter((line) -> !line.isBlank() && !line.matches("-- (Plan|Run) .*|BEGIN;|SET .*"))
				.findFirst()
				.orElse("");
			return this.law + ": " + start.replaceAll("; statement: .*|\\[.*|, line [0-9]+|plan, [^:]*", "")
				.replaceAll("\"[^\"]*\"|\\b[a-z]+[0-9]\\w*|[0-9]+", "");
		}

	}

	/** A plan to which whatever it asks for was consented. */
	private record Consented(SchemaMigrator migrator, MigrationPlan plan, Set<String> consents) {

	}

	/**
	 * Try the laws one after the other.
	 * @param random where to interrupt
	 * @return the first that does not hold, or {@code null}
	 */
	Violation violation(SchemaPair pair, Random random) throws SQLException {
		try {
			return anyViolation(pair, random);
		}
		catch (RuntimeException ex) {
			return failed("nothing fails without a word", ex);
		}
	}

	private Violation anyViolation(SchemaPair pair, Random random) throws SQLException {
		try (CaseDatabase fresh = new CaseDatabase(pair.toSql())) {
			Schema expected = fresh.schema();
			try {
				MigrationPlan none = migrator(fresh.migrator(), pair, Set.of()).plan();
				if (!none.inStep()) {
					return new Violation("what is fresh needs no plan", none.sql());
				}
			}
			catch (RuntimeException ex) {
				return failed("what is fresh can be planned for", ex);
			}
			return migrate(pair, expected, random);
		}
	}

	private Violation migrate(SchemaPair pair, Schema expected, Random random) throws SQLException {
		Consented consented;
		int places;
		try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
			Schema before = database.schema();
			try {
				consented = consent(database, pair);
			}
			catch (RuntimeException ex) {
				return failed("every pair can be planned for", ex);
			}
			MigrationPlan plan = consented.plan();
			String refused = refused(plan);
			if (!refused.isEmpty() && !pair.hasRows() && !impossible(refused)) {
				return new Violation("nothing is refused after consent", refused);
			}
			Killer counting = new Killer(0);
			MigrationReport report = migrator(
					CaseDatabase.migrator(new HookedDataSource(database.connections(), counting)), pair,
					consented.consents())
				.migrate();
			places = counting.sent();
			if (report.failure() != null) {
				if (!(pair.hasRows() && report.failure() instanceof StatementFailedException)) {
					return failed("a run succeeds", report.failure(), plan.sql());
				}
				String changed = CaseDatabase.difference(database.schema(), before);
				if (plan.oneTransaction() && !changed.isEmpty()) {
					return new Violation("a failure changes nothing", changed + "\n" + plan.sql());
				}
			}
			else {
				Violation violation = inStep(database, consented.migrator(), refused, expected, plan.sql());
				if (violation != null) {
					return violation;
				}
			}
		}
		Violation violation = backAndForth(pair, expected, consented);
		return (violation != null || this.onlineAbove >= 0 || pair.hasRows()) ? violation
				: interrupted(pair, expected, consented, places, random);
	}

	private static Violation inStep(CaseDatabase database, SchemaMigrator migrator, String refused, Schema expected,
			String context) throws SQLException {
		MigrationPlan second;
		try {
			second = migrator.plan();
		}
		catch (RuntimeException ex) {
			return failed("a second plan can be made", ex);
		}
		if (!second.isEmpty()) {
			return new Violation("the second plan is empty", second.sql() + "\nafter\n" + context);
		}
		if (!refused(second).equals(refused)) {
			return new Violation("the second plan refuses the same", refused(second) + "\nafter\n" + refused);
		}
		String difference = refused.isEmpty() ? CaseDatabase.difference(database.schema(), expected) : "";
		return difference.isEmpty() ? null
				: new Violation("what is applied equals what is fresh", difference + "\nafter\n" + context);
	}

	/** By hand, and back: the shape always, and the rows where nothing is lost. */
	private Violation backAndForth(SchemaPair pair, Schema expected, Consented consented) throws SQLException {
		try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
			Schema before = database.schema();
			MigrationPlan plan = migrator(database.migrator(), pair, consented.consents()).plan();
			if (!plan.sql().equals(consented.plan().sql())) {
				return new Violation("a plan comes out twice",
						"first:\n" + consented.plan().sql() + "\nthen:\n" + plan.sql());
			}
			if (!plan.refused().isEmpty()) {
				return null;
			}
			Map<QualifiedName, List<Column>> all = CaseDatabase.common(before, before);
			Map<String, List<String>> rows = database.rows(all);
			try {
				List<String> locks = database.execute(plan.steps(), before);
				if (!locks.isEmpty()) {
					return new Violation("no step locks more than it says", locks + "\n" + plan.sql());
				}
			}
			catch (SQLException ex) {
				return pair.hasRows() ? null : failed("the steps can be taken by hand", ex, plan.sql());
			}
			Schema after = database.schema();
			String difference = CaseDatabase.difference(after, expected);
			if (!difference.isEmpty()) {
				return new Violation("by hand it comes out the same", difference);
			}
			if (plan.reverse().stream().anyMatch((step) -> impossible(String.valueOf(step.step().reason())))) {
				return null;
			}
			boolean lossless = plan.reverse().stream().allMatch((step) -> step.reversal() == Reversal.LOSSLESS);
			if (pair.hasRows() && !lossless) {
				return null;
			}
			String context = "\nback with\n" + plan.reverseSql() + "\nafter\n" + plan.sql();
			try {
				database.execute(plan.reverse().stream().map(ReverseStep::step).toList(), after);
			}
			catch (SQLException ex) {
				return failed("the way back can be taken", ex, context);
			}
			String changed = CaseDatabase.difference(database.schema(), before);
			if (!changed.isEmpty()) {
				return new Violation("the way back restores", changed + context);
			}
			return (lossless && !database.rows(all).equals(rows))
					? new Violation("the way back restores rows", rows + "\n" + database.rows(all) + context) : null;
		}
	}

	/**
	 * Kill a connection at a random place; the next run completes. Where all of it is in
	 * one transaction, all places leave the same, so that one is enough.
	 */
	private Violation interrupted(SchemaPair pair, Schema expected, Consented consented, int places, Random random)
			throws SQLException {
		MigrationPlan plan = consented.plan();
		for (int i = 0; i < (plan.oneTransaction() ? 1 : INTERRUPTIONS); i++) {
			try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
				Killer killer = new Killer(1 + random.nextInt(places));
				migrator(CaseDatabase.migrator(new HookedDataSource(database.connections(), killer)), pair,
						consented.consents())
					.migrate();
				String context = "killed " + killer.killedAt() + "\nof\n" + plan.sql();
				SchemaMigrator next = migrator(database.migrator(), pair, consented.consents());
				MigrationReport completion = next.migrate();
				if (completion.failure() != null) {
					return failed("the next run completes", completion.failure(), context);
				}
				Violation violation = inStep(database, next, refused(plan), expected, context);
				if (violation != null) {
					return new Violation("after an interruption, " + violation.law(), violation.text());
				}
			}
		}
		return null;
	}

	/**
	 * Try what holds where the policy leaves alone what no source declares: a run does
	 * what it can, refuses the rest beforehand, and fails at rows only.
	 * @return the law that does not hold, or {@code null}
	 */
	Violation keeping(SchemaPair pair, ChangePolicy policy) throws SQLException {
		try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
			SchemaMigrator migrator = database.migrator()
				.source(SchemaSource.ddl("to", pair.toSql()))
				.schemas(SCHEMAS)
				.policy(policy)
				.onlineAbove(this.onlineAbove)
				.build();
			MigrationPlan plan = migrator.plan();
			MigrationReport report = migrator.migrate();
			if (report.failure() != null) {
				return (pair.hasRows() && (report.failure() instanceof StatementFailedException
						|| report.failure() instanceof RowsInTheWayException)) ? null
								: failed("a run succeeds under " + policy, report.failure(), plan.sql());
			}
			MigrationPlan second = migrator.plan();
			return second.isEmpty() ? null : new Violation("the second plan is empty under " + policy,
					second.sql() + "\nafter\n" + plan.sql());
		}
		catch (RuntimeException ex) {
			return failed("nothing fails without a word under " + policy, ex);
		}
	}

	private Consented consent(CaseDatabase database, SchemaPair pair) {
		Set<String> consents = new LinkedHashSet<>();
		SchemaMigrator migrator = migrator(database.migrator(), pair, consents);
		MigrationPlan plan = migrator.plan();
		for (int i = 0; i < ROUNDS; i++) {
			if (!consents.addAll(plan.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().takesConsent())
				.map(Hazard::consent)
				.toList())) {
				break;
			}
			migrator = migrator(database.migrator(), pair, consents);
			plan = migrator.plan();
		}
		return new Consented(migrator, plan, consents);
	}

	private SchemaMigrator migrator(SchemaMigrator.Builder builder, SchemaPair pair, Set<String> consents) {
		return builder.source(SchemaSource.ddl("to", pair.toSql()))
			.schemas(SCHEMAS)
			.policy(ChangePolicy.FULL)
			.dropUnmanaged(true)
			.onlineAbove(this.onlineAbove)
			.allow(consents.toArray(String[]::new))
			.build();
	}

	/** What PostgreSQL has no way for, consented to or not. */
	private static boolean impossible(String reason) {
		return Stream
			.of("PostgreSQL knows no conversion", "another kind of type", "which is not there", "holds arrays of it")
			.anyMatch(reason::contains);
	}

	private static String refused(MigrationPlan plan) {
		return plan.refused().stream().map(RefusedChange::message).sorted().collect(Collectors.joining("\n"));
	}

	private static Violation failed(String law, Exception failure, String... context) {
		StringBuilder text = new StringBuilder(String.valueOf(failure));
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			for (int i = 0; i < Math.min(12, cause.getStackTrace().length); i++) {
				String frame = cause.getStackTrace()[i].toString();
				if (frame.startsWith("io.automigrate") && !(failure instanceof SQLException)) {
					text.append("\n  at ").append(frame);
				}
			}
		}
		return new Violation(law, text + "\n" + String.join("\n", context));
	}

}
