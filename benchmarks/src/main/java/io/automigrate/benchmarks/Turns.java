package io.automigrate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two things measured by turns, so that what else the machine does meets both. Only the
 * ratio of two neighbours is worth something.
 */
final class Turns {

	private final List<Turn> turns = new ArrayList<>();

	private Turns() {
	}

	/**
	 * Measure.
	 * @param warmUp how many turns do not count
	 * @param count how many turns do
	 * @param first what is of interest
	 * @param second what it is held against
	 */
	static Turns of(int warmUp, int count, Measurement first, Measurement second) throws Exception {
		Turns turns = new Turns();
		for (int i = 0; i < warmUp + count; i++) {
			// Whoever comes second finds a warmer or a fuller machine: they swap places.
			boolean swapped = i % 2 != 0;
			double before = (swapped ? second : first).millis();
			double after = (swapped ? first : second).millis();
			if (i >= warmUp) {
				turns.turns.add(swapped ? new Turn(after, before) : new Turn(before, after));
			}
		}
		return turns;
	}

	double first() {
		return median(Turn::first);
	}

	double second() {
		return median(Turn::second);
	}

	double ratio() {
		return median((turn) -> turn.first() / turn.second());
	}

	private double median(ToDoubleFunction<Turn> value) {
		return this.turns.stream().mapToDouble(value).sorted().toArray()[this.turns.size() / 2];
	}

	private record Turn(double first, double second) {

	}

	/** Something that takes its own time, without what it prepares and clears away. */
	interface Measurement {

		double millis() throws Exception;

	}

	/** Something that takes time. */
	interface Work {

		void run() throws Exception;

	}

	static double millis(Work work) throws Exception {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e6;
	}

}
