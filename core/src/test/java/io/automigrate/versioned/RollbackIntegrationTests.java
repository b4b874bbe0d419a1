package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.automigrate.error.PlanChangedException;
import io.automigrate.execute.DataLoss;
import io.automigrate.execute.RollbackPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is rolled back, in which order, and which data goes with it.
 */
class RollbackIntegrationTests extends AbstractVersionedTests {

	RollbackIntegrationTests(@TempDir Path path) {
		super(path);
	}

	private static String table(String name, String depends) {
		return "-- depends: " + depends + "\n-- migrate:up\ncreate table " + name
				+ " (id int);\n-- migrate:down\ndrop table " + name + ";\n";
	}

	private List<String> losses(MigrationTarget target) {
		return versioned().rollbackPlan(target)
			.losses()
			.stream()
			.map(DataLoss::text)
			.map((text) -> text.replaceAll(" \\([^()]*\\)\\.$", ""))
			.toList();
	}

	@Test
	void keepsWhatComesBeforeTheTarget() {
		this.folder.with(Map.of("001_a.sql", table("a", "none"), "002_b.sql", table("b", "001"), "003_c.sql",
				table("c", "001"), "004_d.sql", table("d", "001"), "005_e.sql", table("e", "001")));
		migrator().migrate().orThrow();
		assertThat(versioned().rollback(COMMAND, MigrationTarget.version("003")).orThrow().versioned().rolledBack())
			.containsExactly("005", "004");
		assertThat(this.database.query("select to_regclass('b')")).containsExactly("b");
		empty();
		assertThat(versioned().migrate(COMMAND, MigrationTarget.version("003")).orThrow().versioned().applied())
			.containsExactly("001", "002", "003");
		assertThat(versioned().migrate(COMMAND, MigrationTarget.only("005")).orThrow().versioned().applied())
			.containsExactly("005");
		assertThat(versioned().rollback(COMMAND, MigrationTarget.only("002")).orThrow().versioned().rolledBack())
			.containsExactly("002");
		assertThat(versioned().rollback(COMMAND, MigrationTarget.parse("-2")).orThrow().versioned().rolledBack())
			.containsExactly("005", "003");
		assertThat(versioned().migrate(COMMAND, MigrationTarget.parse("+1")).orThrow().versioned().applied())
			.containsExactly("002");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> versioned().rollback(COMMAND, MigrationTarget.parse("+1")));
		assertThatIllegalArgumentException().isThrownBy(() -> versioned().migrate(COMMAND, MigrationTarget.BASE));
	}

	@Test
	void rollsBackDependentsFirstWhateverTheOrderOfApplication() {
		this.folder.with(Map.of("001_a.sql", "-- migrate:up\nselect 1;\n-- migrate:down\ndrop table a;\n", "002_b.sql",
				"-- depends: 001\n-- migrate:up\nselect 1;\n-- migrate:down\ndrop view v;\n"));
		versioned().stamp(COMMAND, MigrationTarget.LATEST).orThrow();
		this.database.execute(
				"create table a (id int); create view v as select * from a; update migrations set id = 10 where version = '001'");
		assertThat(history()).containsExactly("002", "001");
		assertThat(versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow().versioned().rolledBack())
			.containsExactly("002", "001");
	}

	@Test
	void listsWhatIsLost() {
		this.folder.write("1_all.sql",
				"""
						-- migrate:up
						create table orders (id int primary key, note text, old text);
						insert into orders values (1, 'a', null), (2, null, null), (3, 'c', 'x');
						create table roles (name text);
						insert into roles values ('admin'), ('guest'), ('mine');
						create table parts (id int) partition by range (id);
						create table parts_1 partition of parts for values from (0) to (10);
						insert into parts values (1);
						create sequence numbers;
						create schema shop;
						create table shop.carts (id int);
						create type mood as enum ('sad');
						create table moods (m mood);
						-- migrate:down
						-- all of it; DROP TABLE comments;
						delete from roles where name in ('admin', 'guest; x');
						update roles set name = 'x; drop table roles';
						delete from only roles;
						ALTER TABLE orders RENAME TO purchases;
						ALTER TABLE purchases RENAME COLUMN note TO remark;
						alter table if exists only purchases drop column if exists remark, drop constraint orders_pkey,
							drop "old", alter id type bigint using (id::bigint), alter column id drop default, drop if exists absent;
						truncate table purchases, roles;
						drop table if exists parts, absent cascade;
						drop sequence numbers;
						drop type mood cascade;
						drop schema shop cascade;
						do $$ begin delete from roles; end $$;
						drop table purchases, roles, moods;
						""");
		migrator().migrate().orThrow();
		assertThat(losses(MigrationTarget.BASE)).containsExactly("Deletes 1 row of \"public\".\"roles\"",
				"Changes 3 rows of \"public\".\"roles\"", "Deletes 3 rows of \"public\".\"roles\"",
				"Drops column \"note\" of \"public\".\"orders\" with 2 values",
				"Drops column \"old\" of \"public\".\"orders\" with 1 value",
				"Converts column \"id\" of \"public\".\"orders\" to another type: 3 values",
				"Deletes 3 rows of \"public\".\"orders\"", "Deletes 3 rows of \"public\".\"roles\"",
				"Drops table \"public\".\"parts\" with 1 row", "Drops sequence \"numbers\"; its current value is lost",
				"Drops column \"m\" of \"public\".\"moods\" with 0 values",
				"Drops table \"shop\".\"carts\" with 0 rows",
				"Runs DO; whether that loses data cannot be known beforehand",
				"Drops table \"public\".\"orders\" with 3 rows", "Drops table \"public\".\"roles\" with 3 rows",
				"Drops table \"public\".\"moods\" with 0 rows");
		assertThat(history()).containsExactly("1");
		versioned().rollback(COMMAND, MigrationTarget.BASE).orThrow();
	}

	@Test
	void estimatesLargeTables() {
		this.folder.write("1_large.sql", """
				-- migrate:up
				create table large as select g as id, case when g % 4 = 0 then g end as n, repeat('x', 500) as filler
					from generate_series(1, 20000) g;
				create table unknown (filler text) with (autovacuum_enabled = false);
				insert into unknown select repeat('x', 500) from generate_series(1, 20000) g;
				-- migrate:down
				alter table large drop n;
				drop table large, unknown;
				""");
		migrator().migrate().orThrow();
		this.database.execute("analyze large");
		assertThat(losses(MigrationTarget.steps(1))).satisfiesExactly(
				(column) -> assertThat(column).matches(".* with about (4|5),\\d{3} values"),
				(table) -> assertThat(table).endsWith("with about 20,000 rows"),
				(unknown) -> assertThat(unknown).endsWith("with an unknown number of rows"));
	}

	@Test
	void refusesPlanThatIsNotTrueAnyMore() {
		this.folder.write("1_a.sql", table("a", "none"));
		migrator().migrate().orThrow();
		RollbackPlan plan = versioned().rollbackPlan(MigrationTarget.steps(1));
		assertThat(plan.losses()).extracting(DataLoss::place).singleElement().asString().contains("1_a.sql, line 5");
		this.folder.write("2_b.sql", table("b", "none"));
		migrator().migrate().orThrow();
		assertThat(versioned().rollback(COMMAND, plan).failure()).isInstanceOf(PlanChangedException.class)
			.hasMessageContaining("it would now take back 2");
		assertThat(history()).containsExactly("1", "2");
		assertThat(versioned().rollback(COMMAND, versioned().rollbackPlan(MigrationTarget.version("1")))
			.orThrow()
			.message()).isEqualTo("Rolled back 1 migration: 2.");
	}

	@Test
	void goesOverHolesAndMissingFilesAndLeavesRepeatables() {
		this.folder.with(Map.of("1_a.sql", table("a", "none"), "2_b.sql", table("b", "none"), "3_c.sql",
				table("c", "none"), "R__v.sql", "create or replace view v as select 1 as one;\n"));
		migrator().migrate().orThrow();
		versioned().rollback(COMMAND, MigrationTarget.only("2")).orThrow();
		assertThat(versioned().rollbackPlan(MigrationTarget.only("2")).migrations()).isEmpty();
		assertThat(versioned().rollbackPlan(MigrationTarget.version("2")).versions()).containsExactly("3");
		assertThat(migrator().migrate().orThrow().versioned().applied()).containsExactly("2", "R__v");
		assertThat(versioned().rollbackPlan(MigrationTarget.steps(1)).versions()).containsExactly("3");
		this.folder.delete("1_a.sql");
		assertThat(versioned().rollbackPlan(MigrationTarget.version("2")).versions()).containsExactly("3");
		assertThat(this.folder.migrator(this.database)
			.missing(Tolerance.ALLOW)
			.build()
			.versioned()
			.rollback(COMMAND, MigrationTarget.BASE)
			.message()).contains("1 has no file any more").contains("Nothing was touched");
	}

}
