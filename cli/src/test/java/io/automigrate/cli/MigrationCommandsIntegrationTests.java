package io.automigrate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.SchemaMigrator;
import io.automigrate.backup.BackupPolicy;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationCommands}, each command on a real database.
 */
class MigrationCommandsIntegrationTests {

	private static final String ORDERS = "create table orders (id int primary key, note text);";

	private final TestDatabase database = TestServer.get().createDatabase();

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@TempDir
	private Path directory = Path.of("");

	private String desired = "";

	private final List<String> backedUp = new ArrayList<>();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void goesUpAndDown() throws IOException {
		histories();
		assertThat(run("status")).isEqualTo(3);
		assertThat(said()).contains("001", "PENDING", "2 versioned migrations are pending: 001, 002.");
		assertThat(run("migrate", "--dry-run")).isEqualTo(3);
		assertThat(said()).contains("Would apply 001").contains("Would apply 002");
		assertThat(run("migrate", "--steps", "1")).isZero();
		assertThat(run("current", "--format", "json")).isZero();
		assertThat(said()).contains("\"version\": \"001\"");
		assertThat(run("migrate")).isZero();
		assertThat(said()).contains("Applied 1 migration: 002.");
		assertThat(run("status")).isZero();
		assertThat(run("migrate", "--dry-run")).isZero();
		assertThat(said()).contains("Nothing to do.");
		assertThat(run("rollback")).isEqualTo(2);
		assertThat(this.err.toString()).contains("Roll back 002? No terminal to confirm on; pass --yes.");
		assertThat(said()).contains("Rolls back 002", "Drops column \"placed\" of \"public\".\"orders\" with 0 values");
		assertThat(run("rollback", "--dry-run")).isEqualTo(3);
		assertThat(said()).contains("Would roll back 002", "Drops column \"placed\"");
		assertThat(run("rollback", "--dry-run", "--format=json")).isEqualTo(3);
		assertThat(said()).contains("\"kind\": \"COLUMN_DROPPED\"", "\"count\": 0");
		assertThat(run("rollback", "--yes")).isZero();
		assertThat(said()).contains("Rolled back 1 migration: 002.");
		assertThat(run("rollback", "--target", "base", "-y", "--format=json")).isZero();
		assertThat(said()).contains("\"rolledBack\": [\n    \"001\"\n  ]");
		assertThat(run("history")).isZero();
		assertThat(said()).contains("Nothing is applied.");
		assertThat(run("history", "--runs")).isZero();
		assertThat(said()).contains("COMMAND").contains("rollback base").contains("SUCCEEDED");
	}

	@Test
	void failsWhereTheApplicationNeedsMoreThanTheRunCouldDo() {
		this.database.execute("create table orders (id int primary key); insert into orders values (1)");
		this.desired = "create table orders (id int primary key, age int not null); create table logs (id int);";
		assertThat(run("migrate")).isEqualTo(1);
		assertThat(said()).contains("is missing: column \"age\" of \"public\".\"orders\"",
				"Created 1 object (1 table: logs)");
		assertThat(this.err.toString()).containsOnlyOnce("Column \"age\" of \"public\".\"orders\" cannot be added")
			.contains("Give it a default");
		assertThat(run("migrate", "--format=json")).isEqualTo(1);
		assertThat(said()).contains("\"outcome\": \"INCOMPLETE\"", "\"errors\": [");
		assertThat(run("status")).isEqualTo(3);
	}

	@Test
	void statusIsOutOfSyncWhereOnlyAnIndexIsMissing() {
		this.desired = ORDERS + "create index by_note on orders (note);";
		assertThat(run("migrate")).isZero();
		assertThat(run("status")).isZero();
		this.database.execute("drop index by_note");
		assertThat(run("status")).isEqualTo(3);
		assertThat(said()).contains("The database lacks 1 expected object: index by_note on orders.");
	}

	@Test
	void tracesWhatWouldHappen() throws IOException {
		histories();
		assertThat(run("migrate", "--steps=1")).isZero();
		assertThat(run("migrate", "--dry-run=trace")).isEqualTo(3);
		assertThat(said()).contains("002_placed.sql").contains("orders: AccessExclusiveLock").contains("column placed");
		assertThat(run("migrate", "--dry-run=trace", "--format=json")).isEqualTo(3);
		assertThat(said()).contains("\"statements\": [");
		assertThat(this.database.query("select attname from pg_attribute where attname = 'placed'")).isEmpty();
	}

	@Test
	void writesScripts() throws IOException {
		histories();
		assertThat(run("migrate", "--sql")).isZero();
		assertThat(said()).contains("\\set ON_ERROR_STOP on", "create table orders", "002_placed.sql", "INSERT INTO");
		assertThat(run("migrate", "--sql", "--from", "001", "--target", "002")).isZero();
		assertThat(said()).contains("Applies 002.").doesNotContain("create table orders");
		assertThat(run("rollback", "--sql", "--from", "002", "--target", "base")).isZero();
		assertThat(said()).contains("Undoes 002, 001.", "drop table orders");
		assertThat(run("migrate", "--sql", "--format", "json")).isEqualTo(2);
		assertThat(this.database.query("select 1 from pg_class where relname in ('migrations', 'orders')")).isEmpty();
	}

	@Test
	void backsUpWhereItIsAskedTo() throws IOException {
		histories();
		assertThat(run("migrate")).isZero();
		assertThat(this.backedUp).isEmpty();
		assertThat(run("rollback", "--yes", "--backup")).isZero();
		assertThat(this.err.toString()).contains("Backed up to the shelf.");
		assertThat(run("migrate", "--backup=elsewhere")).isZero();
		assertThat(this.backedUp).containsExactly("rolling back 1 migration", "applying 1 migration");
		assertThat(run("history", "--runs", "--format", "json")).isZero();
	}

	@Test
	void squashes() throws IOException {
		histories();
		assertThat(run("squash", "002", "-m", "orders")).isEqualTo(2);
		assertThat(this.err.toString()).contains("Fold 001, 002 into one file").contains("--yes");
		assertThat(run("squash", "002", "-m", "orders", "--yes")).isZero();
		assertThat(said()).contains("002_orders.sql").contains("deleted 2 files");
		assertThat(run("migrate")).isZero();
		assertThat(said()).contains("Applied 1 migration: 002.");
		assertThat(run("squash", "002", "-m", "again", "--yes")).isZero();
		assertThat(said()).contains("nothing to fold");
	}

	@Test
	void showsMigrations() throws IOException {
		histories();
		assertThat(run("heads")).isZero();
		assertThat(said()).contains("002").doesNotContain("001");
		assertThat(run("show", "001")).isZero();
		assertThat(said()).contains("001_orders.sql").contains("create table orders").contains("drop table orders");
		assertThat(run("show", "999")).isEqualTo(1);
		assertThat(this.err.toString()).contains("999");
		assertThat(run("validate-environment")).isZero();
	}

	@Test
	void settlesHistories() throws IOException {
		histories();
		this.database.execute(ORDERS);
		assertThat(run("baseline", "001")).isZero();
		assertThat(run("migrate")).isZero();
		assertThat(said()).contains("Applied 1 migration: 002.");
		file("001_orders.sql", "-- migrate:up\n" + ORDERS + " -- really\n-- migrate:down\ndrop table orders;\n");
		assertThat(run("migrate")).isEqualTo(1);
		assertThat(this.err.toString()).contains("repair");
		assertThat(run("repair", "--yes")).isZero();
		assertThat(said()).contains("Accepted 001.");
		assertThat(run("stamp", "base", "--yes")).isZero();
		assertThat(said()).contains("Marked 2 migrations as not applied, without running them: 002, 001.");
		assertThat(run("history")).isZero();
		assertThat(said()).contains("Nothing is applied.");
	}

	@Test
	void writesDownWhatIsThereBeforeThereAreMigrations() throws IOException {
		this.database.execute(ORDERS);
		this.desired = ORDERS.replace(";", "; alter table orders add placed date;");
		assertThat(run("generate", "-m", "placed")).isZero();
		assertThat(said()).contains("_baseline.sql is a baseline: where everything that it makes is in place");
		assertThat(run("check")).isZero();
		assertThat(run("migrate", "--dry-run")).isEqualTo(3);
		assertThat(said()).contains("Would mark as applied, since everything that it makes is in place: ",
				"Would apply ");
		assertThat(run("migrate")).isZero();
		assertThat(said()).contains("Applied 1 migration: ", "Marked 1 migration as applied, without running it: ");
		assertThat(run("status")).isZero();
	}

	@Test
	void tellsWhatWasChangedByHandBesideFilesAlone() throws IOException {
		histories();
		this.desired = "";
		assertThat(run("migrate")).isZero();
		assertThat(run("check")).isZero();
		this.database.execute("alter table orders drop column placed");
		for (String command : List.of("status", "check")) {
			assertThat(run(command)).isEqualTo(3);
			assertThat(said())
				.contains("Column \"placed\" of \"public\".\"orders\" is missing: it was changed outside");
		}
		assertThat(run("migrate")).isZero();
		assertThat(said()).contains("Nothing to do. 1 difference was left alone.", "Column \"placed\"");
	}

	@Test
	void generatesFromWhatIsAskedFor() throws IOException {
		histories();
		this.desired = "create table orders (id int primary key, note text, placed date, status text not null default 'new');";
		assertThat(run("check")).isEqualTo(3);
		assertThat(said()).contains("status");
		assertThat(run("generate", "-m", "Add status to orders")).isZero();
		Path file = this.directory.resolve("003_add_status_to_orders.sql");
		assertThat(said()).contains("Wrote " + file);
		assertThat(file).content()
			.contains("-- description: Add status to orders\n-- depends: 002\n")
			.contains("ADD COLUMN status")
			.containsSubsequence("-- migrate:down", "DROP COLUMN status");
		assertThat(run("check")).isZero();
		assertThat(said()).contains("All is well.");
		assertThat(run("generate", "--empty", "-m", "rows", "--directory", this.directory + "/other")).isZero();
		assertThat(this.directory.resolve("other/004_rows.sql"))
			.hasContent("-- description: rows\n-- depends: 003\n\n-- migrate:up\n\n\n-- migrate:down\n\n");
		Files.delete(this.directory.resolve("other/004_rows.sql"));
		Files.delete(this.directory.resolve("other"));
		assertThat(run("generate", "-m", "again")).isZero();
		assertThat(said()).contains("Nothing to do");
		assertThat(run("migrate")).isZero();
		assertThat(run("rollback", "--yes")).isZero();
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).hasSize(3);
		}
	}

	@Test
	void findsWaysDownThatDoNotRestore() throws IOException {
		file("1_orders.sql", "-- migrate:up\n" + ORDERS
				+ "create index by_note on orders (note);\n-- migrate:down\ndrop index by_note;\n");
		assertThat(run("check")).isEqualTo(3);
		assertThat(said()).contains("The way down of 1 (").contains("table orders");
	}

	@Test
	void looksAtMigrationsInADatabaseThatIsLent() throws IOException {
		histories();
		try (TestDatabase lent = TestServer.get().createDatabase()) {
			assertThat(run("check", "--dev-url", lent.url())).isZero();
			assertThat(run("docs", "--dev-url=" + lent.url())).isZero();
			assertThat(said()).contains("orders");
			assertThat(lent.query("select count(*) from pg_class where relname = 'orders'")).containsExactly("0");
			lent.execute("create table orders (id int)");
			assertThat(run("generate", "-m", "x", "--dev-url", lent.url())).isEqualTo(1);
			assertThat(this.err.toString()).contains("is not empty", "table public.orders");
		}
		assertThat(run("check", "--dev-url", "jdbc:mysql://u:secret@h/d?password=secret")).isEqualTo(2);
		assertThat(this.err.toString()).contains("--dev-url", "jdbc:postgresql://").doesNotContain("secret");
	}

	@Test
	void describesMigrationsAndSchema() throws IOException {
		histories();
		file("003_lines.sql", """
				-- depends: 001
				-- description: Lines | of orders
				-- migrate:up
				create table lines (id int primary key, order_id int references orders, price numeric(10, 2));
				""");
		assertThat(run("docs")).isZero();
		assertThat(said()).containsSubsequence("graph TD", "m0[\"001 orders\"]", "m0 --> m2",
				"| 003 | lines | 001 | no | Lines \\| of orders |", "erDiagram", "\"lines\" {", "integer id PK",
				"integer order_id FK \"nullable\"", "numeric price \"numeric(10,2), nullable\"",
				"\"lines\" }o--o| \"orders\" : \"order_id\"");
	}

	@Test
	void joinsHeads() throws IOException {
		histories();
		file("003_other.sql", "-- depends: 001\n-- migrate:up\n-- migrate:down\n");
		assertThat(run("merge", "-m", "join")).isZero();
		assertThat(this.directory.resolve("004_join.sql")).content().contains("-- depends: 002, 003");
		assertThat(run("heads")).isZero();
		assertThat(said()).contains("004").doesNotContain("003");
	}

	@Test
	void takesTargetsThatMakeSense() throws IOException {
		histories();
		for (String[] wrong : new String[][] { { "migrate", "--target", "-1" }, { "migrate", "--target=base" },
				{ "migrate", "--target", "+0" }, { "migrate", "--steps", "0" }, { "migrate", "--steps", "-1" },
				{ "migrate", "--target", "" }, { "rollback", "--target", "+1" }, { "rollback", "--target", "head" },
				{ "rollback", "--only", "1", "--steps", "1" }, { "stamp", "+1", "--yes" },
				{ "migrate", "--sql", "--from", "+1" } }) {
			assertThat(run(wrong)).as(String.join(" ", wrong)).isEqualTo(2);
			assertThat(this.err.toString()).doesNotContain("should not happen");
		}
		file("003_other.sql", "-- depends: 001\n-- migrate:up\nselect 1;\n-- migrate:down\nselect 1;\n");
		assertThat(run("migrate", "--target", "+1")).isZero();
		assertThat(said()).contains("Applied 1 migration: 001.");
		assertThat(run("migrate", "--only", "003")).isZero();
		assertThat(said()).contains("Applied 1 migration: 003.");
		assertThat(run("migrate", "--target", "003")).isZero();
		assertThat(said()).contains("Applied 1 migration: 002.");
		assertThat(run("rollback", "--target", "-1", "--yes")).isZero();
		assertThat(said()).contains("Rolled back 1 migration: 003.");
		assertThat(run("rollback", "--only", "001", "--yes", "--format=json")).isZero();
		assertThat(said()).startsWith("{").contains("\"rolledBack\": [\n    \"002\",\n    \"001\"\n  ]");
		assertThat(run("migrate", "--target", "9")).isEqualTo(1);
		assertThat(this.err.toString()).contains("There is no migration 9.");
	}

	@Test
	void joinsTheHeadsThatAreNamed() throws IOException {
		histories();
		file("003_other.sql", "-- depends: 001\n-- migrate:up\n-- migrate:down\n");
		file("004_third.sql", "-- depends: 001\n-- migrate:up\n-- migrate:down\n");
		assertThat(run("merge", "003", "002", "-m", "two")).isZero();
		assertThat(this.directory.resolve("005_two.sql")).content().contains("-- depends: 003, 002");
		assertThat(run("merge", "heads")).isZero();
		assertThat(this.directory.resolve("006_merge_heads.sql")).content().contains("-- depends: 004, 005");
		assertThat(run("merge", "9", "002")).isEqualTo(1);
		assertThat(run("merge", "heads")).isZero();
		assertThat(said()).contains("There is nothing to join.");
	}

	@Test
	void answersProgramsInAStableForm() throws IOException {
		histories();
		assertThat(run("status", "--format=json")).isEqualTo(3);
		assertThat(said()).contains("\"state\": \"PENDING\"", "\"head\": true", "\"head\": false");
		assertThat(run("validate-environment", "--format=json")).isZero();
		assertThat(said()).containsSubsequence("errors", "warnings");
		assertThat(run("generate", "--help")).isZero();
		assertThat(said()).contains("${description}", "${depends}", "${up}", "${down}").doesNotContain("null");
	}

	@Test
	void completesUnderTheNameOfTheApplication() throws Exception {
		assertThat(run("generate-completion", "--name", "app.jar")).isZero();
		assertThat(said()).contains("complete -F _complete_app.jar", "java");
		Path script = Files.writeString(this.directory.resolve("completion"), said());
		assertThat(completed(script, "app.jar", "migration", "rol")).contains("rollback");
		assertThat(completed(script, "java", "-jar", "target/app.jar", "migration", "rollback", "--on"))
			.contains("--only");
		assertThat(completed(script, "java", "-jar", "other.jar", "migration", "rol")).isEmpty();
		assertThat(GenerateCompletion.started("/srv/app/orders-1.0.jar migration status")).isEqualTo("orders-1.0.jar");
		assertThat(GenerateCompletion.started("io.automigrate.Main migration")).isEmpty();
	}

	/** What bash would offer for the last word. */
	private static List<String> completed(Path script, String... words) throws Exception {
		String function = words[0].equals("java") ? "_complete_java_jar" : "_complete_app.jar";
		Process bash = new ProcessBuilder("bash", "-c", "source " + script + "; COMP_WORDS=(" + String.join(" ", words)
				+ "); COMP_CWORD=" + (words.length - 1) + "; " + function + "; printf '%s\\n' \"${COMPREPLY[@]}\"")
			.redirectErrorStream(true)
			.start();
		String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(bash.waitFor()).as(answer).isZero();
		return answer.lines().filter((line) -> !line.isBlank()).map(String::strip).toList();
	}

	@Test
	void drawsEveryName() throws IOException {
		file("001_names.sql",
				"""
						-- migrate:up
						create table "Order %""x" ("2fa" text unique, "a b" numeric(38,2) not null, ids int[], primary key ("2fa"));
						create table one (id int primary key references one, parent text unique references "Order %""x",
							must text not null references "Order %""x", at timestamp(3) with time zone);
						""");
		assertThat(run("docs")).isZero();
		assertThat(said()).contains("\"Order _'x\" {", "text _2fa PK \"2fa\"", "integer id PK, FK",
				"text parent FK, UK \"nullable\"", "numeric a_b \"a b, numeric(38,2)\"",
				"integer ids \"integer[], nullable\"", "timestamp at \"timestamp(3) with time zone, nullable\"",
				"\"one\" |o--o| \"Order _'x\" : \"parent\"", "\"one\" }o--|| \"Order _'x\" : \"must\"",
				"\"one\" |o--|| \"one\" : \"id\"");
	}

	@Test
	void tellsLocksFromFailures() throws IOException, java.sql.SQLException {
		file("1_bad.sql", "-- migrate:up\nselect nonsense;\n");
		assertThat(run("migrate")).isEqualTo(1);
		assertThat(this.err.toString()).contains("1_bad.sql, line 2").contains("nonsense").doesNotContain("\tat ");
		assertThat(run("migrate", "--nonsense")).isEqualTo(2);
		assertThat(run("migrate", "--steps", "1", "--target", "1")).isEqualTo(2);
		assertThat(run("nonsense")).isEqualTo(2);
		assertThat(run("--help")).isZero();
		assertThat(said()).contains("rollback").contains("validate-environment").contains("generate-completion");
		assertThat(run("rollback", "--help")).isZero();
		assertThat(said()).contains("--steps").contains("Exit codes:");
	}

	private void histories() throws IOException {
		file("001_orders.sql", "-- migrate:up\n" + ORDERS + "\n-- migrate:down\ndrop table orders;\n");
		file("002_placed.sql",
				"-- depends: 001\n-- migrate:up\nalter table orders add placed date;\n-- migrate:down\nalter table orders drop placed;\n");
		this.desired = "create table orders (id int primary key, note text, placed date);";
	}

	private void file(String name, String text) throws IOException {
		Files.writeString(this.directory.resolve(name), text);
	}

	private int run(String... arguments) {
		this.out.getBuffer().setLength(0);
		this.err.getBuffer().setLength(0);
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.scripts("file:" + this.directory)
			.source(() -> SchemaSource.ddl("entities", this.desired).scripts())
			.detailedLog(false)
			.backup((request) -> {
				this.backedUp.add(request.reason());
				return "the shelf";
			}, BackupPolicy.NEVER, Duration.ofMinutes(1))
			.build();
		return MigrationCommands.run(new ApplicationMigrations(() -> Map.of("dataSource", migrator), this.directory),
				new PrintWriter(this.out, true), new PrintWriter(this.err, true), arguments);
	}

	private String said() {
		return this.out.toString();
	}

}
