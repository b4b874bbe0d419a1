package io.automigrate.error;

import java.util.List;

/**
 * A run was told to carry out one plan and nothing else, and that is not what it would do
 * now. Nothing was changed.
 */
public class PlanChangedException extends MigrationException {

	private final String expected;

	private final String actual;

	/**
	 * Create an exception.
	 * @param expected the hash of the plan that was asked for
	 * @param actual the hash of the plan that would be carried out
	 * @param inStep whether there is nothing to do at all
	 */
	public PlanChangedException(String expected, String actual, boolean inStep) {
		super("The plan " + expected + " was asked for, and "
				+ (inStep ? "there is nothing to do" : "what would be done now is plan " + actual)
				+ "; nothing was changed.", "Look at the plan again, and give the hash that it has now.", null);
		this.expected = expected;
		this.actual = actual;
	}

	/**
	 * Create an exception where something else would have to be done before.
	 * @param expected the hash of the plan that was asked for
	 * @param pending the versions of the migrations that would run first
	 */
	public PlanChangedException(String expected, List<String> pending) {
		super("The plan " + expected + " was asked for, and versioned migrations that would run before it are pending: "
				+ String.join(", ", pending) + "; nothing was changed.",
				"Apply them first (migrate --target head), then look at the plan that is left.", null);
		this.expected = expected;
		this.actual = "";
	}

	private PlanChangedException(String message, String expected, String actual) {
		super(message, "Look at what would be rolled back again (rollback --dry-run).", null);
		this.expected = expected;
		this.actual = actual;
	}

	/**
	 * Create an exception of a rollback.
	 * @param expected the versions that were to be rolled back
	 * @param actual those that would be rolled back now
	 * @return the exception
	 */
	public static PlanChangedException rollback(List<String> expected, List<String> actual) {
		String now = actual.isEmpty() ? "nothing" : String.join(", ", actual);
		return new PlanChangedException("The rollback of " + String.join(", ", expected)
				+ " was asked for, but the history has changed and it would now take back " + now
				+ "; nothing was changed.", String.join(", ", expected), String.join(", ", actual));
	}

	public String expected() {
		return this.expected;
	}

	/**
	 * Returns what would be carried out now.
	 * @return the plan's hash; empty where migrations come before it
	 */
	public String actual() {
		return this.actual;
	}

}
