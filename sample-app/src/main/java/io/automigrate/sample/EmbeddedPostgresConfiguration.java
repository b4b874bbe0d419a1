package io.automigrate.sample;

import java.io.IOException;
import java.util.Locale;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Starts a PostgreSQL server of the application's own where none is configured. Its data
 * lives in a temporary directory and ends with the application.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedPostgresConfiguration.OnNoDatabaseConfigured.class)
class EmbeddedPostgresConfiguration {

	private static final Log logger = LogFactory.getLog(EmbeddedPostgresConfiguration.class);

	@Bean
	EmbeddedPostgres embeddedPostgres() throws IOException {
		// Nothing outlives the application, so nothing need survive a crash.
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setServerConfig("fsync", "off");
		if (windowsOnArm()) {
			// Windows emulates x86-64 there, and no other binaries exist.
			builder.setPgBinaryResolver(
					(system, hardware) -> EmbeddedPostgres.class.getResourceAsStream("/postgres-windows-x86_64.txz"));
		}
		return builder.start();
	}

	@Bean
	JdbcConnectionDetails jdbcConnectionDetails(EmbeddedPostgres postgres) {
		String url = "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.getPort());
		logger.info("No database is configured, so an embedded PostgreSQL was started: " + url + ", user postgres");
		return new EmbeddedConnectionDetails(url);
	}

	private static boolean windowsOnArm() {
		return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
				&& "aarch64".equals(System.getProperty("os.arch"));
	}

	/**
	 * How to connect to the embedded server.
	 *
	 * @param getJdbcUrl the URL
	 */
	private record EmbeddedConnectionDetails(String getJdbcUrl) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "postgres";
		}

		@Override
		public String getPassword() {
			return "postgres";
		}

	}

	/**
	 * Matches where neither {@code spring.datasource.url} nor the environment variables
	 * that it is made from name a database.
	 */
	static class OnNoDatabaseConfigured extends NoneNestedConditions {

		OnNoDatabaseConfigured() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("spring.datasource.url")
		static class UrlIsSet {

		}

		@ConditionalOnProperty("spring.datasource.jndi-name")
		static class JndiNameIsSet {

		}

	}

}
