package io.automigrate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.SchemaComparison;
import io.automigrate.SchemaMigrator;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.source.SchemaSide;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.versioned.FlywayFormat;
import io.automigrate.versioned.MigrationFormat;
import io.automigrate.versioned.Tolerance;
import io.automigrate.versioned.VersionedMigration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that moves from another tool: its database, and the folder of its
 * migrations.
 */
final class AdoptedProject implements AutoCloseable {

	private static final String HISTORIES = "drop table if exists migrations, migration_runs, migration_journal, automigrate_state, flyway_schema_history, databasechangelog, databasechangeloglock";

	private static final String TABLES = "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind = 'r' and nspname = 'public' and not starts_with(relname, 'automigrate_')";

	private final TestDatabase database = TestServer.get().createDatabase();

	private final Path directory;

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final List<VersionedMigration> beans = new ArrayList<>();

	private Tolerance missing = Tolerance.REFUSE;

	private MigrationFormat format = MigrationFormat.OWN;

	private String location = "file:/no/such/folder";

	AdoptedProject() {
		try {
			this.directory = Files.createTempDirectory("migrations").resolve("db");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	DataSource dataSource() {
		return this.database.dataSource();
	}

	void execute(String sql) {
		this.database.execute(sql);
	}

	List<String> query(String sql) {
		return this.database.query(sql);
	}

	void bean(VersionedMigration bean) {
		this.beans.add(bean);
	}

	/** Let files of Flyway run as they are. */
	void flyway(Path folder, Map<String, String> placeholders) {
		this.format = new FlywayFormat(placeholders, true, null);
		this.location = "file:" + folder;
	}

	/** Read nothing but our own format again. */
	void own() {
		this.format = MigrationFormat.OWN;
		this.location = "file:/no/such/folder";
	}

	void missing(Tolerance missing) {
		this.missing = missing;
	}

	/**
	 * Run a command.
	 * @param code the exit code that it has to have
	 * @return what it said, errors included
	 */
	String run(int code, String... arguments) {
		int actual = run(this.database, arguments);
		assertThat(actual).as(said()).isEqualTo(code);
		return said();
	}

	private int run(TestDatabase database, String... arguments) {
		this.out.getBuffer().setLength(0);
		this.err.getBuffer().setLength(0);
		SchemaMigrator migrator = SchemaMigrator.builder(database.dataSource())
			.scripts("file:" + this.directory, this.location)
			.format(this.format)
			.migrations(this.beans)
			.missing(this.missing)
			.detailedLog(false)
			.build();
		return MigrationCommands.run(new ApplicationMigrations(() -> Map.of("dataSource", migrator), this.directory),
				new PrintWriter(this.out, true), new PrintWriter(this.err, true), arguments);
	}

	private String said() {
		return this.out.toString() + this.err;
	}

	/** The names of the written files, in order. */
	List<String> migrations() throws IOException {
		if (!Files.isDirectory(this.directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	String file(String name) throws IOException {
		return Files.readString(this.directory.resolve(name));
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * Migrate an empty database with what was written, and compare it with what the other
	 * tool has made.
	 * @return the differences in both directions
	 */
	List<String> differencesOnAnEmptyDatabase() {
		try (TestDatabase fresh = TestServer.get().createDatabase()) {
			if (run(fresh, "migrate") != 0) {
				return List.of(said());
			}
			fresh.execute(HISTORIES);
			this.database.execute(HISTORIES);
			List<String> differences = new ArrayList<>();
			differences.addAll(differences(this.database, fresh));
			differences.addAll(differences(fresh, this.database));
			differences.addAll(otherRows(fresh));
			return differences;
		}
	}

	private List<String> otherRows(TestDatabase fresh) {
		return this.database.query(TABLES).stream().filter((table) -> {
			String rows = "select md5(string_agg(t::text, ' ' order by t::text)) from " + table + " t";
			return !this.database.query(rows).equals(fresh.query(rows));
		}).map((table) -> "the rows of " + table).toList();
	}

	private static List<String> differences(TestDatabase from, TestDatabase to) {
		MigrationPlan plan = SchemaComparison
			.between(SchemaSide.database(from.dataSource()), SchemaSide.database(to.dataSource()))
			.dropUnmanaged(true)
			.plan();
		return plan.inStep() ? List.of() : plan.text().lines().toList();
	}

	@Override
	public void close() {
		this.database.close();
	}

}
