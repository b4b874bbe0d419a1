package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.List;

import io.automigrate.VersionedMigrations;
import io.automigrate.execute.MigrationTrace;
import io.automigrate.execute.StatementTrace;
import io.automigrate.plan.Hazard;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dry run tells what migrations would do, and leaves nothing.
 */
class TraceIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final Path path;

	TraceIntegrationTests(@TempDir Path path) {
		this.path = path;
	}

	@AfterEach
	void drop() {
		this.database.close();
	}

	@Test
	void tellsWhatEachStatementDoes() {
		this.database.execute("""
				create table item (id int primary key, price int, old text);
				insert into item select i, i, 'x' from generate_series(1, 100) i;
				create table other (id int primary key);
				""");
		VersionedMigrations migrations = new MigrationFolder(this.path).write("1_a.sql", """
				-- migrate:up
				update item set price = price + 1 where id <= 40;
				alter table item alter price type numeric(10, 2);
				alter table item rename to items;
				alter table items rename price to total;
				alter table items drop old;
				copy other from stdin;
				1
				2
				\\.
				create table fresh (id int references other);
				""")
			.write("2_b.sql", "-- migrate:up transaction:false\nvacuum;")
			.write("3_c.sql", "-- migrate:up\nselect 1;")
			.migrator(this.database)
			.build()
			.versioned();
		MigrationTrace trace = migrations.trace(MigrationTarget.LATEST);
		List<StatementTrace> statements = trace.statements();
		assertThat(statements).extracting(StatementTrace::rows).containsExactly(40L, 0L, 0L, 0L, 0L, 2L, 0L);
		assertThat(statements.get(0).place()).endsWith("1_a.sql, line 2");
		assertThat(statements.get(0).locks()).containsExactly("public.item: RowExclusiveLock");
		assertThat(statements.get(1).locks()).contains("public.item: AccessExclusiveLock");
		assertThat(statements.get(1).rewritten()).containsExactly("public.item");
		assertThat(statements.get(5).locks()).containsExactly("public.other: RowExclusiveLock");
		assertThat(statements.get(6).locks()).contains("public.other: ShareRowExclusiveLock");
		assertThat(trace.notTraced()).containsExactly("2", "3");
		assertThat(trace.difference().sql()).contains("RENAME TO", "fresh").doesNotContain("DROP TABLE");
		assertThat(trace.hazards()).extracting(Hazard::consent)
			.contains("DELETES_DATA:public.items.old", "REWRITES_TABLE:public.items.total");
		assertThat(this.database.query("select sum(price) from item")).containsExactly("5050");
		assertThat(this.database.query("select to_regclass('migrations')")).containsExactly("null");
		assertThat(this.database.query("select count(*) from pg_locks where locktype = 'advisory'"))
			.containsExactly("0");
	}

}
