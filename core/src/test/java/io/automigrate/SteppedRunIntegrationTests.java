package io.automigrate;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.automigrate.error.MigrationException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.TransactionMode;
import io.automigrate.production.Thorough;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plans that keep nobody waiting, on tables that all count as large.
 */
class SteppedRunIntegrationTests {

	private static final String BEFORE = """
			create table p (id int primary key);
			create type e as enum ('x');
			create table t (a int, b int, c varchar(10), d e);
			alter table t add constraint k check (a > 0) not valid;
			create index i on t (a);
			create table parted (id int, at date) partition by range (at);
			create table parted_1 partition of parted for values from ('2020-01-01') to ('2021-01-01');
			insert into p select generate_series(1, 50);
			insert into t select n, n, 'c', 'x' from generate_series(1, 50) n;
			insert into parted values (1, '2020-02-02');
			""";

	private static final String DECLARED = """
			create table p (id int primary key);
			create type e as enum ('x'%s);
			create table t (a int%s, b int%s, c varchar(10), d e%s%s);
			alter table t add constraint k check (a > 0)%s;
			create index i on t (a);
			create table parted (id int, at date) partition by range (at);
			create table parted_1 partition of parted for values from ('2020-01-01') to ('2021-01-01');
			""";

	/** One for all: each run empties it first. */
	private static final TestDatabase DATABASE = TestServer.get().createDatabase();

	private static final KeptConnections CONNECTIONS = new KeptConnections(DATABASE);

	@AfterAll
	static void dropDatabase() {
		CONNECTIONS.close();
		DATABASE.close();
	}

	@BeforeEach
	void prepare() {
		DATABASE.empty();
		DATABASE.execute(BEFORE);
	}

	private static String declared(String change) {
		String plain = DECLARED.formatted("", "", "", "", "", " not valid");
		return switch (change) {
			case "index" -> plain + "create index j on t (b, a);";
			case "unique index" -> plain + "create unique index j on t (b);";
			case "index replaced" -> plain.replace("create index i on t (a)", "create index i on t (a, b)");
			case "index dropped" -> plain.replace("create index i on t (a);", "");
			case "partitioned index" -> plain + "create index j on parted (at, id);";
			case "primary key" -> DECLARED.formatted("", " primary key", "", "", "", " not valid");
			case "unique" -> DECLARED.formatted("", "", "", "",
					", constraint u unique (b) include (a) deferrable initially deferred", " not valid");
			case "foreign key" -> DECLARED.formatted("", "", " references p", "", "", " not valid");
			case "check" -> DECLARED.formatted("", "", "", "", ", constraint kk check (b < 100)", " not valid");
			case "not null" -> DECLARED.formatted("", "", " not null", "", "", " not valid");
			case "validation" -> DECLARED.formatted("", "", "", "", "", "");
			case "enum value" -> DECLARED.formatted(", 'y'", "", "", " default 'y'", "", " not valid");
			case "type" -> plain.replace("varchar(10)", "varchar(20)");
			case "all" -> DECLARED
				.formatted(", 'y'", " primary key", " not null references p", " default 'y'",
						", constraint u unique (b)", "")
				.replace("create index i on t (a)", "create index i on t (a, b)")
					+ "create index j on parted (at, id); create unique index jj on t (c, a);";
			default -> throw new IllegalArgumentException(change);
		};
	}

	@ParameterizedTest
	@CsvSource({ "index, CREATE INDEX CONCURRENTLY", "unique index, CREATE UNIQUE INDEX CONCURRENTLY",
			"index replaced, DROP INDEX CONCURRENTLY", "index dropped, DROP INDEX CONCURRENTLY",
			"partitioned index, ATTACH PARTITION", "primary key, PRIMARY KEY USING INDEX", "unique, UNIQUE USING INDEX",
			"foreign key, VALIDATE CONSTRAINT", "check, VALIDATE CONSTRAINT", "not null, VALIDATE CONSTRAINT",
			"validation, VALIDATE CONSTRAINT", "enum value, ADD VALUE", "type, TYPE character varying(20)",
			"all, CONCURRENTLY" })
	void changesWithoutKeepingAnybodyWaiting(String change, String way) {
		SchemaMigrator migrator = migrator(CONNECTIONS.dataSource(), declared(change));
		MigrationPlan plan = migrator.plan();
		assertThat(plan.refused()).isEmpty();
		assertThat(plan.sql()).contains(way);
		assertThat(migrator.plan().hash()).isEqualTo(plan.hash());
		migrator.migrate(plan.hash()).orThrow();
		assertFinished(change);
		assertThat(DATABASE.query("select count(*) from t")).containsExactly("50");
	}

	@Test
	void refusesToCarryOutAnotherPlan() {
		SchemaMigrator migrator = migrator(CONNECTIONS.dataSource(), declared("index"));
		String hash = migrator.plan().hash();
		DATABASE.execute("create index j on t (b, a)");
		MigrationReport report = migrator.migrate(hash);
		assertThat(report.success()).isFalse();
		assertThat(report.failure()).hasMessageContaining(hash).hasMessageContaining("nothing to do");
	}

	/** What restricts writers is undone, and the rest stays. */
	@Test
	void aFailedRunReportsWhatOfItStays() {
		DATABASE.execute("insert into t values (7, 7, 'c', 'x')");
		MigrationReport report = migrator(CONNECTIONS.dataSource(),
				declared("unique index").replace("d e)", "d e, f int, constraint kk check (b < 100))")
						+ "create table u (id int);")
			.migrate();
		assertThat(report.success()).isFalse();
		assertThat(report.errors()).singleElement().asString().contains("What was done before stays");
		assertThat(report.tablesCreated()).containsExactly("u");
		assertThat(report.created()).containsExactlyInAnyOrder("table u", "column f of t");
		assertThat(DATABASE.query("select conname from pg_constraint where conname = 'kk'")).isEmpty();
		assertThat(DATABASE.query("select to_regclass('u')")).containsExactly("u");
		assertThat(DATABASE.query("select to_regclass('j')")).containsExactly("null");
	}

	/** The backend is ended before and after each statement of the steps in turn. */
	@ParameterizedTest
	@CsvSource({ "index replaced", "primary key", "foreign key" })
	void nextRunCompletesWhatAnInterruptedOneLeft(String change) {
		completesWhatIsLeft(change);
	}

	@ParameterizedTest
	@CsvSource({ "partitioned index", "unique", "not null", "enum value" })
	@Thorough
	void nextRunCompletesWhatAnyInterruptedOneLeft(String change) {
		completesWhatIsLeft(change);
	}

	private void completesWhatIsLeft(String change) {
		List<MigrationStep> steps = migrator(CONNECTIONS.dataSource(), declared(change)).plan().steps();
		for (int kill = 1; kill <= steps.size(); kill++) {
			prepare();
			interrupt(steps, declared(change), kill);
			migrator(CONNECTIONS.dataSource(), declared(change)).migrate().orThrow();
			assertFinished(change);
		}
	}

	/**
	 * A migrator whose connections are cut, for real, when the given step has been done.
	 */
	private static void interrupt(List<MigrationStep> steps, String ddl, int kill) {
		int wanted = 0;
		for (MigrationStep step : steps.subList(0, kill)) {
			wanted += (step.mode() == TransactionMode.SHARED) ? 0 : 1;
		}
		AtomicInteger left = new AtomicInteger(wanted + 1);
		DataSource cut = new HookedDataSource(DATABASE.dataSource(), (connection, backend, what) -> {
			if (connection == 2 && !what.contains("SET ") && left.getAndDecrement() == 0) {
				DATABASE.server().end(backend);
			}
		});
		try {
			migrator(cut, ddl).migrate().orThrow();
		}
		catch (MigrationException ex) {
			assertThat(ex.wayOut()).isNotEmpty();
		}
	}

	private static void assertFinished(String change) {
		MigrationPlan second = migrator(CONNECTIONS.dataSource(), declared(change)).plan();
		assertThat(second.inStep()).as(second.sql()).isTrue();
		assertThat(DATABASE.query("select indexrelid::regclass from pg_index where not indisvalid")).isEmpty();
		assertThat(DATABASE.query("""
				select relname from pg_class where relname like 'automigrate\\_%'
					and relname !~ '^automigrate_(state|desired|instances|steps)'
				union all select conname from pg_constraint where conname like 'automigrate\\_%'
					and conname !~ '^automigrate_(state|desired|instances|steps)'""")).isEmpty();
	}

	private static SchemaMigrator migrator(DataSource dataSource, String ddl) {
		return SchemaMigrator.builder(dataSource)
			.source(SchemaSource.ddl("source", ddl))
			.policy(ChangePolicy.FULL)
			.onlineAbove(-1)
			.build();
	}

}
