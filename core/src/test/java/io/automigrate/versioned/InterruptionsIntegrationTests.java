package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.automigrate.HookedDataSource;
import io.automigrate.Killer;
import io.automigrate.history.RunRecord;
import io.automigrate.history.RunRecord.Outcome;
import io.automigrate.production.Thorough;
import io.automigrate.report.MigrationReport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server ends a connection before everything that is sent, and after each commit, in
 * turn. Afterwards the history says what is there, and the next run completes. Some of
 * the places are tried in each build, all of them in a thorough one.
 */
class InterruptionsIntegrationTests extends AbstractVersionedTests {

	private static final Map<String, String> FILES = Map.of("1_a.sql", """
			-- migrate:up
			create table a (id int);
			create table one ();
			-- migrate:down
			drop table a, one cascade;
			""", "2_b.sql", """
			-- migrate:up
			insert into a values (1);
			copy a from stdin;
			2
			\\.
			create table two ();
			-- migrate:down
			drop table two;
			delete from a;
			""", "3_c.sql", """
			-- migrate:up
			set my.own = 'x';
			create table three ();
			-- migrate:down
			drop table three;
			""", "R__view.sql", "create or replace view v as select id from a;");

	private static final String OUTSIDE = """
			-- migrate:up transaction:false
			insert into a values (1);
			create index concurrently a_id on a (id);
			set lock_timeout = '7s';
			insert into a values (2);
			create table two ();
			-- migrate:down transaction:false
			drop table two;
			drop index concurrently a_id;
			delete from a;
			""";

	private static final VersionedMigration JAVA = new JavaMigration("4", true,
			(context) -> context.execute("create table four ()"), (context) -> context.execute("drop table four"));

	/** The tables that each migration makes, as far as they are there. */
	private static final String THERE = """
			select v from unnest(array['1', '2', '3', '4'], array['one', 'two', 'three', 'four']) t (v, name)
			where to_regclass('public.' || name) is not null order by 1""";

	InterruptionsIntegrationTests(@TempDir Path path) {
		super(path);
		this.folder.with(FILES);
	}

	@ParameterizedTest
	@CsvSource({ "false, false, 8", "false, true, 2", "true, false, 8", "true, true, 3" })
	void goesUpWhereItWasKilled(boolean split, boolean after, int every) {
		goesUp(split, after, every);
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	@Thorough
	void goesUpWhereverItWasKilled(boolean split, boolean after) {
		goesUp(split, after, 1);
	}

	private void goesUp(boolean split, boolean after, int every) {
		split(split);
		for (int place = every;; place += every) {
			empty();
			Killer killer = new Killer(place, after);
			MigrationReport killed = migrateOver(new HookedDataSource(this.database.dataSource(), killer), JAVA);
			if (killer.killedAt().isEmpty()) {
				assertThat(place).isGreaterThan(after ? 1 : 20);
				return;
			}
			tellsTheTruth(killer, killed, split);
			MigrationReport next = migrateOver(this.database.dataSource(), JAVA);
			assertThat(next.success()).as("killed " + killer.killedAt() + ": " + next.message()).isTrue();
			assertComplete(killer);
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false, 9", "false, true, 2", "true, false, 9", "true, true, 3" })
	void goesDownWhereItWasKilled(boolean split, boolean after, int every) {
		goesDown(split, after, every);
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	@Thorough
	void goesDownWhereverItWasKilled(boolean split, boolean after) {
		goesDown(split, after, 1);
	}

	private void goesDown(boolean split, boolean after, int every) {
		split(split);
		for (int place = every;; place += every) {
			empty();
			migrateOver(this.database.dataSource(), JAVA).orThrow();
			Killer killer = new Killer(place, after);
			MigrationReport killed = rollback(new HookedDataSource(this.database.dataSource(), killer));
			if (killer.killedAt().isEmpty()) {
				assertThat(place).isGreaterThan(after ? 1 : 20);
				return;
			}
			tellsTheTruth(killer, killed, split);
			MigrationReport next = rollback(this.database.dataSource());
			assertThat(next.success()).as("killed " + killer.killedAt() + ": " + next.message()).isTrue();
			assertThat(history()).isEmpty();
			assertThat(this.database.query(THERE)).as(killer.killedAt()).isEmpty();
			assertThat(journal()).isEmpty();
		}
	}

	private void split(boolean split) {
		if (split) {
			this.folder.write("2_b.sql", OUTSIDE);
		}
	}

	private MigrationReport rollback(DataSource dataSource) {
		return this.folder.migrator(dataSource)
			.migrations(List.of(JAVA))
			.build()
			.versioned()
			.rollback(COMMAND, MigrationTarget.BASE);
	}

	/**
	 * Of what is under way the journal knows; all else is there or not, as it is said.
	 */
	private void tellsTheTruth(Killer killer, MigrationReport killed, boolean split) {
		boolean none = this.database.query("select to_regclass('migrations')").contains("null");
		List<String> applied = none ? List.of()
				: this.database.query("select version from migrations where version !~ '^R' order by 1");
		String journal = none ? "" : journal();
		List<String> there = this.database.query(THERE);
		if (!journal.isEmpty()) {
			assertThat(split).isTrue();
			assertThat(journal).startsWith("2 ");
			applied = applied.stream().filter((version) -> !version.equals("2")).toList();
			there = there.stream().filter((version) -> !version.equals("2")).toList();
		}
		assertThat(there).as(killer.killedAt()).isEqualTo(applied);
		if (!split) {
			assertThat(applied).as("all or nothing, killed " + killer.killedAt())
				.satisfiesAnyOf((versions) -> assertThat(versions).isEmpty(),
						(versions) -> assertThat(versions).hasSize(4));
		}
		if (killed.success() && !none) {
			assertThat(versioned().runs(1)).extracting(RunRecord::outcome).containsExactly(Outcome.SUCCEEDED);
		}
	}

	private void assertComplete(Killer killer) {
		assertThat(history()).as(killer.killedAt()).containsExactlyInAnyOrder("1", "2", "3", "4", "R__view");
		assertThat(this.database.query(THERE)).containsExactly("1", "2", "3", "4");
		assertThat(this.database.query("select id from v order by 1")).as(killer.killedAt()).containsExactly("1", "2");
		assertThat(this.database
			.query("select indisvalid from pg_index where indexrelid = to_regclass('a_id') and not indisvalid"))
			.isEmpty();
		assertThat(journal()).isEmpty();
		assertThat(versioned().runs(10)).extracting(RunRecord::outcome).doesNotContain(Outcome.RUNNING);
	}

}
