package io.automigrate.production;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.automigrate.test.ChildProcess;
import io.automigrate.test.LoadMeter;
import io.automigrate.test.OldVersion;
import io.automigrate.test.OwnServer;
import io.automigrate.test.PgBouncer;
import io.automigrate.test.Standby;
import io.automigrate.test.TcpProxy;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.test.VanishingHost;
import io.automigrate.test.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the tests of this package are made with does what it says: without that, what they
 * show would be worth nothing.
 */
class MachineryIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void theProxyTellsWhatIsSentAndCuts() throws SQLException {
		List<String> sent = new CopyOnWriteArrayList<>();
		try (TcpProxy proxy = TcpProxy.to(this.database.server(), new TcpProxy.Watcher() {

			@Override
			public void sending(int connection, int backend, String statements) {
				sent.add(connection + " " + backend + " " + statements);
			}

		});
				Connection connection = proxy.dataSource(this.database).getConnection();
				var statement = connection.createStatement()) {
			sent.clear();
			int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
			connection.setAutoCommit(false);
			statement.execute("select 1");
			connection.commit();
			assertThat(sent).containsExactly("1 " + pid + " BEGIN", "1 " + pid + " select 1", "1 " + pid + " COMMIT");
			proxy.cut();
			assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
			try (Connection other = proxy.dataSource(this.database).getConnection()) {
				assertThat(other.isValid(5)).isTrue();
			}
		}
	}

	@Test
	void theProxySwallowsWithoutClosingAndDeliversLate() throws SQLException {
		try (TcpProxy proxy = TcpProxy.to(this.database.server());
				Connection connection = proxy.dataSource(this.database).getConnection()) {
			proxy.swallow();
			long start = System.nanoTime();
			TestThread<Boolean> valid = TestThread.of(() -> connection.isValid(30));
			Waiting.pause(500);
			assertThat(valid.isDone()).isFalse();
			proxy.heal();
			assertThat(valid.get(Duration.ofSeconds(20))).isTrue();
			assertThat(System.nanoTime() - start).isGreaterThan(400_000_000L);
			proxy.delay(100);
			start = System.nanoTime();
			assertThat(connection.isValid(30)).isTrue();
			assertThat(System.nanoTime() - start).isGreaterThan(200_000_000L);
		}
	}

	@Test
	void anOwnServerStopsCrashesAndStartsAgain() {
		try (OwnServer own = OwnServer.start(Map.of("max_connections", "20"))) {
			TestDatabase there = own.createDatabase();
			there.execute("create table pets (id int); insert into pets values (1)");
			assertThat(there.query("show max_connections")).containsExactly("20");
			own.stop();
			assertThatThrownBy(() -> there.query("select 1")).isInstanceOf(IllegalStateException.class);
			own.start();
			own.crash();
			own.start();
			assertThat(there.query("select id from pets")).containsExactly("1");
		}
	}

	@Test
	void aStandbyFollowsAndOnlyReads() {
		assumeTrue(Standby.possible(this.database.server()), "the server's files are not at hand");
		this.database.execute("create table pets (id int)");
		try (Standby standby = Standby.of(this.database.server())) {
			this.database.execute("insert into pets values (1)");
			standby.catchUp();
			TestDatabase copy = standby.database(this.database);
			assertThat(copy.query("select id || ' ' || pg_is_in_recovery() from pets")).containsExactly("1 true");
			assertThatThrownBy(() -> copy.execute("insert into pets values (2)")).hasMessageContaining("read-only");
		}
	}

	@Test
	void pgbouncerHandsConnectionsFromClientToClient() throws SQLException {
		assumeTrue(PgBouncer.available());
		try (PgBouncer bouncer = PgBouncer.start(this.database, PgBouncer.Mode.TRANSACTION, 1);
				Connection one = bouncer.dataSource().getConnection();
				Connection other = bouncer.dataSource().getConnection();
				var statement = one.createStatement();
				var otherStatement = other.createStatement()) {
			statement.execute("set statement_timeout = '1234s'");
			var row = otherStatement.executeQuery("show statement_timeout");
			row.next();
			assertThat(row.getString(1)).isEqualTo("1234s");
		}
	}

	@Test
	void aHostVanishesWithoutClosingItsConnection() throws SQLException {
		assumeTrue(VanishingHost.possible(), "no right to change addresses");
		try (VanishingHost host = VanishingHost.appear();
				OwnServer own = OwnServer.start(Map.of("listen_addresses", "*"))) {
			own.trust(host.address());
			TestDatabase there = own.createDatabase();
			PGSimpleDataSource dataSource = TestDatabase.dataSource("jdbc:postgresql://" + host.address() + ":"
					+ own.server().port() + "/" + there.name()
					+ "?options=-c%20tcp_keepalives_idle=2%20-c%20tcp_keepalives_interval=1%20-c%20tcp_keepalives_count=2",
					"postgres", "postgres");
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isValid(5)).isTrue();
				String sessions = "select count(*) from pg_stat_activity where client_addr = '" + host.address() + "'";
				assertThat(there.query(sessions)).containsExactly("1");
				// What is not acknowledged yet is sent again instead of keepalives.
				Waiting.pause(500);
				host.vanish();
				Waiting.pause(500);
				assertThat(there.query(sessions)).containsExactly("1");
				Waiting.until("the session ends", Duration.ofSeconds(30),
						() -> there.query(sessions).equals(List.of("0")));
			}
		}
	}

	@Test
	void aProcessIsStoppedGoesOnAndIsKilled() {
		assumeTrue(ChildProcess.stoppable());
		this.database.execute("create table pets (id int primary key)");
		MigratorProcess.Settings settings = MigratorProcess.Settings.of(this.database,
				"create table pets (id int primary key, name text); create index pets_name on pets (name)");
		try (ChildProcess child = settings.with("pauseAfter", "ADD COLUMN").with("pause", 1).start()) {
			child.await((line) -> line.equals("paused"), Duration.ofMinutes(1));
			child.stop();
			Waiting.pause(1500);
			assertThat(child.lines()).noneMatch(MigratorProcess::ended);
			child.resume();
			child.await(MigratorProcess::ended, Duration.ofMinutes(1));
			assertThat(child.awaitEnd(Duration.ofSeconds(30))).isZero();
		}
		try (ChildProcess child = settings.with("ddl", "create table pets (id int primary key, chip int)")
			.with("pauseAfter", "ADD COLUMN")
			.start()) {
			child.await((line) -> line.equals("paused"), Duration.ofMinutes(1));
			child.kill();
			assertThat(child.alive()).isFalse();
		}
	}

	@Test
	void theLoadMeterSeesAStallAndWhereThereIsNone() {
		this.database.execute("""
				create table pets (id int primary key, visits int not null default 0);
				create table shops (id int primary key, visits int not null default 0);
				insert into pets select generate_series(1, 100); insert into shops select generate_series(1, 100)""");
		try (LoadMeter meter = LoadMeter.start(this.database.dataSource(), new LoadMeter.Target("pets", 100),
				new LoadMeter.Target("shops", 100))) {
			this.database.execute("begin; lock table pets; select pg_sleep(0.6); commit");
			List<LoadMeter.Load> loads = meter.stop();
			assertThat(loads).hasSize(4);
			loads.forEach((load) -> {
				assertThat(load.statements()).isPositive();
				if (load.table().equals("pets")) {
					assertThat(load.longest()).isGreaterThan(Duration.ofMillis(500));
					assertThat(load.share()).isGreaterThan(0.1);
				}
				else {
					assertThat(load.longest()).isLessThan(Duration.ofMillis(500));
				}
			});
		}
	}

	@Test
	void theOldVersionMissesWhatItCannotDoAnyMore() {
		this.database.execute(
				"""
						create table owners (id bigint generated always as identity primary key, name varchar(20));
						create table pets (id int primary key, owner bigint references owners, kind text not null, chip smallint);
						insert into owners (name) values ('a'), ('b');
						insert into pets select n, 1, 'cat', n from generate_series(1, 5) n""");
		OldVersion old = OldVersion.of(this.database.dataSource(), "public");
		assertThat(old.before()).hasSizeGreaterThan(50);
		assertThat(old.lost()).isEmpty();
		for (String change : List.of("alter table pets add check (chip > 0)",
				"alter table pets alter chip set not null", "create unique index on pets (chip)",
				"create unique index on pets (kind) where kind = 'x'; insert into pets values (9, 1, 'x')",
				"alter table owners alter name type varchar(10)",
				"alter table pets add age int not null default 0; alter table pets alter age drop default",
				"alter table pets rename chip to chips", "drop table pets",
				"alter table pets add foreign key (id) references pets on delete restrict; insert into pets values (0, 1, 'cat'); alter table pets add foreign key (chip) references pets",
				"""
						create function no() returns trigger language plpgsql as 'begin raise exception ''no''; end';
						create trigger no before delete on owners for each row execute function no()""")) {
			this.database.execute("drop table if exists pets, owners cascade; drop function if exists no");
			this.database.execute(
					"""
							create table owners (id bigint generated always as identity primary key, name varchar(20));
							create table pets (id int primary key, owner bigint references owners, kind text not null, chip smallint);
							insert into owners (name) values ('a'), ('b');
							insert into pets select n, 1, 'cat', n from generate_series(1, 5) n""");
			this.database.execute(change);
			assertThat(old.lost()).as(change).isNotEmpty();
		}
	}

}
