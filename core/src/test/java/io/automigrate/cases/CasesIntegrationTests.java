package io.automigrate.cases;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.SchemaMigrator;
import io.automigrate.diff.SchemaChange;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.HazardCode;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.PlanSettings;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.ReverseStep;
import io.automigrate.plan.Reversal;
import io.automigrate.plan.TransactionMode;
import io.automigrate.production.Thorough;
import io.automigrate.report.MigrationReport;
import io.automigrate.schema.Column;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.QualifiedName;
import io.automigrate.test.TestServer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case in {@code src/test/resources/cases}, a directory for each kind of object,
 * with what holds for all of them: what is applied equals what is fresh, a second plan is
 * empty, the same plan comes out twice, no step locks more than it says, the way back
 * restores where it says so, and no rows are lost. Each build plans the plain way and the
 * one that blocks nobody, and carries out one of the two by turns; a thorough one carries
 * out the other, too. {@code -Dcase=tables/} runs some of them, both ways;
 * {@code -Dcase.write=true} writes what was found into the files, to be read before it is
 * believed.
 */
class CasesIntegrationTests {

	private static final int MAJOR = Integer.getInteger("postgres.major", 17);

	private static final Path CASES = Path.of("src", "test", "resources", "cases");

	/** Parts of names of cases; an empty text for all. */
	private static final String CHOSEN = System.getProperty("case", "");

	private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(2);

	@AfterAll
	static void shutdown() {
		EXECUTOR.shutdown();
		CaseDatabase.closeAll();
	}

	@TestFactory
	List<DynamicContainer> cases() throws IOException {
		return cases((example, way) -> CHOSEN.isEmpty() ? way.hasItsTurn(example) : true);
	}

	@TestFactory
	@Thorough
	List<DynamicContainer> casesTheOtherWay() throws IOException {
		return CHOSEN.isEmpty() ? cases((example, way) -> !way.hasItsTurn(example)) : List.of();
	}

	private static List<DynamicContainer> cases(BiPredicate<SchemaCase, Way> carriedOut) throws IOException {
		for (String role : List.of("case_reader", "case_writer")) {
			TestServer.get()
				.execute("do $$ begin create role " + role + "; exception when duplicate_object then null; end $$");
		}
		List<DynamicContainer> kinds = new ArrayList<>();
		for (Path directory : sorted(CASES)) {
			List<DynamicTest> tests = new ArrayList<>();
			for (Path file : sorted(directory)) {
				SchemaCase example = SchemaCase.read(file);
				if (example.minMajor() <= MAJOR && chosen(example)) {
					tests.add(test(example, (way) -> carriedOut.test(example, way)));
				}
			}
			kinds.add(DynamicContainer.dynamicContainer(directory.getFileName().toString(), tests));
		}
		return kinds;
	}

	private static List<Path> sorted(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.sorted().toList();
		}
	}

	private static boolean chosen(SchemaCase example) {
		return Stream.of(CHOSEN.split(",")).anyMatch(example.name()::contains);
	}

	/** Two at a time; what is waited for here has long begun. */
	private static DynamicTest test(SchemaCase example, Predicate<Way> carriedOut) {
		URI file = example.file().toUri();
		Future<?> run = EXECUTOR.submit(() -> {
			new CaseRun(example, carriedOut).run();
			return null;
		});
		return DynamicTest.dynamicTest(example.name(), file, () -> {
			try {
				run.get();
			}
			catch (ExecutionException ex) {
				throw ex.getCause();
			}
		});
	}

	/** How a case comes about; the name is also that of what is expected of it. */
	private enum Way {

		PLAN(PlanSettings.DEFAULT_ONLINE_ABOVE), ONLINE(-1);

		private final long onlineAbove;

		Way(long onlineAbove) {
			this.onlineAbove = onlineAbove;
		}

		private boolean hasItsTurn(SchemaCase example) {
			return (example.name().hashCode() % 2 == 0) == (this == PLAN);
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * One case under way.
	 */
	private static final class CaseRun {

		private final SchemaCase example;

		private final SoftAssertions softly = new SoftAssertions();

		private final Map<String, String> found = new LinkedHashMap<>();

		private final Predicate<Way> carriedOut;

		private CaseRun(SchemaCase example, Predicate<Way> carriedOut) {
			this.example = example;
			this.carriedOut = carriedOut;
		}

		private void run() throws SQLException, IOException {
			try (CaseDatabase fresh = new CaseDatabase(this.example.to())) {
				Schema expected = fresh.schema();
				MigrationPlan none = migrator(fresh, Way.ONLINE).plan();
				this.softly.assertThat(none.steps()).as("plan for what is fresh: %s", none.sql()).isEmpty();
				for (Way way : Way.values()) {
					migrate(way, expected);
				}
			}
			if (Boolean.getBoolean("case.write")) {
				this.example.write(this.found, MAJOR);
			}
			this.softly.assertAll();
		}

		private SchemaMigrator migrator(CaseDatabase database, Way way, Set<String> allow) {
			return database.migrator()
				.source(SchemaSource.ddl("to", this.example.to()))
				.schemas(this.example.list("schemas").toArray(String[]::new))
				.policy(ChangePolicy.valueOf(this.example.settings().getOrDefault("policy", "FULL")))
				.dropUnmanaged(!this.example.list("keep").contains("unmanaged"))
				.allow(allow.toArray(String[]::new))
				.onlineAbove(way.onlineAbove)
				.build();
		}

		/** With consent to rewrite what is large only because every table is. */
		private SchemaMigrator migrator(CaseDatabase database, Way way) {
			Set<String> allow = new LinkedHashSet<>(this.example.list("allow"));
			SchemaMigrator migrator = migrator(database, way, allow);
			while (way == Way.ONLINE && allow.addAll(migrator.plan()
				.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code() == HazardCode.REWRITES_TABLE)
				.map(Hazard::consent)
				.toList())) {
				migrator = migrator(database, way, allow);
			}
			return migrator;
		}

		private void migrate(Way way, Schema expected) throws SQLException {
			String section = way.toString();
			try (CaseDatabase database = new CaseDatabase(this.example.from()).unlike(this.example.to())) {
				Schema before = database.schema();
				SchemaMigrator migrator = migrator(database, way);
				MigrationPlan plan = migrator.plan();
				compare(section, statements(plan));
				if (way == Way.PLAN) {
					compareRest(plan);
				}
				if (!this.carriedOut.test(way)) {
					return;
				}
				this.softly.assertThat(migrator.plan().sql()).as("%s: planned again", section).isEqualTo(plan.sql());
				boolean complete = plan.refused().isEmpty() && plan.unmanaged().isEmpty();
				Map<QualifiedName, List<Column>> kept = kept(plan, before, expected);
				Map<String, List<String>> rows = database.rows(kept);
				if (complete && !this.example.sections().containsKey("fails")) {
					byHand(section, plan, before, expected);
				}
				if (!succeeds(section, migrator.migrate(), database, before)) {
					return;
				}
				MigrationPlan second = migrator.plan();
				this.softly.assertThat(second.steps()).as("%s: second plan: %s", section, second.sql()).isEmpty();
				this.softly.assertThat(second.refused().stream().map(CaseRun::withoutSize))
					.as("%s: refused by the second plan", section)
					.isEqualTo(plan.refused().stream().map(CaseRun::withoutSize).toList());
				if (complete) {
					this.softly.assertThat(CaseDatabase.difference(database.schema(), expected))
						.as("%s: applied against fresh", section)
						.isEmpty();
				}
				this.softly.assertThat(database.rows(kept)).as("%s: rows", section).isEqualTo(rows);
				this.example.sections()
					.getOrDefault("check", "")
					.lines()
					.forEach((condition) -> this.softly.assertThat(database.query("select " + condition))
						.as("%s: %s", section, condition)
						.containsExactly("t"));
			}
		}

		/** A step that is not refused may have written the table anew. */
		private static String withoutSize(RefusedChange refused) {
			return refused.message().replaceAll(" \\((?:about [^()]+ rows, )?\\d+(?:\\.\\d+)? (?:bytes|[kMG]B)\\)", "");
		}

		private boolean succeeds(String section, MigrationReport report, CaseDatabase database, Schema before)
				throws SQLException {
			String failure = this.example.sections().get("fails");
			if (failure == null) {
				this.softly.assertThat(report.failure()).as("%s: run", section).isNull();
				return report.failure() == null;
			}
			this.softly.assertThatThrownBy(report::orThrow).as("%s: run", section).hasMessageContaining(failure);
			if (section.equals("plan")) {
				this.softly.assertThat(CaseDatabase.difference(database.schema(), before))
					.as("%s: after the failure", section)
					.isEmpty();
			}
			return false;
		}

		/** Step by step, and back where nothing is lost by it. */
		private void byHand(String section, MigrationPlan plan, Schema before, Schema expected) throws SQLException {
			try (CaseDatabase database = new CaseDatabase(this.example.from()).unlike(this.example.to())) {
				Map<QualifiedName, List<Column>> all = CaseDatabase.common(before, before);
				Map<String, List<String>> rows = database.rows(all);
				execute(section, database, plan.steps(), before);
				Schema after = database.schema();
				this.softly.assertThat(CaseDatabase.difference(after, expected))
					.as("%s: by hand against fresh", section)
					.isEmpty();
				boolean stays = plan.reverse().isEmpty()
						&& plan.steps().stream().allMatch((step) -> step.change() instanceof SchemaChange.Alter);
				if (!stays && plan.reverse().stream().allMatch((step) -> step.reversal() == Reversal.LOSSLESS)) {
					execute(section + " back", database, plan.reverse().stream().map(ReverseStep::step).toList(),
							after);
					this.softly.assertThat(CaseDatabase.difference(database.schema(), before))
						.as("%s: and back: %s", section, plan.reverseSql())
						.isEmpty();
					this.softly.assertThat(database.rows(all))
						.as("%s: rows after the way back", section)
						.isEqualTo(rows);
				}
			}
			catch (SQLException | IllegalStateException ex) {
				this.softly.fail("%s: by hand: %s", section, ex.getMessage());
			}
		}

		private void execute(String section, CaseDatabase database, List<MigrationStep> steps, Schema before)
				throws SQLException {
			this.softly.assertThat(database.execute(steps, before)).as("%s: locks", section).isEmpty();
		}

		private void compareRest(MigrationPlan plan) {
			compare("hazards",
					Stream
						.concat(plan.steps().stream().flatMap((step) -> step.hazards().stream()),
								plan.refused().stream().flatMap((refused) -> refused.hazards().stream()))
						.map(Hazard::consent)
						.distinct());
			compare("refused", plan.refused().stream().map(RefusedChange::message));
			compare("unmanaged", plan.unmanaged().stream().map((object) -> object.display(plan.defaultSchema())));
			compare("not compared", plan.notCompared().stream().map((object) -> object.kind() + " " + object.name()));
		}

		private void compare(String section, Stream<String> lines) {
			compare(section, lines.collect(Collectors.joining("\n")));
		}

		private void compare(String section, String text) {
			this.found.put(section, text);
			this.softly.assertThat(text)
				.as(section)
				.isEqualTo(section.equals("online") ? this.example.expectedOnline(MAJOR)
						: this.example.expected(section, MAJOR));
		}

		private static String statements(MigrationPlan plan) {
			StringBuilder text = new StringBuilder();
			for (MigrationStep step : plan.steps()) {
				if (step.mode() == TransactionMode.OWN) {
					text.append("-- in a transaction of its own\n");
				}
				else if (step.mode() == TransactionMode.NONE) {
					text.append("-- outside of transactions\n");
				}
				step.statements().forEach((statement) -> text.append(statement).append(";\n"));
			}
			return text.toString().strip();
		}

		/** What neither a hazard nor a change of type accounts for. */
		private static Map<QualifiedName, List<Column>> kept(MigrationPlan plan, Schema before, Schema expected) {
			List<String> deleted = plan.steps()
				.stream()
				.flatMap((step) -> step.hazards().stream())
				.filter((hazard) -> hazard.code().needsConsent())
				.map((hazard) -> hazard.object().path())
				.toList();
			Map<QualifiedName, List<Column>> kept = new LinkedHashMap<>();
			CaseDatabase.common(before, expected).forEach((table, columns) -> {
				String path = table.schema() + "." + table.name();
				if (!deleted.contains(path)) {
					kept.put(table,
							columns.stream().filter((column) -> !deleted.contains(column.id().path())).toList());
				}
			});
			return kept;
		}

	}

}
