package io.automigrate.autoconfigure.actuate;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.SchemaMigrators;
import io.automigrate.autoconfigure.actuate.ActuatedApplication.Reply;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every health address answers while others change the database, and while it, the
 * network or the pool does not answer.
 */
class HealthUnderTroubleIntegrationTests {

	private static final String DDL = "create table items (id bigint primary key, name text); create table logs (id bigint);";

	private static final List<String> ADDRESSES = List.of("/health/migration", "/health", "/health/readiness");

	/**
	 * The bound is 200 ms; on a machine that does other things as well, a single answer
	 * may take longer. Asked directly, what is tested here answers after half a minute or
	 * never.
	 */
	private static final long LONGEST_MILLIS = 5_000;

	private final TestDatabase database = TestServer.get().createDatabase();

	private final DataSource dataSource = this.database.dataSource();

	@AfterEach
	void drop() {
		this.database.close();
	}

	@Test
	void staysUpWhileAnotherVersionMigrates() throws SQLException {
		try (ActuatedApplication application = started(migrator(this.dataSource));
				Connection other = this.dataSource.getConnection();
				Statement statement = other.createStatement()) {
			other.setClientInfo("ApplicationName", "automigrate: shop step 3/9");
			statement.execute("select pg_advisory_lock(x'414D4947'::int, hashtext('public'))");
			statement.execute("alter table items add price numeric");
			Reply reply = application.get("/health/migration");
			while (!reply.body().contains("in_progress")) {
				assertUp(application);
				reply = application.get("/health/migration");
			}
			assertThat(reply.json("migration_status")).extractingByKey("in_progress")
				.asString()
				.contains("application=shop", "host=", "since=", "step=3", "steps=9");
			for (int i = 0; i < 10; i++) {
				assertUp(application);
			}
			statement.execute("alter table items drop name");
			assertThat(application.get("/health/readiness", 503).status()).isEqualTo(503);
		}
	}

	@Test
	void staysUpWhileAThousandTablesAreCreated() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		try (ActuatedApplication application = started(migrator(this.dataSource))) {
			Thread storm = new Thread(() -> {
				String tables = IntStream.range(0, 1000)
					.mapToObj((i) -> "create table storm_" + i + " (id bigint primary key, a text unique, b int)")
					.collect(Collectors.joining(";"));
				this.database.execute("begin; " + tables + "; commit; create index on items (name)");
				done.set(true);
			});
			storm.start();
			while (!done.get()) {
				assertUp(application);
			}
			storm.join();
			assertUp(application);
			this.database.execute("drop table logs");
			Reply down = application.get("/health/migration", 503);
			assertThat(down.json("migration_status")).containsEntry("missing_tables", List.of("logs"));
		}
	}

	@Test
	void goesDownAndUpWithWhatIsNeeded() {
		try (ActuatedApplication application = started(migrator(this.dataSource))) {
			for (String[] change : new String[][] {
					{ "alter table items rename to away", "alter table away rename to items", "table items" },
					{ "alter table items drop name", "alter table items add name text", "column name of items" },
					{ "alter table logs alter id type text", "alter table logs alter id type bigint using id::bigint",
							"column id of logs is text now, was bigint" } }) {
				this.database.execute(change[0]);
				Reply down = application.get("/health/migration", 503);
				assertThat(down.body()).contains(change[2]);
				assertThat(application.get("/health/readiness", 503).status()).isEqualTo(503);
				this.database.execute(change[1]);
				assertThat(application.get("/health/migration", 200).status()).isEqualTo(200);
			}
		}
	}

	@Test
	@SuppressWarnings("try") // the connection is given back in the middle
	void answersFromTheStartsOwnRunWhenThePoolHasNothingToGive() throws SQLException {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(this.dataSource);
			pool.setMaximumPoolSize(1);
			SchemaMigrator migrator = migrator(pool);
			migrator.migrate().orThrow();
			Instant afterRun = Instant.now();
			try (Connection taken = pool.getConnection()) {
				try (ActuatedApplication application = started(migrator, "migration.health.unknown-after=20s")) {
					assertUp(application);
					Reply reply = application.get("/health/migration");
					assertThat(Instant.parse((String) reply.json().get("checked_at"))).isBeforeOrEqualTo(afterRun);
					Reply down = application.get("/health/migration", 503);
					assertThat(down.json("migration_status")).containsEntry("connection_healthy", false);
					assertThat((String) down.json().get("health_message")).contains("did not answer since");
					assertThat(down.milliseconds()).isLessThan(LONGEST_MILLIS);
					assertThat(taken.isValid(5)).isTrue();
					taken.close();
					assertThat(application.get("/health/migration", 200).status()).isEqualTo(200);
				}
			}
		}
	}

	@Test
	void answersFromMemoryWhileTheNetworkSwallowsAndRecovers() throws IOException {
		PGSimpleDataSource swallowed = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		AtomicBoolean cut = new AtomicBoolean();
		try (BlackHole hole = new BlackHole()) {
			swallowed.setServerNames(new String[] { "localhost" });
			swallowed.setPortNumbers(new int[] { hole.port() });
			SchemaMigrator migrator = migrator(new DelegatingDataSource(this.dataSource) {

				@Override
				public Connection getConnection() throws SQLException {
					return cut.get() ? swallowed.getConnection() : super.getConnection();
				}

			});
			try (ActuatedApplication application = started(migrator, "migration.health.unknown-after=3s")) {
				cut.set(true);
				while (hole.taken() == 0) {
					assertUp(application);
				}
				Reply down = application.get("/health/migration", 503);
				assertThat((String) down.json().get("health_message")).contains("did not answer since");
				for (String address : ADDRESSES) {
					Reply reply = application.get(address);
					assertThat(reply.status()).as(address).isEqualTo(503);
					assertThat(reply.milliseconds()).isLessThan(LONGEST_MILLIS);
				}
				assertThat(hole.taken()).isLessThanOrEqualTo(3);
				cut.set(false);
				assertThat(application.get("/health/migration", 200).status()).isEqualTo(200);
			}
		}
	}

	@Test
	void goesDownWhenTheServerSaysNo() {
		AtomicBoolean away = new AtomicBoolean();
		PGSimpleDataSource closed = this.database.dataSource(TestServer.get().user(), TestServer.get().password());
		closed.setPortNumbers(new int[] { 1 });
		SchemaMigrator migrator = migrator(new DelegatingDataSource(this.dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				return away.get() ? closed.getConnection() : super.getConnection();
			}

		});
		try (ActuatedApplication application = started(migrator)) {
			assertUp(application);
			away.set(true);
			Reply down = application.get("/health/migration", 503);
			assertThat(down.json("migration_status")).containsEntry("connection_healthy", false)
				.containsEntry("database_exists", true);
			away.set(false);
			assertThat(application.get("/health/migration", 200).status()).isEqualTo(200);
		}
	}

	@Test
	void asksTheDatabaseOnOneConnectionAtATimeAndRestsInBetween() throws Exception {
		Queue<Integer> open = new ConcurrentLinkedQueue<>();
		List<Integer> most = new ArrayList<>(List.of(0));
		SchemaMigrator migrator = migrator(new DelegatingDataSource(this.dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				open.add(1);
				synchronized (most) {
					most.set(0, Math.max(most.get(0), open.size()));
				}
				try {
					Thread.sleep(150);
				}
				catch (InterruptedException ex) {
					throw new SQLException(ex);
				}
				open.poll();
				return super.getConnection();
			}

		});
		try (ActuatedApplication application = started(migrator)) {
			List<Thread> askers = IntStream.range(0, 8)
				.mapToObj((i) -> new Thread(() -> IntStream.range(0, 5).forEach((n) -> assertUp(application))))
				.toList();
			askers.forEach(Thread::start);
			for (Thread asker : askers) {
				asker.join();
			}
			assertThat(most.get(0)).isEqualTo(1);
		}
	}

	private static void assertUp(ActuatedApplication application) {
		for (String address : ADDRESSES) {
			Reply reply = application.get(address);
			assertThat(reply.status()).as(reply.body()).isEqualTo(200);
			assertThat(reply.milliseconds()).as(address).isLessThan(LONGEST_MILLIS);
		}
	}

	private static SchemaMigrator migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource).application("shop").source(SchemaSource.ddl("test.sql", DDL)).build();
	}

	/** An application whose migrator has run at the start, as it does. */
	private static ActuatedApplication started(SchemaMigrator migrator, String... properties) {
		if (migrator.lastKnown() == null) {
			migrator.migrate().orThrow();
		}
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("management.endpoints.web.base-path=/");
		all.add("management.endpoint.health.show-details=always");
		ActuatedApplication application = ActuatedApplication.start(WebApplicationType.SERVLET,
				new SchemaMigrators(Map.of("dataSource", migrator)), all.toArray(String[]::new));
		ADDRESSES.forEach(application::get);
		return application;
	}

	/** Takes connections and never says anything. */
	private static final class BlackHole implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0);

		private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

		BlackHole() throws IOException {
			Thread thread = new Thread(() -> {
				try {
					while (true) {
						this.sockets.add(this.server.accept());
					}
				}
				catch (IOException ex) {
					// Closed.
				}
			});
			thread.setDaemon(true);
			thread.start();
		}

		int port() {
			return this.server.getLocalPort();
		}

		int taken() {
			return this.sockets.size();
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}

	}

}
