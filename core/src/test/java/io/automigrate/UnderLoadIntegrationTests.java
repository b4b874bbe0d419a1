package io.automigrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.production.Thorough;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import io.automigrate.test.Waiting;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes to a table of a million rows while clients go on writing to it. Prints how long
 * a write had to wait, beside how long it has to for the plain statement.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnderLoadIntegrationTests {

	private static final int ROWS = 1_000_000;

	private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

	/** How long a run waits for a lock before it lets others pass, unless it has less. */
	private static final Duration LOCK_TIMEOUT_OF_A_TRY = Duration.ofMillis(300);

	/**
	 * What a write may wait beyond the {@code lock_timeout}. Behind a change that waits
	 * for its lock it waits at most that timeout; behind one that has got it, for the
	 * work in the catalogs and the commit, which take milliseconds, but on a machine that
	 * builds indexes and has two cores for everybody.
	 */
	private static final Duration MARGIN = Duration.ofMillis(500);

	private static final List<String> WAITS = new ArrayList<>();

	private static final String OWNERS = "create table owners (id bigint primary key, name text);";

	private static final String PETS = """
			create table pets (id bigint not null constraint pets_id unique, owner bigint, name varchar,
				code bigint not null, visits int not null default 0) with (autovacuum_enabled = off);
			create index pets_owner on pets (owner);
			""";

	private static final TestDatabase DATABASE = TestServer.get().createDatabase();

	private static final AtomicLong NEXT_ID = new AtomicLong(ROWS);

	@BeforeAll
	static void makesTheTable() {
		DATABASE.execute(OWNERS + PETS + """
				insert into owners select n, 'owner ' || n from generate_series(1, 1000) n;
				insert into pets select n, 1 + n %% 1000, 'pet ' || n, n from generate_series(1, %d) n;
				analyze;
				""".formatted(ROWS));
	}

	@AfterAll
	static void printsTheWaits() {
		DATABASE.close();
		System.out.println("| change | writes meanwhile | longest wait, ms | with the plain statement, ms |");
		System.out.println("|---|---:|---:|---:|");
		WAITS.forEach(System.out::println);
	}

	/**
	 * A change, the plain statements for it, and how to undo both.
	 */
	private enum Change {

		INDEX("", "create index pets_name on pets (name, code);", "CREATE INDEX CONCURRENTLY",
				"create index pets_name on pets (name, code)", "drop index pets_name"),

		INDEX_REPLACED("create index pets_owner on pets (owner);", "create index pets_owner on pets (owner, name);",
				"DROP INDEX CONCURRENTLY",
				"begin; drop index pets_owner; create index pets_owner on pets (owner, name); commit",
				"drop index pets_owner; create index pets_owner on pets (owner)"),

		UNIQUE_CONSTRAINT("not null default 0)", "not null default 0, constraint pets_code unique (code))",
				"UNIQUE USING INDEX", "alter table pets add constraint pets_code unique (code)",
				"alter table pets drop constraint pets_code"),

		PRIMARY_KEY("not null default 0)", "not null default 0, constraint pets_pkey primary key (code))",
				"PRIMARY KEY USING INDEX", "alter table pets add constraint pets_pkey primary key (code)",
				"alter table pets drop constraint pets_pkey"),

		FOREIGN_KEY("not null default 0)",
				"not null default 0, constraint pets_owned foreign key (owner) references owners)",
				"VALIDATE CONSTRAINT",
				"alter table pets add constraint pets_owned foreign key (owner) references owners",
				"alter table pets drop constraint pets_owned"),

		CHECK("not null default 0)", "not null default 0, constraint pets_named check (name ~ '^pet [0-9]+$'))",
				"VALIDATE CONSTRAINT", "alter table pets add constraint pets_named check (name ~ '^pet [0-9]+$')",
				"alter table pets drop constraint pets_named"),

		NOT_NULL("owner bigint", "owner bigint not null", "VALIDATE CONSTRAINT",
				"alter table pets alter owner set not null", "alter table pets alter owner drop not null"),

		TYPE("name varchar", "name text", "TYPE text", "alter table pets alter name type text",
				"alter table pets alter name type varchar"),

		COLUMN_WITH_CONSTANT("not null default 0)", "not null default 0, kind text not null default 'cat')",
				"ADD COLUMN", "alter table pets add kind text not null default 'cat'", "alter table pets drop kind");

		private final String after;

		private final String way;

		private final String plain;

		private final String undo;

		Change(String from, String to, String way, String plain, String undo) {
			this.after = OWNERS + (from.isEmpty() ? PETS + to : PETS.replace(from, to));
			this.way = way;
			this.plain = plain;
			this.undo = undo;
		}

	}

	/** One that builds an index, one that validates, one that only changes catalogs. */
	@Order(1)
	@ParameterizedTest
	@EnumSource(names = { "UNIQUE_CONSTRAINT", "CHECK", "TYPE" })
	void noWriteWaitsLongerThanTheLockTimeout(Change change) throws Exception {
		migratesUnderLoad(change);
	}

	@Order(1)
	@ParameterizedTest
	@EnumSource(names = { "UNIQUE_CONSTRAINT", "CHECK", "TYPE" }, mode = EnumSource.Mode.EXCLUDE)
	@Thorough
	void noWriteWaitsLongerThanTheLockTimeoutForTheOthers(Change change) throws Exception {
		migratesUnderLoad(change);
	}

	private static void migratesUnderLoad(Change change) throws Exception {
		SchemaMigrator migrator = migrator(change.after, (builder) -> builder.lockTimeout(LOCK_TIMEOUT));
		MigrationPlan plan = migrator.plan();
		assertThat(plan.refused()).isEmpty();
		assertThat(plan.sql()).contains(change.way);
		long wait;
		long writes;
		try (Load load = new Load(LOCK_TIMEOUT.plus(MARGIN))) {
			migrator.migrate(plan.hash()).orThrow();
			load.stop();
			assertThat(load.failures).as("writes that waited longer than %s", LOCK_TIMEOUT).isEmpty();
			wait = load.longest.get();
			writes = load.writes.get();
		}
		assertThat(migrator.plan().inStep()).isTrue();
		assertThat(OnlineChange.remains(DATABASE)).isEmpty();
		assertThat(writes).isPositive();
		DATABASE.execute(change.undo);
		try (Load load = new Load(Duration.ZERO)) {
			DATABASE.execute(change.plain);
			load.stop();
			assertThat(load.failures).isEmpty();
			WAITS.add("| %s | %d | %s | %s |".formatted(change.name().toLowerCase(Locale.ROOT).replace('_', ' '),
					writes, millis(wait), millis(load.longest.get())));
		}
		DATABASE.execute(change.undo);
	}

	/**
	 * Somebody reads in a transaction that does not end: writers get through between the
	 * tries, and none waits longer than for one of them.
	 */
	@Order(2)
	@ParameterizedTest
	@EnumSource(names = { "COLUMN_WITH_CONSTANT", "CHECK" })
	void writersGetThroughWhileTheChangeWaitsForALongTransaction(Change change) throws Exception {
		SchemaMigrator migrator = migrator(change.after, (builder) -> builder.lockTimeout(Duration.ofSeconds(5)));
		try (Reader reader = new Reader();
				Load load = new Load(LOCK_TIMEOUT_OF_A_TRY.plus(MARGIN));
				Log log = new Log()) {
			MigrationReport report = migrator.migrate();
			load.stop();
			assertThat(load.failures).isEmpty();
			assertThat(load.longest.get()).isGreaterThan(LOCK_TIMEOUT_OF_A_TRY.toNanos() / 4);
			assertThat(report.failure()).isInstanceOf(MigrationTimeoutException.class)
				.hasMessageContaining("lock timeout")
				.hasMessageContaining("blocked by " + reader.name());
			assertThat(Objects.requireNonNull(report.failure()).wayOut()).contains("migration.lock-timeout");
			assertThat(log.warnings()).isNotEmpty()
				.allMatch((warning) -> warning.contains("blocked by " + reader.name()));
			// Each try lets those pass who have queued behind it.
			assertThat(load.pauses.get()).isGreaterThanOrEqualTo(2);
			WAITS.add("| %s, blocked for good | %d | %s | for ever |".formatted(
					change.name().toLowerCase(Locale.ROOT).replace('_', ' '), load.writes.get(),
					millis(load.longest.get())));
		}
		assertThat(migrator.plan().isEmpty()).isFalse();
		assertThat(migrator(OWNERS + PETS, UnaryOperator.identity()).plan().isEmpty()).isTrue();
	}

	@Order(3)
	@Test
	void changeIsMadeOnceTheLongTransactionEnds() throws Exception {
		Change change = Change.COLUMN_WITH_CONSTANT;
		SchemaMigrator migrator = migrator(change.after, UnaryOperator.identity());
		try (Reader reader = new Reader();
				Load load = new Load(LOCK_TIMEOUT_OF_A_TRY.plus(MARGIN));
				Log log = new Log()) {
			CompletableFuture<Void> end = CompletableFuture.runAsync(reader::end,
					CompletableFuture.delayedExecutor(2500, TimeUnit.MILLISECONDS));
			migrator.migrate().orThrow();
			end.join();
			load.stop();
			assertThat(load.failures).isEmpty();
			assertThat(log.warnings()).isNotEmpty()
				.allMatch((warning) -> warning.contains("blocked by " + reader.name()));
		}
		assertThat(migrator.plan().inStep()).isTrue();
		DATABASE.execute(change.undo);
	}

	/**
	 * What comes after may take as long as the schema is large: reading it again, above
	 * all.
	 */
	@Order(4)
	@ParameterizedTest
	@EnumSource(names = { "COLUMN_WITH_CONSTANT", "TYPE", "CHECK" })
	void commitsBeforeItDoesAnythingElseWhileWritersWait(Change change) {
		ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
		HookedDataSource hooked = new HookedDataSource(DATABASE.dataSource(),
				(connection, backend, what) -> sent.add(connection + " " + what));
		try {
			migrator(hooked, change.after, UnaryOperator.identity()).migrate().orThrow();
			List<String> all = List.copyOf(sent);
			for (int i = 0; i < all.size(); i++) {
				String what = all.get(i);
				if (what.contains("ALTER TABLE \"public\".\"pets\"") && !what.contains("VALIDATE")
						&& !what.contains("automigrate_steps")) {
					String connection = what.substring(0, what.indexOf(' ') + 1);
					assertThat(all.subList(i + 1, all.size())).filteredOn((next) -> next.startsWith(connection))
						.filteredOn((next) -> !next.contains("releaseSavepoint"))
						.first()
						.asString()
						.isEqualTo(connection + "commit ");
				}
			}
		}
		finally {
			DATABASE.execute(change.undo);
		}
	}

	/**
	 * A build waits for old snapshots. That keeps no writer waiting, and so it may take
	 * as long as a statement that scans.
	 */
	@Order(5)
	@Test
	void indexBuildSaysForWhomItWaited() throws Exception {
		String index = "create index owners_name on owners (name);";
		SchemaMigrator migrator = migrator(OWNERS + PETS + index,
				(builder) -> builder.onlineAbove(-1).scanTimeout(Duration.ofSeconds(2)));
		try (Reader reader = new Reader(); Load load = new Load(LOCK_TIMEOUT.plus(MARGIN))) {
			reader.keepSnapshot("owners");
			// What is left of the index waits for the reader just as well.
			CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
				Waiting.until("the index is dropped", Duration.ofMinutes(1), UnderLoadIntegrationTests::dropsIndex);
				reader.end();
			});
			MigrationReport report = migrator.migrate();
			end.join();
			load.stop();
			assertThat(load.failures).isEmpty();
			assertThat(report.failure()).isInstanceOf(MigrationTimeoutException.class)
				.hasMessageContaining("budget of 2")
				.hasMessageContaining(reader.name())
				.hasMessageNotContaining("verything was rolled back");
		}
		finally {
			SchemaMigrator patient = migrator(OWNERS + PETS + index, (builder) -> builder.onlineAbove(-1));
			patient.migrate().orThrow();
			assertThat(patient.plan().inStep()).isTrue();
			assertThat(OnlineChange.remains(DATABASE)).isEmpty();
			DATABASE.execute("drop index owners_name");
		}
	}

	private static boolean dropsIndex() {
		return !DATABASE.query("""
				select 1 from pg_stat_activity
				where query ilike '%drop index%owners_name%' and pid <> pg_backend_pid()""").isEmpty();
	}

	/**
	 * Each of two tables is let go of within the timeout, one after the other; who writes
	 * to a third that is locked first does not wait for both.
	 */
	@Order(6)
	@Test
	void waitsForLocksOfSeveralTablesDoNotAddUp() throws Exception {
		String zoos = "create table zoo_1 (id int%1$s); create table zoo_2 (id int%1$s);";
		DATABASE.execute(zoos.formatted(""));
		SchemaMigrator migrator = migrator(Change.COLUMN_WITH_CONSTANT.after + zoos.formatted(", name text"),
				(builder) -> builder.onlineAbove(-1));
		try (Reader first = new Reader("zoo_1");
				Reader second = new Reader("zoo_2");
				Load load = new Load(LOCK_TIMEOUT_OF_A_TRY.plus(MARGIN))) {
			CompletableFuture<Void> end = CompletableFuture
				.runAsync(first::end, CompletableFuture.delayedExecutor(1600, TimeUnit.MILLISECONDS))
				.thenRunAsync(second::end, CompletableFuture.delayedExecutor(1600, TimeUnit.MILLISECONDS));
			migrator.migrate().orThrow();
			end.join();
			load.stop();
			assertThat(load.failures).isEmpty();
		}
		finally {
			DATABASE.execute("drop table zoo_1, zoo_2; alter table pets drop column if exists kind");
		}
	}

	private static SchemaMigrator migrator(String ddl, UnaryOperator<SchemaMigrator.Builder> settings) {
		return migrator(DATABASE.dataSource(), ddl, settings);
	}

	private static SchemaMigrator migrator(DataSource dataSource, String ddl,
			UnaryOperator<SchemaMigrator.Builder> settings) {
		return settings.apply(
				// The table is changed back each time, which no release of an application
				// does.
				SchemaMigrator.builder(dataSource)
					.allowOlder(true)
					.policy(ChangePolicy.FULL)
					.source(SchemaSource.ddl("test.sql", ddl)))
			.build();
	}

	private static String millis(long nanos) {
		return String.valueOf(Math.round(nanos / 1e6));
	}

	private static Connection connect(String application, Duration lockTimeout) throws SQLException {
		PGSimpleDataSource dataSource = (PGSimpleDataSource) DATABASE.dataSource();
		dataSource.setApplicationName(application);
		dataSource.setOptions("-c lock_timeout=" + lockTimeout.toMillis());
		return dataSource.getConnection();
	}

	/**
	 * Two clients that insert and update by key. The server ends a write that waits for a
	 * lock longer than it may: so a busy machine is not taken for a lock.
	 */
	private static final class Load implements AutoCloseable {

		private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

		final AtomicLong longest = new AtomicLong();

		final AtomicLong writes = new AtomicLong();

		/** How often a write took so long that it must have waited. */
		final AtomicLong pauses = new AtomicLong();

		final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

		private final List<Thread> clients = new ArrayList<>();

		private volatile boolean stopped;

		Load(Duration lockTimeout) throws Exception {
			for (int i = 0; i < 2; i++) {
				Connection connection = connect("client", lockTimeout);
				SplittableRandom random = new SplittableRandom(i);
				Thread client = new Thread(() -> write(connection, random));
				this.clients.add(client);
				client.start();
			}
			while (this.writes.get() < 20 && this.failures.isEmpty()) {
				Thread.sleep(1);
			}
			this.longest.set(0);
		}

		private void write(Connection connection, SplittableRandom random) {
			try (connection;
					PreparedStatement insert = connection
						.prepareStatement("insert into pets (id, owner, name, code) values (?, ?, 'pet ' || ?, ?)");
					PreparedStatement update = connection
						.prepareStatement("update pets set visits = visits + 1 where id = ?")) {
				while (!this.stopped) {
					long id = NEXT_ID.incrementAndGet();
					insert.setLong(1, id);
					insert.setLong(2, 1 + id % 1000);
					insert.setLong(3, id);
					insert.setLong(4, id);
					timed(insert);
					update.setLong(1, random.nextLong(1, ROWS));
					timed(update);
					Thread.sleep(1);
				}
			}
			catch (SQLException | InterruptedException ex) {
				this.failures.add(ex);
			}
		}

		private void timed(PreparedStatement statement) throws SQLException {
			long start = System.nanoTime();
			statement.executeUpdate();
			long wait = System.nanoTime() - start;
			this.longest.accumulateAndGet(wait, Math::max);
			this.writes.incrementAndGet();
			if (wait > PAUSE_NANOS) {
				this.pauses.incrementAndGet();
			}
		}

		void stop() {
			this.stopped = true;
			try {
				for (Thread client : this.clients) {
					client.join(TimeUnit.SECONDS.toMillis(30));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			stop();
		}

	}

	/**
	 * A transaction that has read from the table and does not end by itself.
	 */
	private static final class Reader implements AutoCloseable {

		private final Connection connection;

		private final String pid;

		Reader() throws SQLException {
			this("pets");
		}

		Reader(String table) throws SQLException {
			this.connection = connect("reporting", Duration.ZERO);
			this.connection.setAutoCommit(false);
			try (var statement = this.connection.createStatement();
					var row = statement.executeQuery(
							"select pg_backend_pid(), (select count(*) from (select from " + table + " limit 1) t)")) {
				row.next();
				this.pid = row.getString(1);
			}
		}

		/** As messages have it. */
		String name() {
			return "backend " + this.pid + " (application \"reporting\", idle in transaction, ";
		}

		void keepSnapshot(String table) throws SQLException {
			this.connection.rollback();
			this.connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			try (var statement = this.connection.createStatement()) {
				statement.execute("select from " + table + " limit 1");
			}
		}

		void end() {
			try {
				this.connection.rollback();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() throws SQLException {
			this.connection.close();
		}

	}

	/**
	 * What is logged meanwhile.
	 */
	private static final class Log implements AutoCloseable {

		private final Logger logger = (Logger) LoggerFactory.getLogger("io.automigrate");

		private final Level level = this.logger.getLevel();

		private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

		Log() {
			this.appender.start();
			this.logger.addAppender(this.appender);
			this.logger.setAdditive(false);
			this.logger.setLevel(Level.INFO);
		}

		List<String> warnings() {
			return this.appender.list.stream()
				.filter((event) -> event.getLevel() == Level.WARN)
				.map(ILoggingEvent::getFormattedMessage)
				.filter((message) -> !message.contains("is taken back to this older release"))
				.toList();
		}

		@Override
		public void close() {
			this.logger.setLevel(this.level);
			this.logger.setAdditive(true);
			this.logger.detachAppender(this.appender);
		}

	}

}
