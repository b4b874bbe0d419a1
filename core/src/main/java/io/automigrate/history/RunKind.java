package io.automigrate.history;

/**
 * What a run was started by.
 */
public enum RunKind {

	/** The application starts. */
	START_UP,

	/** A request to a running application. */
	ENDPOINT,

	/** A person or a pipeline on a command line. */
	COMMAND

}
