package io.automigrate;

import java.util.List;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.Reversal;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is called differently, when somebody says so and when nobody does.
 */
class RenamesIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void hintsInAFileRenameTablesColumnsTypesAndValues() {
		this.database.execute(
				"""
						create type mood_old as enum ('sad', 'ok');
						create table orders_old (id int primary key, old_total int check (old_total > 0), m mood_old default 'sad');
						create view v as select old_total from orders_old;
						insert into orders_old values (1, 5, 'sad');
						""");
		SchemaMigrator migrator = builder("""
				-- renamed from mood_old
				create type mood as enum (
					-- renamed from sad
					'blue', 'ok');
				-- renamed from orders_old
				create table orders (
					id int primary key,
					-- renamed from old_total
					total int check (total > 0), m mood default 'blue');
				create view v as select total as old_total from orders;
				""").build();
		MigrationPlan plan = migrator.plan();
		assertThat(plan.refused()).isEmpty();
		assertThat(plan.reverse()).allMatch((step) -> step.reversal() == Reversal.LOSSLESS);
		migrator.migrate().orThrow();
		assertThat(this.database.query("select id || ' ' || total || ' ' || m from orders"))
			.containsExactly("1 5 blue");
		MigrationPlan second = migrator.plan();
		assertThat(second.inStep()).as(second.sql()).isTrue();
	}

	@Test
	void settingsRenameToo() {
		this.database.execute("create table t (id int, old_total int); insert into t values (1, 5)");
		SchemaMigrator migrator = builder("create table t (id int, total int)")
			.rename(RenameHint.parse("public.t.old_total->total"))
			.build();
		migrator.migrate().orThrow();
		assertThat(this.database.query("select total from t")).containsExactly("5");
		assertThat(migrator.plan().inStep()).isTrue();
	}

	@Test
	void probableRenameIsPointedOutAndRefusedUntilItIsAnswered() {
		this.database.execute("create table t (id int, old_total int); create table a (x int, y text)");
		String ddl = "create table t (id int, total int); create table b (x int, y text)";
		List<RefusedChange> refused = builder(ddl).dropUnmanaged(true).build().plan().refused();
		assertThat(refused).extracting((change) -> change.object().path())
			.containsExactlyInAnyOrder("public.t.old_total", "public.t.total", "public.a", "public.b");
		assertThat(refused).extracting(RefusedChange::message)
			.allMatch((message) -> message.contains("probably it was renamed") && message.contains("@RenamedFrom"));
		assertThat(builder(ddl).dropUnmanaged(true)
			.allow("DELETES_DATA:public.t.old_total", "DELETES_DATA:public.a")
			.build()
			.migrate()
			.orThrow()
			.differences()).isEmpty();
		assertThat(builder(ddl).dropUnmanaged(true).build().plan().inStep()).isTrue();
	}

	private SchemaMigrator.Builder builder(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("source", ddl))
			.policy(ChangePolicy.FULL);
	}

}
