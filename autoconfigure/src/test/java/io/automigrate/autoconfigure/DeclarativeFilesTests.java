package io.automigrate.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.automigrate.sql.SqlScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeclarativeFiles}.
 */
class DeclarativeFilesTests {

	private final Path folder;

	DeclarativeFilesTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void sortsFilesOfPatternByName() throws IOException {
		write("b.sql", "c.sql", "a.sql", "notes.txt");
		assertThat(names("file:" + this.folder + "/*.sql")).containsExactly("a.sql", "b.sql", "c.sql");
	}

	@Test
	void keepsOrderOfLocationsAndTakesNoFileTwice() throws IOException {
		write("a.sql", "b.sql");
		assertThat(names("file:" + this.folder + "/b.sql", "file:" + this.folder + "/*.sql")).containsExactly("b.sql",
				"a.sql");
	}

	@Test
	void patternMayMatchNothing() {
		assertThat(names("classpath:no-such-folder/*.sql", "classpath*:no-such-folder/**/*.sql",
				"file:" + this.folder + "/none/*.sql", " "))
			.isEmpty();
	}

	@Test
	void findsFilesOnTheClassPath() {
		assertThat(names("classpath*:shop-d*.sql")).containsExactly("shop-data.sql");
	}

	@Test
	void refusesNamedFileThatIsMissing() {
		assertThatExceptionOfType(MigrationSetupException.class).isThrownBy(() -> names("classpath:schema/missing.sql"))
			.withMessageContainingAll("classpath:schema/missing.sql", "migration.schema.locations");
	}

	private void write(String... names) throws IOException {
		for (String name : names) {
			Files.writeString(this.folder.resolve(name), "create table x ();");
		}
	}

	private static List<String> names(String... locations) {
		DeclarativeFiles files = new DeclarativeFiles(List.of(locations), new DefaultResourceLoader());
		return files.source().scripts().stream().map(SqlScript::name).toList();
	}

}
