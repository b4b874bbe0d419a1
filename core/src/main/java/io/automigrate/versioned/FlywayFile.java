package io.automigrate.versioned;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the name of a file says to Flyway, with its default prefixes, separator and
 * suffix.
 *
 * @param kind what the file is
 * @param version the version as it is written, with dots; {@code null} where it has none
 * @param title the text after the separator; empty where there is none
 */
public record FlywayFile(Kind kind, @Nullable String version, String title) {

	/** What the name of a file's settings ends with. */
	public static final String CONF = ".conf";

	private static final int LONGEST_NAME = 200;

	private static final Pattern VERSIONED = Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)(?:__(.*))?\\.sql");

	private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");

	private static final Pattern JAVA = Pattern.compile("[VURB]\\w*__\\w+\\.class");

	private static final Pattern CALLBACK = Pattern.compile("((before|after)[A-Z]\\w*|createSchema)(__.*)?\\.sql");

	/**
	 * Read a name.
	 * @param name the file's name
	 * @return what it says
	 */
	public static FlywayFile of(String name) {
		Matcher versioned = VERSIONED.matcher(name);
		if (versioned.matches()) {
			Kind kind = switch (versioned.group(1)) {
				case "V" -> Kind.VERSIONED;
				case "U" -> Kind.UNDO;
				default -> Kind.BASELINE;
			};
			return new FlywayFile(kind, versioned.group(2).replace('_', '.'),
					(versioned.group(3) != null) ? versioned.group(3) : "");
		}
		Matcher repeatable = REPEATABLE.matcher(name);
		if (repeatable.matches()) {
			return new FlywayFile(Kind.REPEATABLE, null, repeatable.group(1));
		}
		Kind kind = name.endsWith(".sql" + CONF) ? Kind.SETTINGS : JAVA.matcher(name).matches() ? Kind.JAVA
				: CALLBACK.matcher(name).matches() ? Kind.CALLBACK : Kind.OTHER;
		return new FlywayFile(kind, null, "");
	}

	/**
	 * Returns what the migration is for.
	 * @return the title in words
	 */
	public String description() {
		return this.title.replace('_', ' ');
	}

	/**
	 * Returns what the migration is called here.
	 * @return the name
	 */
	public String migrationName() {
		return MigrationName.of(this.title, LONGEST_NAME);
	}

	/** Kinds of files. */
	public enum Kind {

		/** A migration, which runs once. */
		VERSIONED,

		/** It undoes one. */
		UNDO,

		/** It stands for all up to its version. */
		BASELINE,

		/** A migration that runs whenever it changes. */
		REPEATABLE,

		/** The settings of one file. */
		SETTINGS,

		/** What runs before or after others. */
		CALLBACK,

		/** A compiled migration. */
		JAVA,

		/** What Flyway ignores. */
		OTHER

	}

}
