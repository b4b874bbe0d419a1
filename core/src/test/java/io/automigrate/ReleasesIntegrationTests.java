package io.automigrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several releases of one application with one database: none undoes what a newer one has
 * made.
 */
class ReleasesIntegrationTests {

	private static final String OLD = """
			create table items (id int primary key, code varchar(20), n int not null default 1);
			create index items_code on items (code);""";

	private static final String NEW = """
			create table items (id bigint primary key, code varchar(50), n int, note text,
				constraint n_positive check (n > 0));
			create index items_note on items (note);""";

	private static final String SHAPE = """
			select attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || atthasdef
			from pg_attribute where attrelid = 'items'::regclass and attnum > 0 and not attisdropped
			union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
				where conrelid = 'items'::regclass and contype <> 'n'
			union all select indexrelid::regclass::text from pg_index where indrelid = 'items'::regclass order by 1""";

	private static final String[] CONSENTS = Stream.of("DELETES_DATA", "LOSES_PRECISION", "REWRITES_TABLE")
		.flatMap((code) -> Stream.of("items", "items.id", "items.code", "items.n", "items.note")
			.map((object) -> code + ":public." + object))
		.toArray(String[]::new);

	private final TestDatabase database = TestServer.get().createDatabase();

	@TempDir
	private Path directory = Path.of("");

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@ParameterizedTest
	@EnumSource(ChangePolicy.class)
	void anOlderReleaseChangesNothing(ChangePolicy policy) {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		List<String> newer = this.database.query(SHAPE);
		SchemaMigrator older = builder(OLD).policy(policy).dropUnmanaged(true).allow(CONSENTS).build();
		for (int start = 0; start < 2; start++) {
			MigrationReport report = older.migrate().orThrow();
			assertThat(report.message())
				.contains("The database belongs to the release of automigrate that migrated it");
			assertThat(report.created()).isEmpty();
			assertThat(report.differences()).isEmpty();
			assertThat(this.database.query(SHAPE)).isEqualTo(newer);
		}
		assertThat(older.status().healthy()).isTrue();
		assertThat(older.status().message()).contains("belongs to");
		assertThat(older.plan().isEmpty()).isTrue();
		assertThat(older.plan().refused()).isEmpty();
		assertThat(builder(OLD).policy(policy).build().status().healthy()).isTrue();
		MigrationReport again = consenting(NEW).migrate().orThrow();
		assertThat(again.message()).isEqualTo("Nothing to do.");
	}

	@Test
	void startsOfAnOlderReleaseAreShortOnceTheyHaveFoundAllInPlace() {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		migrator(OLD).migrate().orThrow();
		AtomicInteger sent = new AtomicInteger();
		SchemaMigrator counted = SchemaMigrator
			.builder(
					new HookedDataSource(this.database.dataSource(), (number, backend, what) -> sent.incrementAndGet()))
			.source(SchemaSource.ddl("test.sql", OLD))
			.policy(ChangePolicy.ALTER)
			.build();
		assertThat(counted.migrate().orThrow().message()).contains("belongs to");
		assertThat(sent.get()).isEqualTo(1);
	}

	@Test
	void anOlderReleaseSaysWhatItNeedsAndDoesNotFind() {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		this.database
			.execute("alter table items drop column n, drop column code; alter table items add column code date");
		SchemaMigrator older = migrator(OLD);
		MigrationReport report = older.migrate();
		assertThat(report.differences()).hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("Column \"n\" of \"public\".\"items\"", "allow-older"))
			.anySatisfy((line) -> assertThat(line).contains("Column \"code\" of \"public\".\"items\""));
		assertThat(older.status().missing()).containsExactlyInAnyOrder("column n of items", "column code of items");
		assertThat(older.status().healthy()).isFalse();
		assertThat(this.database
			.query("select attname from pg_attribute where attrelid = 'items'::regclass and attname = 'n'")).isEmpty();
	}

	@Test
	void aViewMayStandForATableThatWasRenamed() {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		this.database.execute("drop table items; create table things (id int primary key);"
				+ " create view items as select id, null::varchar(20) as code, 1 as n from things");
		assertThat(migrator(OLD).migrate().orThrow().message()).contains("belongs to");
		assertThat(migrator(OLD).status().healthy()).isTrue();
	}

	@Test
	void goesBackOnPurposeAndForwardAgain() {
		migrator(OLD).migrate().orThrow();
		List<String> old = this.database.query(SHAPE);
		consenting(NEW).migrate().orThrow();
		List<String> newer = this.database.query(SHAPE);
		migrator(OLD).migrate().orThrow();
		consentingBuilder(OLD).allowOlder(true).build().migrate().orThrow();
		assertThat(this.database.query(SHAPE)).isEqualTo(old);
		assertThat(migrator(OLD).migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(consenting(NEW).migrate().errors()).singleElement().asString().contains("belongs to", "\"note\"");
		assertThat(this.database.query(SHAPE)).isEqualTo(old);
		consenting(NEW).allowingOlder().migrate().orThrow();
		assertThat(this.database.query(SHAPE)).isEqualTo(newer);
	}

	@Test
	void aGreaterMarkGoesBackWithoutASetting() {
		release(OLD, "1.9").migrate().orThrow();
		List<String> old = this.database.query(SHAPE);
		release(NEW, "1.10").migrate().orThrow();
		assertThat(release(OLD, "1.9").migrate().orThrow().message())
			.contains("belongs to release 1.10 of automigrate");
		assertThat(release(OLD, "1.11").migrate().orThrow().message()).doesNotContain("belongs to");
		assertThat(this.database.query(SHAPE)).isEqualTo(old);
	}

	@Test
	void aReleaseThatNeverRanIsOlderByItsMark() {
		release(NEW, "2026-03-01T00:00:00Z").migrate().orThrow();
		List<String> newer = this.database.query(SHAPE);
		SchemaMigrator older = release(OLD.replace("note text", ""), "2026-02-01T00:00:00Z");
		assertThat(older.migrate().message()).contains("belongs to release 2026-03-01T00:00:00Z");
		assertThat(this.database.query(SHAPE)).isEqualTo(newer);
	}

	@Test
	void aSnapshotComesBeforeItsReleaseAndHashesTellNothing() {
		release(OLD, "2.0-SNAPSHOT").migrate().orThrow();
		assertThat(release(NEW, "2.0").migrate().orThrow().message()).doesNotContain("belongs to");
		TestDatabase other = TestServer.get().createDatabase();
		try (other) {
			for (String[] each : List.of(new String[] { OLD, "f00f" }, new String[] { NEW, "4961dcf" })) {
				SchemaMigrator migrator = SchemaMigrator.builder(other.dataSource())
					.source(SchemaSource.ddl("test.sql", each[0]))
					.policy(ChangePolicy.ALTER)
					.release(each[1])
					.build();
				assertThat(migrator.migrate().orThrow().message()).doesNotContain("belongs to");
			}
		}
	}

	@Test
	void policyAndSettingsDoNotMakeAnotherRelease() {
		builder(OLD).policy(ChangePolicy.CREATE).build().migrate().orThrow();
		builder(OLD).policy(ChangePolicy.FULL).build().migrate().orThrow();
		this.database.execute("drop index items_code");
		assertThat(builder(OLD).policy(ChangePolicy.CREATE).build().migrate().orThrow().created())
			.containsExactly("index items_code on items");
		assertThat(this.database.query("select count(*) from automigrate_desired")).containsExactly("1");
	}

	@Test
	void memoryOfAnotherDatabaseIsVoid() {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		this.database.execute("update automigrate_desired set database_oid = 1");
		assertThat(migrator(OLD).migrate().orThrow().message()).doesNotContain("belongs to");
		this.database.execute("update automigrate_desired set system_identifier = 1");
		assertThat(consenting(NEW).migrate().orThrow().message()).doesNotContain("belongs to");
	}

	@Test
	void aCopyGoesOnFromWhatWasReachedLast() {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		this.database.execute("update automigrate_desired set system_identifier = 1; truncate automigrate_state");
		List<String> newer = this.database.query(SHAPE);
		assertThat(consenting(NEW).migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(migrator(OLD).migrate().orThrow().message()).contains("belongs to");
		assertThat(this.database.query(SHAPE)).isEqualTo(newer);
	}

	@Test
	void anEmptiedDatabaseBelongsToNoRelease() {
		migrator(OLD).migrate().orThrow();
		consenting(NEW).migrate().orThrow();
		this.database.execute("drop table items");
		assertThat(migrator(OLD).migrate().orThrow().tablesCreated()).containsExactly("items");
	}

	@Test
	void applicationsAndUnitsDoNotJudgeEachOther() {
		for (String[] each : List.of(new String[] { "a", "" }, new String[] { "b", "" }, new String[] { "a", "x" },
				new String[] { "a", "" }, new String[] { "b", "" })) {
			SchemaMigrator migrator = builder("create table " + each[0] + each[1] + " (id int)").application(each[0])
				.unit(each[1])
				.build();
			assertThat(migrator.migrate().orThrow().message()).doesNotContain("belongs to");
			this.database.execute("alter table " + each[0] + each[1] + " drop column id");
			assertThat(migrator.migrate().orThrow().created()).hasSize(1);
		}
	}

	@Test
	void keepsTwentySchemas() {
		for (int i = 0; i < 23; i++) {
			migrator("create table items (id int, c" + i + " int)").migrate().orThrow();
		}
		assertThat(this.database.query("select count(*), min(reached), max(reached) from automigrate_desired"))
			.containsExactly("20");
		assertThat(this.database.query("select min(reached) || '-' || max(reached) from automigrate_desired"))
			.containsExactly("4-23");
		assertThat(this.database
			.query("select bool_and(schema is not null and octet_length(schema) < 2000 and format = 1"
					+ " and server_major = current_setting('server_version_num')::int / 10000"
					+ " and system_identifier = (select system_identifier from pg_control_system())) from automigrate_desired"))
			.containsExactly("t");
	}

	@Test
	void anOlderReleaseRunsNeitherNewNorRepeatableMigrations() throws IOException {
		Path old = Files.createDirectory(this.directory.resolve("old"));
		Files.writeString(old.resolve("001_items.sql"),
				"-- migrate:up\ncreate table items (id int primary key);\n-- migrate:down\ndrop table items;\n");
		Files.writeString(old.resolve("R__view.sql"), "create or replace view shown as select id from items;\n");
		Path newer = Files.createDirectory(this.directory.resolve("newer"));
		Files.copy(old.resolve("001_items.sql"), newer.resolve("001_items.sql"));
		Files.writeString(newer.resolve("002_note.sql"),
				"-- migrate:up\nalter table items add column note text;\n-- migrate:down\nalter table items drop column note;\n");
		Files.writeString(newer.resolve("R__view.sql"),
				"create or replace view shown as select id, note from items;\n");
		versioned(old, null).migrate().orThrow();
		versioned(newer, null).migrate().orThrow();
		List<String> history = this.database.query("select version || checksum from migrations order by id");
		for (String source : new String[] { null, "create table items (id int primary key)" }) {
			// another release than the two above, which never ran: only its mark is older
			SchemaMigrator older = versioned(old, source);
			if (source == null) {
				MigrationReport report = older.migrate().orThrow();
				assertThat(report.message()).contains("belongs to");
				assertThat(report.versioned().applied()).isEmpty();
				assertThat(older.status().healthy()).isTrue();
			}
			assertThat(this.database.query("select version || checksum from migrations order by id"))
				.isEqualTo(history);
		}
		assertThat(versioned(newer, null).migrate().orThrow().message()).isEqualTo("Nothing to do.");
	}

	private SchemaMigrator versioned(Path location, @Nullable String source) {
		SchemaMigrator.Builder builder = SchemaMigrator.builder(this.database.dataSource()).scripts("file:" + location);
		return ((source != null) ? builder.source(SchemaSource.ddl("test.sql", source)) : builder).build();
	}

	private SchemaMigrator release(String ddl, String mark) {
		return consentingBuilder(ddl).release(mark).build();
	}

	private SchemaMigrator consenting(String ddl) {
		return consentingBuilder(ddl).build();
	}

	private SchemaMigrator.Builder consentingBuilder(String ddl) {
		return builder(ddl).policy(ChangePolicy.FULL).allow(CONSENTS);
	}

	private SchemaMigrator migrator(String ddl) {
		return builder(ddl).policy(ChangePolicy.ALTER).build();
	}

	private SchemaMigrator.Builder builder(String ddl) {
		return SchemaMigrator.builder(this.database.dataSource()).source(SchemaSource.ddl("test.sql", ddl));
	}

}
