package io.automigrate.history;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An instance of an application.
 *
 * @param id what tells it from all others
 * @param application the application
 * @param unit the part of the application, empty where there is only one
 * @param release the mark of its release, or {@code null}
 * @param source the fingerprint of its sources' text
 * @param host the host it runs on
 * @param pid its process ID there
 * @param seenSecondsAgo how long ago it was seen
 */
public record LiveInstance(UUID id, String application, String unit, @Nullable String release, String source,
		String host, long pid, long seenSecondsAgo) {

	/**
	 * Describe the instance.
	 * @return such as {@code trackers 1.4 on host-a, seen 3 s ago}
	 */
	public String display() {
		return this.application + ((this.release != null) ? " " + this.release : "") + " on " + this.host + ", seen "
				+ Math.max(0, this.seenSecondsAgo) + " s ago";
	}

}
