package io.automigrate.production;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.automigrate.test.TcpProxy;

/**
 * Lets something happen at one of the places at which the database may be different from
 * the place before: before a statement that may write is sent, and when one that commits
 * is done but nobody has learned of it.
 */
final class Places implements TcpProxy.Watcher {

	private static final Pattern WRITES = Pattern
		.compile("(?is)^\\s*(commit|insert|update|delete|alter|create|drop|comment|grant|revoke|do|call|lock|truncate"
				+ "|analyze|reindex|with)\\b.*");

	private static final Pattern COMMITS = Pattern.compile("(?is)^\\s*commit\\b.*|.*\\bconcurrently\\b.*");

	private final AtomicInteger passed = new AtomicInteger();

	private final int place;

	private final IntConsumer action;

	private volatile String at = "";

	/**
	 * Create places.
	 * @param place the number of the place, from 1
	 * @param action what happens there, with the process that serves the connection
	 */
	Places(int place, IntConsumer action) {
		this.place = place;
		this.action = action;
	}

	/**
	 * Let something happen once, before the first statement of some kind.
	 * @param statement which
	 * @param action what happens
	 * @return a watcher
	 */
	static TcpProxy.Watcher before(Predicate<String> statement, Runnable action) {
		AtomicInteger done = new AtomicInteger();
		return new TcpProxy.Watcher() {

			@Override
			public void sending(int connection, int backend, String statements) {
				if (statement.test(statements) && done.getAndIncrement() == 0) {
					action.run();
				}
			}

		};
	}

	@Override
	public void sending(int connection, int backend, String statements) {
		if (WRITES.matcher(statements).matches()) {
			pass(backend, "before " + statements);
		}
	}

	@Override
	public void answering(int connection, int backend, String statements) {
		if (COMMITS.matcher(statements).matches()) {
			pass(backend, "after " + statements);
		}
	}

	private void pass(int backend, String what) {
		if (this.passed.incrementAndGet() == this.place) {
			this.at = what;
			this.action.accept(backend);
		}
	}

	/**
	 * Returns where it happened.
	 * @return before or after what, or an empty text where the place was never reached
	 */
	String at() {
		return this.at;
	}

	/**
	 * Returns how many places there were.
	 * @return the number
	 */
	int passed() {
		return this.passed.get();
	}

}
