package io.automigrate.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.automigrate.SchemaMigrator;
import io.automigrate.error.MigrationException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestServer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schemas that other people wrote, which are no part of this project:
 * {@code -Dreal.schemas=<directory>} with a {@code .sql} file for each, without rows. A
 * line {@code -- roles: a, b} names roles that they need. Each is created, compared with
 * itself, and loses a column after the other, with whatever depends on it, which the
 * library puts back. {@code -Dreal.columns=all} takes every column rather than some.
 */
@EnabledIfSystemProperty(named = "real.schemas", matches = ".+")
class RealSchemasIntegrationTests {

	private static final String COLUMNS = """
			select format('%I.%I drop column %I', n.nspname, c.relname, a.attname)
			from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
			where a.attnum > 0 and not a.attisdropped and a.attinhcount = 0 and c.relkind in ('r', 'p')
			and n.nspname !~ '^(pg_|information_schema)' and c.relname !~ '^automigrate'
			and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
			order by n.nspname, c.relname, a.attnum""";

	private static final int SOME = 25;

	@TestFactory
	Stream<DynamicTest> isCreatedAndComparedWithItself() throws IOException {
		return tests((name, sql) -> {
			try (CaseDatabase byHand = new CaseDatabase(sql); CaseDatabase byLibrary = new CaseDatabase("")) {
				SoftAssertions softly = new SoftAssertions();
				MigrationPlan none = migrator(byHand, name, sql, PlanSettings.DEFAULT_ONLINE_ABOVE).plan();
				softly.assertThat(none.inStep()).as("what was made by hand is in step: %s", none.sql()).isTrue();
				SchemaMigrator migrator = migrator(byLibrary, name, sql, PlanSettings.DEFAULT_ONLINE_ABOVE);
				migrator.migrate().orThrow();
				MigrationPlan second = migrator.plan();
				softly.assertThat(second.inStep()).as("what was created is in step: %s", second.sql()).isTrue();
				softly.assertThat(CaseDatabase.difference(byLibrary.schema(), byHand.schema())).isEmpty();
				softly.assertAll();
			}
		});
	}

	@TestFactory
	Stream<DynamicTest> isRebuiltColumnByColumn() throws IOException {
		return tests((name, sql) -> rebuild(name, sql, PlanSettings.DEFAULT_ONLINE_ABOVE));
	}

	@TestFactory
	Stream<DynamicTest> isRebuiltColumnByColumnWithoutBlockingAnyone() throws IOException {
		return tests((name, sql) -> rebuild(name, sql, -1));
	}

	private interface Check {

		void run(String name, String sql) throws SQLException;

	}

	private static Stream<DynamicTest> tests(Check check) throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("real.schemas")))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".sql")).sorted().toList()) {
				String name = file.getFileName().toString();
				String sql = Files.readString(file);
				createRoles(sql);
				tests.add(DynamicTest.dynamicTest(name, () -> check.run(name, sql)));
			}
		}
		assertThat(tests).isNotEmpty();
		return tests.stream();
	}

	private static void createRoles(String sql) {
		sql.lines()
			.filter((line) -> line.startsWith("-- roles: "))
			.flatMap((line) -> Stream.of(line.substring("-- roles: ".length()).split(", *")))
			.forEach((role) -> TestServer.get()
				.execute("do $$ begin create role " + role + "; exception when duplicate_object then null; end $$"));
	}

	private static SchemaMigrator migrator(CaseDatabase database, String name, String sql, long onlineAbove) {
		return database.migrator()
			.source(SchemaSource.ddl(name, sql))
			.policy(ChangePolicy.FULL)
			.onlineAbove(onlineAbove)
			.build();
	}

	/** A database serves as long as it comes back to what it was. */
	private static void rebuild(String name, String sql, long onlineAbove) throws SQLException {
		List<String> failures = new ArrayList<>();
		CaseDatabase database = new CaseDatabase(sql);
		try {
			Schema expected = database.schema();
			for (String column : some(database.query(COLUMNS))) {
				String failure = rebuild(database, migrator(database, name, sql, onlineAbove), column, expected);
				if (!failure.isEmpty()) {
					failures.add(column + ": " + failure);
					database.close();
					database = new CaseDatabase(sql);
				}
			}
		}
		finally {
			database.close();
		}
		assertThat(failures).isEmpty();
	}

	private static List<String> some(List<String> columns) {
		List<String> some = new ArrayList<>(columns);
		if (!System.getProperty("real.columns", "").equals("all")) {
			Collections.shuffle(some, new Random(1));
		}
		return System.getProperty("real.columns", "").equals("all") ? some
				: some.subList(0, Math.min(SOME, some.size()));
	}

	private static String rebuild(CaseDatabase database, SchemaMigrator migrator, String column, Schema expected)
			throws SQLException {
		try (Connection connection = database.connections().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("alter table " + column + " cascade");
		}
		catch (SQLException ex) {
			// One that its table cannot do without, such as a key of partitioning.
			return "";
		}
		MigrationPlan plan = null;
		try {
			plan = migrator.plan();
			migrator.migrate().orThrow();
			MigrationPlan second = migrator.plan();
			String difference = CaseDatabase.difference(database.schema(), expected);
			return (second.inStep() && difference.isEmpty()) ? ""
					: "second plan: " + second.sql() + difference + "\nafter " + plan.sql();
		}
		catch (MigrationException ex) {
			return ex.getMessage() + ((plan != null) ? "\nin " + plan.sql() : "");
		}
	}

}
