package io.automigrate.cli;

import picocli.CommandLine.ExitCode;

/**
 * What a command tells who called it, whatever it prints.
 */
final class ExitCodes {

	/** Done, or nothing to do. */
	static final int DONE = ExitCode.OK;

	/**
	 * There is no answer, or nothing was done: no connection, SQL that is rejected. Or
	 * what the application needs is missing after a run.
	 */
	static final int FAILED = 1;

	/** The command line itself is wrong. */
	static final int USAGE = ExitCode.USAGE;

	/** Something is pending, different or refused. */
	static final int PENDING = 3;

	/** Another migration is under way. */
	static final int LOCKED = 4;

	static final String DONE_TEXT = "0:done, or nothing to do";

	static final String FAILED_TEXT = "1:failed: no connection, a file that cannot be used, SQL rejected; or incomplete";

	static final String USAGE_TEXT = "2:wrong usage";

	static final String PENDING_TEXT = "3:something is pending or out of step";

	static final String LOCKED_TEXT = "4:another migration is under way";

	private ExitCodes() {
	}

}
