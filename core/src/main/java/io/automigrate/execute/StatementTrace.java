package io.automigrate.execute;

import java.time.Duration;
import java.util.List;

/**
 * What one statement of a migration did, in a transaction that was rolled back.
 *
 * @param version the migration
 * @param place file and line
 * @param sql the statement; empty for a migration in Java
 * @param rows how many rows it wrote; 0 where it does not say
 * @param duration how long it took
 * @param locks the locks on tables that were there before which it was the first to take,
 * such as {@code public.orders: AccessExclusiveLock}
 * @param rewritten the tables that were there before which it wrote anew or emptied
 */
public record StatementTrace(String version, String place, String sql, long rows, Duration duration, List<String> locks,
		List<String> rewritten) {

	public StatementTrace {
		locks = List.copyOf(locks);
		rewritten = List.copyOf(rewritten);
	}

}
