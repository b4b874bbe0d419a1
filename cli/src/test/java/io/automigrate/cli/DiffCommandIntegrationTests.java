package io.automigrate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DiffCommandIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void databaseThatLacksAColumnDiffersFromAFile() throws IOException {
		this.database.execute("create table t (id int)");
		assertThat(run("--from", url(), "--to", file("to.sql", "create table t (id int, name text);"))).isEqualTo(1);
		assertThat(this.out.toString()).contains("ADD COLUMN \"name\" text");
		assertThat(
				this.database.query("select attname from pg_attribute where attrelid = 't'::regclass and attnum > 0"))
			.containsExactly("id");
	}

	@Test
	void databaseAndFileInStepAreEqual() throws IOException {
		this.database.execute("create table t (id int)");
		assertThat(run("--from", url(), "--to", file("to.sql", "create table t (id int);"))).isEqualTo(0);
		assertThat(this.out.toString()).contains("-- Nothing to do.");
	}

	@Test
	void filesAreComparedInALentDatabaseWithoutATrace() throws IOException {
		String from = file("from.sql", "create table t (id int); create view v as select id from t;");
		String to = file("to.sql", "create table t (id bigint); create view v as select id from t;");
		assertThat(run("--from", from, "--to", to, "--dev-url", url(), "--format", "json")).isEqualTo(1);
		assertThat(this.out.toString()).contains("\"hash\"").contains("TYPE bigint");
		assertThat(this.database.query("select count(*) from pg_class where relname in ('t', 'v')"))
			.containsExactly("0");
	}

	@Test
	void severalFilesAndADirectoryAreOneSide() throws IOException {
		Path several = Files.createDirectory(this.directory.resolve("schema"));
		Files.writeString(several.resolve("1.sql"), "create table a (id int primary key);");
		Files.writeString(several.resolve("2.sql"), "create table b (id int references a);");
		this.database.execute("create table a (id int primary key); create table b (id int references a)");
		assertThat(run("--from", url(), "--to", several.toString())).as(this.out.toString()).isEqualTo(0);
		assertThat(run("--from", url(), "--to", several.resolve("1.sql") + "," + several.resolve("2.sql")))
			.isEqualTo(0);
	}

	@Test
	void twoDatabasesAreCompared() {
		try (TestDatabase other = TestServer.get().createDatabase()) {
			this.database.execute("create table t (id int)");
			other.execute("create table t (id int, extra text)");
			assertThat(run("--from", url(), "--to", url(other), "--format", "text")).isEqualTo(1);
			assertThat(this.out.toString()).contains("+ create column extra of t");
		}
	}

	@Test
	void twoSchemasAreComparedAsIfTheyHadOneName() {
		this.database.execute("""
				create schema a; create schema b;
				create table a.t (id int primary key); create view a.v as select id from a.t;
				create table b.t (id int primary key); create view b.v as select id from b.t;
				""");
		assertThat(run("--from", url() + "#a", "--to", url() + "#b")).as(this.out + " " + this.err).isEqualTo(0);
		this.database.execute("alter table b.t add name text");
		assertThat(run("--from", url() + "#a", "--to", url() + "#b")).isEqualTo(1);
		assertThat(this.out.toString()).contains("ALTER TABLE \"a\".\"t\" ADD COLUMN \"name\" text");
	}

	@Test
	void whatLosesDataIsRefusedUntilItIsAllowedByName() throws IOException {
		this.database.execute("create table t (id int, old text)");
		String to = file("to.sql", "create table t (id int);");
		assertThat(run("--from", url(), "--to", to)).isEqualTo(1);
		assertThat(this.out.toString()).contains("-- Refused: ")
			.contains("DELETES_DATA:public.t.old")
			.doesNotContain("\nALTER TABLE");
		assertThat(run("--from", url(), "--to", to, "--allow", "DELETES_DATA:public.t.old")).isEqualTo(1);
		assertThat(this.out.toString()).contains("DROP COLUMN \"old\"");
	}

	@Test
	void renamesAreTakenFromOptionsAndFromFiles() throws IOException {
		this.database.execute("create table t (id int, old text)");
		String to = file("to.sql", "create table t (id int, name text);");
		assertThat(run("--from", url(), "--to", to, "--rename", "public.t.old->name")).isEqualTo(1);
		assertThat(this.out.toString()).contains("RENAME COLUMN \"old\" TO \"name\"");
		String hinted = file("hinted.sql", "create table t (id int,\n-- renamed from old\nname text);");
		String from = file("from.sql", "create table t (id int, old text);");
		assertThat(run("--from", from, "--to", hinted, "--dev-url", url())).isEqualTo(1);
		assertThat(this.out.toString()).contains("RENAME COLUMN \"old\" TO \"name\"").doesNotContain("-- Refused");
	}

	@Test
	void planGoesIntoAFile() throws IOException {
		Path plan = this.directory.resolve("plan.sql");
		assertThat(
				run("--from", url(), "--to", file("to.sql", "create table t (id int);"), "--output", plan.toString()))
			.isEqualTo(1);
		assertThat(plan).content().contains("CREATE TABLE");
		assertThat(this.out.toString()).isEmpty();
	}

	@Test
	void wrongUsageIsToldFromFailure() throws IOException {
		assertThat(run("--from", url())).isEqualTo(2);
		String to = file("to.sql", "create table t (id int);");
		assertThat(run("--from", url(), "--to", to, "--allow", "EVERYTHING")).isEqualTo(2);
		assertThat(run("--from", to, "--to", to)).isEqualTo(3);
		assertThat(this.err.toString()).contains("neither of them is a database");
		assertThat(run("--from", url(), "--to", this.directory.resolve("absent.sql").toString())).isEqualTo(3);
		assertThat(this.err.toString()).contains("absent.sql");
		assertThat(run("--from", "jdbc:postgresql://localhost:1/none?user=u&password=s3cret", "--to", to)).isEqualTo(3);
		assertThat(run("--from", url(), "--to", file("bad.sql", "create table t (id int);\ncreate tabel x (id int);")))
			.isEqualTo(3);
		assertThat(this.err.toString()).contains("bad.sql, line 2").doesNotContain("s3cret").doesNotContain("\tat ");
	}

	private String file(String name, String content) throws IOException {
		return Files.writeString(this.directory.resolve(name), content).toString();
	}

	private String url() {
		return url(this.database);
	}

	private static String url(TestDatabase database) {
		return "jdbc:postgresql://" + database.server().host() + ":" + database.server().port() + "/" + database.name()
				+ "?user=" + database.server().user() + "&password=" + database.server().password();
	}

	private int run(String... options) {
		this.out.getBuffer().setLength(0);
		String[] arguments = new String[options.length + 1];
		arguments[0] = "diff";
		System.arraycopy(options, 0, arguments, 1, options.length);
		return Automigrate.run(new PrintWriter(this.out), new PrintWriter(this.err, true), arguments);
	}

}
