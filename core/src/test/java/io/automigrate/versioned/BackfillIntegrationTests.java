package io.automigrate.versioned;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.HookedDataSource;
import io.automigrate.Killer;
import io.automigrate.error.InvalidMigrationException;
import io.automigrate.error.JavaMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.StatementFailedException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.execute.Resolution;
import io.automigrate.production.Thorough;
import io.automigrate.report.MigrationReport;
import io.automigrate.versioned.JavaMigration.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Back-fills see each row once, whatever its key, and go on where they were interrupted.
 */
class BackfillIntegrationTests extends AbstractVersionedTests {

	private static final Direction TWICE = (context) -> {
		context.backfill("t").batch(10).set("n = n + 1");
		context.backfill("t").batch(20).where("id % 3 = 0").set("n = n + 100");
	};

	BackfillIntegrationTests(@TempDir Path path) {
		super(path);
	}

	private MigrationReport migrate(boolean transactional, Direction up) {
		return migrateOver(this.database.dataSource(), new JavaMigration("1", transactional, up));
	}

	private void create(String key, String values) {
		this.database.execute("create table t (" + key + ", n int not null default 0); insert into t select " + values
				+ " from generate_series(1, 57) i");
	}

	private List<String> counts() {
		return this.database.query("select n || ' ' || count(*) from t group by n order by n");
	}

	private static void fails(MigrationReport report, Class<? extends MigrationException> type, String... words) {
		assertThat(report.failure()).isInstanceOfSatisfying(type, (failure) -> assertThat(List.of(words))
			.allSatisfy((word) -> assertThat(failure.getMessage() + " " + failure.wayOut()).contains(word)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
			id bigint primary key; i
			id bigint primary key; i * i * 1000000007::bigint
			id int primary key; -i
			"Id" int, "of" int, primary key ("of", "Id"); i % 10, i / 10
			id uuid primary key; md5(i::text)::uuid
			id text primary key; repeat('it''s \\ ', i) || E'\\n' || i
			id text collate "C", x int, primary key (x, id); chr(64 + i), i % 3
			id timestamptz primary key; timestamp '2024-03-31' + i * interval '7 minutes 0.000001 seconds'
			id date primary key; date '0044-03-15 BC' + i * 100
			id numeric primary key; i / 7.0
			id float8 primary key; i / 7.0::float8
			id boolean, a int[], primary key (id, a); i % 2 = 0, array[i, null, 2]
			id bytea primary key; decode(md5(i::text), 'hex')
			id "char", s bigserial, primary key (id, s); chr(65 + i % 5)::"char", i
			id inet primary key; inet '10.0.0.0' + i
			id varchar(10), c char(5), primary key (c, id); 'v' || i, i % 4""")
	void seesEachRowOnceWhateverItsKey(String key, String values) {
		create(key, values);
		migrate(false, (context) -> {
			for (int size : new int[] { 1, 7, 57, 1000 }) {
				context.backfill("public.t").batch(size).set("n = n + 1");
			}
		}).orThrow();
		assertThat(counts()).containsExactly("4 57");
		migrateOver(this.database.dataSource(), new JavaMigration("1", false, TWICE),
				new JavaMigration("2", true, (context) -> context.backfill("t").batch(19).set("n = n + 1")))
			.orThrow();
		assertThat(counts()).containsExactly("5 57");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void seesOnlyWhatIsMeant(boolean transactional) {
		create("id int primary key, old int, shop int not null default 7, unique (shop, id)", "i * 3");
		this.database.execute("delete from t where id between 30 and 90; create table empty (id int primary key)");
		migrate(transactional, (context) -> {
			context.backfill("empty").set("id = id");
			context.backfill("t").batch(4).where("id % 2 = 0 or id = 3").set("n = n + 1");
			context.backfill("t")
				.key("shop", "ID")
				.batch(5)
				.execute("update t set old = coalesce(old, 0) + id::int where (shop, id) between (:from) and (:to)"
						+ " and ':from' <> $$:to$$ -- :from");
			context.backfill("t").batch(9).where("n = 1").rows("t.id, n", (rows, connection) -> {
				try (PreparedStatement update = connection.prepareStatement("update t set n = n + ? where id = ?")) {
					while (rows.next()) {
						update.setInt(1, 10 * rows.getInt("n"));
						update.setInt(2, rows.getInt(1));
						update.addBatch();
					}
					update.executeBatch();
				}
			});
		}).orThrow();
		assertThat(this.database.query("select count(*) from t where old is distinct from id")).containsExactly("0");
		assertThat(this.database
			.query("select count(*) from t where n <> case when id % 2 = 0 or id = 3 then 11 else 0 end"))
			.containsExactly("0");
		assertThat(this.database.query("select 1 from migration_journal")).isEmpty();
	}

	@Test
	void goesThroughPartitions() {
		this.database.execute("""
				create table t (id int, at date, n int default 0, primary key (at, id)) partition by range (at);
				create table t1 partition of t for values from ('2024-01-01') to ('2024-02-01');
				create table t2 partition of t for values from ('2024-02-01') to ('2024-03-01');
				insert into t select i, date '2024-01-01' + i % 55 from generate_series(1, 300) i;
				""");
		migrate(false, (context) -> context.backfill("t").batch(11).set("n = n + 1")).orThrow();
		assertThat(counts()).containsExactly("1 300");
	}

	@Test
	void goesOnWhereItWasKilled() {
		goesOn(9);
	}

	@Test
	@Thorough
	void goesOnWhereverItWasKilled() {
		goesOn(1);
	}

	private void goesOn(int every) {
		this.folder.write("0_a.sql", "-- migrate:up\ncreate table before ();")
			.write("2_b.sql", "-- migrate:up\ncreate table after ();");
		for (boolean after : new boolean[] { false, true }) {
			for (int place = every;; place += every) {
				empty();
				create("id int primary key", "i");
				Killer killer = new Killer(place, after);
				VersionedMigration migration = new JavaMigration("1", false, TWICE);
				migrateOver(new HookedDataSource(this.database.dataSource(), killer), migration);
				if (killer.killedAt().isEmpty()) {
					assertThat(place).isGreaterThan(after ? 10 : 60);
					break;
				}
				migrateOver(this.database.dataSource(), migration).orThrow();
				assertThat(counts()).as("killed " + killer.killedAt()).containsExactly("1 38", "101 19");
				assertThat(history()).containsExactly("0", "1", "2");
				assertThat(journal()).isEmpty();
			}
		}
	}

	@Test
	void tellsHowFarItCame() {
		create("id int primary key", "i");
		this.database.execute("alter table t add check (id <> 35 or n = 0)");
		MigrationReport report = migrate(false, TWICE);
		fails(report, StatementFailedException.class, "migration 1 (",
				"back-fill of \"public\".\"t\", keys (31) to (40)", "t_check", "the next run");
		assertThat(counts()).containsExactly("0 27", "1 30");
		assertThat(
				this.database.query("select done || ' ' || last_key::text || rows || changed from migration_journal"))
			.containsExactly("0 {30}3030");
		VersionedMigration down = new JavaMigration("1", false, TWICE, (context) -> {
		});
		assertThat(this.folder.migrator(this.database).migrations(List.of(down)).build().versioned().info())
			.extracting((info) -> info.version() + info.state())
			.containsExactly("1UNFINISHED");
		assertThat(this.folder.migrator(this.database).migrations(List.of(down)).build().status().differences()).first()
			.asString()
			.contains("30 rows are done");
		fails(migrate(false, (context) -> context.backfill("t").set("n = n + 2")), UnresolvedMigrationException.class,
				"back-fills were changed", "resolve --rolled-back");
		this.database.execute("alter table t drop constraint t_check");
		migrate(false, (context) -> {
			context.backfill("t").batch(2).share(0.9).set("n = n + 1");
			context.backfill("t").batch(20).where("id % 3 = 0").set("n = n + 100");
		}).orThrow();
		assertThat(counts()).containsExactly("1 38", "101 19");
	}

	@Test
	void beginsAgainIfThatIsSettled() {
		create("id int primary key", "i");
		Direction failing = (context) -> {
			context.backfill("t").batch(20).set("n = n + 1");
			context.backfill("t").batch(20).rows("id", (rows, connection) -> {
				rows.next();
				if (rows.getInt(1) > 20) {
					connection.commit();
				}
			});
		};
		fails(migrate(false, failing), JavaMigrationException.class, "Migration 1 (", "keys (21) to (40)",
				"may not call commit", "the batch's last key");
		assertThat(journal()).isEqualTo("1 1 -");
		VersionedMigration migration = new JavaMigration("1", false, failing);
		this.folder.migrator(this.database)
			.migrations(List.of(migration))
			.build()
			.versioned()
			.resolve(COMMAND, "1", Resolution.RETRY)
			.orThrow();
		assertThat(this.database.query("select last_key from migration_journal")).containsExactly("{20}");
		this.folder.migrator(this.database)
			.migrations(List.of(migration))
			.build()
			.versioned()
			.resolve(COMMAND, "1", Resolution.ROLLED_BACK)
			.orThrow();
		migrate(false, (context) -> context.backfill("t").batch(20).set("n = n + 1")).orThrow();
		assertThat(counts()).containsExactly("2 57");
	}

	@Test
	void waitsForLocksWithinTheirBudget() throws Exception {
		create("id int primary key", "i");
		VersionedMigration migration = new JavaMigration("1", false, TWICE);
		try (Connection other = this.database.dataSource().getConnection();
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("update t set n = n where id = 35");
			fails(this.folder.migrator(this.database)
				.migrations(List.of(migration))
				.lockTimeout(Duration.ofMillis(300))
				.build()
				.migrate(), MigrationTimeoutException.class, "back-filling \"public\".\"t\" after key (30)",
					"migration 1 (", "migration.lock-timeout");
			assertThat(counts()).containsExactly("0 27", "1 30");
			Thread release = new Thread(() -> {
				try {
					Thread.sleep(700);
					other.rollback();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			release.start();
			this.folder.migrator(this.database)
				.migrations(List.of(migration))
				.lockTimeout(Duration.ofMillis(1500))
				.build()
				.migrate()
				.orThrow();
			release.join();
		}
		assertThat(counts()).containsExactly("1 38", "101 19");
	}

	@Test
	void staysWithinTheBudget() {
		List<MigrationReport> reports = new ArrayList<>();
		for (boolean transactional : new boolean[] { true, false }) {
			for (Direction slow : List.<Direction>of(
					(context) -> context.backfill("t").batch(10).set("n = n + 1 + length(pg_sleep(0.2)::text)"),
					(context) -> context.backfill("t")
						.batch(10)
						.where("id > 10")
						.rows("pg_sleep(0.2)", (rows, connection) -> {
						}),
					(context) -> context.backfill("t").batch(10).pause(Duration.ofMillis(300)).set("n = n + 1"))) {
				empty();
				create("id int primary key", "i");
				MigrationReport report = this.folder.migrator(this.database)
					.migrations(List.of(new JavaMigration("1", transactional, slow)))
					.timeout(Duration.ofSeconds(1))
					.build()
					.migrate();
				reports.add(report);
				if (!report.success()) {
					fails(report, MigrationTimeoutException.class, "The budget of 1.0 s was used up",
							"\"public\".\"t\"", "migration 1 (", "batches smaller");
					assertThat(counts()).containsExactly("0 57");
				}
			}
		}
		assertThat(reports).extracting(MigrationReport::success)
			.containsExactly(false, false, false, false, false, true);
	}

	@Test
	void refusesWhatItCannotGoBy() {
		this.database.execute("""
				create table t (id int, n int, unique (id));
				create table u (id int not null, n int not null);
				create unique index on u (id) where n > 1;
				""");
		fails(migrate(false, (context) -> context.backfill("nowhere").set("n = 1")), InvalidMigrationException.class,
				"there is no table nowhere");
		fails(migrate(false, (context) -> context.backfill("t").set("n = 1")), InvalidMigrationException.class,
				"the table t has no primary key");
		fails(migrate(true, (context) -> context.backfill("t").key("id").set("n = 1")), InvalidMigrationException.class,
				"unique index on exactly (id)");
		fails(migrate(true, (context) -> context.backfill("u").key("id").set("n = 1")),
				InvalidMigrationException.class);
		fails(migrate(false, (context) -> context.backfill("t").execute("update t set n = 1")),
				JavaMigrationException.class, ":from and :to");
		fails(migrate(false, (context) -> {
			context.connection().setAutoCommit(false);
			context.backfill("pg_class").key("oid").set("x = 1");
		}), JavaMigrationException.class, "end the transaction before it");
		migrate(true, (context) -> {
			assertThatThrownBy(() -> context.backfill("t").batch(0)).isInstanceOf(IllegalArgumentException.class);
			assertThatThrownBy(() -> context.backfill("t").share(0)).isInstanceOf(IllegalArgumentException.class);
			assertThatThrownBy(() -> context.backfill("t").pause(Duration.ofMillis(-1)))
				.isInstanceOf(IllegalArgumentException.class);
		}).orThrow();
	}

	@Test
	void refusesToGoOnAfterOneThatFailed() {
		create("id int primary key", "i");
		fails(migrate(false, (context) -> {
			assertThatThrownBy(() -> context.backfill("t").set("nothing = 1")).isInstanceOf(MigrationException.class);
			context.backfill("t").set("n = 1");
		}), JavaMigrationException.class, "has not come to its end");
	}

}
