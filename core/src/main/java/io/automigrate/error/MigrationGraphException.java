package io.automigrate.error;

import java.util.List;

/**
 * Versioned migrations that do not fit together, or not with the history. Found before
 * anything was run.
 */
public class MigrationGraphException extends MigrationException {

	private final Problem problem;

	private final List<String> versions;

	public MigrationGraphException(Problem problem, List<String> versions, String message, String wayOut) {
		super(message, wayOut, null);
		this.problem = problem;
		this.versions = List.copyOf(versions);
	}

	public Problem problem() {
		return this.problem;
	}

	/**
	 * Returns the migrations that the problem is about.
	 * @return their versions
	 */
	public List<String> versions() {
		return this.versions;
	}

	/**
	 * What does not fit.
	 */
	public enum Problem {

		/** Two files or beans have one version. */
		DUPLICATE_VERSION,

		/** A migration depends on one that there is not. */
		UNKNOWN_DEPENDENCY,

		/** Migrations depend on each other in a circle. */
		CYCLE,

		/** There are several heads where only one is wanted. */
		SEVERAL_HEADS,

		/** The history has a migration whose file or bean there is not. */
		MISSING,

		/** An applied migration is not the one that was applied. */
		CHANGED,

		/** A pending migration comes before one that is applied. */
		OUT_OF_ORDER,

		/** Somebody asked for a version that there is not. */
		UNKNOWN_VERSION

	}

}
