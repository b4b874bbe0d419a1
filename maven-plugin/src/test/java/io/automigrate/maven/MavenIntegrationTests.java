package io.automigrate.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the goals, by a Maven of its own on an application of two modules. Its local
 * repository is below {@code target}: what this build has packaged is put there, and
 * everything else taken from where this build has downloaded it to.
 */
class MavenIntegrationTests {

	private static final Path TARGET = Path.of("target").toAbsolutePath();

	private static final Path REPOSITORY = TARGET.resolve("it-repository");

	private static final String VERSION = System.getProperty("automigrate.version");

	/** What lives for seconds is not worth compiling well. */
	private static final String QUICK = "-XX:TieredStopAtLevel=1";

	private final Path project = TARGET.resolve("it/orders");

	private final TestDatabase database = TestServer.get().createDatabase();

	private String out = "";

	@BeforeAll
	static void installsWhatIsPackaged() throws IOException {
		install("..", "automigrate-parent", false);
		install("../core", "automigrate-core", true);
		install("../cli", "automigrate-cli", true);
		install("../autoconfigure", "automigrate-spring-boot-autoconfigure", true);
		install("../starter", "automigrate-spring-boot-starter", true);
		install(".", "automigrate-maven-plugin", true);
	}

	@BeforeEach
	void checksTheProjectOut() throws IOException {
		FileSystemUtils.deleteRecursively(this.project);
		FileSystemUtils.copyRecursively(Path.of("src/it/orders"), this.project);
	}

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void writesAppliesAndTakesBackFromTheSources() throws Exception {
		assertThat(maven("automigrate:generate", "-Dmessage=create the orders")).as(this.out).isZero();
		assertThat(this.out).contains("Skipped: orders-domain has no main class");
		try (Stream<Path> files = Files.list(this.project.resolve("app/src/main/resources/db/migrations"))) {
			assertThat(files).singleElement()
				.satisfies((file) -> assertThat(file).content().contains("create the orders", "purchase_order"));
		}
		assertThat(maven("automigrate:check", "automigrate:migrate", "automigrate:rollback", "-Dprofiles=dev")).isOne();
		assertThat(this.out).contains("All is well.", "Applied 1 migration")
			.contains("migration rollback ended with exit code 2: wrong usage", "pass --yes");
		assertThat(tables()).containsExactly("purchase_order");
		assertThat(this.database.query("select application from migrations")).containsExactly("orders-dev");
		assertThat(maven("automigrate:rollback", "automigrate:run", "-Dyes", "-Dcommand=migrate --dry-run")).isOne();
		assertThat(this.out).contains("Would apply", "exit code 3: something is pending");
		assertThat(tables()).isEmpty();
	}

	@Test
	void startsNothingButAnApplicationThatKnowsTheCommands() throws Exception {
		assertThat(maven("automigrate:status", "-f", "domain")).isOne();
		assertThat(this.out).contains("orders-domain has no main class", "Run the goal in the module");
		assertThat(maven("automigrate:status", "-f", "domain", "-Dautomigrate.mainClass=orders.Main")).isOne();
		assertThat(this.out).contains("Add the dependency io.automigrate:automigrate-spring-boot-starter");
	}

	private List<String> tables() {
		return this.database.query("select tablename from pg_tables where tablename = 'purchase_order'");
	}

	private int maven(String... goalsAndOptions) throws IOException, InterruptedException {
		boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
		List<String> words = new ArrayList<>(List.of(
				System.getProperty("maven.home") + "/bin/" + (windows ? "mvn.cmd" : "mvn"), "--batch-mode",
				"--no-transfer-progress", "--settings", Path.of("src/it/settings.xml").toAbsolutePath().toString(),
				"-Dmaven.repo.local=" + REPOSITORY));
		for (String property : List.of("automigrate.version", "spring-boot.version", "maven-compiler-plugin.version",
				"maven-resources-plugin.version")) {
			words.add("-D" + property + "=" + System.getProperty(property));
		}
		words.add("-Dautomigrate.jvmArguments=" + QUICK);
		words.add("-Ddownloaded=" + new File(System.getProperty("maven.repo")).toURI());
		words.addAll(List.of(goalsAndOptions));
		ProcessBuilder builder = new ProcessBuilder(words).directory(this.project.toFile()).redirectErrorStream(true);
		TestServer server = this.database.server();
		builder.environment().keySet().remove("MAVEN_ARGS");
		builder.environment()
			.putAll(Map.of("MAVEN_OPTS", QUICK, "JAVA_HOME", System.getProperty("java.home"), "DB_HOST", server.host(),
					"DB_PORT", String.valueOf(server.port()), "DB_USER", server.user(), "DB_PASSWORD",
					server.password(), "DB_NAME", this.database.name()));
		Process process = builder.start();
		process.getOutputStream().close();
		this.out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return process.waitFor();
	}

	private static void install(String module, String artifact, boolean jar) throws IOException {
		Path folder = Files.createDirectories(REPOSITORY.resolve("io/automigrate").resolve(artifact).resolve(VERSION));
		String name = artifact + "-" + VERSION;
		Files.copy(Path.of(module, "pom.xml"), folder.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
		if (jar) {
			Files.copy(Path.of(module, "target", name + ".jar"), folder.resolve(name + ".jar"),
					StandardCopyOption.REPLACE_EXISTING);
		}
	}

}
