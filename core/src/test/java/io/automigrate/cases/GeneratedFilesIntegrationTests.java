package io.automigrate.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.GeneratedMigration;
import io.automigrate.SchemaMigrator;
import io.automigrate.history.RunOrigin;
import io.automigrate.production.Thorough;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.versioned.MigrationTarget;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever {@code generate} writes for the cases can be run, taken back and run again.
 * Each build tries every tenth case, a thorough one all.
 */
class GeneratedFilesIntegrationTests {

	private static final int MAJOR = Integer.getInteger("postgres.major", 17);

	private static final int SAMPLE = 10;

	/** A part of the names of cases, all of which are tried then. */
	private static final String CHOSEN = System.getProperty("case", "");

	/**
	 * A sequence that its column has left counts as unmanaged and stays in the way of the
	 * identity's; a detachment that waits is nothing that a migration can leave behind.
	 */
	private static final Set<String> OPEN = Set.of("columns/serial-to-identity", "other-kinds/owner-refused",
			"partitioned-tables/detach-pending", "partitioned-tables/detach-pending-taken-back");

	private static final RunOrigin ORIGIN = RunOrigin.command("test");

	@TempDir
	private Path folder;

	private int count;

	@TestFactory
	Stream<DynamicTest> sample() throws IOException {
		List<SchemaCase> cases = cases();
		return cases.stream()
			.filter((example) -> !CHOSEN.isEmpty() || cases.indexOf(example) % SAMPLE == 0)
			.map(this::test);
	}

	@TestFactory
	@Thorough
	Stream<DynamicTest> all() throws IOException {
		return cases().stream().map(this::test);
	}

	private static List<SchemaCase> cases() throws IOException {
		for (String role : List.of("case_reader", "case_writer")) {
			TestServer.get()
				.execute("do $$ begin create role " + role + "; exception when duplicate_object then null; end $$");
		}
		try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "cases"))) {
			List<SchemaCase> cases = new ArrayList<>();
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				SchemaCase example = SchemaCase.read(file);
				if (example.minMajor() <= MAJOR && !example.sections().containsKey("fails")
						&& example.name().contains(CHOSEN) && !OPEN.contains(example.name())) {
					cases.add(example);
				}
			}
			return cases;
		}
	}

	private DynamicTest test(SchemaCase example) {
		return DynamicTest.dynamicTest(example.name(), () -> tryOut(example));
	}

	private void tryOut(SchemaCase example) throws IOException {
		Path migrations = Files.createDirectory(this.folder.resolve("case" + this.count++));
		// Without rows, which may be in the way of what a file cannot know.
		write(migrations, "001_from.sql",
				"-- migrate:up\n" + example.from().replaceAll("(?m)^insert into .*;$", "") + "\n;\n");
		try (TestDatabase lent = TestServer.get().createDatabase();
				TestDatabase used = TestServer.get().createDatabase()) {
			SchemaMigrator generating = migrator(lent, migrations, example);
			GeneratedMigration generated = generating.generator().generate("to");
			generated.files().forEach((file) -> write(migrations, file.name(), file.text()));
			if (generated.refused().isEmpty() && !example.sections().containsKey("unmanaged")) {
				assertThat(migrator(lent, migrations, example).generator().generate("more").files())
					.as("left to do after %s", generated.files())
					.isEmpty();
			}
			SchemaMigrator migrator = migrator(used, migrations, example);
			for (int i = 0; i < 2; i++) {
				migrator.versioned().migrate(ORIGIN, MigrationTarget.LATEST).orThrow();
				if (generated.files().isEmpty() || irreversible(migrator)) {
					return;
				}
				migrator.versioned().rollback(ORIGIN, MigrationTarget.version("001")).orThrow();
			}
		}
	}

	private static boolean irreversible(SchemaMigrator migrator) {
		return migrator.versioned().graph().migrations().stream().skip(1).anyMatch((each) -> each.down() == null);
	}

	private static SchemaMigrator migrator(TestDatabase database, Path migrations, SchemaCase example) {
		List<String> schemas = example.list("schemas");
		SchemaMigrator.Builder builder = SchemaMigrator.builder(database.dataSource())
			.scripts("file:" + migrations)
			.source(SchemaSource.ddl("to.sql", example.to()));
		return (schemas.isEmpty() ? builder : builder.schemas(schemas.toArray(String[]::new))).build();
	}

	private static void write(Path folder, String name, String text) {
		try {
			Files.writeString(folder.resolve(name), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
