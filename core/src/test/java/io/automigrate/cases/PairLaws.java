package io.automigrate.cases;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.automigrate.HookedDataSource;
import io.automigrate.Killer;
import io.automigrate.SchemaMigrator;
import io.automigrate.error.MigrationException;
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
import io.automigrate.test.TestServer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What holds for every pair of schemas, whatever the way from the one to the other.
 *
 * @param onlineAbove the size above which tables are changed without blocking anyone
 */
record PairLaws(long onlineAbove) {

	private static final String[] SCHEMAS = { "public", "app" };

	private static final int ROUNDS = 6;

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
	 * @return the first that does not hold, or {@code null}
	 */
	Violation violation(SchemaPair pair) throws SQLException {
		try {
			return anyViolation(pair);
		}
		catch (RuntimeException ex) {
			return failed("nothing fails without a word", ex);
		}
	}

	private Violation anyViolation(SchemaPair pair) throws SQLException {
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
			Violation violation = migrate(pair, expected);
			return (violation != null) ? violation : backAndForth(pair, expected);
		}
	}

	private Violation migrate(SchemaPair pair, Schema expected) throws SQLException {
		try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
			Schema before = database.schema();
			Consented consented;
			String again;
			try {
				consented = consent(database.migrator(), pair);
				again = consented.migrator().plan().sql();
			}
			catch (RuntimeException ex) {
				return failed("every pair can be planned for", ex);
			}
			MigrationPlan plan = consented.plan();
			if (!again.equals(plan.sql())) {
				return new Violation("a plan comes out twice", "first:\n" + plan.sql() + "\nthen:\n" + again);
			}
			String refused = refused(plan);
			if (!refused.isEmpty() && !pair.hasRows() && !refused.contains("PostgreSQL knows no conversion")
					&& !refused.contains("another kind of type") && !refused.contains("which is not there")) {
				return new Violation("nothing is refused after consent", refused);
			}
			MigrationReport report = consented.migrator().migrate();
			if (!report.success()) {
				if (!(pair.hasRows() && report.failure() instanceof StatementFailedException)) {
					return failed("a run succeeds", report.failure(), plan.sql());
				}
				String changed = CaseDatabase.difference(database.schema(), before);
				return (plan.oneTransaction() && !changed.isEmpty())
						? new Violation("a failure changes nothing", changed + "\n" + plan.sql()) : null;
			}
			return inStep(database, consented.migrator(), refused, expected, plan.sql());
		}
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
	private Violation backAndForth(SchemaPair pair, Schema expected) throws SQLException {
		try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
			Schema before = database.schema();
			MigrationPlan plan = consent(database.migrator(), pair).plan();
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

	/** Kill a connection at a random place; the next run completes. */
	Violation interrupted(SchemaPair pair, Random random) throws SQLException {
		if (pair.hasRows()) {
			return null;
		}
		try (CaseDatabase fresh = new CaseDatabase(pair.toSql())) {
			Schema expected = fresh.schema();
			int places = 0;
			for (int i = 0; i < 4; i++) {
				try (CaseDatabase database = new CaseDatabase(pair.fromSql())) {
					Consented consented = consent(database.migrator(), pair);
					String[] consents = consented.consents().toArray(String[]::new);
					Killer killer = new Killer((places == 0) ? 0 : 1 + random.nextInt(places));
					HookedDataSource killing = new HookedDataSource(dataSource(database), killer);
					MigrationReport report = migrator(SchemaMigrator.builder(killing).detailedLog(false), pair,
							consented.consents())
						.migrate();
					if (places == 0) {
						if (!report.success()) {
							// The laws without an interruption tell of it.
							return null;
						}
						places = killer.sent();
						continue;
					}
					String context = "killed " + killer.killedAt() + "\nof\n" + consented.plan().sql();
					SchemaMigrator next = migrator(database.migrator(), pair, Set.of(consents));
					MigrationPlan rest = next.plan();
					MigrationReport completion = next.migrate();
					if (!completion.success()) {
						return failed("the next run completes", completion.failure(),
								context + "\nwhich left\n" + rest.sql());
					}
					Violation violation = inStep(database, next, refused(consented.plan()), expected,
							context + "\nwhich left\n" + rest.sql());
					if (violation != null) {
						return new Violation("after an interruption, " + violation.law(), violation.text());
					}
				}
				catch (MigrationException ex) {
					return failed("a run can be interrupted", ex);
				}
			}
			return null;
		}
	}

	static DataSource dataSource(CaseDatabase database) {
		TestServer server = TestServer.get();
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://" + server.host() + ":" + server.port() + "/"
				+ database.query("select current_database()").get(0));
		dataSource.setUser(server.user());
		dataSource.setPassword(server.password());
		return dataSource;
	}

	private Consented consent(SchemaMigrator.Builder builder, SchemaPair pair) {
		Set<String> consents = new LinkedHashSet<>();
		SchemaMigrator migrator = migrator(builder, pair, consents);
		MigrationPlan plan = migrator.plan();
		for (int i = 0; i < ROUNDS; i++) {
			if (!consents.addAll(plan.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().needsConsent())
				.map(Hazard::consent)
				.toList())) {
				break;
			}
			migrator = builder.allow(consents.toArray(String[]::new)).build();
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
