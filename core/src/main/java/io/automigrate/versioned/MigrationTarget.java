package io.automigrate.versioned;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How far to go, up or down, in the one order of all migrations.
 *
 * @param kind what the target is
 * @param version the version, where the target is one, or {@code null}
 * @param steps the number of migrations, where the target is one, or 0
 */
public record MigrationTarget(Kind kind, @Nullable String version, int steps) {

	/** All that is pending. */
	public static final MigrationTarget LATEST = new MigrationTarget(Kind.LATEST, null, 0);

	/** Back to nothing. */
	public static final MigrationTarget BASE = new MigrationTarget(Kind.BASE, null, 0);

	private static final String RELATIVE = "[+-].*";

	public MigrationTarget {
		boolean counts = kind == Kind.STEPS || kind == Kind.STEPS_UP || kind == Kind.STEPS_DOWN;
		if (counts ? steps < 1 : steps != 0) {
			throw new IllegalArgumentException("The number of steps must be positive, such as 2 or +2.");
		}
		if ((version != null) != (kind == Kind.VERSION || kind == Kind.ONLY)) {
			throw new IllegalArgumentException("The target " + kind + " and the version " + version + " do not match.");
		}
		if (version != null && version.isBlank()) {
			throw new IllegalArgumentException("The target is empty. Name a version.");
		}
	}

	/**
	 * Go to a version: up until it and everything before it in the order is applied, or
	 * down until nothing after it is.
	 * @param version the version
	 * @return the target
	 */
	public static MigrationTarget version(String version) {
		return new MigrationTarget(Kind.VERSION, version, 0);
	}

	/**
	 * Apply a version and only what it needs, or roll back a version and only what needs
	 * it.
	 * @param version the version
	 * @return the target
	 */
	public static MigrationTarget only(String version) {
		return new MigrationTarget(Kind.ONLY, version, 0);
	}

	/**
	 * Go a number of migrations, in either direction.
	 * @param steps the number, at least 1
	 * @return the target
	 */
	public static MigrationTarget steps(int steps) {
		return new MigrationTarget(Kind.STEPS, null, steps);
	}

	/**
	 * Read what a person wrote.
	 * @param text a version, {@code latest}, {@code head} or {@code heads}, {@code base},
	 * or a number of steps with the direction as its sign, such as {@code +2} or
	 * {@code -1}
	 * @return the target
	 * @throws IllegalArgumentException if it is none
	 */
	public static MigrationTarget parse(String text) {
		String word = text.strip();
		return switch (word) {
			case "latest", "head", "heads" -> LATEST;
			case "base" -> BASE;
			default -> word.matches(RELATIVE) ? relative(word) : version(word);
		};
	}

	private static MigrationTarget relative(String text) {
		if (!text.matches("[+-]0*[1-9][0-9]{0,8}")) {
			throw new IllegalArgumentException("The target \"" + text
					+ "\" is no number of migrations. After the sign comes a positive number, such as +2 or -1.");
		}
		return new MigrationTarget(text.startsWith("+") ? Kind.STEPS_UP : Kind.STEPS_DOWN, null,
				Integer.parseInt(text.substring(1)));
	}

	/**
	 * Read how far every run of an application is to go up.
	 * @param text a version, or {@code latest}
	 * @return the target
	 * @throws IllegalArgumentException if it is none, or leads down, or depends on what
	 * is applied
	 */
	public static MigrationTarget pinned(String text) {
		return parse(text).absolute().upwards();
	}

	/**
	 * Demand a target that leads up.
	 * @return this target
	 * @throws IllegalArgumentException if it leads only down
	 */
	public MigrationTarget upwards() {
		if (this.kind == Kind.BASE || this.kind == Kind.STEPS_DOWN) {
			throw new IllegalArgumentException(
					"The target " + display() + " leads down. Use it to roll back; to migrate, name a version or +N.");
		}
		return this;
	}

	/**
	 * Demand a target that leads down.
	 * @return this target
	 * @throws IllegalArgumentException if it leads only up
	 */
	public MigrationTarget downwards() {
		if (this.kind == Kind.LATEST || this.kind == Kind.STEPS_UP) {
			throw new IllegalArgumentException("The target " + display()
					+ " leads up. Use it to migrate; to roll back, name a version, -N or base.");
		}
		return this;
	}

	/**
	 * Demand a target that is one point in the order, whatever is applied.
	 * @return this target
	 * @throws IllegalArgumentException if it is not a version, latest or base
	 */
	public MigrationTarget absolute() {
		if (this.kind != Kind.VERSION && this.kind != Kind.LATEST && this.kind != Kind.BASE) {
			throw new IllegalArgumentException(
					"The target \"" + display() + "\" depends on what is applied. Name a version, latest or base.");
		}
		return this;
	}

	/**
	 * Returns whether it means all.
	 * @return whether it is {@link #LATEST}
	 */
	public boolean latest() {
		return this.kind == Kind.LATEST;
	}

	/**
	 * Returns whether it means nothing.
	 * @return whether it is {@link #BASE}
	 */
	public boolean base() {
		return this.kind == Kind.BASE;
	}

	/** The version, where the target is one. */
	String named() {
		return Objects.requireNonNull(this.version, "not a version");
	}

	/**
	 * Returns the target as people read it, and as runs record it.
	 * @return such as {@code 004}, {@code only 004}, {@code 2 steps}, {@code -2} or
	 * {@code base}
	 */
	public String display() {
		return switch (this.kind) {
			case LATEST -> "latest";
			case BASE -> "base";
			case VERSION -> named();
			case ONLY -> "only " + named();
			case STEPS -> this.steps + ((this.steps == 1) ? " step" : " steps");
			case STEPS_UP -> "+" + this.steps;
			case STEPS_DOWN -> "-" + this.steps;
		};
	}

	/**
	 * What a target is.
	 */
	public enum Kind {

		/** Everything. */
		LATEST,

		/** Nothing. */
		BASE,

		/** A version and everything before it in the order. */
		VERSION,

		/** A version with what it needs, or with what needs it. */
		ONLY,

		/** A number of migrations in either direction. */
		STEPS,

		/** A number of migrations to apply. */
		STEPS_UP,

		/** A number of migrations to roll back. */
		STEPS_DOWN

	}

}
