package io.automigrate.autoconfigure.commandline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.automigrate.autoconfigure.jpa.shop.PurchaseOrder;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line of an application, each command in a JVM of its own.
 */
class CommandLineProcessIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@TempDir
	private Path directory = Path.of("");

	private String out = "";

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void writesReviewsAppliesAndTakesBack() throws Exception {
		assertThat(run("status")).as(this.out).isEqualTo(3);
		assertThat(tables()).isEmpty();
		assertThat(run("generate", "-m", "create the orders")).as(this.out).isZero();
		try (Stream<Path> files = Files.list(this.directory.resolve("migrations"))) {
			assertThat(files).singleElement()
				.satisfies((file) -> assertThat(file).content().contains("CREATE TABLE", "purchase_order"));
		}
		assertThat(run("check")).as(this.out).isZero();
		assertThat(run("migrate", "--format=json")).as(this.out).isZero();
		assertThat(this.out).startsWith("{").endsWith("}\n");
		assertThat(tables()).containsExactly("purchase_order");
		assertThat(run("status")).as(this.out).isZero();
		assertThat(run("rollback", "--yes")).as(this.out).isZero();
		assertThat(tables()).isEmpty();
	}

	@Test
	void takesPropertiesOfSpringAfterTheCommand() throws Exception {
		assertThat(run("status", "--spring.profiles.active=test", "--logging.level.[io.automigrate]=warn",
				"--format=json", "--migration.lock-timeout=5s"))
			.as(this.out)
			.isEqualTo(3);
		assertThat(this.out).startsWith("{").contains("\"inStep\": false");
		assertThat(run("status", "--spring.datasource.url=jdbc:postgresql://localhost:1/none")).isEqualTo(1);
		assertThat(this.out).doesNotContain("Unknown option");
		assertThat(run("baseline", "001")).isEqualTo(1);
		assertThat(this.out).containsOnlyOnce("There is no migration 001.");
	}

	@Test
	void saysWhatIsWrongWithoutAStackTrace() throws Exception {
		assertThat(run("nonsense")).isEqualTo(2);
		assertThat(this.out).contains("nonsense").doesNotContain("\tat ");
		assertThat(run()).isZero();
		assertThat(this.out).contains("rollback");
		this.database.close();
		assertThat(run("status")).as(this.out).isEqualTo(1);
		assertThat(this.out).contains("does not exist").doesNotContain("\tat ");
	}

	private Iterable<String> tables() {
		return this.database.query("select tablename from pg_tables where tablename = 'purchase_order'");
	}

	private int run(String... command) throws IOException, InterruptedException {
		TestServer server = this.database.server();
		List<String> words = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
						"-cp", System.getProperty("java.class.path"), Application.class.getName(), "migration"));
		words.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
		builder.environment()
			.putAll(Map.of("DB_HOST", server.host(), "DB_PORT", String.valueOf(server.port()), "DB_USER", server.user(),
					"DB_PASSWORD", server.password(), "DB_NAME", this.database.name(), "SPRING_JPA_HIBERNATE_DDL_AUTO",
					"validate", "MIGRATION_VERSIONED_LOCATIONS", "file:" + this.directory.resolve("migrations"),
					"MIGRATION_VERSIONED_DIRECTORY", this.directory.resolve("migrations").toString()));
		Process process = builder.start();
		this.out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return process.waitFor();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = PurchaseOrder.class)
	static class Application {

		public static void main(String[] arguments) {
			SpringApplication.run(Application.class, arguments);
		}

		@Bean
		ApplicationRunner neverRuns() {
			return (arguments) -> System.out.println("A runner of the application has run");
		}

	}

}
