package io.automigrate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.automigrate.SchemaMigrator;
import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.benchmarks.Turns.Measurement;
import io.automigrate.report.MigrationReport;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import org.slf4j.LoggerFactory;

/**
 * What the comparison costs for 1,000 tables, as ratios of two things that are measured
 * by turns, and how much memory it takes for up to 10,000. Ends with 1 where an aim is
 * missed by more than the machine's noise excuses.
 */
public final class ComparisonBenchmark {

	private static final int TABLES = 1_000;

	/** How far beyond an aim a measurement may be on a machine that does other things. */
	private static final double MARGIN = 1.2;

	private static final String HEAP = "-Xmx512m";

	private static final List<Integer> SIZES = List.of(1_000, 2_500, 5_000, 10_000);

	/** The least that tells a schema of tables: the same rows as the library reads. */
	private static final String BARE = """
			SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
				pg_get_expr(d.adbin, d.adrelid)
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace;
			SELECT k.conrelid, k.conname, k.contype, pg_get_constraintdef(k.oid)
			FROM pg_constraint k
			WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.connamespace = 'public'::regnamespace;
			SELECT i.indrelid, c.relname, pg_get_indexdef(i.indexrelid)
			FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			WHERE c.relnamespace = 'public'::regnamespace
				AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))""";

	private final ComparisonServer server;

	private final List<String> missed = new ArrayList<>();

	private ComparisonBenchmark(ComparisonServer server) {
		this.server = server;
	}

	/**
	 * Measure and print.
	 * @param arguments the parts to measure: {@code reading}, {@code comparing},
	 * {@code creation}, {@code change}, {@code memory}; none for all
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String[] arguments) throws Exception {
		quiet();
		Set<String> parts = (arguments.length > 0) ? Set.of(arguments)
				: Set.of("reading", "comparing", "creation", "change", "memory");
		List<String> missed;
		try (ComparisonServer server = ComparisonServer.start()) {
			missed = new ComparisonBenchmark(server).run(parts);
		}
		missed.forEach((aim) -> System.out.println("missed: " + aim));
		System.exit(missed.isEmpty() ? 0 : 1);
	}

	static void quiet() {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
	}

	static SchemaMigrator.Builder migrator(DataSource dataSource, SchemaSource source) {
		return SchemaMigrator.builder(dataSource)
			.source(source)
			.policy(ChangePolicy.ALTER)
			.timeout(Duration.ofMinutes(10))
			.detailedLog(false);
	}

	private List<String> run(Set<String> parts) throws Exception {
		System.out.printf(Locale.ROOT, "%n%,d tables; medians; missed if more than %.0f %% beyond the aim%n%n", TABLES,
				100 * (MARGIN - 1));
		System.out.println("| | measured | beside | ratio | aim |");
		System.out.println("|---|---:|---:|---:|---:|");
		if (parts.contains("reading")) {
			reading();
		}
		if (parts.contains("comparing")) {
			comparing();
		}
		if (parts.contains("creation")) {
			creation();
		}
		if (parts.contains("change")) {
			change();
		}
		if (parts.contains("memory")) {
			memory();
		}
		return this.missed;
	}

	private void reading() throws Exception {
		String database = filled();
		try (Connection connection = reader(database)) {
			Turns turns = Turns.of(30, 31, () -> Turns.millis(() -> read(connection)),
					() -> Turns.millis(() -> bare(connection)));
			report("reading one side / the bare queries of the catalogs", turns, 1.5);
		}
		this.server.dropDatabase(database);
	}

	private void comparing() throws Exception {
		String one = filled();
		String other = this.server.createDatabase();
		ComparisonServer.execute(this.server.dataSource(other), GeneratedSchema.ddl(TABLES, 1));
		try (Connection ofOne = reader(one); Connection ofOther = reader(other)) {
			Schema from = read(ofOne);
			Schema to = read(ofOther);
			int changes = SchemaDiff.between(from, to).size();
			if (changes != 1) {
				throw new IllegalStateException("One column more, but " + changes + " changes");
			}
			Turns turns = Turns.of(10, 31, () -> Turns.millis(() -> SchemaDiff.between(from, to)),
					() -> Turns.millis(() -> bare(ofOne)));
			row("comparing two sides that are read / the same queries", turns, "50 ms");
			check("comparing in ms", turns.first(), 50);
		}
		this.server.dropDatabase(one);
		this.server.dropDatabase(other);
	}

	private void creation() throws Exception {
		String ddl = GeneratedSchema.ddl(TABLES, 0);
		report("a fresh creation / the same DDL as one script",
				Turns.of(1, 7, () -> inNewDatabase((dataSource) -> migrate(dataSource, ddl)),
						() -> inNewDatabase((dataSource) -> ComparisonServer.execute(dataSource, ddl))),
				1.15);
	}

	private void change() throws Exception {
		String database = filled();
		DataSource dataSource = this.server.dataSource(database);
		String scratch = "BEGIN; CREATE SCHEMA scratch; SET LOCAL search_path = scratch;\n"
				+ GeneratedSchema.ddl(TABLES, 0) + "ROLLBACK";
		AtomicInteger columns = new AtomicInteger();
		Measurement base = () -> tidily(dataSource, () -> ComparisonServer.execute(dataSource, scratch));
		report("a column more, planned and applied / the scratch creation", Turns.of(1, 7, () -> {
			String ddl = GeneratedSchema.ddl(TABLES, columns.incrementAndGet());
			return tidily(dataSource, () -> migrate(dataSource, ddl));
		}, base), 2);
		row("the same in two calls, the plan reviewed between", Turns.of(0, 5, () -> {
			SchemaMigrator migrator = migrator(dataSource,
					SchemaSource.ddl("generated.sql", GeneratedSchema.ddl(TABLES, columns.incrementAndGet())))
				.build();
			return tidily(dataSource, () -> migrator.migrate(migrator.plan().hash()).orThrow());
		}, base), "");
		this.server.dropDatabase(database);
	}

	private void memory() throws Exception {
		System.out.println();
		System.out.println("| tables | peak of the heap | of it, for a table | planned | created |");
		System.out.println("|---:|---:|---:|---:|---:|");
		List<Double> perTable = new ArrayList<>();
		for (int tables : SIZES) {
			String[] answer = child(tables);
			if (answer.length == 0) {
				this.missed.add(tables + " tables do not finish with " + HEAP);
				continue;
			}
			double bytes = Double.parseDouble(answer[0]);
			perTable.add(bytes / tables);
			System.out.printf(Locale.ROOT, "| %,d | %.0f MB | %.1f kB | %s ms | %s ms |%n", tables, bytes / 1e6,
					bytes / tables / 1e3, answer[1], answer[2]);
		}
		if (perTable.size() > 1) {
			check("growth of the heap for a table, from the smallest to the largest schema",
					perTable.get(perTable.size() - 1) / perTable.get(0), 1);
		}
	}

	private String[] child(int tables) throws IOException, InterruptedException, SQLException {
		String database = this.server.createDatabase();
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", HEAP, "-XX:+UseSerialGC",
				"-cp", System.getProperty("java.class.path"), ComparisonMemory.class.getName(),
				this.server.url(database), Integer.toString(tables))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int exit = process.waitFor();
		if (exit != 0) {
			// What it was about may still be going on in the server.
			System.err.println("Ended with " + exit + "\n" + output);
			return new String[0];
		}
		this.server.dropDatabase(database);
		return output.lines()
			.filter((line) -> line.startsWith(ComparisonMemory.PREFIX))
			.map((line) -> line.substring(ComparisonMemory.PREFIX.length()).split(" ", -1))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(output));
	}

	private void report(String what, Turns turns, double aim) {
		row(what, turns, String.format(Locale.ROOT, "%.2f", aim));
		check(what, turns.ratio(), aim);
	}

	private static void row(String what, Turns turns, String aim) {
		System.out.printf(Locale.ROOT, "| %s | %.1f ms | %.1f ms | %.2f | %s |%n", what, turns.first(), turns.second(),
				turns.ratio(), aim);
	}

	private void check(String what, double measured, double aim) {
		if (measured > aim * MARGIN) {
			this.missed.add(String.format(Locale.ROOT, "%s: %.2f, the aim is %.2f", what, measured, aim));
		}
	}

	/** A database that has the tables, with statistics as a database in use has them. */
	private String filled() throws SQLException {
		String database = this.server.createDatabase();
		ComparisonServer.execute(this.server.dataSource(database), GeneratedSchema.ddl(TABLES, 0));
		ComparisonServer.execute(this.server.dataSource(database), "VACUUM ANALYZE");
		return database;
	}

	private double inNewDatabase(DatabaseWork work) throws Exception {
		String database = this.server.createDatabase();
		DataSource dataSource = this.server.dataSource(database);
		double millis = Turns.millis(() -> work.run(dataSource));
		this.server.dropDatabase(database);
		return millis;
	}

	/** Without what the turns before have left behind in the catalogs. */
	private static double tidily(DataSource dataSource, Turns.Work work) throws Exception {
		ComparisonServer.execute(dataSource, "VACUUM ANALYZE");
		return Turns.millis(work);
	}

	private static void migrate(DataSource dataSource, String ddl) {
		MigrationReport report = migrator(dataSource, SchemaSource.ddl("generated.sql", ddl)).build().migrate();
		report.orThrow();
		if (report.created().isEmpty()) {
			throw new IllegalStateException("Nothing was changed");
		}
	}

	private Connection reader(String database) throws SQLException {
		Connection connection = this.server.dataSource(database).getConnection();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET search_path = ''");
		}
		return connection;
	}

	private static Schema read(Connection connection) throws SQLException {
		return CatalogReader.read(connection, List.of("public"), NameMapping.NONE);
	}

	/** Have every value in hand, as text, and make nothing of it. */
	private static int bare(Connection connection) throws SQLException {
		int length = 0;
		try (Statement statement = connection.createStatement()) {
			boolean more = statement.execute(BARE);
			while (more) {
				try (ResultSet rows = statement.getResultSet()) {
					int columns = rows.getMetaData().getColumnCount();
					while (rows.next()) {
						for (int i = 1; i <= columns; i++) {
							String value = rows.getString(i);
							length += (value != null) ? value.length() : 0;
						}
					}
				}
				more = statement.getMoreResults();
			}
		}
		return length;
	}

	private interface DatabaseWork {

		void run(DataSource dataSource) throws Exception;

	}

}
