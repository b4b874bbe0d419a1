package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.error.IrreversibleMigrationException;
import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import io.automigrate.error.StatementFailedException;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.RunKind;
import io.automigrate.history.RunRecord;
import io.automigrate.history.RunRecord.Outcome;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.source.SchemaSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Versioned migrations go up and down, all or none of them.
 */
class UpAndDownIntegrationTests extends AbstractVersionedTests {

	private static final String CATALOGS = """
			select c.relname || ' ' || c.relkind::text || ' ' || coalesce(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), '')
				|| ' ' || coalesce(a.attnotnull::text, '') || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
			from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
			left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
			where c.relnamespace = 'public'::regnamespace and c.relname not like 'migration%' and c.relname not like 'automigrate%'
			union all select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint
			where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'migration%' and conrelid::regclass::text not like 'automigrate%'
			union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace
			order by 1""";

	UpAndDownIntegrationTests(@TempDir Path path) {
		super(path);
	}

	@Test
	void carriesOutNoPlanBeforeWhatIsPending() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int);\n");
		SchemaMigrator migrator = this.folder.migrator(this.database)
			.policy(ChangePolicy.CREATE)
			.source(SchemaSource.ddl("schema.sql", "create table a (id int); create table b (id int);"))
			.build();
		MigrationReport refused = migrator.migrate(migrator.plan().hash());
		assertThat(refused.message()).contains("pending: 1", "nothing was changed");
		assertThat(this.database.query("select 1 from pg_class where relname in ('a', 'b', 'migrations')")).isEmpty();
		migrator.versioned().migrate(COMMAND, MigrationTarget.LATEST).orThrow();
		assertThat(migrator.migrate(migrator.plan().hash()).orThrow().created()).containsExactly("table b");
	}

	@Test
	void appliesFiveOfWhichFourNeedTheFirst() {
		this.folder.with(MigrationFolder.FIVE);
		MigrationReport report = migrator().migrate().orThrow();
		assertThat(report.versioned().applied()).containsExactly("001", "002", "003", "004", "005");
		assertThat(report.versioned().heads()).containsExactly("002", "003", "004", "005");
		assertThat(report.message()).startsWith("Applied 5 migrations: 001, 002, 003, 004, 005.");
		assertThat(this.database.query("select name from moods order by id")).containsExactly("happy", "so; so",
				"it's $$ bad");
		assertThat(this.database.query("select name from roles order by id")).containsExactly("admin", "user;",
				"guest");
		assertThat(this.database.query(
				"select concat_ws('|', id, version, name, description, dependencies, application, length(checksum), duration_ms >= 0, applied_by = session_user, created_at is not null) from migrations order by id"))
			.element(1)
			.isEqualTo("2|002|add_user_authentication|Add auth fields to users table|001|tests|64|t|t|t");
		assertThat(migrator().migrate().orThrow().message()).isEqualTo("Nothing to do.");
	}

	@Test
	void appliesSixInARow() {
		this.folder.with(MigrationFolder.SIX);
		assertThat(migrator().migrate().orThrow().versioned().heads()).containsExactly("20240419");
		assertThat(this.database.query("select status from notification")).isEmpty();
		assertThat(versioned().current()).containsExactly("20240419");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void restoresCatalogsOnTheWayBack(boolean five) {
		this.folder.with(five ? MigrationFolder.FIVE : MigrationFolder.SIX);
		List<Migration> all = versioned().graph().migrations();
		List<String> before = this.database.query(CATALOGS);
		for (Migration migration : all) {
			MigrationTarget target = MigrationTarget.version(migration.version());
			assertThat(versioned().migrate(COMMAND, target).orThrow().versioned().applied())
				.containsExactly(migration.version());
			List<String> there = this.database.query(CATALOGS);
			assertThat(versioned().rollback(COMMAND, MigrationTarget.steps(1)).orThrow().versioned().rolledBack())
				.containsExactly(migration.version());
			assertThat(this.database.query(CATALOGS)).isEqualTo(before);
			versioned().migrate(COMMAND, target).orThrow();
			assertThat(this.database.query(CATALOGS)).isEqualTo(there);
			before = there;
		}
		versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow();
		assertThat(this.database.query(CATALOGS)).isEmpty();
		assertThat(history()).isEmpty();
	}

	@Test
	void goesUpAndDownToTargetsAndBySteps() {
		this.folder.with(MigrationFolder.SIX);
		assertThat(versioned().migrate(COMMAND, MigrationTarget.steps(2)).orThrow().versioned().pending()).hasSize(4);
		assertThat(versioned().pending(MigrationTarget.LATEST)).hasSize(4);
		versioned().migrate(COMMAND, MigrationTarget.version("20240301")).orThrow();
		assertThat(history()).hasSize(5);
		assertThat(versioned().rollbackPlan(MigrationTarget.version("20240105")).versions()).containsExactly("20240301",
				"20240210", "20240110");
		versioned().rollback(COMMAND, MigrationTarget.version("20240105")).orThrow();
		assertThat(history()).containsExactly("20240101", "20240105");
		MigrationReport unknown = versioned().rollback(COMMAND, MigrationTarget.version("7"));
		assertThat(unknown.failure()).isInstanceOfSatisfying(MigrationGraphException.class,
				(ex) -> assertThat(ex.problem()).isEqualTo(Problem.UNKNOWN_VERSION));
	}

	@Test
	void pinsTarget() {
		this.folder.with(MigrationFolder.SIX);
		SchemaMigrator pinned = this.folder.migrator(this.database).target("20240110").build();
		pinned.migrate().orThrow();
		assertThat(history()).hasSize(3);
		assertThat(pinned.status().healthy()).isTrue();
		assertThat(pinned.migrate().orThrow().versioned().heads()).containsExactly("20240110");
		MigrationStatus free = migrator().status();
		assertThat(free.healthy()).isFalse();
		assertThat(free.message()).isEqualTo("3 versioned migrations are pending: 20240210, 20240301, 20240419.");
	}

	@Test
	void aFailedRollbackSaysThatAllIsStillApplied() {
		this.folder.write("1_a.sql", "-- migrate:up\ncreate table a (id int);\n-- migrate:down\ndrop table nowhere;")
			.write("2_b.sql", "-- migrate:up\ncreate table b (id int);\n-- migrate:down\ndrop table b;");
		migrator().migrate().orThrow();
		MigrationReport report = versioned().rollback(COMMAND, MigrationTarget.BASE);
		assertThat(report.failure()).isInstanceOfSatisfying(StatementFailedException.class,
				(ex) -> assertThat(ex.wayOut()).contains("all of these migrations are still applied"));
		assertThat(history()).containsExactly("1", "2");
		assertThat(this.database.query("select to_regclass('b')")).containsExactly("b");
	}

	@Test
	void appliesNothingIfAnyStatementFails() {
		List<String> statements = List.of("create table a (id int)", "create table b (id int)",
				"insert into a values (1)", "create table c (id int)", "insert into b values (2)",
				"create view v as select id from a");
		for (int broken = 0; broken < statements.size(); broken++) {
			for (int i = 0; i < 3; i++) {
				String first = (broken == 2 * i) ? "insert into nowhere values (1)" : statements.get(2 * i);
				String second = (broken == 2 * i + 1) ? "insert into nowhere values (1)" : statements.get(2 * i + 1);
				this.folder.write("00" + i + "_x.sql", "-- migrate:up\n" + first + ";\n\n  " + second + ";\n");
			}
			MigrationReport report = migrator().migrate();
			int line = (broken % 2 == 0) ? 2 : 4;
			int file = broken / 2;
			assertThat(report.failure()).isInstanceOfSatisfying(StatementFailedException.class, (ex) -> {
				assertThat(ex.script()).endsWith("00" + file + "_x.sql");
				assertThat(ex.line()).isEqualTo(line);
				assertThat(ex.statement()).isEqualTo("insert into nowhere values (1)");
				assertThat(ex.sqlState()).isEqualTo("42P01");
			});
			assertThat(history()).isEmpty();
			assertThat(this.database.query(CATALOGS)).isEmpty();
		}
		for (int i = 0; i < 3; i++) {
			this.folder.write("00" + i + "_x.sql",
					"-- migrate:up\n" + statements.get(2 * i) + ";\n" + statements.get(2 * i + 1) + ";\n");
		}
		migrator().migrate().orThrow();
		assertThat(history()).containsExactly("000", "001", "002");
		List<RunRecord> runs = versioned().runs(100);
		assertThat(runs).hasSize(7);
		assertThat(runs.get(0).outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(runs.get(0).kind()).isEqualTo(RunKind.START_UP);
		assertThat(runs.get(0).statements()).contains("create table a (id int)", "002");
		assertThat(runs.get(0).fingerprintAfter()).isNotEqualTo(runs.get(0).fingerprintBefore());
		assertThat(runs.get(1).outcome()).isEqualTo(Outcome.FAILED);
		assertThat(runs.get(1).error()).contains("nowhere");
	}

	@Test
	void keepsWhatEarlierRunsApplied() {
		this.folder.with(MigrationFolder.FIVE);
		migrator().migrate().orThrow();
		this.folder.write("006_more.sql", "-- migrate:up\ncreate table more ();")
			.write("007_broken.sql", "-- migrate:up\nselect * from nowhere;");
		assertThat(migrator().migrate().success()).isFalse();
		assertThat(history()).hasSize(5);
		assertThat(this.database.query("select to_regclass('more')")).containsExactly("null");
	}

	@Test
	void refusesToGoBackOverWhatCannotBeUndone() {
		this.folder.with(Map.of("1_a.sql", "-- migrate:up\ncreate table a ();\n-- migrate:down\ndrop table a;",
				"2_b.sql", "-- migrate:up\ncreate table b ();", "3_c.sql",
				"-- irreversible: data is gone\n-- migrate:up\ncreate table c ();\n-- migrate:down\ndrop table c;",
				"4_d.sql", "-- migrate:up\ncreate table d ();\n-- migrate:down\ndrop table d;"));
		migrator().migrate().orThrow();
		MigrationReport report = versioned().rollback(COMMAND, MigrationTarget.version("1"));
		assertThat(report.failure()).isInstanceOfSatisfying(IrreversibleMigrationException.class,
				(ex) -> assertThat(ex.versions()).containsExactly("3", "2"));
		assertThat(report.message()).contains("3 (", "is marked irreversible (data is gone)", "has no way down");
		assertThat(history()).hasSize(4);
		versioned().rollback(COMMAND, MigrationTarget.version("3")).orThrow();
		assertThat(this.database.query("select to_regclass('d')")).containsExactly("null");
	}

	@Test
	void appliesRepeatablesAgainWhenTheyChange() {
		this.folder
			.with(Map.of("1_a.sql", "-- migrate:up\ncreate table a (id int);\n-- migrate:down\ndrop table a cascade;",
					"R__view.sql", "create or replace view v as select id from a;"));
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("1", "R__view");
		assertThat(migrator().migrate().orThrow().versioned().applied()).isEmpty();
		this.folder.write("R__view.sql", "create or replace view v as select id, 1 as one from a;");
		assertThat(migrator().status().versioned().pending()).containsExactly("R__view");
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("R__view");
		assertThat(this.database.query("select count(*) from migrations")).containsExactly("2");
		versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow();
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("1", "R__view");
	}

	@Test
	void noticesWhatOthersDidToTheHistory() {
		this.folder.with(MigrationFolder.FIVE);
		SchemaMigrator migrator = migrator();
		migrator.migrate().orThrow();
		assertThat(migrator.status().healthy()).isTrue();
		versioned().rollback(COMMAND, MigrationTarget.version("004")).orThrow();
		assertThat(migrator.status().versioned().pending()).containsExactly("005");
		assertThat(migrator.migrate().orThrow().versioned().applied()).containsExactly("005");
		this.database.execute("delete from moods; delete from migrations where version = '005'");
		assertThat(migrator.migrate().orThrow().versioned().applied()).containsExactly("005");
	}

	@Test
	void tellsWhereAllStand() {
		this.folder.with(MigrationFolder.FIVE);
		versioned().migrate(COMMAND, MigrationTarget.version("004")).orThrow();
		this.folder.delete("004_seed_default_roles.sql")
			.write("001_initial_schema.sql", "-- migrate:up\nselect 1;")
			.write("006_next.sql", "-- migrate:up\nselect 1;");
		assertThat(migrator().status().differences()).hasSize(2).first().asString().contains("004 (004_seed");
		List<MigrationInfo> infos = versioned().info();
		assertThat(infos).extracting((info) -> info.version() + " " + info.state())
			.containsExactly("004 MISSING", "001 CHANGED", "002 APPLIED", "003 APPLIED", "005 PENDING", "006 PENDING");
		assertThat(infos.get(1).appliedAt()).isNotNull();
		assertThat(infos.get(5).head()).isTrue();
		assertThat(versioned().history()).extracting(AppliedMigration::version)
			.containsExactly("001", "002", "003", "004");
	}

}
