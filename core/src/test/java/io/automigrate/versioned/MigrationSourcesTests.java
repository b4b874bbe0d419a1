package io.automigrate.versioned;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import io.automigrate.error.InvalidMigrationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where files of migrations are found.
 */
class MigrationSourcesTests {

	private final Path path;

	MigrationSourcesTests(@TempDir Path path) {
		this.path = path;
	}

	private static List<String> origins(String... locations) {
		return new MigrationSources(List.of(locations), List.of()).load()
			.graph()
			.migrations()
			.stream()
			.map(Migration::origin)
			.toList();
	}

	@Test
	void findsFoldersFilesAndPatterns() {
		MigrationFolder folder = new MigrationFolder(this.path).write("2_b.sql", "-- migrate:up\n")
			.write("10_c.sql", "-- migrate:up\n")
			.write("notes.txt", "");
		assertThat(origins(folder.location(), folder.location() + "/", folder.location() + "/*.sql"))
			.containsExactly(this.path + "/2_b.sql", this.path + "/10_c.sql");
		assertThat(origins(folder.location() + "/10*.sql")).hasSize(1);
		assertThat(origins("classpath:no/such/folder", "file:/no/such/folder", "no/such/folder")).isEmpty();
	}

	@Test
	void refusesWhatIsNotUtf8() throws IOException {
		Files.write(this.path.resolve("1_a.sql"),
				"-- migrate:up\nselect 'M\u00fcller';".getBytes(StandardCharsets.ISO_8859_1));
		for (String location : List.of("file:" + this.path, "file:" + this.path + "/*.sql")) {
			assertThatExceptionOfType(InvalidMigrationException.class)
				.isThrownBy(() -> new MigrationSources(List.of(location), List.of()).load())
				.withMessageContaining("1_a.sql")
				.withMessageContaining("byte 0xFC in line 2");
		}
	}

	@Test
	void findsFilesOnceInVolumesOfKubernetes() throws IOException {
		Path real = Files.createDirectories(this.path.resolve("..2026_11_21"));
		Files.writeString(real.resolve("1_a.sql"), "-- migrate:up\n");
		Files.createSymbolicLink(this.path.resolve("..data"), Path.of("..2026_11_21"));
		Files.createSymbolicLink(this.path.resolve("1_a.sql"), Path.of("..data/1_a.sql"));
		assertThat(origins("file:" + this.path)).containsExactly(this.path + "/1_a.sql");
	}

	@Test
	void findsFilesInArchivesAndFoldersOfTheClassPath() throws IOException {
		Path jar = this.path.resolve("migrations.jar");
		try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out)) {
			entries.putNextEntry(new JarEntry("db/migrations/"));
			entries.putNextEntry(new JarEntry("db/migrations/1_a.sql"));
			entries.write("-- migrate:up\nselect 'é';".getBytes(StandardCharsets.UTF_8));
		}
		Files.createDirectories(this.path.resolve("classes/db/migrations/more"));
		Files.writeString(this.path.resolve("classes/db/migrations/more/2_b.sql"), "-- migrate:up\n");
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(
				new URL[] { jar.toUri().toURL(), this.path.resolve("classes/").toUri().toURL() }, before)) {
			Thread.currentThread().setContextClassLoader(loader);
			assertThat(origins("classpath:db/migrations")).containsExactly("db/migrations/1_a.sql",
					"db/migrations/more/2_b.sql");
			assertThat(origins("db/migrations")).hasSize(2);
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

}
