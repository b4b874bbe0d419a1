package io.automigrate.test;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what other threads, processes and sessions do.
 */
public final class Waiting {

	private Waiting() {
	}

	/**
	 * Wait until something is so.
	 * @param what what, for the message if it does not come
	 * @param atMost how long
	 * @param condition looks whether it is so
	 * @return how long it took
	 */
	public static Duration until(String what, Duration atMost, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > atMost.toNanos()) {
				throw new AssertionError("Not so within " + atMost.toSeconds() + " s: " + what);
			}
			pause(20);
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * Do nothing for some time.
	 * @param millis how long
	 */
	public static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
