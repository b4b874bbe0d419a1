package io.automigrate.cli;

import picocli.CommandLine.ExitCode;

/**
 * What a command tells who called it, whatever it prints.
 */
final class ExitCodes {

	/** Both sides are in step. */
	static final int IN_STEP = ExitCode.OK;

	/** There is something to do, or something that was refused. */
	static final int DIFFERENT = 1;

	/** The command line itself is wrong. */
	static final int USAGE = ExitCode.USAGE;

	/** There is no answer: no connection, a source that cannot be used, no privilege. */
	static final int FAILED = 3;

	private ExitCodes() {
	}

}
