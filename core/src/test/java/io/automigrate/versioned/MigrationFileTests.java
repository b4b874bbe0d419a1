package io.automigrate.versioned;

import java.util.List;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.sql.SqlStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a file of a migration says.
 */
class MigrationFileTests {

	private static final String UP = "-- migrate:up\ncreate table t ();\n";

	private static MigrationFile file(String name, String text) {
		return new MigrationFile(name, "db/migrations/" + name, text);
	}

	private static Migration parse(String text) {
		return file("001_first.sql", text).parse();
	}

	private static List<SqlStatement> statements(MigrationAction action) {
		return ((MigrationAction.Sql) action).statements();
	}

	private static void refuses(String text, String... words) {
		assertThatExceptionOfType(InvalidMigrationException.class).isThrownBy(() -> parse(text)).satisfies((ex) -> {
			assertThat(ex.getMessage()).contains("db/migrations/001_first.sql").contains(words);
			assertThat(ex.wayOut()).isNotEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "20240419_fix_report_date_constraint.sql, 20240419, fix_report_date_constraint",
			"006_add_new_column.sql, 006, add_new_column",
			"1a2b3c4d5e6f_create_initial_tables.sql, 1a2b3c4d5e6f, create_initial_tables", "1.2-rc_x.sql, 1.2-rc, x",
			"R__views.sql, R__views, views" })
	void takesVersionUpToTheFirstUnderscore(String name, String version, String title) {
		Migration migration = file(name, UP).parse();
		assertThat(migration.version()).isEqualTo(version);
		assertThat(migration.name()).isEqualTo(title);
	}

	@ParameterizedTest
	@ValueSource(strings = { "first.sql", "_first.sql", "001_.sql", "V1__first.sql", "0 1_first.sql", "R__.sql" })
	void refusesOtherNames(String name) {
		assertThatExceptionOfType(InvalidMigrationException.class).isThrownBy(() -> file(name, UP).parse())
			.withMessageContaining(name);
	}

	@Test
	void refusesAVersionThatTheHistoryHasNoRoomFor() {
		String longest = "1".repeat(Migration.LONGEST_VERSION);
		assertThat(file(longest + "_x.sql", UP).parse().version()).isEqualTo(longest);
		assertThatExceptionOfType(InvalidMigrationException.class)
			.isThrownBy(() -> file(longest + "1_x.sql", UP).parse());
	}

	@Test
	void readsHeaderAndSections() {
		Migration migration = parse("""
				-- Copyright: somebody; see https://example.org
				-- description: Add a column
				-- depends: 001, 004
				-- irreversible: data is gone

				-- migrate:up transaction:false
				create index concurrently i on t (a);

				-- migrate:down
				drop index i;
				""");
		assertThat(migration.description()).isEqualTo("Add a column");
		assertThat(migration.declaredDependencies()).containsExactly("001", "004");
		assertThat(migration.noWayBack()).isEqualTo("is marked irreversible (data is gone)");
		assertThat(migration.up().transactional()).isFalse();
		assertThat(migration.down()).satisfies((down) -> assertThat(down.transactional()).isTrue());
		assertThat(statements(migration.up())).singleElement().satisfies((statement) -> {
			assertThat(statement.line()).isEqualTo(7);
			assertThat(statement.script()).isEqualTo("db/migrations/001_first.sql");
		});
	}

	@ParameterizedTest
	@CsvSource({ "'-- depends:', 0", "'-- depends: none', 0", "'-- depends: 1,2', 2", "'-- Depends: 1 2', 2" })
	void readsWhatItDependsOn(String header, int count) {
		assertThat(parse(header + "\n" + UP).declaredDependencies()).hasSize(count);
	}

	@Test
	void dependsOnWhatIsSmallerIfItDoesNotSay() {
		assertThat(parse(UP).declaredDependencies()).isNull();
	}

	@Test
	void refusesWhatIsNoMigration() {
		refuses("create table t ();", "line 1", "a statement stands before");
		refuses("-- only a comment", "no section");
		refuses("", "no section");
		refuses("-- migrate:down\n-- migrate:up\n", "line 1", "comes before");
		refuses(UP + UP, "line 3", "second section");
		refuses(UP + "-- migrate:down\n-- migrate:down", "line 4", "second section");
		refuses("-- migrate:sideways\n", "line 1", "migrate:sideways");
		refuses("-- migrate:up transactoin:false\n", "line 1", "transactoin:false");
		refuses("-- author: me\n" + UP, "line 1", "\"author\"");
		refuses("\n-- dependencies: 001\n" + UP, "line 2", "\"dependencies\"");
		refuses("-- depends: 1\n-- depends: 2\n" + UP, "line 2", "second header");
		refuses("-- migrate:up\n-- depends: 1\nselect 1;", "line 2", "in a section");
	}

	@Test
	void takesEmptyWayDownForNoneUnlessThereIsNothingToUndo() {
		assertThat(parse(UP + "-- migrate:down\n\n-- later\n").noWayBack()).isEqualTo("has no way down");
		assertThat(parse("-- migrate:up\n-- migrate:down\n").noWayBack()).isNull();
	}

	@Test
	void takesWholeRepeatableFileForItsStatements() {
		Migration migration = file("R__views.sql", "-- All views\ncreate view v as select 1;").parse();
		assertThat(migration.repeatable()).isTrue();
		assertThat(statements(migration.up())).singleElement()
			.satisfies((statement) -> assertThat(statement.line()).isEqualTo(2));
		assertThatExceptionOfType(InvalidMigrationException.class)
			.isThrownBy(() -> file("R__views.sql", "select 1;\n-- migrate:down\nselect 2").parse());
	}

	@Test
	void takesLineEndsAndTrailingBlanksForTheSame() {
		String checksum = parse(UP + "select 1;").checksum();
		assertThat(parse("\uFEFF-- migrate:up  \r\ncreate table t ();\t\r\nselect 1;\r\n\r\n").checksum())
			.isEqualTo(checksum);
		assertThat(parse(UP + "select  1;").checksum()).isNotEqualTo(checksum);
		assertThat(parse("\uFEFF" + UP).up()).isEqualTo(parse(UP).up());
	}

	@Test
	void keepsDataOfCopy() {
		List<SqlStatement> statements = statements(parse("""
				-- migrate:up
				copy t (a, b) from stdin with (format text);
				1;	'x
				--	$$
				\\.
				select 1;
				""").up());
		assertThat(statements).hasSize(2);
		assertThat(statements.get(0).copyData()).isEqualTo("1;\t'x\n--\t$$\n");
		assertThat(statements.get(1).line()).isEqualTo(6);
	}

}
