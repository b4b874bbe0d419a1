package io.automigrate.lock;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The session that holds a migration lock, as far as the asking role may see it.
 * PostgreSQL shows the {@code application_name} to everybody, the rest only to the same
 * role and to members of {@code pg_read_all_stats}.
 *
 * @param backend the process ID of its backend
 * @param application the application that runs, or whatever the session calls itself;
 * {@code null} where it has no name
 * @param user the role of the session, or {@code null} where that is not known
 * @param host the name or address of its host, or {@code null} where it is not visible or
 * the session comes through a Unix socket
 * @param since since when it has been running, or {@code null} where it is not visible
 * @param step the step that it is at, from 1, or {@code null} where it has no steps
 * @param steps how many steps it has, or {@code null}
 */
public record LockHolder(int backend, @Nullable String application, @Nullable String user, @Nullable String host,
		@Nullable Instant since, @Nullable Integer step, @Nullable Integer steps) {

	/** What the {@code application_name} of a run's session begins with. */
	public static final String PREFIX = "automigrate: ";

	private static final Pattern RUN = Pattern.compile(PREFIX + "(.*?)(?: step (\\d{1,9})/(\\d{1,9}))?");

	/**
	 * Create from what the statistics views show. The lock of a session that is between
	 * or in numbered steps outlives their transactions, so the session's own start tells
	 * since when it runs; that of a transaction began with the transaction.
	 * @param backend the process ID
	 * @param name the {@code application_name}, if any
	 * @param user the role, if it is known
	 * @param host the host, if it is visible
	 * @param sessionStart when the session began, if that is visible
	 * @param transactionStart when its transaction began, if there is one and it is
	 * visible
	 */
	static LockHolder of(int backend, @Nullable String name, @Nullable String user, @Nullable String host,
			@Nullable Instant sessionStart, @Nullable Instant transactionStart) {
		Matcher run = RUN.matcher((name != null) ? name : "");
		boolean ours = run.matches();
		String step = ours ? run.group(2) : null;
		String steps = ours ? run.group(3) : null;
		String application = ours ? run.group(1) : name;
		return new LockHolder(backend, (application == null || application.isEmpty()) ? null : application, user, host,
				(transactionStart != null && step == null) ? transactionStart : sessionStart,
				(step != null) ? Integer.valueOf(step) : null, (steps != null) ? Integer.valueOf(steps) : null);
	}

	/**
	 * Describe the holder of a lock.
	 * @param holder the holder, or {@code null} where the lock is free
	 * @return backend, application, where it runs and since when, as a clause; "nobody by
	 * now" where it is free
	 */
	public static String describe(@Nullable LockHolder holder) {
		return (holder != null) ? holder.toString() : "nobody by now";
	}

	@Override
	public String toString() {
		return "backend " + this.backend
				+ ((this.application != null) ? ", application \"" + this.application + "\"" : "")
				+ ((this.step != null) ? ", step " + this.step + " of " + this.steps : "")
				+ ((this.user != null) ? ", user " + this.user : "")
				+ ((this.host != null) ? ", host " + this.host : "")
				+ ((this.since != null) ? ", since " + this.since : "");
	}

}
