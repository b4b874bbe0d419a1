package io.automigrate.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.jpa.shop.PurchaseOrder;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications say that they are running, and which release they are.
 */
class InstanceHeartbeatsIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void isSeenFromTheStartToTheShutdown() throws InterruptedException {
		try (ConfigurableApplicationContext context = start(Map.of(), Application.class)) {
			assertThat(rows(1)).containsExactly("shop 2026-02-01T00:00:00Z");
			assertThat(context.getBean(SchemaMigrator.class).settings().release().mark())
				.isEqualTo("2026-02-01T00:00:00Z");
		}
		assertThat(rows(0)).isEmpty();
	}

	@Test
	void theSettingsSayWhichReleaseItIs() throws InterruptedException {
		ConfigurableApplicationContext context = start(
				Map.of("migration.release", "1.5", "migration.schema.allow-older", true,
						"spring.main.lazy-initialization", true, "spring.datasource.hikari.maximum-pool-size", 1),
				Application.class);
		try (context) {
			assertThat(rows(1)).containsExactly("shop 1.5");
			assertThat(context.getBean(SchemaMigrator.class).settings().release().allowOlder()).isTrue();
		}
	}

	@Test
	void isNotSeenWhereThatIsTurnedOff() {
		try (ConfigurableApplicationContext context = start(Map.of("migration.instances.enabled", false),
				Application.class)) {
			assertThat(context.getBeansOfType(InstanceHeartbeats.class)).isEmpty();
		}
		try (ConfigurableApplicationContext context = start(Map.of("migration.enabled", false), Application.class)) {
			assertThat(context.getBeansOfType(InstanceHeartbeats.class)).isEmpty();
		}
	}

	private List<String> rows(int expected) throws InterruptedException {
		String sql = "select application || ' ' || release from automigrate_instances";
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.database.query(sql).size() != expected && System.nanoTime() < end) {
			Thread.sleep(20);
		}
		return this.database.query(sql);
	}

	private ConfigurableApplicationContext start(Map<String, Object> more, Class<?> application) {
		TestServer server = this.database.server();
		Map<String, Object> properties = new HashMap<>(
				Map.of("spring.datasource.url", this.database.url(), "spring.datasource.username", server.user(),
						"spring.datasource.password", server.password(), "spring.application.name", "shop"));
		properties.putAll(more);
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE).properties(properties).run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = PurchaseOrder.class)
	static class Application {

		@Bean
		SchemaSource items() {
			return SchemaSource.ddl("items.sql", "create table items (id int primary key)");
		}

		@Bean
		BuildProperties build() {
			Properties properties = new Properties();
			properties.setProperty("time", "2026-02-01T00:00:00Z");
			return new BuildProperties(properties);
		}

	}

}
