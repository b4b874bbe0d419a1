package io.automigrate.sql;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the splitting of {@link SqlScript scripts}.
 */
class SqlScriptTests {

	@Test
	void splitsAtSemicolons() {
		assertThat(texts("create table a (); create table b ();;\n ;")).containsExactly("create table a ()",
				"create table b ()");
	}

	@Test
	void keepsSemicolonsInLiteralsNamesCommentsAndDollarQuotes() {
		assertThat(texts("""
				comment on table a is 'x;''y'; create table "b;c" (); /* one; /* two; */ */ -- three;
				do $body$ begin; $a$ end; $a$ $body$; select E'it\\'s; here'""")).containsExactly(
				"comment on table a is 'x;''y'", "create table \"b;c\" ()", "do $body$ begin; $a$ end; $a$ $body$",
				"select E'it\\'s; here'");
	}

	@Test
	void goesOnAfterBodyOfAtomicFunction() {
		assertThat(texts("""
				create function f() returns int language sql begin atomic
					select case when true then 1 else 2 end; select 2; end;
				create table after_it ();""")).hasSize(2).last().isEqualTo("create table after_it ()");
	}

	@Test
	void keepsActionsOfRuleTogether() {
		assertThat(texts("create rule r as on insert to a do also (delete from b; delete from c); select 1"))
			.hasSize(2);
	}

	@Test
	void countsLines() {
		List<SqlStatement> statements = new SqlScript("f.sql",
				"\uFEFF-- é\r\n\r\ncreate table a\r\n();\r\n\r\n/* x\n */ create table b ()")
			.statements();
		assertThat(statements).extracting(SqlStatement::line).containsExactly(3, 7);
		assertThat(statements).extracting(SqlStatement::column).containsExactly(1, 5);
	}

	@Test
	void leavesOutWhatDumpsTellPsql() {
		assertThat(texts("\\restrict abc\ncreate table a ();\n\\unrestrict abc\n"))
			.containsExactly("create table a ()");
		assertThat(texts("\\connect other\nselect 1;")).containsExactly("\\connect other", "select 1");
	}

	@Test
	void findsNamesThatAreTooLong() {
		String long63 = "a".repeat(63);
		assertThat(overlong("create table " + long63 + " ()")).isNull();
		assertThat(overlong("create table " + long63 + "b ()")).isNotNull();
		assertThat(overlong("create table \"" + "é".repeat(32) + "\" ()")).isEqualTo("é".repeat(32));
		assertThat(overlong("comment on table a is '" + long63 + "bcd'")).isNull();
		assertThat(overlong("do $$ " + long63 + "bcd $$")).isNull();
		assertThat(overlong("/* " + long63 + "bcd */ select 1")).isNull();
	}

	private static @org.jspecify.annotations.Nullable String overlong(String sql) {
		return new SqlScript("test", sql).statements().get(0).overlongName();
	}

	private static List<String> texts(String sql) {
		return new SqlScript("test", sql).statements().stream().map(SqlStatement::text).toList();
	}

}
