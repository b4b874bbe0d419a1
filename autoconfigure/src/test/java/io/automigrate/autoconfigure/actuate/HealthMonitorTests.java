package io.automigrate.autoconfigure.actuate;

import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.report.MigrationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of a database that answers, that says no, and that says nothing.
 */
class HealthMonitorTests {

	private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(30);

	private final ScriptedMigration migration = new ScriptedMigration();

	private final CountDownLatch databaseBack = new CountDownLatch(1);

	private final SetClock clock = new SetClock();

	private final HealthMonitors monitors = new HealthMonitors(Map.of("dataSource", this.migration.migration()),
			UNKNOWN_AFTER, this.clock);

	@AfterEach
	void close() {
		this.databaseBack.countDown();
		this.monitors.close();
	}

	@Test
	void looksWhenAskedAndAnswersWhatItSaw() {
		assertThat(await(MigrationStatus::healthy).existingTables()).containsExactly("items", "logs");
		this.migration.status = () -> ScriptedMigration.status(List.of("items"), List.of("logs"));
		assertThat(await((status) -> !status.healthy()).missingTables()).containsExactly("logs");
		assertThat(this.migration.looks.get()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void startsNoSecondLookWhileOneHangsHoweverManyAsk() {
		await(MigrationStatus::healthy);
		hang();
		int looks = this.migration.looks.get();
		List<CompletableFuture<MigrationStatus>> asked = IntStream.range(0, 50)
			.mapToObj((i) -> CompletableFuture.supplyAsync(this.monitors::current, (task) -> new Thread(task).start()))
			.toList();
		asked.forEach((answer) -> assertThat(answer.orTimeout(5, TimeUnit.SECONDS).join().healthy()).isTrue());
		assertThat(this.migration.looks).hasValue(looks);
	}

	@Test
	void keepsTheLastAnswerOfADatabaseThatIsSilentForAWhile() {
		Instant checkedAt = await(MigrationStatus::healthy).checkedAt();
		hang();
		this.clock.advance(UNKNOWN_AFTER.minusSeconds(1));
		MigrationStatus kept = this.monitors.current();
		assertThat(kept.healthy()).isTrue();
		assertThat(kept.checkedAt()).isEqualTo(checkedAt);
		this.clock.advance(Duration.ofSeconds(1));
		MigrationStatus silent = this.monitors.current();
		assertThat(silent.healthy()).isFalse();
		assertThat(silent.connectionHealthy()).isFalse();
		assertThat(silent.checkedAt()).isEqualTo(checkedAt);
		assertThat(silent.message()).startsWith(
				"The database did not answer since " + Origin.timestamp(Objects.requireNonNull(checkedAt)) + ".");
		this.databaseBack.countDown();
		assertThat(await(MigrationStatus::healthy).healthy()).isTrue();
	}

	@Test
	void keepsTheLastAnswerWhenThePoolHasNothingToGiveAndTellsWhyInTheEnd() {
		await(MigrationStatus::healthy);
		this.migration.status = () -> ScriptedMigration.failed(true,
				DatabaseUnavailableException.of(new SQLException("HikariPool-1 - Connection is not available")));
		int looks = this.migration.looks.get();
		while (this.migration.looks.get() < looks + 3) {
			assertThat(this.monitors.current().healthy()).isTrue();
		}
		this.clock.advance(UNKNOWN_AFTER);
		assertThat(await((status) -> !status.healthy()).message()).contains("did not answer since",
				"Connection is not available");
	}

	@Test
	void tellsAtOnceThatTheDatabaseSaysNo() {
		await(MigrationStatus::healthy);
		this.migration.status = () -> ScriptedMigration.failed(true, DatabaseUnavailableException
			.of(new SQLException("Connection refused", "08001", new ConnectException("Connection refused"))));
		assertThat(await((status) -> !status.healthy()).connectionHealthy()).isFalse();
		this.migration.status = new ScriptedMigration().status;
		assertThat(await(MigrationStatus::healthy).connectionHealthy()).isTrue();
	}

	@Test
	void takesTheStartsOwnRunForAnAnswer() {
		this.migration.status = this::awaitDatabase;
		assertThat(this.monitors.current().message()).contains("not known yet");
		assertThat(this.monitors.current().healthy()).isFalse();
		this.migration.lastKnown = ScriptedMigration.status(List.of("items"), List.of());
		assertThat(this.monitors.current().healthy()).isTrue();
		this.migration.lastKnown = ScriptedMigration.status(List.of("items"), List.of("logs"));
		assertThat(this.monitors.current().missing()).containsExactly("table logs");
	}

	@Test
	void looksByItselfAfterSomebodyHasAsked() throws InterruptedException {
		await(MigrationStatus::healthy);
		int looks = this.migration.looks.get();
		while (this.migration.looks.get() < looks + 2) {
			Thread.sleep(20);
		}
	}

	@Test
	void looksOnceAtTheStartWhereARunHasFoundSomething() throws InterruptedException {
		this.monitors.start();
		assertThat(this.migration.looks).hasValue(0);
		this.migration.lastKnown = ScriptedMigration.status(List.of("items"), List.of());
		this.monitors.start();
		while (this.migration.looks.get() == 0) {
			Thread.sleep(5);
		}
	}

	@Test
	void givesUpALookThatHangsForTooLong() {
		try (HealthMonitors impatient = new HealthMonitors(Map.of("dataSource", this.migration.migration()),
				Duration.ofMillis(200))) {
			hangIn(impatient);
			int looks = this.migration.looks.get();
			this.migration.status = new ScriptedMigration().status;
			while (!impatient.current().healthy()) {
				assertThat(this.migration.looks.get()).isLessThanOrEqualTo(looks + 1);
			}
		}
	}

	@Test
	void tellsUnexpectedExceptionWithoutItsText() {
		this.migration.status = () -> {
			throw new IllegalStateException("password=secret");
		};
		MigrationStatus status = await((answer) -> !answer.message().contains("not known yet"));
		assertThat(StatusMessage.detailed(status)).contains("IllegalStateException").doesNotContain("secret");
	}

	@Test
	void tellsWhichOfSeveralDatabasesIsSilent() {
		ScriptedMigration silent = new ScriptedMigration();
		silent.status = this::awaitDatabase;
		try (HealthMonitors both = new HealthMonitors(
				Map.of("dataSource", this.migration.migration(), "archive", silent.migration()), UNKNOWN_AFTER)) {
			assertThat(both.current().connectionHealthy()).isFalse();
			this.databaseBack.countDown();
			while (!both.current().healthy()) {
				Thread.onSpinWait();
			}
			assertThat(both.current().checkedAt()).isNotNull();
		}
	}

	private MigrationStatus await(Predicate<MigrationStatus> expected) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		MigrationStatus status = this.monitors.current();
		while (!expected.test(status) && System.nanoTime() < end) {
			status = this.monitors.current();
		}
		assertThat(status).matches(expected);
		return status;
	}

	private void hang() {
		hangIn(this.monitors);
	}

	private void hangIn(HealthMonitors asked) {
		AtomicReference<Thread> hanging = new AtomicReference<>();
		this.migration.status = () -> {
			hanging.set(Thread.currentThread());
			return awaitDatabase();
		};
		while (hanging.get() == null) {
			asked.current();
		}
	}

	private MigrationStatus awaitDatabase() {
		boolean back = false;
		while (!back) {
			try {
				this.databaseBack.await();
				back = true;
			}
			catch (InterruptedException ex) {
				// As a read from a socket, which cannot be interrupted either.
			}
		}
		return ScriptedMigration.status(List.of("items"), List.of());
	}

	/** A clock that goes on only when it is told to. */
	private static final class SetClock extends Clock {

		private volatile Instant now = Instant.parse("2026-01-15T10:30:00Z");

		void advance(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
