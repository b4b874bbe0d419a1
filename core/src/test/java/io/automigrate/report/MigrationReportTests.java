package io.automigrate.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.OpenChange;
import io.automigrate.error.SchemaIncompleteException;
import io.automigrate.execute.Changes;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.VersionedFacts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link MigrationReport}: the outcome and the message follow from the facts.
 */
class MigrationReportTests {

	private static final OpenChange COLUMN = new OpenChange("column \"age\" of \"public\".\"p\"", "cannot be added",
			"Give it a default.");

	private static final OpenChange TABLE = new OpenChange("table \"public\".\"q\"", "is missing", "Create it.");

	private static final OpenChange CHECK = new OpenChange("check constraint \"k\" on \"public\".\"p\"",
			"waits for trackers 1.4 on host-a", "End it.");

	private static final Changes CREATED = new Changes(List.of("q"), List.of("table q"), List.of(), List.of(),
			List.of());

	private static MigrationReport report(List<OpenChange> needed, List<OpenChange> deferred, Changes changes,
			int others) {
		List<String> differences = Stream
			.of(needed.stream().map(OpenChange::message), deferred.stream().map(OpenChange::message),
					Collections.nCopies(others, "Something differs.").stream())
			.flatMap((lines) -> lines)
			.toList();
		return MigrationReport.ended(Instant.EPOCH, Duration.ofSeconds(1), new RunResult(List.of(), List.of(),
				List.of(), needed, deferred, differences, changes, VersionedFacts.NONE, null));
	}

	@Test
	void nothingToDo() {
		MigrationReport report = report(List.of(), List.of(), Changes.NONE, 2);
		assertThat(report.outcome()).isEqualTo(Outcome.UP_TO_DATE);
		assertThat(report.message()).isEqualTo("Nothing to do. 2 differences were left alone.");
		assertThat(report.orThrow()).isSameAs(report);
	}

	@Test
	void deferredIsASuccessThatSaysWhatWaits() {
		MigrationReport report = report(List.of(), List.of(CHECK), CREATED, 1);
		assertThat(report.outcome()).isEqualTo(Outcome.DEFERRED);
		assertThat(report.success()).isTrue();
		assertThat(report.errors()).isEmpty();
		assertThat(report.deferred()).containsExactly(CHECK);
		assertThat(report.message())
			.isEqualTo("Created 1 object (1 table: q). 1 change is deferred. 1 difference was left alone.");
		assertThat(report(List.of(), List.of(CHECK, CHECK), Changes.NONE, 0).message())
			.isEqualTo("2 changes are deferred.");
	}

	@Test
	void whatIsNeededOutweighsWhatWaitsAndWhatWasDone() {
		MigrationReport report = report(List.of(COLUMN, TABLE), List.of(CHECK), CREATED, 0);
		assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
		assertThat(report.message()).startsWith(
				"2 objects that the application needs are missing: column \"age\" of \"public\".\"p\", table \"public\".\"q\".");
		assertThat(report.errors()).containsExactly(
				"Column \"age\" of \"public\".\"p\" cannot be added. Give it a default.",
				"Table \"public\".\"q\" is missing. Create it.");
		assertThatThrownBy(report::orThrow).isInstanceOfSatisfying(SchemaIncompleteException.class, (failure) -> {
			assertThat(failure.getMessage()).startsWith("The database lacks 2 objects that the application needs: ");
			assertThat(failure.wayOut()).isEqualTo(
					"For column \"age\" of \"public\".\"p\": Give it a default. For table \"public\".\"q\": Create it.");
			assertThat(failure.missing()).containsExactly(COLUMN, TABLE);
		});
	}

	@Test
	void failureOutweighsAll() {
		MigrationReport report = MigrationReport.failed(Instant.EPOCH, Duration.ZERO,
				DatabaseUnavailableException.noAnswer(5));
		assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(report.success()).isFalse();
		assertThatThrownBy(report::orThrow).isSameAs(report.failure());
	}

	@Test
	void rollbackOfAVersionIsAChange() {
		MigrationReport report = MigrationReport.ended(Instant.EPOCH, Duration.ZERO,
				RunResult.of(new VersionedFacts(List.of(), List.of(), List.of(), List.of("2", "1"))));
		assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
		assertThat(report.message()).isEqualTo("Rolled back 2 migrations: 2, 1.");
	}

}
