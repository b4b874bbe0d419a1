package io.automigrate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.benchmarks.Turns.Measurement;
import io.automigrate.report.MigrationReport;
import liquibase.Contexts;
import liquibase.GlobalConfiguration;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;

/**
 * What 1,000 small migrations take here and with Flyway and Liquibase: once all are
 * applied, and when all are pending. All three in one JVM, which is warm, by turns, each
 * on the same statements in files of its own format. Ends with 1 where an aim is missed.
 */
public final class VersionedBenchmark {

	private static final int MIGRATIONS = 1_000;

	private static final int CONNECTIONS = 4;

	private final ComparisonServer server;

	private final Path files;

	private final List<String> missed = new ArrayList<>();

	private VersionedBenchmark(ComparisonServer server, Path files) {
		this.server = server;
		this.files = files;
	}

	/**
	 * Measure and print.
	 * @param arguments the parts to measure: {@code nothing}, {@code pending}; none for
	 * all
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String[] arguments) throws Exception {
		ComparisonBenchmark.quiet();
		// Liquibase's own way to log.
		Logger.getLogger("").setLevel(Level.WARNING);
		Path files = Files.createTempDirectory("automigrate-benchmark");
		List<String> missed;
		try (ComparisonServer server = ComparisonServer.start()) {
			VersionedBenchmark benchmark = new VersionedBenchmark(server, files);
			benchmark.write();
			missed = Scope.child(
					Map.of(Scope.Attr.ui.name(), new LoggerUIService(), AnalyticsArgs.ENABLED.getKey(), false,
							GlobalConfiguration.SHOW_BANNER.getKey(), false),
					() -> benchmark.run((arguments.length > 0) ? Set.of(arguments) : Set.of("nothing", "pending")));
		}
		missed.forEach((aim) -> System.out.println("missed: " + aim));
		System.exit(missed.isEmpty() ? 0 : 1);
	}

	private void write() throws IOException {
		StringBuilder all = new StringBuilder("<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\""
				+ " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
				+ " xsi:schemaLocation=\"http://www.liquibase.org/xml/ns/dbchangelog"
				+ " http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd\">\n");
		for (int i = 0; i < MIGRATIONS; i++) {
			String number = String.format(Locale.ROOT, "%04d", i);
			String table = "t" + i / 10;
			String sql = (i % 10 == 0) ? "CREATE TABLE " + table + " (id bigint PRIMARY KEY, name text NOT NULL);\n"
					: "ALTER TABLE " + table + " ADD COLUMN c" + i % 10 + " varchar(100);\n";
			write("automigrate/" + number + "_change.sql", "-- migrate:up\n" + sql);
			write("flyway/V" + number + "__change.sql", sql);
			write("liquibase/" + number + "_change.sql",
					"--liquibase formatted sql\n--changeset benchmark:" + number + "\n" + sql);
			all.append("<include file=\"liquibase/").append(number).append("_change.sql\"/>\n");
		}
		write("changelog.xml", all.append("</databaseChangeLog>\n").toString());
	}

	private void write(String name, String text) throws IOException {
		Path path = this.files.resolve(name);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

	private List<String> run(Set<String> parts) throws Exception {
		System.out.printf(Locale.ROOT, "%n%,d migrations; medians%n%n", MIGRATIONS);
		System.out.println("| | here | beside | ratio | aim |");
		System.out.println("|---|---:|---:|---:|---:|");
		Tool flyway = this::flyway;
		Tool liquibase = this::liquibase;
		if (parts.contains("nothing")) {
			nothingToDo("Flyway", flyway);
			nothingToDo("Liquibase", liquibase);
		}
		if (parts.contains("pending")) {
			pending("Flyway", flyway);
			pending("Liquibase", liquibase);
		}
		return this.missed;
	}

	/** Databases of their own, connections that are open already. */
	private void nothingToDo(String name, Tool other) throws Exception {
		try (HikariDataSource own = pool(); HikariDataSource others = pool()) {
			migrate(own);
			other.migrate(others);
			report("a start with nothing to do, and " + name + "'s", Turns.of(80, 31,
					() -> Turns.millis(() -> migrate(own)), () -> Turns.millis(() -> other.migrate(others))), 1.0 / 5);
		}
	}

	private void pending(String name, Tool other) throws Exception {
		report("all pending, and with " + name, Turns.of(5, 11, inNewDatabase(this::migrate), inNewDatabase(other)),
				1.0 / 2);
	}

	private Measurement inNewDatabase(Tool tool) {
		return () -> {
			try (HikariDataSource pool = pool()) {
				return Turns.millis(() -> tool.migrate(pool));
			}
		};
	}

	private HikariDataSource pool() throws Exception {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(this.server.dataSource(this.server.createDatabase()));
		pool.setMaximumPoolSize(CONNECTIONS);
		List<Connection> open = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			open.add(pool.getConnection());
		}
		for (Connection connection : open) {
			connection.close();
		}
		return pool;
	}

	private void migrate(DataSource dataSource) {
		MigrationReport report = SchemaMigrator.builder(dataSource)
			.scripts("file:" + this.files.resolve("automigrate"))
			.detailedLog(false)
			.build()
			.migrate()
			.orThrow();
		if (!report.versioned().pending().isEmpty()) {
			throw new IllegalStateException("Not all were applied");
		}
	}

	private void flyway(DataSource dataSource) {
		Flyway.configure()
			.dataSource(dataSource)
			.locations("filesystem:" + this.files.resolve("flyway"))
			.load()
			.migrate();
	}

	private void liquibase(DataSource dataSource) throws Exception {
		try (Connection connection = dataSource.getConnection();
				Liquibase liquibase = new Liquibase("changelog.xml", new DirectoryResourceAccessor(this.files),
						DatabaseFactory.getInstance()
							.findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
			liquibase.update(new Contexts());
		}
	}

	private void report(String what, Turns turns, double aim) {
		System.out.printf(Locale.ROOT, "| %s | %.1f ms | %.1f ms | %.2f | %.2f |%n", what, turns.first(),
				turns.second(), turns.ratio(), aim);
		if (turns.ratio() > aim) {
			this.missed.add(String.format(Locale.ROOT, "%s: %.2f, the aim is %.2f", what, turns.ratio(), aim));
		}
	}

	/** Brings a database up to date. */
	@FunctionalInterface
	private interface Tool {

		void migrate(DataSource dataSource) throws Exception;

	}

}
