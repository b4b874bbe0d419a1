package io.automigrate.history;

/**
 * What a run was started by, and with which words.
 *
 * @param kind what it was started by
 * @param command what it was asked to do, such as {@code rollback --target 003}
 */
public record RunOrigin(RunKind kind, String command) {

	/** The application's start. */
	public static final RunOrigin START_UP = new RunOrigin(RunKind.START_UP, "migrate");

	/**
	 * Tell of a request.
	 * @param command what is requested
	 * @return the origin
	 */
	public static RunOrigin endpoint(String command) {
		return new RunOrigin(RunKind.ENDPOINT, command);
	}

	/**
	 * Tell of a command.
	 * @param command the command as it was given, without anything secret
	 * @return the origin
	 */
	public static RunOrigin command(String command) {
		return new RunOrigin(RunKind.COMMAND, command);
	}

}
