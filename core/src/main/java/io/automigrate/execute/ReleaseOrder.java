package io.automigrate.execute;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

import io.automigrate.versioned.VersionOrder;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of two releases is newer, as far as their marks tell. Marks of different
 * kinds, and those that are neither an instant nor a version (such as a commit's hash),
 * do not.
 */
final class ReleaseOrder {

	private static final Pattern VERSION = Pattern.compile("[vV]?\\d+(?:[._+-].*)?");

	private ReleaseOrder() {
	}

	/**
	 * Compare two marks.
	 * @return negative if the first is of an older release, positive if it is of a newer
	 * one, 0 if that cannot be told
	 */
	static int compare(@Nullable String first, @Nullable String second) {
		if (first == null || second == null || first.equals(second)) {
			return 0;
		}
		Instant one = instant(first);
		Instant other = instant(second);
		if (one != null && other != null) {
			return one.compareTo(other);
		}
		boolean versions = one == null && other == null && VERSION.matcher(first).matches()
				&& VERSION.matcher(second).matches();
		return versions ? versions(first, second) : 0;
	}

	/** What follows a hyphen comes before what has none: 2.0-SNAPSHOT before 2.0. */
	private static int versions(String first, String second) {
		String[] one = parts(first);
		String[] other = parts(second);
		int order = one[0].equals(other[0]) ? 0 : VersionOrder.INSTANCE.compare(one[0], other[0]);
		if (order != 0 || one.length != other.length) {
			return (order != 0) ? order : Integer.compare(other.length, one.length);
		}
		return (one.length == 1) ? 0 : VersionOrder.INSTANCE.compare(one[1], other[1]);
	}

	private static String[] parts(String version) {
		return ((version.charAt(0) == 'v' || version.charAt(0) == 'V') ? version.substring(1) : version).split("-", 2);
	}

	private static @Nullable Instant instant(String mark) {
		try {
			return Instant.parse(mark);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
