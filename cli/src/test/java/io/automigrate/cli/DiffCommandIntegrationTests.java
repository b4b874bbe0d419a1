package io.automigrate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every pair of sides, and what the options make of the plan.
 */
class DiffCommandIntegrationTests extends DiffCalls {

	@Test
	void databaseThatLacksAColumnDiffersFromAFile() throws IOException {
		this.database.execute("create table t (id int)");
		assertThat(diff("--from", url(), "--to", file("to.sql", "create table t (id int, name text);"))).isEqualTo(3);
		assertThat(out()).contains("ADD COLUMN \"name\" text");
		assertThat(columns("t")).containsExactly("id");
	}

	@Test
	void databaseAndFileInStepAreEqual() throws IOException {
		this.database.execute("create table t (id int)");
		assertThat(diff("--from", url(), "--to", file("to.sql", "create table t (id int);"))).isZero();
		assertThat(out()).isEqualTo("-- Nothing to do.\n");
		assertThat(err()).isEmpty();
	}

	@Test
	void fileIsBroughtToWhatADatabaseHas() throws IOException {
		this.database.execute("create table t (id int, name text)");
		String from = file("from.sql", "create table t (id int);");
		assertThat(diff("--from", from, "--to", url())).isEqualTo(3);
		assertThat(out()).contains("ADD COLUMN \"name\" text");
		assertThat(diff("--from", file("from.sql", "create table t (id int, name text);"), "--to", url())).as(said())
			.isZero();
	}

	@Test
	void filesAreComparedInALentDatabaseWithoutATrace() throws IOException {
		this.database.execute("create table t (unrelated text); create table other (id int)");
		String from = file("from.sql", "create table t (id int); create view v as select id from t;");
		String to = file("to.sql", "create table t (id bigint); create view v as select id from t;");
		assertThat(diff("--from", from, "--to", to, "--dev-url", url(), "--format", "json")).isEqualTo(3);
		assertThat(out()).contains("\"hash\"").contains("TYPE bigint").doesNotContain("unrelated", "other");
		assertThat(columns("t")).containsExactly("unrelated");
		assertThat(diff("--from", to, "--to", to, "--dev-url", url())).isZero();
	}

	@Test
	void filesThatSayTheSameInOtherWordsAreEqual() throws IOException {
		String written = file("written.sql", """
				create table t (status varchar(10) default 'new' check (status in ('new', 'old')));
				create view v as select * from t where status in ('new');
				""");
		// As pg_dump prints it; read again, it is printed in yet another way.
		String dumped = file("dumped.sql",
				"""
						CREATE TABLE public.t (
						    status character varying(10) DEFAULT 'new'::character varying,
						    CONSTRAINT t_status_check CHECK (((status)::text = ANY ((ARRAY['new'::character varying, 'old'::character varying])::text[])))
						);
						CREATE VIEW public.v AS SELECT t.status FROM public.t WHERE ((t.status)::text = 'new'::text);
						""");
		assertThat(diff("--from", dumped, "--to", written, "--dev-url", url())).as(said()).isZero();
		assertThat(diff("--from", written, "--to", dumped, "--dev-url", url())).as(said()).isZero();
	}

	@Test
	void tablesOfFilesAreTreatedAsIfTheyWereLarge() throws IOException {
		String from = file("from.sql", "create table t (id int);");
		String to = file("to.sql", "create table t (id int); create index i on t (id);");
		assertThat(diff("--from", from, "--to", to, "--dev-url", url())).isEqualTo(3);
		assertThat(out()).contains("CREATE INDEX CONCURRENTLY");
		this.database.execute("create table t (id int)");
		assertThat(diff("--from", url(), "--to", to)).isEqualTo(3);
		assertThat(out()).contains("CREATE INDEX").doesNotContain("CONCURRENTLY");
		assertThat(diff("--from", url(), "--to", to, "--online-above", "-1")).isEqualTo(3);
		assertThat(out()).contains("CREATE INDEX CONCURRENTLY");
	}

	@Test
	void refusalsNameTheOptionsOfTheCommand() throws IOException {
		this.database.execute("create table t (old int)");
		String to = file("to.sql", "create table t (new int);");
		for (String format : List.of("sql", "text", "json")) {
			assertThat(diff("--from", url(), "--to", to, "--format", format)).isEqualTo(3);
			assertThat(said()).contains("--allow=DELETES_DATA:public.t.old", "--rename=public.t.old->")
				.doesNotContain("migration.schema");
		}
	}

	@Test
	void completesTheCommandsOfTheJar() {
		StringWriter script = new StringWriter();
		assertThat(Automigrate.run(new PrintWriter(script), new PrintWriter(script), Map.of(), "generate-completion",
				"--name=automigrate"))
			.isZero();
		assertThat(script.toString()).contains("complete -F _complete_automigrate", "--drop-unmanaged");
	}

	@Test
	void severalFilesAndADirectoryAreOneSide() throws IOException {
		Path several = Files.createDirectory(this.directory.resolve("schema"));
		String first = Files.writeString(several.resolve("1.sql"), "create table a (id int primary key);").toString();
		String second = Files.writeString(several.resolve("2.sql"), "create table b (id int references a);").toString();
		Files.writeString(several.resolve("readme.txt"), "not SQL");
		this.database.execute("create table a (id int primary key); create table b (id int references a)");
		assertThat(diff("--from", url(), "--to", several.toString())).as(said()).isZero();
		assertThat(diff("--from", url(), "--to", first + "," + second)).isZero();
		assertThat(diff("--from", url(), "--to", first, "--to", second)).isZero();
	}

	@Test
	void twoDatabasesAreCompared() {
		try (TestDatabase other = TestServer.get().createDatabase()) {
			this.database.execute("create table t (id int)");
			other.execute("create table t (id int, extra text)");
			assertThat(diff("--from", url(), "--to", url(other), "--format", "text")).isEqualTo(3);
			assertThat(out()).contains("+ create column extra of t");
			this.database.execute("alter table t add extra text");
			assertThat(diff("--from", url(), "--to", url(other))).isZero();
		}
	}

	@Test
	void moreSchemasAreComparedWhereNamed() {
		try (TestDatabase other = TestServer.get().createDatabase()) {
			this.database.execute("create schema more");
			other.execute("create schema more; create table more.t (id int)");
			assertThat(diff("--from", url(), "--to", url(other))).isZero();
			assertThat(diff("--from", url(), "--to", url(other), "--schema", "public,more")).isEqualTo(3);
			assertThat(out()).contains("CREATE TABLE \"more\".\"t\"");
		}
	}

	@Test
	void databasesOfSeveralHostsMayHaveCommasInTheirUrls() {
		this.database.execute("create table t (id int)");
		String hosts = url().replace("localhost:", "localhost:1,localhost:");
		assertThat(diff("--from", hosts, "--to", url())).as(said()).isZero();
	}

	@Test
	void twoSchemasAreComparedAsIfTheyHadOneName() {
		this.database.execute("""
				create schema a; create schema b;
				create table a.t (id int primary key); create view a.v as select id from a.t;
				create table b.t (id int primary key); create view b.v as select id from b.t;
				""");
		assertThat(diff("--from", url() + "#a", "--to", url() + "#b")).as(said()).isZero();
		this.database.execute("alter table b.t add name text");
		assertThat(diff("--from", url() + "#a", "--to", url() + "#b")).isEqualTo(3);
		assertThat(out()).contains("ALTER TABLE \"a\".\"t\" ADD COLUMN \"name\" text");
		assertThat(this.database.query("select nspname from pg_namespace where nspname in ('a', 'b') order by 1"))
			.containsExactly("a", "b");
	}

	/** Names that stand in other names, that need quotes, and that a table has too. */
	@ParameterizedTest
	@CsvSource({ "a, b", "b, a", "t, tb", "tb, id", "public, Tb 2", "Tb 2, public", "Tb 2, t" })
	void schemasMayBeCalledLikeWhateverIsInThem(String one, String other) {
		for (String schema : List.of(one, other)) {
			this.database.execute(
					"""
							create schema if not exists "%1$s"; set search_path = "%1$s";
							create type kind as enum ('x', 'y');
							create sequence numbers;
							create table tb (id int primary key default nextval('numbers'), b kind default 'x', "Tb 2" int);
							create table t (id int references tb, check (id > 0));
							create view b as select tb.id, t.id as other, a.b from tb join t on t.id = tb.id join tb a on a.id = t.id;
							create index on tb (b) where b = 'x';
							create function f(tb) returns kind language sql begin atomic select ($1).b; end;
							"""
						.formatted(schema));
		}
		assertThat(diff("--from", url() + "#" + one, "--to", url() + "#" + other)).as(said()).isZero();
	}

	@Test
	void schemaIsComparedWithOneOfAnotherDatabaseOrWithFiles() throws IOException {
		try (TestDatabase other = TestServer.get().createDatabase()) {
			this.database.execute("create schema app; create table app.t (id int); create table public.noise (id int)");
			other.execute("create schema app; create table app.t (id int)");
			assertThat(diff("--from", url() + "#app", "--to", url(other) + "#app")).as(said()).isZero();
			assertThat(diff("--from", url() + "#app", "--to", url(other))).as(said()).isZero();
			assertThat(diff("--from", url(other), "--to", url() + "#app")).as(said()).isZero();
		}
		String file = file("t.sql", "create table t (id int);");
		assertThat(diff("--from", url() + "#app", "--to", file)).as(said()).isZero();
		assertThat(diff("--from", file, "--to", url() + "#app")).as(said()).isZero();
		assertThat(out()).doesNotContain("noise");
	}

	@Test
	void schemaThatIsStillToBeMadeIsAWholePlan() {
		this.database.execute("create schema template; create table template.t (id int)");
		assertThat(diff("--from", url() + "#tenant", "--to", url() + "#template")).isEqualTo(3);
		assertThat(out()).contains("CREATE SCHEMA \"tenant\"").contains("CREATE TABLE \"tenant\".\"t\"");
	}

	@Test
	void whatTheOtherSideDoesNotMentionIsADifferenceOnlyOnDemand() {
		try (TestDatabase other = TestServer.get().createDatabase()) {
			this.database.execute("create table spare (id int)");
			assertThat(diff("--from", url(), "--to", url(other))).isZero();
			assertThat(out()).contains("-- Not asked for, left alone: table spare");
			assertThat(diff("--from", url(), "--to", url(other), "--drop-unmanaged")).isEqualTo(3);
			assertThat(out()).contains("-- Refused: ").contains("DELETES_DATA:public.spare");
			assertThat(diff("--from", url(), "--to", url(other), "--drop-unmanaged", "--allow",
					"DELETES_DATA:public.spare"))
				.isEqualTo(3);
			assertThat(out()).contains("DROP TABLE \"public\".\"spare\"");
		}
	}

	@Test
	void whatLosesDataIsRefusedUntilItIsAllowedByName() throws IOException {
		this.database.execute("create table t (id int, old text)");
		String to = file("to.sql", "create table t (id int);");
		assertThat(diff("--from", url(), "--to", to)).isEqualTo(3);
		assertThat(out()).contains("-- Refused: ")
			.contains("DELETES_DATA:public.t.old")
			.doesNotContain("\nALTER TABLE");
		assertThat(diff("--from", url(), "--to", to, "--allow", "DELETES_DATA:public.t.old")).isEqualTo(3);
		assertThat(out()).contains("DROP COLUMN \"old\"");
	}

	@Test
	void whatThePolicyDoesNotAllowIsStillDifferent() throws IOException {
		this.database.execute("create table t (id int)");
		String to = file("to.sql", "create table t (id int, name text); create table u (id int);");
		assertThat(diff("--from", url(), "--to", to, "--policy", "validate", "--format", "text")).isEqualTo(3);
		assertThat(out()).contains("0 steps, 2 refused").contains("policy is VALIDATE");
		assertThat(diff("--from", url(), "--to", to, "--policy", "CREATE", "--format", "text")).isEqualTo(3);
		assertThat(out()).contains("+ create table u");
	}

	@Test
	void renamesAreTakenFromOptionsAndFromFiles() throws IOException {
		this.database.execute("create table t (id int, old text)");
		String to = file("to.sql", "create table t (id int, name text);");
		assertThat(diff("--from", url(), "--to", to, "--rename", "public.t.old->name")).isEqualTo(3);
		assertThat(out()).contains("RENAME COLUMN \"old\" TO \"name\"").doesNotContain("-- Refused");
		String hinted = file("hinted.sql", "create table t (id int,\n-- renamed from old\nname text);");
		assertThat(diff("--from", url(), "--to", hinted)).isEqualTo(3);
		assertThat(out()).contains("RENAME COLUMN \"old\" TO \"name\"").doesNotContain("-- Refused");
		String from = file("from.sql", "create table t (id int, old text); create view v as select old from t;");
		hinted = file("hinted.sql", """
				create table t (id int,
				-- renamed from old
				name text);
				create view v as select name as old from t;
				""");
		assertThat(diff("--from", from, "--to", hinted, "--dev-url", url())).isEqualTo(3);
		assertThat(out()).contains("RENAME COLUMN \"old\" TO \"name\"").doesNotContain("-- Refused", "VIEW");
	}

	@Test
	void typesOfFilesAreConvertedAsPostgresqlWould() throws IOException {
		String from = file("from.sql", "create type a as enum ('x'); create table t (c a, d text, e date);");
		String to = file("to.sql", "create type a as enum ('x'); create table t (c text, d a, e int);");
		assertThat(diff("--from", from, "--to", to, "--dev-url", url(), "--format", "text")).isEqualTo(3);
		assertThat(out()).contains("LOSES_PRECISION:public.t.e");
		assertThat(diff("--from", from, "--to", to, "--dev-url", url())).isEqualTo(3);
		assertThat(out()).contains("USING \"d\"::public.a").doesNotContain("::text::");
	}

	@Test
	void extensionsOfFilesAreThoseOfTheDatabase() throws IOException {
		this.database.execute("create extension citext; create table t (name citext primary key, check (name <> ''))");
		String file = file("t.sql", """
				create extension if not exists citext;
				create table t (name citext primary key, check (name <> ''));
				""");
		assertThat(diff("--from", file, "--to", url())).as(said()).isZero();
		assertThat(diff("--from", url(), "--to", file)).as(said()).isZero();
		assertThat(diff("--from", file, "--to", file, "--dev-url", url())).as(said()).isZero();
	}

	@Test
	void wayBackIsPlannedForEverySide() throws IOException {
		this.database.execute("create table t (id int)");
		String from = file("from.sql", "create table t (id int);");
		String to = file("to.sql", "create table t (id bigint);");
		assertThat(diff("--from", url(), "--to", to, "--format", "reverse")).as(said()).isEqualTo(3);
		assertThat(out()).contains("TYPE integer");
		assertThat(diff("--from", from, "--to", to, "--dev-url", url(), "--format", "reverse")).as(said()).isEqualTo(3);
		assertThat(out()).contains("TYPE integer");
	}

	@Test
	void sameSidesGiveTheSameBytes() throws IOException {
		String from = file("from.sql", "create table t (id int); create table u (id int primary key);");
		String to = file("to.sql", "create table u (id int primary key); create table t (id int references u, b int);");
		for (String format : List.of("sql", "json", "text", "reverse")) {
			assertThat(diff("--from", from, "--to", to, "--dev-url", url(), "--format", format)).isEqualTo(3);
			String first = out();
			assertThat(diff("--from", from, "--to", to, "--dev-url", url(), "--format", format)).isEqualTo(3);
			assertThat(out()).isEqualTo(first);
		}
	}

	@Test
	void planGoesIntoAFile() throws IOException {
		Path plan = this.directory.resolve("plan.sql");
		String to = file("to.sql", "create table t (id int);");
		assertThat(diff("--from", url(), "--to", to, "--output", plan.toString())).isEqualTo(3);
		assertThat(plan).content().contains("CREATE TABLE");
		assertThat(out()).isEmpty();
	}

	private List<String> columns(String table) {
		return this.database
			.query("select attname from pg_attribute where attrelid = '" + table + "'::regclass and attnum > 0");
	}

}
