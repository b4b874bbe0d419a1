package io.automigrate.execute;

import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

import io.automigrate.history.ReachedSchema;
import org.jspecify.annotations.Nullable;

/**
 * Where a release stands among those that the database has seen.
 *
 * @param newer what a newer release has reached since, or {@code null} if this one is not
 * older
 */
record Standing(@Nullable ReachedSchema newer) {

	/** The database has seen no newer one. */
	static final Standing CURRENT = new Standing(null);

	/**
	 * Judge by what was reached in this database. A desired schema that another one has
	 * followed belongs to an older release, unless this release's mark is the greater
	 * one; and so does one that was never reached, if its mark is the lesser one.
	 * @param source the fingerprint of the release's sources
	 * @param mark the release's mark, or {@code null}
	 * @param reached what was reached
	 */
	static Standing of(String source, @Nullable String mark, List<ReachedSchema> reached) {
		List<ReachedSchema> here = reached.stream().filter(ReachedSchema::here).toList();
		ReachedSchema last = here.stream().max(Comparator.comparing(ReachedSchema::place)).orElse(null);
		if (last == null || last.source().equals(source)) {
			return CURRENT;
		}
		boolean followed = here.stream().anyMatch((schema) -> schema.source().equals(source));
		int order = ReleaseOrder.compare(mark, last.release());
		return (order < 0 || (followed && order == 0)) ? new Standing(last) : CURRENT;
	}

	boolean older() {
		return this.newer != null;
	}

	/**
	 * Name the release that the database belongs to.
	 * @return such as {@code release 1.5 of trackers}, or {@code null} if this one is not
	 * older
	 */
	@Nullable String belongsTo(String application) {
		ReachedSchema last = this.newer;
		if (last == null) {
			return null;
		}
		return (last.release() != null) ? "release " + last.release() + " of " + application
				: "the release of " + application + " that migrated it on " + last.at().truncatedTo(ChronoUnit.SECONDS);
	}

}
