package io.automigrate;

import java.util.ArrayList;
import java.util.List;

/**
 * A change that takes from writers of the old version something they could do before.
 */
enum RestrictingChange {

	CHECK(orders(""), orders(", constraint positive check (n > 0)"), "insert into orders values (9, -1)"),

	CHECK_NOT_VALID(orders(""), orders("") + "alter table orders add constraint positive check (n > 0) not valid;",
			"insert into orders values (9, -1)", "update orders set n = -1"),

	CHECK_REPLACED(orders(", constraint positive check (n > 0)"), orders(", constraint positive check (n < 100)"),
			"insert into orders values (9, 200)"),

	CHECK_OF_PARTITIONED_TABLE(days(""), days(", constraint positive check (n > 0)"),
			"insert into days values ('2020-01-01', -1)", "insert into days_old values ('2010-01-01', -1)"),

	NOT_NULL(orders(""), orders("").replace("n int", "n int not null"), "insert into orders (id) values (9)"),

	NOT_NULL_OF_PARTITIONED_TABLE(days(""), days("").replace("n int", "n int not null"),
			"insert into days (day) values ('2020-01-01')", "insert into days_old (day) values ('2010-01-01')"),

	NOT_NULL_NAMED(18, orders(""), orders("").replace("n int", "n int constraint named not null"),
			"insert into orders (id) values (9)"),

	NOT_NULL_NOT_VALID(18, orders(""), orders("") + "alter table orders add constraint named not null n not valid;",
			"insert into orders (id) values (9)"),

	FOREIGN_KEY(orders("") + items(""), orders("") + items(", foreign key (order_id) references orders"),
			"insert into items values (9, 9)", "delete from orders where id = 1"),

	FOREIGN_KEY_OF_PARTITIONED_TABLE(orders("") + days(""), orders("") + days(", foreign key (n) references orders"),
			"insert into days values ('2020-01-01', 9)", "delete from orders where id = 1"),

	UNIQUE(orders(""), orders(", constraint one unique (n)"), "insert into orders values (9, 5)"),

	UNIQUE_DEFERRABLE(orders(""), orders(", constraint one unique (n) deferrable"), "insert into orders values (9, 5)"),

	UNIQUE_OF_PARTITIONED_TABLE(days(""), days(", constraint one unique (day)"),
			"insert into days values ('2010-01-01', 1)"),

	UNIQUE_INDEX(orders(""), orders("") + "create unique index one on orders (abs(n)) where n <> 7;",
			"insert into orders values (9, -5)"),

	UNIQUE_INDEX_OF_PARTITIONED_TABLE(days(""), days("") + "create unique index one on days (day);",
			"insert into days values ('2010-01-01', 1)"),

	UNIQUE_INDEX_REPLACED(orders("") + "create unique index one on orders (id, n);",
			orders("") + "create unique index one on orders (n);", "insert into orders values (9, 5)",
			"insert into orders values (9, 9) on conflict (id, n) do nothing"),

	UNIQUE_REPLACED(orders(", constraint one unique (id, n)"), orders(", constraint one unique (n)"),
			"insert into orders values (9, 5)", "insert into orders values (9, 9) on conflict (id, n) do nothing"),

	PRIMARY_KEY("create table plain (id int, n int);insert into plain values (1, 1), (2, 2);",
			"create table plain (id int primary key, n int);", "insert into plain values (null, 1)",
			"insert into plain values (1, 1)"),

	PRIMARY_KEY_REPLACED(orders(""),
			orders("").replace("id int primary key", "id int not null").replace("n int", "n int primary key"),
			"insert into orders values (9, 5)", "insert into orders values (9, null)",
			"insert into orders values (1, 1) on conflict (id) do nothing"),

	EXCLUSION("create table stays (during int4range);insert into stays values ('[1,3)'), ('[3,5)');",
			"create table stays (during int4range, constraint apart exclude using gist (during with &&));",
			"insert into stays values ('[2,4)')"),

	DOMAIN_CHECK(domain("") + typed("amount"), domain(" constraint positive check (value > 0)") + typed("amount"),
			"insert into typed values (9, -1)"),

	DOMAIN_NOT_NULL(domain("") + typed("amount"), domain(" not null") + typed("amount"),
			"insert into typed values (9, null)"),

	TYPE_NARROWED(typed("bigint"), typed("int"), "insert into typed values (9, 5000000000)"),

	TYPE_SHORTENED_BELOW_A_VIEW(
			typed("varchar(50)") + "create view seen as select v from typed;comment on view seen is 'seen';",
			typed("varchar(5)") + "create view seen as select v from typed;comment on view seen is 'seen';",
			"insert into typed values (9, 'something long')", "insert into seen values ('something long')"),

	TYPE_CONVERTED_WITH_DEFAULT(typed("text default 'none'"), typed("int default 0"),
			"insert into typed values (9, 'text')", "insert into typed (id, v) values (9, default), (10, 'none')"),

	TYPE_OF_PARTITIONED_TABLE(days(""), days("").replace("n int", "n smallint"),
			"insert into days values ('2020-01-01', 70000)"),

	GENERATED_COLUMN(orders(""), orders(", share int generated always as (100 / n) stored"),
			"insert into orders values (9, 0)"),

	GENERATION_EXPRESSION(17, orders(", share int generated always as (n + 1) stored"),
			orders(", share int generated always as (100 / n) stored"), "insert into orders values (9, 0)"),

	IDENTITY_ALWAYS(
			"create table plain (id int generated by default as identity, n int);insert into plain (n) values (1);",
			"create table plain (id int generated always as identity, n int);", "insert into plain values (9, 9)"),

	IDENTITY_ADDED("create table plain (id int not null, n int);insert into plain values (1, 1);",
			"create table plain (id int not null generated always as identity, n int);",
			"insert into plain values (9, 9)"),

	IDENTITY_DROPPED(
			"create table plain (id int generated by default as identity, n int);insert into plain (n) values (1);",
			"create table plain (id int not null, n int);", "insert into plain (n) values (9)"),

	DEFAULT_DROPPED(orders("").replace("n int", "n int not null default 5"),
			orders("").replace("n int", "n int not null"), "insert into orders (id) values (9)"),

	REQUIRED_COLUMN("create table plain (id int);", "create table plain (id int, n int not null);",
			"insert into plain values (9)"),

	PARTITION_ATTACHED(
			days("") + "create table days_new (day date, n int);insert into days_new values ('2025-01-01', 1);",
			days("") + "create table days_new partition of days for values from ('2022-01-01') to ('2030-01-01');",
			"insert into days_new values ('2050-01-01', 1)"),

	PARTITION_WITH_KEY_ATTACHED(
			keyed() + "create table keyed_new (id int not null, n int);insert into keyed_new values (101, 1);",
			keyed() + "create table keyed_new partition of keyed for values from (100) to (200);",
			"insert into keyed_new values (101, 1)", "insert into keyed_new values (300, 1)"),

	PARTITION_DETACHED(days(""),
			days("").replace("partition of days for values from ('2000-01-01') to ('2020-01-01')", "(day date, n int)"),
			"insert into days values ('2010-01-01', 1)"),

	PARTITION_BOUNDS_CHANGED(days(""), days("").replace("'2000-01-01'", "'2005-01-01'"),
			"insert into days values ('2001-01-01', 1)"),

	PARTITION_ADDED_BESIDE_DEFAULT(
			days("") + "create table days_rest partition of days default;"
					+ "insert into days values ('2050-01-01', 1);",
			days("") + "create table days_rest partition of days default;"
					+ "create table days_new partition of days for values from ('2022-01-01') to ('2030-01-01');",
			"insert into days_rest values ('2025-01-01', 1)"),

	TRIGGER(refuse() + orders(""), refuse() + orders("") + trigger("insert"), "insert into orders values (9, 9)"),

	TRIGGER_REPLACED(refuse() + orders("") + trigger("delete"), refuse() + orders("") + trigger("insert"),
			"insert into orders values (9, 9)"),

	TRIGGER_ENABLED(refuse() + orders("") + trigger("insert") + "alter table orders disable trigger stop;",
			refuse() + orders("") + trigger("insert"), "insert into orders values (9, 9)"),

	TRIGGER_DROPPED(fill("new.n := 1;") + orders("").replace("n int", "n int not null") + filling(),
			fill("new.n := 1;") + orders("").replace("n int", "n int not null"), "insert into orders (id) values (9)"),

	FUNCTION_REPLACED(fill("new.n := 1;") + orders("").replace("n int", "n int not null") + filling(),
			fill("new.n := null;") + orders("").replace("n int", "n int not null") + filling(),
			"insert into orders (id) values (9)"),

	FUNCTION_DROPPED(orders("") + "create function next_order() returns int language sql as 'select 9';", orders(""),
			"insert into orders values (next_order(), 1)"),

	VIEW_CHANGED(orders("") + "create view seen as select id, n from orders;",
			orders("") + "create view seen as select id from orders;", "insert into seen (id, n) values (9, 9)"),

	VIEW_BECOMES_TABLE(orders("") + "create view seen as select id, n from orders;",
			orders("") + "create table seen (id int, note text);create view noted as select note from seen;",
			"insert into seen (id, n) values (9, 9)"),

	VIEW_OF_REQUIRED_COLUMN("create table plain (id int);",
			"create table plain (id int, n int not null);create view seen as select n from plain;",
			"insert into plain values (9)"),

	FUNCTION_MADE_ANEW_FOR_AN_INDEX(half("n") + orders(""),
			half("m") + orders("") + "create table others (n int);create index of_half on others (half(n));",
			"insert into orders values (half(n => 18), 9)"),

	DOMAIN_BECOMES_ENUM("create domain code as int;" + orders(""), "create type code as enum ('1');" + orders(""),
			"insert into orders values (9, 9::code)"),

	VIEW_WITH_CHECK_OPTION(orders("") + "create view seen as select id, n from orders where n > 0;",
			orders("") + "create view seen as select id, n from orders where n > 0 with check option;",
			"insert into seen values (9, -1)"),

	ROW_SECURITY(granted(), granted() + "alter table orders enable row level security;",
			app("insert into orders values (9, 9)")),

	POLICY(granted() + "alter table orders enable row level security;create policy all_rows on orders using (true);",
			granted() + "alter table orders enable row level security;create policy all_rows on orders using (true);"
					+ "create policy only_some on orders as restrictive using (n > 0);",
			app("insert into orders values (9, -9)")),

	POLICY_CHANGED(granted()
			+ "alter table orders enable row level security;create policy rows on orders using (true) with check (true);",
			granted() + "alter table orders enable row level security;create policy rows on orders using (n > 0);",
			app("insert into orders values (9, -9)")),

	POLICY_DROPPED(
			granted() + "alter table orders enable row level security;create policy rows on orders using (true);",
			granted() + "alter table orders enable row level security;", app("insert into orders values (9, 9)")),

	PRIVILEGE_REVOKED(granted(), orders("") + "grant select on orders to automigrate_undo_app;",
			app("insert into orders values (9, 9)")),

	ENUM_VALUE_REMOVED(kinds("'cat', 'dog'") + typed("kind default 'cat'"),
			kinds("'cat'") + typed("kind default 'cat'"), "insert into typed values (9, 'dog')"),

	COMPOSITE_ATTRIBUTE_ADDED("create type pair as (a int, b int);" + typed("pair"),
			"create type pair as (a int, b int, c int);" + typed("pair"), "insert into typed values (9, '(1,2)')"),

	TABLE_RENAMED(orders(""), "-- renamed from orders\n" + orders("").replace("orders", "purchases"),
			"insert into orders values (9, 9)"),

	COLUMN_RENAMED(orders(""), orders("").replace("n int", "\n-- renamed from n\nnumber int\n"),
			"insert into orders (id, n) values (9, 9)"),

	ENUM_VALUE_RENAMED(kinds("'cat', 'dog'") + typed("kind"),
			kinds("'cat',\n-- renamed from dog\n'hound'\n") + typed("kind"), "insert into typed values (9, 'dog')");

	final int since;

	/** With rows. */
	final String before;

	final String after;

	/** What writers of the old version can do before. */
	@SuppressWarnings("ImmutableEnumChecker") // a copy
	final List<String> writes;

	RestrictingChange(String before, String after, String... writes) {
		this(14, before, after, writes);
	}

	RestrictingChange(int since, String before, String after, String... writes) {
		this.since = since;
		this.before = before + rows(before);
		this.after = after;
		this.writes = List.of(writes);
	}

	private static String rows(String before) {
		List<String> rows = new ArrayList<>();
		if (before.contains("table orders")) {
			rows.add("insert into orders (id, n) select n, n from generate_series(1, 8) n;");
		}
		if (before.contains("table items")) {
			rows.add("insert into items select n, n from generate_series(1, 8) n;");
		}
		if (before.contains("table days ")) {
			rows.add("insert into days select date '2010-01-01' + n, n from generate_series(0, 7) n where n > 0;"
					+ "insert into days values ('2010-01-01', 8);");
		}
		if (before.contains("table typed")) {
			rows.add("insert into typed values (1, " + (before.contains("domain amount") ? "1" : "null") + ");");
		}
		return String.join("", rows);
	}

	private static String orders(String more) {
		return "create table orders (id int primary key, n int" + more + ");";
	}

	private static String items(String more) {
		return "create table items (id int, order_id int" + more + ");";
	}

	private static String days(String more) {
		return "create table days (day date, n int" + more + ") partition by range (day);"
				+ "create table days_old partition of days for values from ('2000-01-01') to ('2020-01-01');"
				+ "create table days_now partition of days for values from ('2020-01-01') to ('2022-01-01');";
	}

	private static String keyed() {
		return "create table keyed (id int, n int, primary key (id)) partition by range (id);"
				+ "create table keyed_old partition of keyed for values from (0) to (100);";
	}

	private static String typed(String type) {
		return "create table typed (id int, v " + type + ");";
	}

	private static String domain(String checks) {
		return "create domain amount as int" + checks + ";";
	}

	private static String kinds(String values) {
		return "create type kind as enum (" + values + ");";
	}

	private static String refuse() {
		return "create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';";
	}

	private static String trigger(String event) {
		return "create trigger stop before " + event + " on orders for each row execute function refuse();";
	}

	private static String fill(String body) {
		return "create function fill() returns trigger language plpgsql as 'begin " + body + " return new; end';";
	}

	private static String filling() {
		return "create trigger filling before insert on orders for each row execute function fill();";
	}

	private static String half(String parameter) {
		return "create function half(" + parameter + " int) returns int immutable language sql as 'select $1 / 2';";
	}

	private static String granted() {
		return orders("") + "grant all on orders to automigrate_undo_app;";
	}

	private static String app(String write) {
		return "set local role automigrate_undo_app;" + write;
	}

}
