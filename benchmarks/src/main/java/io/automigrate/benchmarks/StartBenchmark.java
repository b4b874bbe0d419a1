package io.automigrate.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.tools.ToolProvider;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;

/**
 * What a second start of an application with 100 entities spends in this library, beside
 * what Hibernate takes to build its metadata. Every start is a JVM of its own, so nothing
 * is warm.
 */
public final class StartBenchmark {

	private static final int ENTITIES = 100;

	private static final int STARTS = 9;

	private StartBenchmark() {
	}

	public static void main(String[] arguments) throws Exception {
		Path entities = compileEntities();
		try (TestDatabase database = TestServer.get().createDatabase()) {
			System.out.printf(Locale.ROOT, "%d entities; each start is a new JVM%n", ENTITIES);
			System.out.println("first start:  " + start(database, entities));
			List<StartTimes> times = new ArrayList<>();
			for (int i = 0; i < STARTS; i++) {
				StartTimes time = start(database, entities);
				System.out.println("second start: " + time);
				times.add(time);
			}
			StartTimes median = StartTimes.median(times);
			System.out.println("median:       " + median);
			System.out.printf(Locale.ROOT, "of Hibernate's metadata: this library %.1f %%, with its DDL %.1f %%%n",
					100 * median.migrationMillis() / median.metadataMillis(),
					100 * (median.migrationMillis() + median.ddlMillis()) / median.metadataMillis());
		}
	}

	private static StartTimes start(TestDatabase database, Path entities) throws IOException, InterruptedException {
		// This module's classes last, so that its integrator is asked after ours.
		List<String> path = new ArrayList<>(
				Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
		String own = path.stream()
			.filter((entry) -> entry.replace('\\', '/').contains("benchmarks/target/classes"))
			.findFirst()
			.orElseThrow();
		path.remove(own);
		path.add(entities.toString());
		path.add(own);
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
				String.join(File.pathSeparator, path), BenchmarkedApplication.class.getName(),
				"--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + TestServer.get().user(),
				"--spring.datasource.password=" + TestServer.get().password())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
		return output.lines()
			.filter((line) -> line.startsWith(StartTimes.PREFIX))
			.map(StartTimes::parse)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(output));
	}

	private static Path compileEntities() throws IOException {
		Path directory = Files.createTempDirectory("automigrate-benchmark");
		List<String> files = new ArrayList<>();
		for (int i = 0; i < ENTITIES; i++) {
			Path file = directory.resolve("Entity" + i + ".java");
			Files.writeString(file, source(i));
			files.add(file.toString());
		}
		List<String> options = new ArrayList<>(
				List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
		options.addAll(files);
		int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
		if (failed != 0) {
			throw new IllegalStateException("The entities do not compile");
		}
		return directory;
	}

	private static String source(int i) {
		String fields = Arrays
			.asList("String name", "String code", "Integer amount", "java.math.BigDecimal price",
					"java.time.Instant createdAt", "java.time.LocalDate day", "Boolean active", "java.util.UUID token")
			.stream()
			.map((field) -> "\tpublic " + field + ";\n")
			.collect(Collectors.joining());
		String parent = (i == 0) ? "" : "\t@ManyToOne(fetch = FetchType.LAZY) public Entity" + (i - 1) + " parent;\n";
		return """
				package generated;
				import jakarta.persistence.*;
				@Entity
				@Table(name = "entity_%1$d", uniqueConstraints = @UniqueConstraint(columnNames = "code"),
					indexes = @Index(columnList = "name"))
				public class Entity%1$d {
					@Id @GeneratedValue(strategy = GenerationType.IDENTITY) public Long id;
				%2$s%3$s}
				""".formatted(i, fields, parent);
	}

}
