package io.automigrate.history;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A desired schema that a run has reached.
 *
 * @param source the fingerprint of the sources' text
 * @param release the mark of the release that reached it last, or {@code null}
 * @param place its place in the order in which desired schemas were reached
 * @param at when it was reached last, by the server's clock
 * @param here whether it was reached in this database, rather than in the one that this
 * is a copy of
 */
public record ReachedSchema(String source, @Nullable String release, long place, Instant at, boolean here) {

}
