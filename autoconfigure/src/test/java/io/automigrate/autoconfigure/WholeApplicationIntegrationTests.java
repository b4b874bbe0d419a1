package io.automigrate.autoconfigure;

import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.jpa.shop.PurchaseOrder;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that does nothing but have us on its class path.
 */
class WholeApplicationIntegrationTests {

	@Test
	void createsWhatIsMissingAtEveryStart() {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			start(database).close();
			assertThat(tables(database)).containsExactly("purchase_order");
			start(database).close();
			assertThat(tables(database)).containsExactly("purchase_order");
			database.execute("drop table purchase_order");
			try (ConfigurableApplicationContext context = start(database)) {
				assertThat(tables(database)).containsExactly("purchase_order");
				assertThat(context.getBean(SchemaMigrator.class).settings().application()).isEqualTo("shop");
			}
		}
	}

	private static Iterable<String> tables(TestDatabase database) {
		return database.query("select tablename from pg_tables where tablename = 'purchase_order'");
	}

	private static ConfigurableApplicationContext start(TestDatabase database) {
		TestServer server = database.server();
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of("DB_HOST", server.host(), "DB_PORT", server.port(), "DB_USER", server.user(),
					"DB_PASSWORD", server.password(), "DB_NAME", database.name(), "spring.application.name", "shop",
					"spring.jpa.hibernate.ddl-auto", "validate"))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = PurchaseOrder.class)
	static class Application {

	}

}
