package io.automigrate.versioned;

import org.jspecify.annotations.Nullable;

/**
 * How far to go.
 *
 * @param version the version to go to, or {@code null}
 * @param steps the number of migrations to go, or 0
 */
public record MigrationTarget(@Nullable String version, int steps) {

	/** All that is pending. */
	public static final MigrationTarget LATEST = new MigrationTarget(null, 0);

	/** Back to nothing. */
	public static final MigrationTarget BASE = new MigrationTarget("base", 0);

	public MigrationTarget {
		if (steps < 0) {
			throw new IllegalArgumentException("The number of steps must be positive: " + steps);
		}
	}

	/**
	 * Go to a version: up to it with all that it depends on, or down until only these are
	 * left.
	 * @param version the version
	 * @return the target
	 */
	public static MigrationTarget version(String version) {
		return new MigrationTarget(version, 0);
	}

	/**
	 * Go a number of migrations.
	 * @param steps the number, at least 1
	 * @return the target
	 */
	public static MigrationTarget steps(int steps) {
		if (steps < 1) {
			throw new IllegalArgumentException("The number of steps must be positive: " + steps);
		}
		return new MigrationTarget(null, steps);
	}

	/**
	 * Read what a person wrote.
	 * @param text a version, {@code latest}, {@code head} or {@code heads}, {@code base},
	 * or a number of steps such as {@code +2} or {@code -1}
	 * @return the target
	 */
	public static MigrationTarget parse(String text) {
		return switch (text) {
			case "latest", "head", "heads" -> LATEST;
			case "base" -> BASE;
			default -> text.matches("[+-][0-9]{1,9}") ? steps(Integer.parseInt(text.substring(1))) : version(text);
		};
	}

	/**
	 * Returns whether it means all.
	 * @return whether it is {@link #LATEST}
	 */
	public boolean latest() {
		return equals(LATEST);
	}

	/**
	 * Returns whether it means nothing.
	 * @return whether it is {@link #BASE}
	 */
	public boolean base() {
		return equals(BASE);
	}

	/**
	 * Returns the target as it is recorded.
	 * @return a text that {@link #parse} reads
	 */
	public String display() {
		String to = this.version;
		return (to != null) ? to : (this.steps > 0) ? "+" + this.steps : "latest";
	}

}
