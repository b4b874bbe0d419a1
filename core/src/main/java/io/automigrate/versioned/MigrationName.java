package io.automigrate.versioned;

/**
 * Makes names and versions of migrations out of what other tools call theirs.
 */
public final class MigrationName {

	private MigrationName() {
	}

	/**
	 * Make a name out of any text.
	 * @param text the text
	 * @param longest how long the name may be
	 * @return letters, digits, hyphens, dots and single underscores; never empty
	 */
	public static String of(String text, int longest) {
		String name = text.replaceAll("[^\\p{L}\\p{N}.-]+", "_").replaceAll("^_+", "");
		String cut = name.substring(0, Math.min(name.length(), longest)).replaceAll("_+$", "");
		return cut.isEmpty() ? "migration" : cut;
	}

	/**
	 * Make the version of a repeatable migration, which the history has no room for if it
	 * is long.
	 * @param name what it is called
	 * @return the version; long ones are told apart by a number
	 */
	public static String repeatable(String name) {
		String version = Migration.REPEATABLE + name;
		if (version.length() <= Migration.LONGEST_VERSION) {
			return version;
		}
		String number = "-" + Integer.toHexString(name.hashCode());
		return version.substring(0, Migration.LONGEST_VERSION - number.length()) + number;
	}

}
