package io.automigrate.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.automigrate.SchemaMigrator;
import io.automigrate.error.MigrationException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.RefusedChange;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures the comparison with schemas that other people wrote, which are no part of this
 * project: {@code -Dcases=<directory>}. Each is migrated from its first state to its
 * second under the freest policy, and compared with a fresh database by pg_dump, which
 * has to know the server's version.
 */
@EnabledIfSystemProperty(named = "cases", matches = ".+")
class ForeignCasesTests {

	private static final double EXPECTED_SHARE = 0.97;

	private static final Pattern DATA = Pattern
		.compile("the table has rows|in the way of |invalid input (?:syntax|value)"
				+ "|is violated by some row|contains null values|could not create unique index|out of range|too long|no partition of relation|would be violated|violates foreign key constraint");

	private static final Set<String> ROLES = ConcurrentHashMap.newKeySet();

	private final long onlineAbove = Long.getLong("cases.onlineAbove", 1024 * 1024);

	private enum Outcome {

		/** As it should be. */
		PASSED,
		/** A change is refused, with the reason. */
		REFUSED,
		/** The run failed with a reason and left everything as it was. */
		FAILED,
		/** Anything else. */
		WRONG

	}

	private record Result(ForeignCase example, Outcome outcome, String why) {

	}

	@Test
	void othersSchemasBecomeWhatTheyShould() throws Exception {
		Path directory = Path.of(System.getProperty("cases"));
		String only = System.getProperty("cases.only", "");
		int major = Integer.parseInt(System.getProperty("postgres", "17"));
		List<ForeignCase> cases = ForeignCase.in(directory)
			.stream()
			.filter((example) -> example.minMajor() <= major && example.id().contains(only))
			.toList();
		assertThat(cases).isNotEmpty();
		ExecutorService executor = Executors.newFixedThreadPool(2);
		List<Future<Result>> running = new ArrayList<>();
		cases.forEach((example) -> running.add(executor.submit(() -> run(example))));
		List<Result> results = new ArrayList<>();
		for (Future<Result> result : running) {
			results.add(result.get());
		}
		executor.shutdown();
		report(results);
		long passed = results.stream().filter((result) -> result.outcome() == Outcome.PASSED).count();
		assertThat(results.stream()
			.filter((result) -> result.outcome() == Outcome.WRONG)
			.map((result) -> result.example().id())).isEmpty();
		assertThat((double) passed / results.size()).isGreaterThanOrEqualTo(EXPECTED_SHARE);
	}

	private static void report(List<Result> results) throws IOException {
		StringBuilder text = new StringBuilder();
		Map<String, Map<Outcome, Integer>> byKind = new TreeMap<>();
		for (Result result : results) {
			byKind.computeIfAbsent(result.example().kind(), (key) -> new TreeMap<>())
				.merge(result.outcome(), 1, Integer::sum);
			if (result.outcome() != Outcome.PASSED) {
				text.append("== ")
					.append(result.outcome())
					.append(' ')
					.append(result.example().id())
					.append('\n')
					.append(result.why())
					.append('\n');
			}
		}
		byKind.forEach((kind, counts) -> text.append(kind).append(' ').append(counts).append('\n'));
		Map<Outcome, Long> all = results.stream()
			.collect(Collectors.groupingBy(Result::outcome, TreeMap::new, Collectors.counting()));
		text.append(all).append('\n');
		Path file = Path.of("target", "foreign-cases.txt");
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
		System.out.println(all + ", details in " + file);
	}

	/** Rows that do not fit into the second state are in the way, and rightly so. */
	private Result run(ForeignCase example) {
		Result result = run(example, true);
		return (result.outcome() != Outcome.PASSED && DATA.matcher(result.why()).find()) ? run(example, false) : result;
	}

	private Result run(ForeignCase example, boolean withRows) {
		try (TestDatabase database = TestServer.get().createDatabase();
				TestDatabase fresh = TestServer.get().createDatabase()) {
			example.roles().forEach((role) -> createRole(database, role));
			prepare(database, example.needs(), example.from());
			prepare(fresh, example.needs(), example.to());
			Map<String, Integer> rows = withRows ? fill(database) : Map.of();
			return migrate(example, database, fresh, rows);
		}
		catch (Exception | AssertionError ex) {
			return new Result(example, Outcome.WRONG, "trouble: " + ex);
		}
	}

	private static void createRole(TestDatabase database, String role) {
		if (ROLES.add(role)) {
			database
				.execute("DO $$ BEGIN CREATE ROLE \"" + role + "\"; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
		}
	}

	private static void prepare(TestDatabase database, List<String> needs, String script) {
		for (String need : needs) {
			// Some scripts create what they need themselves.
			String bare = need.replace("\"", "").replaceAll(";.*", "");
			if (!need.startsWith("CREATE SCHEMA") || !script.replace("\"", "").contains(bare)) {
				database.execute(need);
			}
		}
		database.execute(script);
	}

	private Result migrate(ForeignCase example, TestDatabase database, TestDatabase fresh, Map<String, Integer> rows)
			throws Exception {
		Set<String> before = Dump.of(database);
		Set<String> allowed = new HashSet<>();
		MigrationPlan plan = migrator(example, database, allowed).plan();
		for (int i = 0; i < 3 && !plan.refused().isEmpty(); i++) {
			plan.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().takesConsent())
				.map(Hazard::consent)
				.forEach(allowed::add);
			plan = migrator(example, database, allowed).plan();
		}
		String refused = plan.refused().stream().map(RefusedChange::message).collect(Collectors.joining("\n"));
		String script = plan.sql();
		if (example.unchanged() && !plan.isEmpty() && before.equals(Dump.of(fresh))) {
			return new Result(example, Outcome.WRONG, "not empty:\n" + script);
		}
		SchemaMigrator migrator = migrator(example, database, allowed);
		try {
			migrator.migrate().orThrow();
		}
		catch (MigrationException ex) {
			return new Result(example, before.equals(Dump.of(database)) ? Outcome.FAILED : Outcome.WRONG,
					ex.getMessage() + "\n" + script + "\n" + refused);
		}
		Map<String, Integer> after = count(database);
		List<String> lost = new ArrayList<>();
		Set<String> kept = new TreeSet<>(count(fresh).keySet());
		rows.forEach((table, count) -> {
			if (kept.contains(table) && after.getOrDefault(table, 0) < count
					&& !allowed.contains("DELETES_DATA:" + table)) {
				lost.add(table);
			}
		});
		if (!lost.isEmpty()) {
			return new Result(example, Outcome.WRONG, "rows lost of " + lost + "\n" + script);
		}
		if (!refused.isEmpty()) {
			return new Result(example, Outcome.REFUSED, refused);
		}
		MigrationPlan second = migrator.plan();
		Set<String> actual = Dump.of(database);
		Set<String> expected = Dump.of(fresh);
		if (!second.inStep()) {
			return new Result(example, Outcome.WRONG, "second plan:\n" + second.sql() + "\nfirst plan:\n" + script);
		}
		if (!actual.equals(expected)) {
			return new Result(example, Outcome.WRONG,
					"pg_dump differs:\n" + difference(actual, expected) + "\nplan:\n" + script);
		}
		return new Result(example, Outcome.PASSED, "");
	}

	private static String difference(Set<String> actual, Set<String> expected) {
		Set<String> surplus = new TreeSet<>(actual);
		surplus.removeAll(expected);
		Set<String> missing = new TreeSet<>(expected);
		missing.removeAll(actual);
		return "+ " + String.join("\n+ ", surplus) + "\n- " + String.join("\n- ", missing);
	}

	private SchemaMigrator migrator(ForeignCase example, TestDatabase database, Set<String> allowed) {
		List<String> schemas = database.query(
				"SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY nspname <> 'public', nspname");
		return SchemaMigrator.builder(database.dataSource())
			.schemas(schemas.toArray(String[]::new))
			.source(SchemaSource.ddl("needs", String.join(";\n", example.needs())))
			.source(SchemaSource.ddl("to", example.to()))
			.policy(ChangePolicy.FULL)
			.dropUnmanaged(true)
			.onlineAbove(this.onlineAbove)
			.allow(allowed.toArray(String[]::new))
			.detailedLog(false)
			.build();
	}

	/** A row in each table where one can be had without thinking. */
	private static Map<String, Integer> fill(TestDatabase database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (int round = 0; round < 1; round++) {
				for (String table : tables(statement)) {
					try {
						statement.execute("INSERT INTO " + table + values(statement, table));
					}
					catch (SQLException ex) {
						// Then it has none.
					}
				}
			}
		}
		return count(database);
	}

	private static String values(Statement statement, String table) throws SQLException {
		List<String> columns = new ArrayList<>();
		List<String> values = new ArrayList<>();
		try (ResultSet row = statement
			.executeQuery("SELECT quote_ident(attname), CASE WHEN t.typcategory = 'N' THEN '1' "
					+ "WHEN t.typcategory = 'S' THEN '''1''' WHEN t.typcategory = 'B' THEN 'true' WHEN t.typcategory = 'D' THEN '''2020-01-01''' "
					+ "WHEN t.typcategory = 'A' THEN '''{}''' WHEN t.typname = 'uuid' THEN '''00000000-0000-0000-0000-000000000001''' "
					+ "WHEN t.typname IN ('json', 'jsonb') THEN '''{}''' WHEN t.typcategory = 'E' THEN (SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) "
					+ "ELSE 'NULL' END FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE attrelid = '"
					+ table.replace("'", "''")
					+ "'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a' ORDER BY attnum")) {
			while (row.next()) {
				columns.add(row.getString(1));
				values.add(row.getString(2));
			}
		}
		return columns.isEmpty() ? " DEFAULT VALUES"
				: " (" + String.join(", ", columns) + ") VALUES (" + String.join(", ", values) + ")";
	}

	private static List<String> tables(Statement statement) throws SQLException {
		List<String> tables = new ArrayList<>();
		try (ResultSet row = statement
			.executeQuery("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c "
					+ "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition "
					+ "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relname !~ '^automigrate_(state|desired|instances|steps)' ORDER BY c.oid")) {
			while (row.next()) {
				tables.add(row.getString(1));
			}
		}
		return tables;
	}

	private static Map<String, Integer> count(TestDatabase database) throws SQLException {
		Map<String, Integer> counts = new LinkedHashMap<>();
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (String table : tables(statement)) {
				try (ResultSet row = statement.executeQuery("SELECT count(*) FROM ONLY " + table)) {
					row.next();
					counts.put(table, row.getInt(1));
				}
			}
		}
		return counts;
	}

}
