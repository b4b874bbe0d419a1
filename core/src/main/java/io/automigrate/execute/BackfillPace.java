package io.automigrate.execute;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

import io.automigrate.history.JournalEntry.LastBatch;

/**
 * Pauses between the batches of a back-fill, and tells from time to time how far it has
 * come.
 */
final class BackfillPace {

	private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

	private final KeysetTable table;

	private final LastBatch before;

	private final Duration pause;

	private final double share;

	private final Consumer<String> progress;

	private final long start = System.nanoTime();

	private long told = this.start;

	BackfillPace(KeysetTable table, LastBatch before, Duration pause, double share, Consumer<String> progress) {
		this.table = table;
		this.before = before;
		this.pause = pause;
		this.share = share;
		this.progress = progress;
	}

	/**
	 * A batch is done, and not the last.
	 * @param changed whether it has changed anything; if not, there is nothing to recover
	 * from
	 * @param nanos how long it took
	 */
	void keep(LastBatch last, boolean changed, long nanos) {
		if (System.nanoTime() - this.told >= INTERVAL_NANOS) {
			tell(last);
			this.told = System.nanoTime();
		}
		if (changed) {
			double rest = nanos * (1 - this.share) / this.share / 1e6;
			LockRetry.sleep(Math.max(this.pause.toMillis(), (long) rest));
		}
	}

	void tell(LastBatch last) {
		double seconds = Math.max((System.nanoTime() - this.start) / 1e9, 1e-3);
		String of = (this.table.estimate() > last.rows())
				? String.format(Locale.ROOT, " of about %,d", this.table.estimate()) : "";
		this.progress.accept(String.format(Locale.ROOT, "%s: %,d%s rows, %,d changed, %,.0f rows/s", this.table,
				last.rows(), of, last.changed(), (last.rows() - this.before.rows()) / seconds));
	}

}
