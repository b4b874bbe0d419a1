package io.automigrate.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.automigrate.versioned.MigrationFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiquibaseProject}, with Liquibase's library and without it.
 */
class LiquibaseProjectTests {

	@TempDir
	private Path folder = Path.of("");

	@Test
	void readsFilesOfSqlAlikeWithTheLibraryAndWithoutIt() throws IOException {
		file("master.xml",
				"""
						<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
								xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
								xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
							<include file="a.sql" author="x" created="2020" relativeToChangelogFile="true"/>
							<include file="more.yaml" context="prod" relativeToChangelogFile="true"/>
						</databaseChangeLog>
						""");
		file("more.yaml", """
				databaseChangeLog:
				- include: {file: b.sql, relativeToChangelogFile: true, contextFilter: not test, labels: shop}
				- include: {file: c.sql, relativeToChangelogFile: true, ignore: true}
				- include: {file: no.sql, relativeToChangelogFile: true, errorIfMissing: false}
				""");
		file("a.sql", "create table a (id int);\n");
		file("b.sql", """
				--liquibase formatted sql
				--changeset me:first context:!demo
				create table b (id int);
				--rollback drop table b;
				""");
		file("c.sql", "create nonsense;");
		ForeignProject without = read(List.of("prod"), false);
		ForeignProject with = read(List.of("prod"), true);
		assertThat(without.refusals()).isEmpty();
		assertThat(with.refusals()).isEmpty();
		assertThat(without.files()).extracting(MigrationFile::name).containsExactly("0001_a.sql", "0002_first.sql");
		assertThat(with.files()).isEqualTo(without.files());
		assertThat(with.leftOut()).isEqualTo(without.leftOut());
		assertThat(read(List.of("demo"), true).files()).hasSameSizeAs(read(List.of("demo"), false).files());
		assertThat(read(null, false).refusals()).singleElement()
			.asString()
			.contains("b.sql, line 2: changeset me:first",
					"it is for the context \"((prod) and (not test)) and (!demo)\"");
	}

	@Test
	void tellsThatTheLibraryIsMissing() throws IOException {
		file("master.xml", "<databaseChangeLog>\n<changeSet id='1' author='a'/></databaseChangeLog>");
		assertThat(read(List.of(), false).refusals()).singleElement()
			.asString()
			.contains("master.xml, line 2: without Liquibase only include and includeAll are read, and not changeSet",
					"Put liquibase-core on the class path");
	}

	@Test
	void tellsOnceWhatIsMissingInManyPlaces() throws IOException {
		StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
		for (int i = 0; i < 5; i++) {
			text.append("--changeset a:").append(i).append("\nselect '${x}', ${y};\n");
		}
		file("master.xml",
				"<databaseChangeLog><include file='a.sql' relativeToChangelogFile='true'/></databaseChangeLog>");
		file("a.sql", text.toString());
		assertThat(read(List.of(), false).refusals()).hasSize(2)
			.first()
			.asString()
			.containsSubsequence("a.sql, line 3; ", "a.sql, line 5; ",
					"a.sql, line 7 and 2 more places: the placeholder ${x} has no value");
	}

	private ForeignProject read(@Nullable List<String> contexts, boolean library) {
		ForeignProject project = LiquibaseProject
			.read(new AdoptionRequest(MigrationTool.LIQUIBASE, List.of(this.folder.resolve("master.xml").toString()),
					null, Map.of(), false, contexts, null, false, "", Map.of()), library);
		return Objects.requireNonNull(project);
	}

	private void file(String name, String text) throws IOException {
		Files.writeString(this.folder.resolve(name), text);
	}

}
