package io.automigrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;

import javax.sql.DataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A change to tables with rows that keeps nobody waiting.
 */
enum OnlineChange {

	INDEX_BUILT(pets(""), pets("") + "create index pets_name on pets (name desc, lower(name));",
			"CREATE INDEX CONCURRENTLY pets_name"),

	UNIQUE_INDEX_BUILT(pets(""),
			pets("") + "create unique index pets_chip on pets (chip) include (name) where chip > 0;"
					+ "comment on index pets_chip is 'one each';",
			"CREATE UNIQUE INDEX CONCURRENTLY pets_chip", "COMMENT ON INDEX"),

	INDEX_REPLACED(pets("") + "create index pets_name on pets (name);",
			pets("") + "create index pets_name on pets (name, chip);", "CREATE INDEX CONCURRENTLY automigrate_index_",
			"DROP INDEX CONCURRENTLY public.pets_name", "RENAME TO pets_name"),

	UNIQUE_INDEX_REPLACED(pets("") + "create unique index pets_chip on pets (chip, name);",
			pets("") + "create unique index pets_chip on pets (chip);",
			"CREATE UNIQUE INDEX CONCURRENTLY automigrate_index_", "DROP INDEX CONCURRENTLY public.pets_chip",
			"RENAME TO pets_chip"),

	INDEX_DROPPED(pets("") + "create index pets_name on pets (name);", pets(""),
			"DROP INDEX CONCURRENTLY public.pets_name"),

	PARTITIONED_INDEX_BUILT(visits(""), visits("") + "create index visits_pet on visits (pet);",
			"CREATE INDEX visits_pet ON ONLY", "CREATE INDEX visits_new_pet_idx ON ONLY",
			"CREATE INDEX CONCURRENTLY visits_new_all_pet_idx",
			"visits_new_pet_idx ATTACH PARTITION public.visits_new_all_pet_idx",
			"visits_pet ATTACH PARTITION public.visits_new_pet_idx", "CREATE INDEX CONCURRENTLY visits_old_pet_idx",
			"visits_pet ATTACH PARTITION public.visits_old_pet_idx"),

	PARTITIONED_UNIQUE_INDEX_BUILT(visits(""),
			visits("") + "create unique index visits_one on visits (day, kind, pet, id);",
			"CREATE UNIQUE INDEX visits_one ON ONLY", "CREATE UNIQUE INDEX visits_new_",
			"CREATE UNIQUE INDEX CONCURRENTLY", "ATTACH PARTITION", "ATTACH PARTITION",
			"CREATE UNIQUE INDEX CONCURRENTLY", "ATTACH PARTITION"),

	MATERIALIZED_VIEW_INDEX_BUILT(pets("") + names(),
			pets("") + names() + "create unique index names_name on names (name);",
			"CREATE UNIQUE INDEX CONCURRENTLY names_name"),

	UNIQUE_KEY_TAKES_OVER_INDEX(pets(""),
			pets(", constraint pets_chip unique (chip) include (name) deferrable initially deferred")
					+ "comment on constraint pets_chip on pets is 'one each';",
			"CREATE UNIQUE INDEX CONCURRENTLY pets_chip", "UNIQUE USING INDEX pets_chip DEFERRABLE INITIALLY DEFERRED"),

	UNIQUE_KEY_WITHOUT_DISTINCT_NULLS(15, pets(""),
			pets(", constraint pets_chip unique nulls not distinct (chip, name)"),
			"CREATE UNIQUE INDEX CONCURRENTLY pets_chip", "UNIQUE USING INDEX pets_chip"),

	PRIMARY_KEY_TAKES_OVER_INDEX(plain("number bigint not null"), plain("number bigint primary key"),
			"CREATE UNIQUE INDEX CONCURRENTLY plain_pkey", "PRIMARY KEY USING INDEX plain_pkey"),

	PRIMARY_KEY_OF_NULLABLE_COLUMN(plain("number bigint"), plain("number bigint primary key"), "NOT VALID",
			"VALIDATE CONSTRAINT", "CREATE UNIQUE INDEX CONCURRENTLY plain_pkey", "PRIMARY KEY USING INDEX plain_pkey"),

	KEY_AND_FOREIGN_KEY_TO_IT(plain("number bigint") + pets(""),
			plain("number bigint unique") + pets(", foreign key (id) references plain (number)"),
			"CREATE UNIQUE INDEX CONCURRENTLY", "UNIQUE USING INDEX", "NOT VALID", "VALIDATE CONSTRAINT"),

	FOREIGN_KEY_VALIDATED_LATER(pets(""),
			pets(", constraint pets_mother foreign key (mother) references pets on delete set null deferrable"),
			"ADD CONSTRAINT pets_mother FOREIGN KEY (mother) REFERENCES public.pets(id) ON DELETE SET NULL DEFERRABLE NOT VALID",
			"VALIDATE CONSTRAINT pets_mother"),

	FOREIGN_KEY_OF_PARTITIONED_TABLE(18, pets("") + visits(""),
			pets("") + visits(", constraint visits_pet foreign key (pet) references pets"), "NOT VALID",
			"VALIDATE CONSTRAINT visits_pet"),

	CHECK_VALIDATED_LATER(pets(""), pets(", constraint pets_named check (name <> '')"), "NOT VALID",
			"VALIDATE CONSTRAINT pets_named"),

	CHECK_OF_PARTITIONED_TABLE(visits(""), visits(", constraint visits_early check (day < '2030-01-01')"), "NOT VALID",
			"VALIDATE CONSTRAINT visits_early"),

	NOT_NULL_VALIDATED_LATER(pets(""), pets("").replace("name text", "name text not null"), "NOT VALID",
			"VALIDATE CONSTRAINT"),

	NOT_NULL_OF_PARTITIONED_TABLE(visits(""), visits("").replace("pet bigint", "pet bigint not null"), "NOT VALID",
			"VALIDATE CONSTRAINT", "SET NOT NULL"),

	CONSTRAINTS_VALIDATED(
			pets("") + "alter table pets add constraint pets_named check (name <> '') not valid;"
					+ "alter table pets add constraint pets_mother foreign key (mother) references pets not valid;",
			pets(", constraint pets_named check (name <> ''), constraint pets_mother foreign key (mother) references pets"),
			"VALIDATE CONSTRAINT", "VALIDATE CONSTRAINT"),

	NOT_NULL_VALIDATED(18, pets("") + "alter table pets add constraint pets_name not null name not valid;",
			pets("").replace("name text", "name text constraint pets_name not null"), "VALIDATE CONSTRAINT pets_name"),

	COLUMN_FILLED(pets(""), pets(", code uuid not null default gen_random_uuid()"), "ADD COLUMN code uuid",
			"SET DEFAULT gen_random_uuid()", "OR true) NOT VALID", "DO $automigrate$", "NOT VALID",
			"VALIDATE CONSTRAINT", "DROP CONSTRAINT automigrate_fill_", "ANALYZE"),

	SERIAL_FILLED(pets(""), pets(", number bigserial, seen timestamptz default clock_timestamp()"), "CREATE SEQUENCE",
			"ADD COLUMN number bigint", "DO $automigrate$", "VALIDATE CONSTRAINT", "ADD COLUMN seen",
			"DO $automigrate$", "DROP CONSTRAINT"),

	COLUMN_OF_PARTITIONED_TABLE_FILLED(days(""), days(", code uuid not null default gen_random_uuid()"),
			"ADD COLUMN code uuid", "DO $automigrate$", "VALIDATE CONSTRAINT", "SET NOT NULL"),

	PARTITION_ATTACHED(
			days("") + old() + "insert into days_old select 1000 + n, '2010-01-01' from generate_series(1, 100) n;",
			days("") + old("2000-01-01", "2020-01-01"), "NOT VALID", "VALIDATE CONSTRAINT automigrate_attach_",
			"ATTACH PARTITION public.days_old", "DROP CONSTRAINT automigrate_attach_"),

	PARTITION_ADDED_BESIDE_DEFAULT(days("") + rest(), days("") + rest() + old("2000-01-01", "2020-01-01"),
			"ALTER TABLE public.days_rest ADD CONSTRAINT automigrate_default_", "NOT VALID",
			"VALIDATE CONSTRAINT automigrate_default_", "ATTACH PARTITION public.days_old",
			"DROP CONSTRAINT automigrate_default_"),

	PARTITION_BOUNDS_WIDENED(days("") + old("2010-01-01", "2020-01-01"), days("") + old("2000-01-01", "2020-01-01"),
			"NOT VALID", "VALIDATE CONSTRAINT automigrate_attach_", "DETACH PARTITION public.days_old",
			"ATTACH PARTITION public.days_old", "DROP CONSTRAINT automigrate_attach_"),

	PARTITION_DETACHED(days("") + old("2000-01-01", "2020-01-01"), days("") + old(), "NOT VALID",
			"VALIDATE CONSTRAINT automigrate_detach_", "DETACH PARTITION public.days_old CONCURRENTLY",
			"DROP CONSTRAINT automigrate_detach_"),

	DOMAIN_VALIDATED_LATER(domain("") + pets(", age age"),
			domain(" constraint grown check (value < 50)") + pets(", age age"), "NOT VALID",
			"VALIDATE CONSTRAINT grown"),

	ENUM_VALUE_IS_THE_NEW_DEFAULT(kinds("'cat'") + pets(", kind kind default 'cat'"),
			kinds("'dog', 'cat', 'cow'") + pets(", kind kind default 'cow'"),
			"ADD VALUE IF NOT EXISTS 'dog' BEFORE 'cat'", "ADD VALUE IF NOT EXISTS 'cow' AFTER 'cat'",
			"SET DEFAULT 'cow'"),

	EVERYTHING_AT_ONCE(
			kinds("'cat'") + pets(", kind kind default 'cat'") + visits("") + "create index pets_name on pets (name);",
			kinds("'cat', 'cow'") + pets(", kind kind default 'cow', constraint pets_chip unique (chip),"
					+ " constraint pets_mother foreign key (mother) references pets, born date, check (born > '2000-01-01')")
				.replace("name text", "name text not null") + visits("")
					+ "create index pets_name on pets (name, born);" + "create index visits_pet on visits (pet);"
					+ "create view cows as select * from pets where kind = 'cow';");

	private final int since;

	final String before;

	final String after;

	/** What the statements have in them, in their order; none for any. */
	@SuppressWarnings("ImmutableEnumChecker") // a copy
	final List<String> statements;

	OnlineChange(String before, String after, String... statements) {
		this(14, before, after, statements);
	}

	OnlineChange(int since, String before, String after, String... statements) {
		this.since = since;
		this.before = before;
		this.after = after;
		this.statements = List.of(statements);
	}

	private static String pets(String more) {
		return """
				create table pets (id bigint primary key, name text, chip int, mother bigint%s);
				""".formatted(more);
	}

	private static String plain(String column) {
		return "create table plain (" + column + ", text text);";
	}

	private static String domain(String checks) {
		return "create domain age as int" + checks + ";";
	}

	private static String days(String column) {
		return """
				create table days (id bigint, day date%s, primary key (id, day)) partition by range (day);
				create table days_new partition of days for values from ('2020-01-01') to ('2040-01-01');
				""".formatted(column);
	}

	/** By itself. */
	private static String old() {
		return "create table days_old (id bigint, day date, primary key (id, day));";
	}

	private static String old(String from, String to) {
		return "create table days_old partition of days for values from ('" + from + "') to ('" + to + "');";
	}

	private static String rest() {
		return "create table days_rest partition of days default;";
	}

	private static String kinds(String values) {
		return "create type kind as enum (" + values + ");";
	}

	private static String names() {
		return "create materialized view names as select distinct name from pets;";
	}

	private static String visits(String more) {
		return """
				create table visits (id bigint, day date not null, kind text, pet bigint%s) partition by range (day);
				create table visits_old partition of visits for values from ('2000-01-01') to ('2020-01-01');
				create table visits_new partition of visits for values from ('2020-01-01') to ('2040-01-01')
					partition by list (kind);
				create table visits_new_all partition of visits_new default;
				""".formatted(more);
	}

	boolean runsOn(TestDatabase database) {
		return major(database) >= this.since;
	}

	static int major(TestDatabase database) {
		return Integer.parseInt(database.query("show server_version_num").get(0)) / 10_000;
	}

	/** Empty the database and put it into the state before the change. */
	void prepare(TestDatabase database) {
		database.execute("drop schema public cascade; create schema public;" + this.before + rows());
	}

	private String rows() {
		StringBuilder rows = new StringBuilder();
		if (this.before.contains("table pets")) {
			rows.append(
					"insert into pets select n, 'pet ' || n, n, nullif(n / 2, 0) from generate_series(1, 100) n order by n;");
		}
		if (this.before.contains("table plain")) {
			rows.append("insert into plain select n, 'text ' || n from generate_series(1, 100) n;");
		}
		if (this.before.contains("table days ")) {
			rows.append("insert into days select n, date '2020-01-01' + n from generate_series(1, 100) n;");
		}
		if (this.before.contains("days_old partition")) {
			rows.append("insert into days select n, date '2015-01-01' + n from generate_series(1, 100) n;");
		}
		if (this.before.contains("table days_rest ")) {
			rows.append("insert into days select n, date '2050-01-01' + n from generate_series(1, 100) n;");
		}
		if (this.before.contains("table visits")) {
			rows.append(
					"insert into visits select n, date '2010-01-01' + 70 * n, 'check', n from generate_series(1, 100) n;");
		}
		return rows.append("analyze;").toString();
	}

	SchemaMigrator migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource)
			.policy(ChangePolicy.FULL)
			.onlineAbove(-1)
			.source(SchemaSource.ddl("test.sql", this.after))
			.build();
	}

	static List<String> statements(MigrationPlan plan) {
		return plan.steps().stream().flatMap((step) -> step.statements().stream()).toList();
	}

	/** The schema is as asked for, and nothing stays that was only of use on the way. */
	void assertComplete(TestDatabase database) {
		MigrationPlan second = migrator(database.dataSource()).plan();
		assertThat(statements(second)).as("statements of the second plan").isEmpty();
		assertThat(second.refused()).isEmpty();
		assertThat(second.unmanaged()).isEmpty();
		assertThat(remains(database)).as("remains").isEmpty();
	}

	static List<String> remains(TestDatabase database) {
		List<String> remains = new ArrayList<>(database
			.query("""
					select relname from pg_class where relname like 'automigrate%' and relname !~ '^automigrate_(state|desired|instances|steps)'
					union all select conname from pg_constraint where conname like 'automigrate%' and conname !~ '^automigrate_(state|desired|instances|steps)'
					union all select nspname from pg_namespace where nspname like 'automigrate%'
					union all select indexrelid::regclass || ' is not valid' from pg_index where not (indisvalid and indisready)
					"""));
		return remains.stream().sorted().collect(Collectors.toList());
	}

}
