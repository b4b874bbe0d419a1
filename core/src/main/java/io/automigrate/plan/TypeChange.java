package io.automigrate.plan;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of the values when a column's type changes. Whether PostgreSQL converts
 * them at all, and whether it writes the table anew, is asked of PostgreSQL; what it
 * would round off or cut without a word is known here.
 */
enum TypeChange {

	/** Every value has an equal one in the new type. */
	LOSSLESS,
	/** A value that does not fit makes the step fail. */
	CAN_FAIL,
	/** Values may be rounded, cut or come out different. */
	LOSSY;

	private static final Pattern TYPE = Pattern
		.compile("([^(]+?)\\s*(?:\\((\\d+)(?:,(-?\\d+))?\\))?( with(?:out)? time zone)?(\\[\\])?");

	private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");

	private static final List<String> NUMBERS = List.of("smallint", "integer", "bigint", "numeric", "real",
			"double precision");

	private static final List<String> CHARACTERS = List.of("character", "character varying", "text");

	/** How many digits a whole number can have. */
	private static final Map<String, Integer> DIGITS = Map.of("smallint", 5, "integer", 10, "bigint", 19);

	static TypeChange between(String from, String to) {
		if (from.equals(to)) {
			return LOSSLESS;
		}
		Matcher live = TYPE.matcher(from);
		Matcher wanted = TYPE.matcher(to);
		if (!live.matches() || !wanted.matches() || (live.group(5) == null) != (wanted.group(5) == null)) {
			return text(to) ? LOSSLESS : LOSSY;
		}
		String base = name(live);
		String target = name(wanted);
		if (INTEGERS.contains(base) && INTEGERS.contains(target)) {
			return (INTEGERS.indexOf(base) <= INTEGERS.indexOf(target)) ? LOSSLESS : CAN_FAIL;
		}
		if (target.equals("numeric") && (INTEGERS.contains(base) || base.equals("numeric"))) {
			return numeric(base, live, wanted);
		}
		if (CHARACTERS.contains(target)) {
			boolean bounded = !target.equals("text") && (wanted.group(2) != null || target.equals("character"));
			if (CHARACTERS.contains(base) && bounded && number(live.group(2)) != null && length(live) <= length(wanted)
					&& (target.equals("character varying") || base.equals(target))) {
				return LOSSLESS;
			}
			return bounded ? CAN_FAIL : LOSSLESS;
		}
		if (base.equals(target)) {
			return precision(base, live, wanted);
		}
		if ((base.equals("real") && target.equals("double precision")) || (base.equals("cidr") && target.equals("inet"))
				|| (base.equals("date") && target.startsWith("timestamp"))) {
			return LOSSLESS;
		}
		if (CHARACTERS.contains(base)) {
			return CAN_FAIL;
		}
		return known(target) ? LOSSY : CAN_FAIL;
	}

	/**
	 * Whether a statement that writes or compares values of the old type may fail with
	 * the new one.
	 */
	static boolean takes(String from, String to) {
		return between(from, to) != LOSSLESS || !sameFamily(from, to);
	}

	/** Whether the types convert to each other without being told to. */
	static boolean sameFamily(String from, String to) {
		Matcher live = TYPE.matcher(from);
		Matcher wanted = TYPE.matcher(to);
		if (!live.matches() || !wanted.matches() || (live.group(5) == null) != (wanted.group(5) == null)) {
			return from.equals(to);
		}
		String base = name(live);
		String target = name(wanted);
		return base.equals(target) || (NUMBERS.contains(base) && NUMBERS.contains(target))
				|| (CHARACTERS.contains(base) && CHARACTERS.contains(target));
	}

	/** How many characters a text may have in its new type, or {@code null} if any. */
	static @Nullable Integer longest(String from, String to) {
		Matcher live = TYPE.matcher(from);
		Matcher wanted = TYPE.matcher(to);
		return (live.matches() && wanted.matches() && live.group(5) == null && wanted.group(5) == null
				&& CHARACTERS.contains(name(live)) && CHARACTERS.contains(name(wanted))) ? number(wanted.group(2))
						: null;
	}

	private static boolean text(String type) {
		return type.equals("text") || type.equals("character varying");
	}

	private static String name(Matcher type) {
		return type.group(1) + ((type.group(4) != null) ? type.group(4) : "");
	}

	/** A type of somebody's own, such as an enum, takes a value or fails. */
	private static boolean known(String type) {
		return !type.contains(".");
	}

	private static TypeChange numeric(String base, Matcher live, Matcher wanted) {
		Integer precision = number(wanted.group(2));
		if (precision == null) {
			return LOSSLESS;
		}
		int scale = (wanted.group(3) != null) ? Integer.parseInt(wanted.group(3)) : 0;
		if (base.equals("numeric")) {
			Integer before = number(live.group(2));
			if (before == null) {
				return LOSSY;
			}
			int beforeScale = (live.group(3) != null) ? Integer.parseInt(live.group(3)) : 0;
			if (scale < beforeScale) {
				return LOSSY;
			}
			return (precision - scale >= before - beforeScale) ? LOSSLESS : CAN_FAIL;
		}
		return (precision - scale >= DIGITS.getOrDefault(base, 0)) ? LOSSLESS : CAN_FAIL;
	}

	/** Timestamps, times, intervals and bits; without a number they keep everything. */
	private static TypeChange precision(String base, Matcher live, Matcher wanted) {
		Integer before = number(live.group(2));
		Integer after = number(wanted.group(2));
		if (base.startsWith("bit")) {
			return (after == null || (before != null && before <= after && base.equals("bit varying"))) ? LOSSLESS
					: CAN_FAIL;
		}
		return (after == null || after >= ((before != null) ? before : 6)) ? LOSSLESS : LOSSY;
	}

	private static int length(Matcher type) {
		Integer length = number(type.group(2));
		return (length != null) ? length : 1;
	}

	private static @Nullable Integer number(@Nullable String digits) {
		return (digits != null) ? Integer.valueOf(digits) : null;
	}

}
