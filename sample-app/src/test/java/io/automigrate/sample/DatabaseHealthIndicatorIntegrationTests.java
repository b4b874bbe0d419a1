package io.automigrate.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import javax.sql.DataSource;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Tests for {@link DatabaseHealthIndicator}.
 */
class DatabaseHealthIndicatorIntegrationTests {

	@Test
	void isUpWhenDatabaseAnswers() {
		try (TestDatabase database = TestServer.get().createDatabase()) {
			DatabaseHealthIndicator indicator = new DatabaseHealthIndicator(database.dataSource());
			Health health = indicator.health();
			while (health != null && health.getStatus().equals(Status.DOWN)) {
				health = indicator.health();
			}
			assertThat(health).isEqualTo(Health.up().withDetail("database", "PostgreSQL").build());
			indicator.destroy();
		}
	}

	@Test
	void isDownInTimeWhenServerTakesConnectionsButSaysNothing() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			assertThat(ask(onPort(silent.getLocalPort())).getStatus()).isEqualTo(Status.DOWN);
		}
	}

	@Test
	void isDownInTimeWhenNobodyListens() throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0)) {
			port = closed.getLocalPort();
		}
		assertThat(ask(onPort(port)).getStatus()).isEqualTo(Status.DOWN);
	}

	private static Health ask(DataSource dataSource) {
		DatabaseHealthIndicator indicator = new DatabaseHealthIndicator(dataSource);
		try {
			return assertTimeout(Duration.ofMillis(1100), () -> indicator.health());
		}
		finally {
			indicator.destroy();
		}
	}

	private static DataSource onPort(int port) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setServerNames(new String[] { "127.0.0.1" });
		dataSource.setPortNumbers(new int[] { port });
		dataSource.setUser("postgres");
		dataSource.setPassword("postgres");
		return dataSource;
	}

}
