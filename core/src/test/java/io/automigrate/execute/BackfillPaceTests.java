package io.automigrate.execute;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.history.JournalEntry.LastBatch;
import io.automigrate.sql.QualifiedName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a back-fill rests, and what it tells.
 */
class BackfillPaceTests {

	private final List<String> told = new ArrayList<>();

	private BackfillPace pace(long estimate, Duration pause, double share) {
		KeysetTable table = new KeysetTable(new QualifiedName("public", "orders"), List.of("id"), estimate);
		return new BackfillPace(table, new LastBatch(List.of("7"), 1_000, 10), pause, share, this.told::add);
	}

	private static long millis(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1_000_000;
	}

	@Test
	void tellsRowsOfEstimate() {
		LastBatch last = new LastBatch(List.of("9"), 120_000, 118_000);
		pace(1_000_000, Duration.ZERO, 1).tell(last);
		pace(0, Duration.ZERO, 1).tell(last);
		assertThat(this.told.get(0))
			.matches("\"public\".\"orders\": 120,000 of about 1,000,000 rows, 118,000 changed, [0-9,]+ rows/s");
		assertThat(this.told.get(1)).startsWith("\"public\".\"orders\": 120,000 rows, 118,000 changed, ");
	}

	@Test
	void restsAfterWork() {
		LastBatch last = new LastBatch(List.of("9"), 2_000, 20);
		BackfillPace pausing = pace(0, Duration.ofMillis(60), 0.75);
		assertThat(millis(() -> pausing.keep(last, true, 90_000_000))).isGreaterThanOrEqualTo(60);
		assertThat(millis(() -> pausing.keep(last, true, 300_000_000))).isGreaterThanOrEqualTo(99);
		assertThat(this.told).isEmpty();
	}

}
