package io.automigrate;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import io.automigrate.test.TestServer;

/**
 * Lets the server end the connection that sends the n-th of all things that are sent,
 * before it is; which is the same as after the one before. Or else when the n-th commit
 * is done, but nobody has learned of it.
 */
public final class Killer implements HookedDataSource.Hook {

	private final AtomicInteger sent = new AtomicInteger();

	private final int place;

	private final boolean after;

	private volatile String killedAt = "";

	/**
	 * Kill before something.
	 * @param place the number of the thing, from 1; 0 for never
	 */
	public Killer(int place) {
		this(place, false);
	}

	/**
	 * Kill before something, or after a commit.
	 * @param place the number of the thing or of the commit, from 1; 0 for never
	 * @param after whether to kill after a commit
	 */
	public Killer(int place, boolean after) {
		this.place = place;
		this.after = after;
	}

	@Override
	public void sending(int connection, int backend, String what) {
		if (!this.after && this.sent.incrementAndGet() == this.place) {
			kill(backend, what);
		}
	}

	@Override
	public void sent(int connection, int backend, String what) throws SQLException {
		if (this.after && what.startsWith("commit") && this.sent.incrementAndGet() == this.place) {
			kill(backend, what);
			throw new SQLException("The connection ended before the answer came", "08006");
		}
	}

	private void kill(int backend, String what) {
		this.killedAt = (this.after ? "after " : "before ") + what;
		TestServer.get().end(backend);
	}

	/**
	 * Returns how many things were sent.
	 * @return the number
	 */
	public int sent() {
		return this.sent.get();
	}

	/**
	 * Returns where the connection was killed.
	 * @return before or after which statement, or an empty text where that place was
	 * never reached
	 */
	public String killedAt() {
		return this.killedAt;
	}

}
