package io.automigrate.execute;

import org.jspecify.annotations.Nullable;

/**
 * Which release of an application this is.
 *
 * @param unit the part of the application whose schema it is, empty where there is only
 * one
 * @param mark what tells which of two releases is newer: an instant such as the time of
 * the build, or a version; {@code null} for none
 * @param allowOlder whether a run may make the schema that of an older release
 */
public record ReleaseSettings(String unit, @Nullable String mark, boolean allowOlder) {

	/** Nothing is said. */
	public static final ReleaseSettings NONE = new ReleaseSettings("", null, false);

	/** The same release, which may take the schema back to its own. */
	public ReleaseSettings allowingOlder() {
		return new ReleaseSettings(this.unit, this.mark, true);
	}

}
