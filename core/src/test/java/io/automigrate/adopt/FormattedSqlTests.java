package io.automigrate.adopt;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FormattedSql} and what reads parts of it.
 */
class FormattedSqlTests {

	private final Findings refusals = new Findings();

	private final Placeholders properties = new Placeholders(Map.of("given", "1"), true, this.refusals);

	@Test
	void readsChangeSets() {
		List<ChangeSet> changeSets = read("""
				-- liquibase formatted sql logicalFilePath:db/orders.sql
				--property name:type value:text
				--property name:type value:clob dbms:oracle
				--property name:given value:2
				--ignoreLines:2
				--changeset a:not-me
				nonsense;

				-- changeset "Al B":"first one" runInTransaction:false context:"a, b" logicalFilePath:other.sql
				--comment: What it is for
				--validCheckSum: 8:abc
				--preconditions onFail:HALT
				create table a (note ${type}, "${given}" int);
				--ignoreLines:start
				nonsense;
				--ignoreLines:end
				--rollback drop table a;
				--rollback select 1;

				--changeset b:2
				select 2;
				/* liquibase rollback
				select 3;
				select 4; */
				select 5;
				""");
		assertThat(changeSets).hasSize(2);
		ChangeSet first = changeSets.get(0);
		assertThat(first.author()).isEqualTo("Al B");
		assertThat(first.id()).isEqualTo("first one");
		assertThat(first.path()).isEqualTo("other.sql");
		assertThat(first.line()).isEqualTo(9);
		assertThat(first.comment()).isEqualTo("What it is for");
		assertThat(first.findings().losses()).containsExactly("its preconditions");
		assertThat(first.attribute("runInTransaction")).isEqualTo("false");
		assertThat(first.attribute("context")).isEqualTo("a, b");
		assertThat(this.properties.replace("x", 1, first.sql()).strip())
			.isEqualTo("create table a (note text, \"1\" int);");
		assertThat(first.rollback()).isEqualTo("drop table a;\nselect 1;\n");
		assertThat(changeSets.get(1).path()).isEqualTo("db/orders.sql");
		assertThat(changeSets.get(1).sql()).isEqualTo("select 2;\nselect 5;\n\n");
		assertThat(changeSets.get(1).rollback()).isEqualTo("select 3;\nselect 4; \n");
	}

	@Test
	void takesAPlainFileForOneChangeSet() {
		List<ChangeSet> changeSets = read("select 1;\n");
		assertThat(changeSets).hasSize(1);
		assertThat(changeSets.get(0).author()).isEqualTo("includeAll");
		assertThat(changeSets.get(0).id()).isNull();
		assertThat(changeSets.get(0).sql()).isEqualTo("select 1;\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			prod                         | true
			PROD                         | true
			test                         | false
			!test                        | true
			not prod                     | false
			test, prod                   | true
			test or prod                 | true
			test and prod                | false
			prod and !test               | true
			!(test or prod)              | false
			(test or prod) and not other | true
			!(test and prod) and demo    | false
			""")
	void evaluatesContexts(String expression, boolean matches) {
		assertThat(ContextExpression.matches(expression, List.of("prod"))).isEqualTo(matches);
		assertThat(ContextExpression.matches(expression, List.of())).isTrue();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", delimiter = '|', textBlock = """
			null                | true
			postgresql          | true
			h2, postgresql      | true
			h2                  | false
			!h2                 | true
			!postgresql         | false
			all                 | true
			none                | false
			""")
	void knowsItsDatabase(String names, boolean included) {
		assertThat(DatabaseNames.includePostgres(names)).isEqualTo(included);
	}

	@Test
	void replacesDelimitersAtTheEndOfLines() {
		assertThat(new EndDelimiter("@@").replaced("select '@@'\n@@\nselect 1 -- @@\n@@ \n"))
			.isEqualTo("select '@@'\n;\nselect 1 -- @@\n; \n");
		assertThat(new EndDelimiter("/").replaced("select 4 / 2,\n1 /\n2\n/\n"))
			.isEqualTo("select 4 / 2,\n1 /\n2\n;\n");
		assertThat(new EndDelimiter("//").replaced("do $$ begin\n//\n; end $$ //"))
			.isEqualTo("do $$ begin\n//\n; end $$ ;");
		assertThat(new EndDelimiter("\\nGO").replaced("select 1\ngo\nselect 2")).isEqualTo("select 1\n;\nselect 2");
		assertThat(new EndDelimiter(";").replaced("select 1;")).isEqualTo("select 1;");
	}

	private List<ChangeSet> read(String text) {
		return new FormattedSql(new Included(new SourceFile("db/a.sql", text), Map.of()), this.properties).read();
	}

}
