package io.automigrate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.automigrate.error.RowsInTheWayException;
import io.automigrate.error.PlanChangedException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.HazardCode;
import io.automigrate.plan.LockMode;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.Reversal;
import io.automigrate.plan.ReverseStep;
import io.automigrate.plan.TableSize;
import io.automigrate.plan.TransactionMode;
import io.automigrate.report.MigrationReport;
import io.automigrate.schema.ObjectName;
import io.automigrate.source.SchemaSide;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.Identifier;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A plan as a document: as a script that psql runs, for programs, and for people.
 */
class PlanDocumentIntegrationTests {

	/** A name that does harm wherever it is taken for more than a name. */
	private static final String EVIL = "evil\n;drop table owners;--\r\\!x\n\\q\u2028*/'x\"y $$:USER";

	private static final String EVIL_NAME = Identifier.quote(EVIL);

	/** What psql answers where a statement of a file fails. */
	private static final int STOPPED = 3;

	private static final String BEFORE = """
			create type mood as enum ('sad', 'ok');
			create table owners (id bigint primary key, name text, old_total int);
			create table pets (id bigint primary key, owner bigint, name text, mood mood default 'ok',
				weight numeric(10,2), %1$s text);
			create table kept (%1$s int default 1);
			create view %1$s as select id from kept cross join owners;
			create aggregate %1$s (int) (sfunc = int4pl, stype = int4, initcond = '0');
			insert into owners select n, 'owner ' || n, n from generate_series(1, 100) n;
			insert into pets select n, n, 'pet ' || n, 'ok', n / 4.0, 'text' from generate_series(1, 100) n;
			""".formatted(EVIL_NAME);

	private static final String AFTER = """
			create type mood as enum ('sad', 'ok', 'great');
			create table owners (id bigint primary key, name text);
			create table pets (id bigint primary key, owner bigint constraint pets_owner references owners,
				name text not null, mood mood default 'great', weight int,
				tags int[] default (array[1, 2, 3])[1:2],
				constraint %2$s check (name <> '-- */ \\ ''quoted'' $$ :USER' and name <> E'two\\nlines; drop table owners; --'));
			create table visits (id bigint generated always as identity primary key, pet bigint not null references pets);
			create table %3$s (%1$s bigint primary key, "plain" text default E'a\\n; \\\\q b');
			create index pets_name on pets (lower(name) desc) where name <> E'\\\\q\\n--';
			create index %4$s on pets (owner);
			create function greet(name text) returns text language plpgsql as $body$
			begin
				-- ; \\! false /* it's "fine"
				return E'it''s; \\\\ $$' || name || ' :USER ' || '--';
			end
			$body$;
			create function twice(a int) returns int language sql begin atomic select 1; select case when a > 0 then a * 2 end; end;
			create view happy as select id, name || '; -- :USER' as label from pets where mood = 'great';
			comment on table pets is E'one\\ntwo\\r\\n-- three */ /* \\\\ \\\\q ''\\n\\\\! false\\n" $$ $a$ :USER :''USER'' é \\u2028;';
			comment on column pets.name is '\\';
			"""
		.formatted(EVIL_NAME, Identifier.quote(EVIL + " check"), Identifier.quote(EVIL + " table"),
				Identifier.quote(EVIL + " index"));

	private static final String[] ALLOWED = { "DELETES_DATA:public.owners.old_total" };

	private final TestDatabase database = TestServer.get().createDatabase();

	private final Path directory;

	PlanDocumentIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MAX_VALUE })
	void psqlMakesOfTheScriptWhatAMigrationMakes(long onlineAbove) {
		this.database.execute(BEFORE);
		SchemaMigrator migrator = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(onlineAbove));
		MigrationPlan plan = migrator.plan();
		assertRich(plan);
		assertThat(psql(this.database, plan.sql()).message()).as(plan.sql()).isEmpty();
		assertThat(this.database.query("select count(*) from owners")).containsExactly("100");
		MigrationPlan second = migrator.plan();
		assertThat(second.steps()).as(second.sql()).isEmpty();
		assertThat(second.refused()).extracting(RefusedChange::object)
			.containsExactlyElementsOf(plan.refused().stream().map(RefusedChange::object).toList());
		try (TestDatabase migrated = TestServer.get().createDatabase()) {
			migrated.execute(BEFORE);
			SchemaMigrator other = migrator(migrated, AFTER, (builder) -> builder.onlineAbove(onlineAbove));
			assertThat(other.migrate(plan.hash()).orThrow().success()).isTrue();
			assertSame(this.database, migrated);
		}
	}

	/** What the test is worth: there is something of everything in the plan. */
	private static void assertRich(MigrationPlan plan) {
		assertThat(plan.refused()).extracting((refused) -> refused.object().path())
			.contains("public.pets.weight", "public.pets." + EVIL);
		assertThat(plan.unmanaged()).extracting((object) -> object.object().name().name()).contains("kept", EVIL);
		assertThat(plan.notCompared()).singleElement()
			.extracting((object) -> object.name())
			.asString()
			.contains("evil\n");
		String statements = String.join("\n", statements(plan));
		assertThat(statements).contains("ADD VALUE", "DROP COLUMN", "REFERENCES", "FUNCTION public.greet",
				"BEGIN ATOMIC", "COMMENT ON");
		assertThat(statements).containsPattern("SET NOT NULL|NOT NULL \"name\" NOT VALID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "standard_conforming_strings = off", "search_path = nowhere", "quote_all_identifiers = on",
			"escape_string_warning = on", "default_transaction_isolation = serializable", "client_encoding = latin1",
			"check_function_bodies = on", "lock_timeout = '1ms'", "statement_timeout = '100ms'" })
	void psqlRunsTheScriptWhateverTheDatabaseIsSetTo(String setting) {
		this.database.execute(BEFORE + "alter database " + this.database.name() + " set " + setting);
		SchemaMigrator migrator = migrator(this.database, AFTER,
				(builder) -> builder.onlineAbove(-1).schemas("public"));
		MigrationPlan plan = migrator.plan();
		Psql run = psql(this.database, plan.sql());
		assertThat(run.exit()).as(run.message()).isZero();
		assertThat(migrator.plan().steps()).as(migrator.plan().sql()).isEmpty();
	}

	@Test
	void psqlLeavesNothingOfATransactionWhoseStatementFails() {
		this.database.execute(BEFORE + "insert into pets (id) values (1000);");
		MigrationPlan plan = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(Long.MAX_VALUE)).plan();
		List<MigrationStep> steps = plan.steps();
		// The value of the enum is committed by itself, so that others can use it.
		assertThat(steps.get(0).mode()).isEqualTo(TransactionMode.OWN);
		assertThat(steps.subList(1, steps.size())).allMatch((step) -> step.mode() == TransactionMode.SHARED);
		Psql run = psql(this.database, plan.sql());
		assertThat(run.exit()).isEqualTo(STOPPED);
		assertThat(run.message()).contains("contains null values");
		try (TestDatabase untouched = TestServer.get().createDatabase()) {
			untouched.execute(BEFORE + "alter type mood add value 'great'");
			assertSame(this.database, untouched);
		}
	}

	@Test
	void migrationCompletesWhatPsqlHasBegun() {
		this.database.execute(BEFORE + "insert into pets (id) values (1000);");
		SchemaMigrator migrator = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(-1));
		MigrationPlan plan = migrator.plan();
		Psql run = psql(this.database, plan.sql());
		assertThat(run.exit()).isEqualTo(STOPPED);
		assertThat(run.message()).containsPattern("contains null values|is violated by some row");
		assertThat(migrator.migrate().failure()).isInstanceOf(RowsInTheWayException.class);
		this.database.execute("update pets set name = 'found' where id = 1000");
		migrator.migrate().orThrow();
		assertThat(migrator.plan().steps()).isEmpty();
		assertThat(OnlineChange.remains(this.database)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MAX_VALUE })
	void commentsTellLockHazardsAndReasonOfEachStep(long onlineAbove) {
		this.database.execute(BEFORE + "analyze");
		MigrationPlan plan = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(onlineAbove)).plan();
		String rest = plan.sql();
		assertThat(rest).startsWith("-- Plan " + plan.hash() + "\n").contains("psql -v ON_ERROR_STOP=1 -f");
		for (MigrationStep step : plan.steps()) {
			String code = String.join(";\n", step.statements()) + ";\n";
			assertThat(rest).contains(code);
			String before = rest.substring(0, rest.indexOf(code));
			String above = before.substring(before.lastIndexOf("\n\n") + 2);
			assertThat(above.lines()).as("above: %s", code).allMatch((line) -> line.startsWith("-- "));
			assertThat(above).containsIgnoringCase("-- " + inOneLine(step.title("public")) + "\n");
			if (step.reason() != null) {
				assertThat(above).contains("--   why: " + inOneLine(step.reason()) + "\n");
			}
			LockMode lock = step.lock();
			if (lock != null) {
				assertThat(above).contains("--   lock: " + lock + " on ").contains(lock.effect());
				step.lockedTables().forEach((table) -> assertThat(above).contains(inOneLine(table.display("public"))));
			}
			step.hazards()
				.forEach((hazard) -> assertThat(above).contains("--   hazard: " + inOneLine(hazard.toString()) + "\n"));
			rest = rest.substring(rest.indexOf(code) + code.length());
		}
		String end = rest;
		plan.refused().forEach((refused) -> {
			assertThat(end).contains("-- Refused: " + inOneLine(refused.message()) + "\n");
			refused.hazards()
				.forEach((hazard) -> assertThat(end).contains("--   " + inOneLine(hazard.toString()) + "\n"));
		});
		plan.unmanaged().forEach((object) -> assertThat(end).contains(inOneLine(object.display("public"))));
		plan.notCompared()
			.forEach((object) -> assertThat(end).contains(inOneLine(object.kind() + " " + object.name())));
		assertThat(end.lines().filter((line) -> !line.equals("COMMIT;")))
			.allMatch((line) -> line.isEmpty() || line.startsWith("-- "));
	}

	/** Everything that is not a statement of a step is a comment or of a known form. */
	@ParameterizedTest
	@ValueSource(strings = { "VALIDATE", "CREATE", "ALTER", "FULL" })
	void nothingInACommentLeavesIt(ChangePolicy policy) {
		this.database.execute(BEFORE + """
				comment on table pets is E'before\\n; drop table owners; --';
				alter table kept alter %1$s set default 2;
				""".formatted(EVIL_NAME));
		MigrationPlan plan = migrator(this.database, AFTER
				+ "create table kept (%s int default length(E'a\\n; drop table owners; --'));".formatted(EVIL_NAME),
				(builder) -> builder.policy(policy))
			.plan();
		String rest = plan.sql() + plan.reverseSql();
		for (String statement : Stream
			.concat(statements(plan).stream(),
					plan.reverse().stream().flatMap((step) -> step.step().statements().stream()))
			.toList()) {
			assertThat(rest).contains(statement + ";\n");
			int start = rest.indexOf(statement + ";\n");
			rest = rest.substring(0, start) + rest.substring(start + statement.length() + 2);
		}
		assertThat(rest.lines()).allMatch((line) -> line.isEmpty() || line.startsWith("-- ")
				|| line.matches("BEGIN;|COMMIT;|SET [^;']+('[^']*')?(; SET [^;']+('[^']*')?)*;"));
		Psql run = psql(this.database, plan.sql());
		assertThat(run.exit()).as(run.message()).isZero();
		assertThat(this.database.query("select count(*) from owners")).containsExactly("100");
	}

	@Test
	void isTheSameBytesWhenPlannedTwice() {
		this.database.execute(BEFORE);
		SchemaMigrator migrator = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(-1));
		MigrationPlan plan = migrator.plan();
		MigrationPlan again = migrator.plan();
		MigrationPlan elsewhere = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(-1)).plan();
		for (MigrationPlan other : List.of(again, elsewhere)) {
			assertThat(other.sql()).isEqualTo(plan.sql());
			assertThat(other.json()).isEqualTo(plan.json());
			assertThat(other.text()).isEqualTo(plan.text());
			assertThat(other.reverseSql()).isEqualTo(plan.reverseSql());
			assertThat(other.hash()).isEqualTo(plan.hash());
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MAX_VALUE })
	void jsonTellsAllThatThePlanKnows(long onlineAbove) {
		this.database.execute(BEFORE + "analyze");
		MigrationPlan plan = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(onlineAbove)).plan();
		assertRich(plan);
		JsonNode json = json(plan);
		assertThat(json.propertyNames()).containsExactly("format", "hash", "inStep", "steps", "refused", "unmanaged",
				"notCompared", "reverse");
		assertThat(json.get("format").intValue()).isEqualTo(1);
		assertThat(json.get("hash").stringValue()).isEqualTo(plan.hash());
		assertThat(json.get("inStep").booleanValue()).isFalse();
		assertEach(json.get("steps"), plan.steps(), PlanDocumentIntegrationTests::assertStep);
		assertEach(json.get("refused"), plan.refused(), (node, refused) -> {
			assertObject(node.get("object"), refused.object());
			assertThat(node.get("reason").stringValue()).isEqualTo(refused.reason());
			assertThat(node.get("wayOut").stringValue()).isEqualTo(refused.wayOut());
			assertEach(node.get("hazards"), refused.hazards(), PlanDocumentIntegrationTests::assertHazard);
		});
		assertEach(json.get("unmanaged"), plan.unmanaged(), (node, object) -> assertObject(node, object.object()));
		assertEach(json.get("notCompared"), plan.notCompared(), (node, object) -> {
			assertThat(node.get("kind").stringValue()).isEqualTo(object.kind());
			assertThat(node.get("name").stringValue()).isEqualTo(object.name());
		});
		assertThat(plan.reverse()).isNotEmpty();
		assertEach(json.get("reverse"), plan.reverse(), (node, reverse) -> {
			assertStep(node, reverse.step());
			assertThat(node.get("reversal").stringValue()).isEqualTo(reverse.reversal().name());
		});
	}

	private static void assertStep(JsonNode node, MigrationStep step) {
		assertObject(node.get("object"), step.object());
		assertThat(node.get("action").stringValue()).isEqualTo(step.action());
		assertThat(strings(node.get("statements"))).isEqualTo(step.statements());
		assertThat(node.get("transaction").stringValue()).isEqualTo(step.mode().name());
		assertThat(node.get("scans").booleanValue()).isEqualTo(step.scans());
		assertThat(string(node.get("lock"))).isEqualTo(Objects.toString(step.lock(), null));
		assertThat(strings(node.get("lockedTables")))
			.isEqualTo(step.lockedTables().stream().map((table) -> table.quoted()).toList());
		assertThat(string(node.get("reason"))).isEqualTo(step.reason());
		assertEach(node.get("hazards"), step.hazards(), PlanDocumentIntegrationTests::assertHazard);
	}

	private static void assertHazard(JsonNode node, Hazard hazard) {
		assertThat(node.get("code").stringValue()).isEqualTo(hazard.code().name());
		assertThat(node.get("object").stringValue()).isEqualTo(hazard.object().path());
		assertThat(node.get("text").stringValue()).isEqualTo(hazard.text());
		TableSize size = hazard.size();
		if (size == null) {
			assertThat(node.get("rows").isNull() && node.get("bytes").isNull()).isTrue();
		}
		else {
			assertThat(node.get("rows").longValue()).isEqualTo(size.rows());
			assertThat(node.get("bytes").longValue()).isEqualTo(size.bytes());
		}
		assertThat(string(node.get("consent"))).isEqualTo(hazard.code().needsConsent() ? hazard.consent() : null);
	}

	private static void assertObject(JsonNode node, ObjectName object) {
		assertThat(node.get("kind").stringValue()).isEqualTo(object.kind().label());
		assertThat(node.get("name").stringValue()).isEqualTo(object.path());
	}

	private static <T> void assertEach(JsonNode nodes, List<T> expected, BiConsumer<JsonNode, T> each) {
		assertThat(nodes.size()).isEqualTo(expected.size());
		for (int i = 0; i < expected.size(); i++) {
			each.accept(nodes.get(i), expected.get(i));
		}
	}

	@Test
	void jsonGivesMeasuredFactsAndTheConsentThatIsNeeded() {
		this.database.execute(BEFORE + "analyze");
		JsonNode json = json(migrator(this.database, AFTER, UnaryOperator.identity()).plan());
		JsonNode dropped = StreamSupport.stream(json.get("steps").spliterator(), false)
			.filter((step) -> step.get("object").get("name").stringValue().equals("public.owners.old_total"))
			.findFirst()
			.orElseThrow();
		assertThat(dropped.get("change").get("type").stringValue()).isEqualTo("drop");
		JsonNode hazard = dropped.get("hazards").get(0);
		assertThat(hazard.get("code").stringValue()).isEqualTo(HazardCode.DELETES_DATA.name());
		assertThat(hazard.get("rows").longValue()).isEqualTo(100);
		assertThat(List.of(hazard.get("bytes").toString()))
			.isEqualTo(this.database.query("select pg_table_size('owners')"));
		assertThat(hazard.get("consent").stringValue()).isEqualTo(ALLOWED[0]);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MAX_VALUE })
	void textNamesEachStepInALine(long onlineAbove) {
		this.database.execute(BEFORE);
		MigrationPlan plan = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(onlineAbove)).plan();
		List<String> lines = List.of(plan.text().split("\n", -1));
		assertThat(lines.get(0)).contains(plan.hash(), plan.steps().size() + " steps",
				plan.refused().size() + " refused");
		assertThat(lines.get(lines.size() - 1)).isEmpty();
		List<String> expected = new ArrayList<>();
		plan.steps().forEach((step) -> expected.add(step.title("public")));
		plan.refused().forEach((refused) -> expected.add(refused.message()));
		plan.unmanaged().forEach((object) -> expected.add("left alone: " + object.display("public")));
		plan.notCompared().forEach((object) -> expected.add("not compared: " + object.kind() + " " + object.name()));
		List<String> rest = lines.subList(1, lines.size() - 1);
		assertThat(rest).hasSameSizeAs(expected);
		for (int i = 0; i < expected.size(); i++) {
			assertThat(rest.get(i)).contains(inOneLine(expected.get(i)));
		}
		for (int i = 0; i < plan.steps().size(); i++) {
			for (Hazard hazard : plan.steps().get(i).hazards()) {
				assertThat(rest.get(i)).contains(hazard.code().name());
			}
		}
	}

	@Test
	void keepsItsHashWhileTheTablesGrow() {
		this.database.execute(BEFORE + "analyze");
		SchemaMigrator migrator = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(-1));
		MigrationPlan plan = migrator.plan();
		this.database.execute(
				"insert into pets select n, 1, 'pet ' || n, 'ok', 1, '' from generate_series(1000, 9000) n; analyze");
		MigrationPlan grown = migrator.plan();
		assertThat(grown.json()).isNotEqualTo(plan.json());
		assertThat(grown.hash()).isEqualTo(plan.hash());
		assertThat(migrator.migrate(plan.hash()).success()).isTrue();
		assertThat(migrator.plan().isEmpty()).isTrue();
	}

	@Test
	void hasAnotherHashOnceAStatementDiffers() {
		this.database.execute(BEFORE);
		List<String> hashes = Stream
			.of(AFTER, AFTER.replace("'great'", "'better'"), AFTER.replace(" desc", " asc"),
					AFTER.replace(" check\"", " checked\""), AFTER.replace("one\\n", "one\\n\\n"),
					AFTER.replace("'--'", "'---'"), AFTER + "create sequence counter;")
			.map((source) -> migrator(this.database, source, UnaryOperator.identity()).plan().hash())
			.toList();
		assertThat(hashes).doesNotHaveDuplicates().allMatch((hash) -> hash.matches("[0-9a-f]{32}"));
		MigrationPlan online = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(-1)).plan();
		assertThat(hashes).doesNotContain(online.hash());
	}

	@Test
	void migrationCarriesOutThePlanWithTheHashAndNoOther() {
		this.database.execute(BEFORE);
		SchemaMigrator migrator = migrator(this.database, AFTER, (builder) -> builder.onlineAbove(-1));
		MigrationPlan plan = migrator.plan();
		this.database.execute("create index pets_name on pets (lower(name) desc)");
		List<String> before = catalog(this.database);
		MigrationReport report = migrator.migrate(plan.hash());
		assertThat(report.failure()).isInstanceOf(PlanChangedException.class);
		PlanChangedException failure = (PlanChangedException) Objects.requireNonNull(report.failure());
		assertThat(failure.expected()).isEqualTo(plan.hash());
		assertThat(failure.actual()).isEqualTo(migrator.plan().hash());
		assertThat(failure).hasMessageContaining("nothing was changed");
		assertThat(failure.wayOut()).isNotEmpty();
		assertThat(report.created()).isEmpty();
		assertThat(catalog(this.database)).isEqualTo(before);
		this.database.execute("drop index pets_name");
		assertThat(migrator.migrate(plan.hash()).orThrow().created()).isNotEmpty();
		assertThat(migrator.plan().isEmpty()).isTrue();
		assertThat(migrator.migrate(plan.hash()).failure()).isInstanceOf(PlanChangedException.class)
			.hasMessageContaining("there is nothing to do");
		assertThat(migrator.migrate(migrator.plan().hash()).success()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MAX_VALUE })
	void psqlRestoresTheSchemaByTheWayBackWhereNothingIsLost(long onlineAbove) {
		String before = """
				create type mood as enum ('sad', 'ok');
				create table owners (id bigint primary key, name text);
				create table pets (id bigint primary key, owner bigint, name text not null, code varchar(10), mood mood,
					constraint pets_code unique (code), constraint named check (name <> ''));
				create index pets_owner on pets (owner);
				create view names as select name from pets;
				create function greet(a text) returns text language sql return 'hello ' || a;
				comment on table pets is E'two\\nlines; drop table owners; --';
				create table %s (id int);
				""".formatted(EVIL_NAME);
		String after = """
				create type mood as enum ('sad', 'ok', 'great');
				create table owners (id bigint primary key, name text not null default 'x', constraint owners_name unique (name));
				create table pets (id bigint primary key, owner bigint references owners, name text, code varchar(20),
					mood mood default 'great', constraint named check (name <> E'\\n; drop table owners; --'));
				create index pets_owner on pets (owner, name);
				create index %1$s on pets (name);
				create view names as select name, code from pets;
				create view great as select id from pets where mood = 'great';
				create function greet(a text) returns text language sql return 'hi ' || a;
				create function bye() returns text language plpgsql as 'begin return 1; end';
				comment on table pets is 'one line';
				comment on column pets.name is E'\\n; drop table owners; --';
				create table %1$s (id int);
				"""
			.formatted(EVIL_NAME.replace("evil", "ev2"))
			.replace("create table " + EVIL_NAME.replace("evil", "ev2"), "create table " + EVIL_NAME);
		String rows = """
				insert into owners select n, 'owner ' || n from generate_series(1, 50) n;
				insert into pets select n, n, 'pet ' || n, n, 'ok' from generate_series(1, 50) n;
				""";
		this.database.execute(before + rows);
		SchemaMigrator migrator = migrator(this.database, after, (builder) -> builder.onlineAbove(onlineAbove));
		MigrationPlan plan = migrator.plan();
		assertThat(plan.refused()).isEmpty();
		assertThat(plan.reverse()).isNotEmpty().allMatch((step) -> step.reversal() == Reversal.LOSSLESS);
		migrator.migrate(plan.hash()).orThrow();
		assertThat(migrator.plan().inStep()).isTrue();
		Psql run = psql(this.database, plan.reverseSql());
		assertThat(run.exit()).as(run.message() + plan.reverseSql()).isZero();
		try (TestDatabase untouched = TestServer.get().createDatabase()) {
			untouched.execute(before + rows);
			assertSame(this.database, untouched);
			for (String table : List.of("owners", "pets")) {
				String query = "select t::text from " + table + " t order by id";
				assertThat(this.database.query(query)).isEqualTo(untouched.query(query));
			}
		}
		MigrationPlan again = migrator.plan();
		assertThat(again.hash()).as(again.sql()).isEqualTo(plan.hash());
	}

	@Test
	void wayBackMarksWhatItCannotGiveBack() {
		this.database.execute(BEFORE);
		SchemaMigrator migrator = migrator(this.database, AFTER, UnaryOperator.identity());
		MigrationPlan plan = migrator.plan();
		assertThat(plan.reverse()).extracting(ReverseStep::reversal)
			.contains(Reversal.LOSSLESS, Reversal.LOSSY, Reversal.IRREVERSIBLE);
		List<String> marks = plan.reverseSql()
			.lines()
			.filter((line) -> line.matches("-- .* \\[(lossless|lossy|irreversible)]"))
			.toList();
		assertThat(marks).hasSameSizeAs(plan.reverse());
		for (int i = 0; i < marks.size(); i++) {
			ReverseStep step = plan.reverse().get(i);
			assertThat(marks.get(i))
				.isEqualToIgnoringCase("-- " + inOneLine(step.step().title("public")) + " [" + step.reversal() + "]");
		}
		assertThat(marks).contains("-- Drop table visits [lossy]", "-- Drop index pets_name on pets [lossless]",
				"-- Create column old_total of owners [irreversible]");
		migrator.migrate().orThrow();
		Psql run = psql(this.database, plan.reverseSql());
		assertThat(run.exit()).as(run.message() + plan.reverseSql()).isZero();
		try (TestDatabase untouched = TestServer.get().createDatabase()) {
			untouched.execute(BEFORE);
			assertSame(this.database, untouched);
		}
		assertThat(this.database.query("select count(old_total) from owners")).containsExactly("0");
	}

	@Test
	void saysInEachFormThatThereIsNothingToDo() {
		SchemaMigrator migrator = migrator(this.database, "create table pets (id bigint)", UnaryOperator.identity());
		migrator.migrate().orThrow();
		MigrationPlan plan = migrator.plan();
		assertThat(plan.sql()).isEqualTo("-- Nothing to do.\n");
		assertThat(plan.text()).isEqualTo("Nothing to do.\n");
		assertThat(plan.reverseSql()).isEqualTo("-- Nothing to take back.\n");
		JsonNode json = json(plan);
		assertThat(json.get("inStep").booleanValue()).isTrue();
		assertThat(Stream.of("steps", "refused", "unmanaged", "notCompared", "reverse").map(json::get))
			.allMatch((list) -> list.isArray() && list.isEmpty());
		for (String script : List.of(plan.sql(), plan.reverseSql())) {
			assertThat(psql(this.database, script)).isEqualTo(new Psql(0, ""));
		}
	}

	@Test
	void tellsNothingToDoFromNothingAllowed() {
		this.database.execute("create table pets (id bigint)");
		MigrationPlan plan = migrator(this.database, "create table pets (id int)",
				(builder) -> builder.policy(ChangePolicy.CREATE))
			.plan();
		assertThat(plan.isEmpty()).isTrue();
		assertThat(plan.inStep()).isFalse();
		assertThat(json(plan).get("inStep").booleanValue()).isFalse();
		assertThat(plan.text()).doesNotContain("Nothing to do").contains("0 steps, 1 refused");
		assertThat(plan.sql()).contains("-- Refused: Column \"id\" of \"public\".\"pets\"");
	}

	private static SchemaMigrator migrator(TestDatabase database, String ddl,
			UnaryOperator<SchemaMigrator.Builder> settings) {
		return settings
			.apply(SchemaMigrator.builder(database.dataSource())
				.source(SchemaSource.ddl("test.sql", ddl))
				.policy(ChangePolicy.FULL)
				.allow(ALLOWED))
			.build();
	}

	private static List<String> statements(MigrationPlan plan) {
		return plan.steps().stream().flatMap((step) -> step.statements().stream()).toList();
	}

	private static String inOneLine(String text) {
		return text.replaceAll("\\R", " ");
	}

	/** As PostgreSQL reads it: it must take the text for JSON, and keep all of it. */
	private JsonNode json(MigrationPlan plan) {
		JsonMapper mapper = JsonMapper.shared();
		String kept = this.database.query("select " + Identifier.literal(plan.json()) + "::jsonb").get(0);
		JsonNode json = mapper.readTree(plan.json());
		assertThat(mapper.readTree(kept)).isEqualTo(json);
		return json;
	}

	private static List<String> strings(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).map(JsonNode::stringValue).toList();
	}

	private static @Nullable String string(JsonNode node) {
		return node.isNull() ? null : node.stringValue();
	}

	/** Neither has anything that the other has not. */
	private static void assertSame(TestDatabase one, TestDatabase other) {
		for (List<TestDatabase> sides : List.of(List.of(one, other), List.of(other, one))) {
			MigrationPlan plan = SchemaComparison
				.between(SchemaSide.database(sides.get(0).dataSource()), SchemaSide.database(sides.get(1).dataSource()))
				.dropUnmanaged(true)
				.plan();
			assertThat(plan.steps()).as(plan.sql()).isEmpty();
			assertThat(plan.refused()).as(plan.sql()).isEmpty();
		}
	}

	/** Everything of which PostgreSQL notes that it was made, with when it was. */
	private static List<String> catalog(TestDatabase database) {
		return database
			.query("""
					select 'class ' || oid || ' ' || xmin || ' ' || relname from pg_class where relnamespace = 'public'::regnamespace
					union all select 'attribute ' || attrelid || ' ' || xmin || ' ' || attname from pg_attribute
						where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
					union all select 'constraint ' || oid || ' ' || xmin || ' ' || conname from pg_constraint
					union all select 'proc ' || oid || ' ' || xmin || ' ' || proname from pg_proc where oid >= 16384
					union all select 'enum ' || oid || ' ' || xmin || ' ' || enumlabel from pg_enum
					union all select 'comment ' || objoid || ' ' || xmin || ' ' || description from pg_description where objoid >= 16384
					union all select 'schema ' || oid || ' ' || xmin || ' ' || nspname from pg_namespace where oid >= 16384
					order by 1""");
	}

	/**
	 * How psql ended.
	 *
	 * @param exit its exit code
	 * @param message what it had to say
	 */
	private record Psql(int exit, String message) {

	}

	/** Run a script as its first lines tell to, but for what the user has set psql to. */
	private Psql psql(TestDatabase database, String script) {
		try {
			Path file = Files.writeString(this.directory.resolve("plan.sql"), script);
			List<String> command = List.of("psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f", file.toString(),
					"-h", database.server().host(), "-p", String.valueOf(database.server().port()), "-U",
					database.server().user(), "-d", database.name());
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			builder.environment().put("PGPASSWORD", database.server().password());
			File output = this.directory.resolve("output").toFile();
			Process psql = start(builder.redirectOutput(output));
			assertThat(psql.waitFor(60, TimeUnit.SECONDS)).isTrue();
			return new Psql(psql.exitValue(), Files.readString(output.toPath()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Process start(ProcessBuilder psql) {
		try {
			return psql.start();
		}
		catch (IOException ex) {
			assumeTrue(false, "psql is not on the PATH");
			throw new UncheckedIOException(ex);
		}
	}

}
