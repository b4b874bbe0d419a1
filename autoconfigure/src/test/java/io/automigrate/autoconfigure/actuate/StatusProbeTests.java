package io.automigrate.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.report.MigrationStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusProbeTests {

	private static final MigrationStatus FINE = ScriptedMigration.status(List.of("items"), List.of());

	private final CountDownLatch databaseBack = new CountDownLatch(1);

	private final AtomicInteger looks = new AtomicInteger();

	@Test
	void answersWhatItSees() throws Exception {
		try (StatusProbe probe = new StatusProbe("dataSource", () -> FINE)) {
			assertThat(probe.ask().get(5, TimeUnit.SECONDS)).isSameAs(FINE);
			assertThat(probe.ask().get(5, TimeUnit.SECONDS)).isSameAs(FINE);
		}
	}

	@Test
	void startsNoSecondLookWhileOneHangs() throws Exception {
		try (StatusProbe probe = new StatusProbe("dataSource", this::hang)) {
			CompletableFuture<MigrationStatus> first = probe.ask();
			awaitLooks(1);
			CompletableFuture<MigrationStatus> second = probe.ask();
			assertThat(probe.ask()).isSameAs(second).isNotSameAs(first);
			assertThat(this.looks).hasValue(1);
			this.databaseBack.countDown();
			assertThat(first.get(5, TimeUnit.SECONDS)).isSameAs(FINE);
			assertThat(second.get(5, TimeUnit.SECONDS)).isSameAs(FINE);
			assertThat(this.looks).hasValue(2);
		}
	}

	@Test
	void givesNoOutcomeOfLookThatBeganBeforeTheQuestion() throws Exception {
		AtomicBoolean created = new AtomicBoolean();
		CountDownLatch looking = new CountDownLatch(1);
		try (StatusProbe probe = new StatusProbe("dataSource", () -> {
			MigrationStatus seen = created.get() ? FINE : ScriptedMigration.status(List.of(), List.of("items"));
			looking.countDown();
			return (this.looks.incrementAndGet() == 1) ? awaitDatabase(seen) : seen;
		})) {
			CompletableFuture<MigrationStatus> before = probe.ask();
			looking.await();
			created.set(true);
			CompletableFuture<MigrationStatus> after = probe.ask();
			this.databaseBack.countDown();
			assertThat(before.get(5, TimeUnit.SECONDS).healthy()).isFalse();
			assertThat(after.get(5, TimeUnit.SECONDS).healthy()).isTrue();
		}
	}

	@Test
	void goesOnAfterException() throws Exception {
		try (StatusProbe probe = new StatusProbe("dataSource", () -> {
			if (this.looks.incrementAndGet() == 1) {
				throw new IllegalStateException();
			}
			return FINE;
		})) {
			assertThat(probe.ask()).failsWithin(Duration.ofSeconds(5));
			assertThat(probe.ask()).succeedsWithin(Duration.ofSeconds(5));
		}
	}

	@Test
	void interruptsLookAndCancelsAnswersWhenClosed() throws Exception {
		StatusProbe probe = new StatusProbe("dataSource", this::hang);
		CompletableFuture<MigrationStatus> first = probe.ask();
		awaitLooks(1);
		CompletableFuture<MigrationStatus> second = probe.ask();
		probe.close();
		assertThat(first).failsWithin(Duration.ofSeconds(5));
		assertThat(second).isCancelled();
		assertThat(probe.ask()).isCancelled();
	}

	@Test
	void tellsThatDatabaseIsAwayWithinPatienceHoweverManyAsk() throws Exception {
		ScriptedMigration away = new ScriptedMigration();
		away.status = this::hang;
		ScriptedMigration present = new ScriptedMigration();
		try (MigrationStatuses statuses = new MigrationStatuses(
				Map.of("dataSource", away.migration(), "second", away.migration(), "third", present.migration()),
				Duration.ofMillis(100))) {
			List<CompletableFuture<MigrationStatus>> asked = IntStream.range(0, 50)
				.mapToObj((i) -> CompletableFuture.supplyAsync(statuses::current, (task) -> new Thread(task).start()))
				.toList();
			for (CompletableFuture<MigrationStatus> answer : asked) {
				MigrationStatus status = answer.get(2, TimeUnit.SECONDS);
				assertThat(status.healthy()).isFalse();
				assertThat(status.connectionHealthy()).isFalse();
				assertThat(status.databaseExists()).isTrue();
				assertThat(status.failure()).isInstanceOf(DatabaseUnavailableException.class)
					.hasMessage("The database did not answer within 100 ms.");
			}
			assertThat(this.looks.get()).isEqualTo(2);
			this.databaseBack.countDown();
			assertThat(statuses.current().healthy()).isTrue();
		}
	}

	@Test
	void tellsUnexpectedExceptionWithoutItsText() {
		ScriptedMigration broken = new ScriptedMigration();
		broken.status = () -> {
			throw new IllegalStateException("password=secret");
		};
		try (MigrationStatuses statuses = new MigrationStatuses(Map.of("dataSource", broken.migration()))) {
			assertThat(StatusMessage.detailed(statuses.current())).contains("IllegalStateException")
				.doesNotContain("secret");
		}
	}

	private MigrationStatus hang() {
		this.looks.incrementAndGet();
		return awaitDatabase(FINE);
	}

	private MigrationStatus awaitDatabase(MigrationStatus status) {
		try {
			this.databaseBack.await();
			return status;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitLooks(int count) throws InterruptedException {
		while (this.looks.get() < count) {
			Thread.sleep(5);
		}
	}

}
