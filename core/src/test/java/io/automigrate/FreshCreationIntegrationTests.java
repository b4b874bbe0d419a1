package io.automigrate;

import java.util.List;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.Outcome;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first run in an empty schema, which makes what is asked for without a copy, and
 * only where that leaves no other trace.
 */
class FreshCreationIntegrationTests {

	private static final String ORDERS = """
			create sequence order_ids increment by 50;
			create type state as enum ('new', 'paid');
			create table if not exists customers (id bigint primary key, owner text, "select" text);
			create table orders (id bigint default nextval('order_ids') primary key, state state not null,
				kind varchar(10) check (kind in ('a', 'b')), customer_id bigint not null);
			create index concurrently orders_by_kind on orders (kind);
			alter table if exists orders add constraint orders_customer foreign key (customer_id) references customers
				on delete cascade;
			comment on table orders is 'What was ordered';
			comment on column orders.kind is 'a or b';
			""";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void makesToTheLetterWhatTheScriptMakes() {
		try (TestDatabase other = TestServer.get().createDatabase()) {
			other.execute(ORDERS.replace("concurrently", "").replace("\"select\"", "chosen"));
			MigrationReport report = migrate(ORDERS.replace("\"select\"", "chosen")).orThrow();
			assertThat(report.tablesCreated()).containsExactly("customers", "orders");
			assertThat(report.created()).contains("sequence order_ids", "index orders_by_kind on orders");
			// Made from what PostgreSQL prints of it, the check would read otherwise.
			String definitions = """
					select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
					where connamespace = 'public'::regnamespace and conname not like 'automigrate%' order by 1""";
			assertThat(query(definitions)).isEqualTo(other.query(definitions));
		}
		assertThat(migrator(ORDERS.replace("\"select\"", "chosen")).plan().isEmpty()).isTrue();
	}

	@Test
	void takesWhatItCannotBeSureOfByWayOfACopy() {
		assertThat(migrate(ORDERS).orThrow().tablesCreated()).containsExactly("customers", "orders");
		assertThat(migrator(ORDERS).plan().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into kept values (1);", "select setval('numbers', 7);",
			"create table filled as select 1 as id;", "create table filled (id) as values (1), (2);",
			"create table filled (id) as table kept;", "alter table other.theirs add column more int;",
			"drop table if exists other.theirs;", "create index on other.theirs (id);",
			"comment on table other.theirs is 'ours now';", "alter table kept add column more int, owner to nobody;",
			"update other.theirs set id = 2;" })
	void leavesNoTraceOfWhatIsNoDefinition(String statement) {
		this.database.execute("""
				do $$ begin create role nobody; exception when duplicate_object then null; end $$;
				create schema other; create table other.theirs (id int); insert into other.theirs values (1)""");
		migrate("create table kept (id int); create sequence numbers;" + statement);
		if (!query("select 1 from pg_class where relname = 'kept'").isEmpty()) {
			assertThat(query("select * from kept")).isEmpty();
			assertThat(query("select is_called from numbers")).containsExactly("f");
			assertThat(query("select tableowner = current_user from pg_tables where tablename = 'kept'"))
				.containsExactly("t");
		}
		assertThat(query("select id from other.theirs")).containsExactly("1");
		assertThat(query("select attname from pg_attribute where attrelid = 'other.theirs'::regclass and attnum > 0"))
			.containsExactly("id");
		assertThat(query("select indexrelid::regclass from pg_index where indrelid = 'other.theirs'::regclass"))
			.isEmpty();
		assertThat(query("select obj_description('other.theirs'::regclass)")).containsExactly("null");
		if (!query("select 1 from pg_class where relname = 'filled'").isEmpty()) {
			assertThat(query("select * from filled")).isEmpty();
		}
	}

	@Test
	void makesNothingWhereItOnlyValidates() {
		MigrationReport report = SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("orders.sql", ORDERS))
			.policy(ChangePolicy.VALIDATE)
			.build()
			.migrate();
		assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
		assertThat(query("select relname from pg_class where relname = 'orders'")).isEmpty();
	}

	@Test
	void makesAllOrNothing() {
		MigrationReport report = migrate("create table one (id int);\ncreate table two (id nonsense);");
		assertThat(report.success()).isFalse();
		assertThat(report.message()).contains("orders.sql, line 2", "nonsense");
		assertThat(query("select relname from pg_class where relnamespace = 'public'::regnamespace")).isEmpty();
	}

	@Test
	void comesToTermsWithFunctionsThatAreThere() {
		this.database.execute("create function double(int) returns int language sql as 'select $1 * 2'");
		assertThat(migrate(ORDERS).orThrow().tablesCreated()).containsExactly("customers", "orders");
	}

	private MigrationReport migrate(String ddl) {
		return migrator(ddl).migrate();
	}

	private SchemaMigrator migrator(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("orders.sql", ddl))
			.detailedLog(false)
			.build();
	}

	private List<String> query(String query) {
		return this.database.query(query);
	}

}
