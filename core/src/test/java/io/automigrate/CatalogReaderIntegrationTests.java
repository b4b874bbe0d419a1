package io.automigrate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.catalog.CatalogFingerprint;
import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.CompositeType;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.Policy;
import io.automigrate.schema.Routine;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.SequenceOptions;
import io.automigrate.schema.Table;
import io.automigrate.schema.Trigger;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Everything that is compared is read as it is, with all its options, on every major.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogReaderIntegrationTests {

	private static final int MAJOR = Integer.getInteger("postgres.major", 17);

	private static final String DDL = """
			create schema app;
			create schema elsewhere;
			create schema ext;
			create extension hstore schema ext;
			create extension pg_trgm schema app;
			set search_path = app;
			grant usage on schema app to :reader;
			comment on schema app is 'the application';

			create type mood as enum ('sad', 'happy');
			alter type mood add value 'fine' before 'happy';
			revoke usage on type mood from public;
			grant usage on type mood to :reader;
			comment on type mood is 'moods';
			create function positive(i integer) returns boolean language sql immutable as 'select i > 0';
			create domain amount as integer default 5 not null constraint above check (app.positive(value));
			alter domain amount add constraint below check (value < 1000) not valid;
			comment on constraint below on domain amount is 'not too much';
			create domain moods as mood[];
			create domain code as text collate "C";
			create type pair as (a amount, b varchar(9) collate "C", c mood);
			comment on type pair is 'two';
			comment on column pair.b is 'second';

			create sequence counter as integer start 7 increment 3 cache 4 cycle;
			grant usage on sequence counter to :reader;
			comment on sequence counter is 'counts';

			create table parent (
				id bigint generated always as identity (start 10) primary key with (fillfactor = 70),
				code varchar(9) collate "C" not null unique,
				n integer default nextval('counter'),
				m mood default 'sad',
				ms mood[],
				h ext.hstore,
				doubled integer generated always as (n * 2 + length(code) + case when app.positive(n) then 1 else 0 end) stored,
				big text,
				s serial,
				constraint n_positive check (positive(n)),
				constraint n_small check (n < 100) no inherit)
			with (fillfactor = 80, toast.autovacuum_enabled = false);
			alter table parent alter big set storage external, alter big set compression pglz, alter n set statistics 55;
			grant select on parent to :reader with grant option;
			grant insert on parent to public;
			grant update (code), select (code) on parent to :reader;
			comment on table parent is 'a table';
			comment on column parent.code is 'a column';
			comment on constraint n_positive on parent is 'a check';

			create table elsewhere.target (one int, two int, primary key (one, two));
			create table child (
				id int primary key,
				parent_id bigint constraint to_parent references parent on delete cascade deferrable initially deferred,
				code varchar(9) references parent (code),
				x int,
				y int,
				unique (x, y) include (id),
				exclude using gist (box(point(x, y), point(x, y)) with &&),
				constraint outside foreign key (y, x) references elsewhere.target);
			alter table child add constraint late check (y > 0 and x > 0) not valid;
			alter table child cluster on child_pkey, replica identity using index child_pkey;
			create unique index child_x on child (x desc nulls last, lower(code)) where y > 0;
			create index child_trgm on child using gin (code app.gin_trgm_ops) with (fastupdate = off);
			create index child_space on child (y) tablespace :space where x > 0;
			comment on index child_x is 'an index';
			create table elsewhere_stored (a int, unique (a) with (fillfactor = 50) using index tablespace :space) tablespace :space;
			create unlogged table "odd ""USING t" (a int);
			create index "i USING x" on "odd ""USING t" (a);
			alter table "odd ""USING t" replica identity full;

			create table parted (id int not null, at date not null, m mood, primary key (id, at)) partition by range (at);
			create table parted_1 partition of parted for values from ('2020-01-01') to ('2021-01-01')
				partition by list (id);
			create table parted_1_1 partition of parted_1 default;
			create index parted_m on parted (m);
			create index parted_only on only parted (id);
			create table multi (id int, at date, foreign key (id, at) references parted);
			create table by_expression (a int) partition by hash (app.positive(a));
			create table heir (extra int) inherits (parent);
			create table of_rows (one parent, many parent[]);
			create table typed of pair;

			alter table child enable row level security, force row level security;
			create policy own on child as restrictive for select to :writer, :reader
				using (positive(x) and exists (select from parent p where p.id = parent_id));
			create policy "all" on child with check (true);
			comment on policy own on child is 'a policy';
			create function audit() returns trigger language plpgsql as 'begin return new; end';
			revoke execute on function audit() from public;
			create trigger audited after update of x on child for each row when (new.y > 0) execute function audit();
			alter table child disable trigger audited;
			comment on trigger audited on child is 'a trigger';
			create trigger counted after insert on parted for each row execute function audit();

			create view v with (security_barrier) as
				select p.id, p.code, positive(p.n) as pos from parent p join child c on c.parent_id = p.id;
			alter view v alter code set default 'x';
			grant select on v to :reader;
			comment on view v is 'a view';
			comment on column v.code is 'its column';
			create trigger instead instead of insert on v for each row execute function audit();
			create materialized view mv with (fillfactor = 90) as select id, count(*) as n from v group by id with no data;
			create unique index mv_id on mv (id);
			create view grouped as select id, code from parent group by id;

			create function body(a int) returns bigint language sql
				return (select count(*) from app.parent where id = a and app.positive(n));
			comment on function body(int) is 'a function';
			create function rows(a mood, variadic b int[] default '{1}') returns setof parent language sql
				as 'select * from app.parent';
			create procedure proc(a int, inout b pair) language plpgsql as 'begin end';

			create table automigrate_state (id int primary key);
			comment on table automigrate_state is 'no part of it';
			create aggregate total(int) (sfunc = int4pl, stype = int);
			create rule quiet as on delete to child do also nothing;
			create statistics related on x, y from child;
			create text search configuration words (copy = simple);
			create type span as range (subtype = int);
			create collation plain from "C";
			create function same(int, int) returns boolean language sql immutable as 'select $1 = $2';
			create operator === (leftarg = int, rightarg = int, function = same);
			create operator class by_value for type int using btree as operator 1 <, function 1 btint4cmp(int, int);
			create table compared (a int check (a operator(app.===) 1), b int check (b > 0));
			grant select (id) on v to :reader;
			create foreign data wrapper wrapper;
			create server server foreign data wrapper wrapper;
			create foreign table far (a int) server server;
			create publication published for table parent;
			create function number(mood) returns int language sql as 'select 1';
			create cast (mood as int) with function number(mood);
			create function event() returns event_trigger language plpgsql as 'begin end';
			create event trigger on_rules on ddl_command_end when tag in ('CREATE RULE') execute function event();
			alter default privileges in schema app grant select on sequences to :reader;
			""";

	private static final String DDL_15 = """
			set search_path = app;
			create table since_15 (a int, unique nulls not distinct (a));
			create unlogged sequence unlogged;
			""";

	private static final String DDL_18 = """
			set search_path = app;
			create table since_18 (
				a int constraint a_there not null no inherit,
				b int,
				c int generated always as (a + 1) virtual,
				constraint hint check (a > 0) not enforced);
			alter table since_18 add constraint b_there not null b not valid;
			""";

	private static final List<Grant> ANYBODY_USES = List.of(new Grant("PUBLIC", "USAGE", false));

	private static final List<Grant> ANYBODY_CALLS = List.of(new Grant("PUBLIC", "EXECUTE", false));

	private final TestDatabase database = TestServer.get().createDatabase();

	private final String reader = this.database.createRole("reader", "");

	private final String writer = this.database.createRole("writer", "");

	private final String space = this.database.name() + "_space";

	private Schema schema = new Schema(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
			List.of(), List.of(), List.of(), Map.of(), Map.of());

	@BeforeAll
	void create() throws SQLException {
		TestServer.get()
			.execute("set allow_in_place_tablespaces = on", "create tablespace " + this.space + " location ''");
		this.database
			.execute(DDL.replace(":reader", this.reader).replace(":writer", this.writer).replace(":space", this.space));
		if (MAJOR >= 15) {
			this.database.execute(DDL_15);
		}
		if (MAJOR >= 18) {
			this.database.execute(DDL_18);
		}
		this.schema = read(NameMapping.NONE);
	}

	@AfterAll
	void drop() {
		this.database.close();
		TestServer.get().execute("drop tablespace " + this.space);
	}

	private Schema read(NameMapping names) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set search_path = ''");
			return CatalogReader.read(connection, List.of("app", "absent"), names);
		}
	}

	private static QualifiedName app(String name) {
		return new QualifiedName("app", name);
	}

	private Table table(String name) {
		return this.schema.table(app(name)).orElseThrow();
	}

	private Column column(String table, String name) {
		return table(table).column(name).orElseThrow();
	}

	private View view(String name) {
		return this.schema.views().stream().filter((view) -> view.name().equals(app(name))).findFirst().orElseThrow();
	}

	private Routine routine(String name) {
		return this.schema.routines()
			.stream()
			.filter((routine) -> routine.name().equals(app(name)))
			.findFirst()
			.orElseThrow();
	}

	private static Column.NotNull notNull(String name) {
		return new Column.NotNull((MAJOR >= 18) ? name : null, true, true, null);
	}

	@Test
	void readsSchemasAndExtensions() {
		assertThat(this.schema.namespaces())
			.containsExactly(new Namespace("app", List.of(new Grant(this.reader, "USAGE", false)), "the application"));
		assertThat(this.schema.extensions()).extracting(Extension::name, Extension::schema, Extension::comment)
			.containsExactly(tuple("hstore", "ext", null), tuple("pg_trgm", "app", null));
		assertThat(this.schema.extensions()).extracting(Extension::version).doesNotContainNull();
	}

	@Test
	void readsTypes() {
		assertThat(this.schema.enums()).containsExactly(new EnumType(app("mood"), List.of("sad", "fine", "happy"),
				List.of(new Grant(this.reader, "USAGE", false)), "moods"));
		assertThat(this.schema.domains()).containsExactly(
				new Domain(app("amount"), "integer", null,
						new Domain.NotNull((MAJOR >= 17) ? "amount_not_null" : null, null), "5",
						List.of(new Domain.Check("above", "CHECK (app.positive(VALUE))", true, null),
								new Domain.Check("below", "CHECK ((VALUE < 1000))", false, "not too much")),
						ANYBODY_USES, null),
				new Domain(app("code"), "text", "pg_catalog.\"C\"", null, null, List.of(), ANYBODY_USES, null),
				new Domain(app("moods"), "app.mood[]", null, null, null, List.of(), ANYBODY_USES, null));
		assertThat(this.schema.composites()).containsExactly(new CompositeType(app("pair"),
				List.of(new CompositeType.Attribute("a", "app.amount", null, null),
						new CompositeType.Attribute("b", "character varying(9)", "pg_catalog.\"C\"", "second"),
						new CompositeType.Attribute("c", "app.mood", null, null)),
				ANYBODY_USES, "two"));
	}

	@Test
	void readsSequences() {
		assertThat(this.schema.sequences()).filteredOn((sequence) -> !sequence.unlogged())
			.containsExactly(
					new Sequence(app("counter"), new SequenceOptions("integer", 7, 3, 1, Integer.MAX_VALUE, 4, true),
							false, null, List.of(new Grant(this.reader, "USAGE", false)), "counts"),
					new Sequence(app("parent_s_seq"),
							new SequenceOptions("integer", 1, 1, 1, Integer.MAX_VALUE, 1, false), false,
							new ColumnName(app("parent"), "s"), List.of(), null));
		assertThat(this.schema.sequences()).filteredOn(Sequence::unlogged)
			.extracting(Sequence::name)
			.isEqualTo((MAJOR >= 15) ? List.of(app("unlogged")) : List.of());
	}

	@Test
	void readsColumnsWithAllTheirOptions() {
		List<Grant> codeGrants = List.of(new Grant(this.reader, "SELECT", false),
				new Grant(this.reader, "UPDATE", false));
		assertThat(table("parent").columns()).containsExactly(
				new Column(app("parent"), "id", "bigint", null, notNull("parent_id_not_null"), null,
						new Identity(true, "parent_id_seq",
								new SequenceOptions("bigint", 10, 1, 1, Long.MAX_VALUE, 1, false)),
						null, false, true, null, null, null, List.of(), List.of(), List.of(), null),
				new Column(app("parent"), "code", "character varying(9)", "pg_catalog.\"C\"",
						notNull("parent_code_not_null"), null, null, null, false, true, null, null, null, List.of(),
						List.of(), codeGrants, "a column"),
				new Column(app("parent"), "n", "integer", null, null, "nextval('app.counter'::regclass)", null, null,
						false, true, null, null, 55, List.of(), List.of(), List.of(), null),
				new Column(app("parent"), "m", "app.mood", null, null, "'sad'::app.mood", null, null, false, true, null,
						null, null, List.of(), List.of(), List.of(), null),
				new Column(app("parent"), "ms", "app.mood[]", null, null, null, null, null, false, true, null, null,
						null, List.of(), List.of(), List.of(), null),
				new Column(app("parent"), "h", "ext.hstore", null, null, null, null, null, false, true, null, null,
						null, List.of(), List.of(), List.of(), null),
				new Column(app("parent"), "doubled", "integer", null, null, null, null,
						"(((n * 2) + length((code)::text)) +\nCASE\n    WHEN app.positive(n) THEN 1\n    ELSE 0\nEND)",
						false, true, null, null, null, List.of(), List.of("code", "n"), List.of(), null),
				new Column(app("parent"), "big", "text", null, null, null, null, null, false, true, "EXTERNAL", "pglz",
						null, List.of(), List.of(), List.of(), null),
				new Column(app("parent"), "s", "integer", null, notNull("parent_s_not_null"),
						"nextval('app.parent_s_seq'::regclass)", null, null, false, true, null, null, null, List.of(),
						List.of(), List.of(), null));
		assertThat(table("heir").columns()).extracting(Column::local)
			.containsExactly(false, false, false, false, false, false, false, false, false, true);
	}

	@Test
	void readsTablesWithAllTheirOptions() {
		Table parent = table("parent");
		assertThat(parent.parameters()).containsExactly("fillfactor=80", "toast.autovacuum_enabled=false");
		assertThat(parent.grants()).containsExactly(new Grant("PUBLIC", "INSERT", false),
				new Grant(this.reader, "SELECT", true));
		assertThat(parent.comment()).isEqualTo("a table");
		assertThat(parent.replicaIdentity()).isEqualTo("DEFAULT");
		assertThat(parent.unlogged() || parent.rowSecurity() || parent.forceRowSecurity()).isFalse();
		assertThat(parent.accessMethod()).isNull();
		assertThat(parent.tablespace()).isNull();
		Table child = table("child");
		assertThat(child.rowSecurity() && child.forceRowSecurity()).isTrue();
		assertThat(child.replicaIdentity()).isEqualTo("USING INDEX \"child_pkey\"");
		Table stored = table("elsewhere_stored");
		assertThat(stored.tablespace()).isEqualTo(this.space);
		assertThat(stored.constraints()).extracting(Constraint::indexOptions)
			.containsExactly("WITH (fillfactor='50') USING INDEX TABLESPACE \"" + this.space + "\"");
		Table odd = table("odd \"USING t");
		assertThat(odd.unlogged()).isTrue();
		assertThat(odd.replicaIdentity()).isEqualTo("FULL");
		assertThat(table("heir").inherits()).containsExactly(app("parent"));
		assertThat(table("heir").parent()).isNull();
		assertThat(table("heir").constraints()).isEmpty();
	}

	@Test
	void readsPartitions() {
		assertThat(table("parted").partitioning()).isEqualTo("RANGE (at)");
		Table part = table("parted_1");
		assertThat(part.partitioning()).isEqualTo("LIST (id)");
		assertThat(part.parent()).isEqualTo(app("parted"));
		assertThat(part.bounds()).isEqualTo("FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')");
		assertThat(part.inherits()).isEmpty();
		assertThat(part.constraints()).isEmpty();
		assertThat(part.indexes()).isEmpty();
		assertThat(part.triggers()).isEmpty();
		assertThat(table("parted_1_1").bounds()).isEqualTo("DEFAULT");
		assertThat(table("parted").indexes()).containsExactly(
				new Index(app("parted"), "parted_m", "USING btree (m)", false, true, false, List.of("m"), List.of(),
						false, null),
				new Index(app("parted"), "parted_only", "USING btree (id)", false, false, true, List.of("id"),
						List.of(), false, null));
		assertThat(table("parted").triggers()).hasSize(1);
		assertThat(table("by_expression").partitioning()).isEqualTo("HASH (app.positive(a))");
	}

	@Test
	void readsConstraints() {
		assertThat(table("parent").constraints()).containsExactly(
				new Constraint(app("parent"), "n_positive", Constraint.Kind.CHECK, "CHECK (app.positive(n))", true,
						List.of("n"), null, List.of(), null, false, "a check"),
				new Constraint(app("parent"), "n_small", Constraint.Kind.CHECK, "CHECK ((n < 100)) NO INHERIT", true,
						List.of("n"), null, List.of(), null, false, null),
				new Constraint(app("parent"), "parent_code_key", Constraint.Kind.UNIQUE, "UNIQUE (code)", true,
						List.of("code"), null, List.of(), null, false, null),
				new Constraint(app("parent"), "parent_pkey", Constraint.Kind.PRIMARY_KEY, "PRIMARY KEY (id)", true,
						List.of("id"), null, List.of(), "WITH (fillfactor='70')", false, null));
		assertThat(table("child").constraints()).containsExactly(
				new Constraint(app("child"), "child_box_excl", Constraint.Kind.EXCLUSION,
						"EXCLUDE USING gist (box(point((x)::double precision, (y)::double precision), "
								+ "point((x)::double precision, (y)::double precision)) WITH &&)",
						true, List.of("x", "y"), null, List.of(), null, false, null),
				new Constraint(app("child"), "child_code_fkey", Constraint.Kind.FOREIGN_KEY,
						"FOREIGN KEY (code) REFERENCES app.parent(code)", true, List.of("code"), app("parent"),
						List.of("code"), null, false, null),
				new Constraint(app("child"), "child_pkey", Constraint.Kind.PRIMARY_KEY, "PRIMARY KEY (id)", true,
						List.of("id"), null, List.of(), null, true, null),
				new Constraint(app("child"), "child_x_y_id_key", Constraint.Kind.UNIQUE, "UNIQUE (x, y) INCLUDE (id)",
						true, List.of("x", "y"), null, List.of(), null, false, null),
				new Constraint(app("child"), "late", Constraint.Kind.CHECK, "CHECK (((y > 0) AND (x > 0)))", false,
						List.of("x", "y"), null, List.of(), null, false, null),
				new Constraint(app("child"), "outside", Constraint.Kind.FOREIGN_KEY,
						"FOREIGN KEY (y, x) REFERENCES elsewhere.target(one, two)", true, List.of("y", "x"),
						new QualifiedName("elsewhere", "target"), List.of("one", "two"), null, false, null),
				new Constraint(app("child"), "to_parent", Constraint.Kind.FOREIGN_KEY,
						"FOREIGN KEY (parent_id) REFERENCES app.parent(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
						true, List.of("parent_id"), app("parent"), List.of("id"), null, false, null));
	}

	@Test
	void readsIndexes() {
		assertThat(table("child").indexes()).containsExactly(
				new Index(app("child"), "child_space",
						"USING btree (y) TABLESPACE \"" + this.space + "\" WHERE (x > 0)", false, true, false,
						List.of("x", "y"), List.of(), false, null),
				new Index(app("child"), "child_trgm", "USING gin (code app.gin_trgm_ops) WITH (fastupdate=off)", false,
						true, false, List.of("code"), List.of(), false, null),
				new Index(app("child"), "child_x", "USING btree (x DESC NULLS LAST, lower((code)::text)) WHERE (y > 0)",
						true, true, false, List.of("code", "x", "y"), List.of(), false, "an index"));
		assertThat(table("odd \"USING t").indexes()).extracting(Index::definition).containsExactly("USING btree (a)");
	}

	@Test
	void readsTriggersAndPolicies() {
		assertThat(table("child").triggers()).containsExactly(new Trigger(app("child"), "audited",
				"CREATE TRIGGER audited AFTER UPDATE OF x ON app.child FOR EACH ROW WHEN ((new.y > 0)) EXECUTE FUNCTION app.audit()",
				"D", "a trigger"));
		assertThat(table("child").policies()).containsExactly(new Policy(app("child"), "all", true, "ALL", List
			.of("PUBLIC"), null, "true", null), new Policy(app("child"), "own", false, "SELECT",
					List.of(this.reader, this.writer),
					"(app.positive(x) AND (EXISTS ( SELECT\n   FROM app.parent p\n  WHERE (p.id = child.parent_id))))",
					null, "a policy"));
	}

	@Test
	void readsViews() {
		assertThat(this.schema.views()).extracting((view) -> view.name().name()).containsExactly("grouped", "mv", "v");
		View view = view("v");
		assertThat(view.materialized()).isFalse();
		assertThat(view.definition())
			.startsWith("SELECT p.id,\n    p.code,\n    app.positive(p.n) AS pos\n   FROM (app.parent p")
			.doesNotEndWith(";");
		assertThat(view.columns()).containsExactly(new View.ViewColumn("id", "bigint", null, null),
				new View.ViewColumn("code", "character varying(9)", "'x'::character varying", "its column"),
				new View.ViewColumn("pos", "boolean", null, null));
		assertThat(view.options()).containsExactly("security_barrier=true");
		assertThat(view.triggers()).extracting(Trigger::name).containsExactly("instead");
		assertThat(view.grants()).containsExactly(new Grant(this.reader, "SELECT", false),
				new Grant(this.reader, "SELECT (\"id\")", false));
		assertThat(view.comment()).isEqualTo("a view");
		View materialized = view("mv");
		assertThat(materialized.materialized()).isTrue();
		assertThat(materialized.populated()).isFalse();
		assertThat(materialized.options()).containsExactly("fillfactor=90");
		assertThat(materialized.indexes()).containsExactly(new Index(app("mv"), "mv_id", "USING btree (id)", true, true,
				false, List.of("id"), List.of(), false, null));
	}

	@Test
	void readsRoutines() {
		assertThat(this.schema.routines()).extracting((routine) -> routine.name().name())
			.containsExactly("audit", "body", "event", "number", "positive", "proc", "rows", "same");
		assertThat(routine("audit").grants()).isEmpty();
		assertThat(routine("body")).isEqualTo(new Routine(app("body"), "integer", false,
				"""
						CREATE OR REPLACE FUNCTION app.body(a integer)
						 RETURNS bigint
						 LANGUAGE sql
						RETURN (SELECT count(*) AS count FROM app.parent WHERE ((parent.id = body.a) AND app.positive(parent.n)))
						""",
				"function(a integer) DEFAULTS 0 RETURNS bigint", "sql", true, ANYBODY_CALLS, "a function"));
		assertThat(routine("rows").arguments()).isEqualTo("app.mood, integer[]");
		assertThat(routine("rows").signature())
			.isEqualTo("function(i a app.mood, v b integer[]) DEFAULTS 1 RETURNS SETOF app.parent");
		assertThat(routine("rows").tracked()).isFalse();
		assertThat(routine("proc").procedure()).isTrue();
		assertThat(routine("proc").signature()).isEqualTo("procedure(i a integer, b b app.pair) DEFAULTS 0");
		assertThat(routine("audit").signature()).isEqualTo("function() DEFAULTS 0 RETURNS trigger");
		assertThat(routine("proc").arguments()).isEqualTo("integer, app.pair");
	}

	@Test
	void listsWhatIsNotCompared() {
		assertThat(this.schema.others()).containsExactly(new OtherObject("aggregate", "app.total(integer)"),
				new OtherObject("cast", "(app.mood AS integer)"), new OtherObject("collation", "app.plain"),
				new OtherObject("default privileges", "for postgres in app on sequences"),
				new OtherObject("event trigger", "on_rules"), new OtherObject("foreign server", "server"),
				new OtherObject("foreign table", "app.far"), new OtherObject("foreign-data wrapper", "wrapper"),
				new OtherObject("operator", "app.===(integer, integer)"),
				new OtherObject("operator class", "app.by_value USING btree"),
				new OtherObject("operator family", "app.by_value USING btree"),
				new OtherObject("publication", "published"), new OtherObject("range type", "app.span"),
				new OtherObject("rule", "quiet on app.child"), new OtherObject("statistics object", "app.related"),
				new OtherObject("text search configuration", "app.words"), new OtherObject("typed table", "app.typed"));
	}

	@Test
	void leavesOutTheStateTableAndMembersOfExtensions() {
		assertThat(this.schema.tables()).extracting((table) -> table.name().name())
			.doesNotContain("automigrate_state", "target");
		assertThat(this.schema.routines()).noneMatch((routine) -> routine.name().name().contains("trgm"));
	}

	@Test
	void knowsWhoUsesWhat() {
		ObjectName positive = ObjectName.routine(ObjectKind.FUNCTION, app("positive"), "integer");
		ObjectName audit = ObjectName.routine(ObjectKind.FUNCTION, app("audit"), "");
		ObjectName mood = ObjectName.of(ObjectKind.ENUM, app("mood"));
		ObjectName amount = ObjectName.of(ObjectKind.DOMAIN, app("amount"));
		ObjectName pair = ObjectName.of(ObjectKind.COMPOSITE, app("pair"));
		ObjectName parent = ObjectName.of(ObjectKind.TABLE, app("parent"));
		ObjectName counter = ObjectName.of(ObjectKind.SEQUENCE, app("counter"));
		ObjectName serial = ObjectName.of(ObjectKind.SEQUENCE, app("parent_s_seq"));
		ObjectName primaryKey = ObjectName.part(ObjectKind.PRIMARY_KEY, app("parent"), "parent_pkey");
		ObjectName v = ObjectName.of(ObjectKind.VIEW, app("v"));
		ObjectName hstore = ObjectName.of(ObjectKind.EXTENSION, new QualifiedName("ext", "hstore"));
		Map<ObjectName, Set<ObjectName>> expected = new HashMap<>();
		for (String table : List.of("parent", "heir")) {
			expected.put(part(ObjectKind.COLUMN, table, "m"), Set.of(mood));
			expected.put(part(ObjectKind.COLUMN, table, "ms"), Set.of(mood));
			expected.put(part(ObjectKind.COLUMN, table, "h"), Set.of(hstore));
			expected.put(part(ObjectKind.COLUMN, table, "doubled"), Set.of(positive));
			expected.put(part(ObjectKind.DEFAULT, table, "n"), Set.of(counter));
			expected.put(part(ObjectKind.DEFAULT, table, "m"), Set.of(mood));
			expected.put(part(ObjectKind.DEFAULT, table, "s"), Set.of(serial));
		}
		for (String table : List.of("parted", "parted_1", "parted_1_1")) {
			expected.put(part(ObjectKind.COLUMN, table, "m"), Set.of(mood));
		}
		expected.put(part(ObjectKind.COLUMN, "of_rows", "one"), Set.of(parent));
		expected.put(part(ObjectKind.COLUMN, "of_rows", "many"), Set.of(parent));
		expected.put(part(ObjectKind.COLUMN, "typed", "a"), Set.of(amount));
		expected.put(part(ObjectKind.COLUMN, "typed", "c"), Set.of(mood));
		expected.put(ObjectName.of(ObjectKind.TABLE, app("typed")), Set.of(pair));
		expected.put(ObjectName.of(ObjectKind.TABLE, app("by_expression")), Set.of(positive));
		expected.put(amount, Set.of(positive));
		expected.put(ObjectName.of(ObjectKind.DOMAIN, app("moods")), Set.of(mood));
		expected.put(pair, Set.of(amount, mood));
		expected.put(part(ObjectKind.CHECK, "parent", "n_positive"), Set.of(positive));
		expected.put(part(ObjectKind.CHECK, "compared", "compared_a_check"),
				Set.of(ObjectName.routine(ObjectKind.FUNCTION, app("same"), "integer, integer")));
		expected.put(part(ObjectKind.FOREIGN_KEY, "child", "to_parent"), Set.of(primaryKey));
		expected.put(part(ObjectKind.FOREIGN_KEY, "child", "child_code_fkey"),
				Set.of(part(ObjectKind.UNIQUE, "parent", "parent_code_key")));
		expected.put(part(ObjectKind.FOREIGN_KEY, "multi", "multi_id_at_fkey"),
				Set.of(part(ObjectKind.PRIMARY_KEY, "parted", "parted_pkey")));
		expected.put(part(ObjectKind.INDEX, "child", "child_trgm"),
				Set.of(ObjectName.of(ObjectKind.EXTENSION, app("pg_trgm"))));
		expected.put(part(ObjectKind.POLICY, "child", "own"),
				Set.of(positive, parent, part(ObjectKind.COLUMN, "parent", "id"), part(ObjectKind.COLUMN, "child", "x"),
						part(ObjectKind.COLUMN, "child", "parent_id")));
		expected.put(part(ObjectKind.TRIGGER, "child", "audited"),
				Set.of(audit, part(ObjectKind.COLUMN, "child", "x"), part(ObjectKind.COLUMN, "child", "y")));
		expected.put(part(ObjectKind.TRIGGER, "parted", "counted"), Set.of(audit));
		expected.put(part(ObjectKind.TRIGGER, "v", "instead"), Set.of(audit));
		expected.put(v,
				Set.of(positive, parent, ObjectName.of(ObjectKind.TABLE, app("child")),
						part(ObjectKind.COLUMN, "parent", "id"), part(ObjectKind.COLUMN, "parent", "code"),
						part(ObjectKind.COLUMN, "parent", "n"), part(ObjectKind.COLUMN, "child", "parent_id")));
		expected.put(ObjectName.of(ObjectKind.MATERIALIZED_VIEW, app("mv")), Set.of(v));
		expected.put(ObjectName.of(ObjectKind.VIEW, app("grouped")), Set.of(primaryKey, parent,
				part(ObjectKind.COLUMN, "parent", "id"), part(ObjectKind.COLUMN, "parent", "code")));
		expected.put(ObjectName.routine(ObjectKind.FUNCTION, app("body"), "integer"), Set.of(positive, parent,
				part(ObjectKind.COLUMN, "parent", "id"), part(ObjectKind.COLUMN, "parent", "n")));
		expected.put(ObjectName.routine(ObjectKind.FUNCTION, app("rows"), "app.mood, integer[]"), Set.of(mood, parent));
		expected.put(ObjectName.routine(ObjectKind.FUNCTION, app("number"), "app.mood"), Set.of(mood));
		expected.put(ObjectName.routine(ObjectKind.PROCEDURE, app("proc"), "integer, app.pair"), Set.of(pair));
		assertThat(this.schema.uses()).containsExactlyInAnyOrderEntriesOf(expected);
	}

	private static ObjectName part(ObjectKind kind, String table, String name) {
		return ObjectName.part(kind, app(table), name);
	}

	@Test
	void readsWhatCameWith15() {
		assumeThat(MAJOR).isGreaterThanOrEqualTo(15);
		assertThat(table("since_15").constraints()).extracting(Constraint::definition)
			.containsExactly("UNIQUE NULLS NOT DISTINCT (a)");
	}

	@Test
	void readsWhatCameWith18() {
		assumeThat(MAJOR).isGreaterThanOrEqualTo(18);
		assertThat(column("since_18", "a").notNull()).isEqualTo(new Column.NotNull("a_there", true, false, null));
		assertThat(column("since_18", "b").notNull()).isEqualTo(new Column.NotNull("b_there", false, true, null));
		assertThat(column("since_18", "c").virtual()).isTrue();
		assertThat(column("since_18", "c").generation()).isEqualTo("(a + 1)");
		assertThat(column("since_18", "c").uses()).containsExactly("a");
		assertThat(table("since_18").constraints())
			.containsExactly(new Constraint(app("since_18"), "hint", Constraint.Kind.CHECK,
					"CHECK ((a > 0)) NOT ENFORCED", true, List.of("a"), null, List.of(), null, false, null));
	}

	@Test
	void readsTheSameTwiceAndUnderAnotherName() throws SQLException {
		assertThat(read(NameMapping.NONE)).isEqualTo(this.schema);
		Schema renamed = read(NameMapping.of(Map.of("app", "other")));
		assertThat(renamed.toString()).doesNotContain("app.").doesNotContain("\"app\"");
		assertThat(renamed.uses()).hasSameSizeAs(this.schema.uses());
	}

	@Test
	void readsTheSameAsAnyRole() throws SQLException {
		try (Connection connection = this.database.dataSource(this.writer, this.writer).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set search_path = ''");
			assertThat(CatalogReader.read(connection, List.of("app"), NameMapping.NONE)).isEqualTo(this.schema);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "create view w as select 1 as one",
			"create or replace view v as select id, code, false as pos from parent",
			"alter view v alter code drop default", "alter view v set (security_barrier = false)",
			"alter view v rename pos to positive", "comment on view v is 'other'", "comment on column v.code is null",
			"drop materialized view mv", "drop function body(int)", "alter function body(int) stable",
			"comment on function body(int) is null", "revoke execute on function body(int) from public",
			"drop trigger audited on child", "alter table child enable trigger audited",
			"comment on trigger audited on child is null", "alter policy own on child using (true)",
			"comment on policy own on child is null", "alter table child no force row level security",
			"alter domain amount drop constraint above", "alter domain amount validate constraint below",
			"alter domain amount set default 6", "comment on domain amount is 'x'",
			"comment on constraint below on domain amount is null", "alter type pair add attribute d int cascade",
			"comment on column pair.b is null", "revoke usage on type pair from public",
			"revoke update (code) on parent from public; grant insert (code) on parent to public",
			"revoke insert on parent from public", "grant create on schema app to public",
			"alter table heir no inherit parent", "alter table parent set (toast.autovacuum_enabled = true)",
			"alter table child set without cluster", "alter table child replica identity default",
			"alter table parent alter big set storage main", "alter table parent alter n set statistics 56",
			"alter table parent alter n set (n_distinct = 9)", "alter index child_x alter column 2 set statistics 90",
			"alter extension pg_trgm set schema ext", "alter sequence counter owned by parent.n" })
	void fingerprintNotices(String change) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("set search_path = app");
			String before = fingerprint(statement);
			assertThat(fingerprint(statement)).isEqualTo(before);
			statement.execute(change);
			assertThat(fingerprint(statement)).isNotEqualTo(before);
			connection.rollback();
		}
	}

	private static String fingerprint(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("select " + CatalogFingerprint.sql("array['app']::name[]"))) {
			row.next();
			return row.getString(1);
		}
	}

}
