package io.automigrate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.regex.Pattern;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells on the error output what went wrong and what to do about it. A stack trace comes
 * only with {@code --verbose}, and a password never.
 */
final class Errors {

	private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&\\s'\"]*");

	private Errors() {
	}

	/**
	 * Let a command line report its errors this way.
	 * @param commandLine the command line with its commands
	 * @return the same command line
	 */
	static CommandLine reportedBy(CommandLine commandLine) {
		return commandLine.setParameterExceptionHandler((failure, arguments) -> usage(failure))
			.setExecutionExceptionHandler((failure, command, parsed) -> {
				boolean verbose = parsed.matchedOptionValue("--verbose", false);
				for (var sub = parsed; !verbose && sub != null; sub = sub.hasSubcommand() ? sub.subcommand() : null) {
					verbose = sub.matchedOptionValue("--verbose", false);
				}
				return failed(failure, command.getErr(), verbose);
			});
	}

	private static int usage(ParameterException failure) {
		CommandLine command = failure.getCommandLine();
		command.getErr().println(shown(String.valueOf(failure.getMessage())));
		UnmatchedArgumentException.printSuggestions(failure, command.getErr());
		command.getErr().println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
		return ExitCodes.USAGE;
	}

	private static int codeOf(Exception failure) {
		return (failure instanceof MigrationUnderWayException) ? ExitCodes.LOCKED : ExitCodes.FAILED;
	}

	private static int failed(Exception failure, PrintWriter err, boolean verbose) {
		if (failure instanceof MigrationException migration) {
			err.println(shown(migration.getMessage()));
			err.println((migration instanceof DatabaseUnavailableException)
					? "Check host, port and database in the JDBC URL, user and password (in the URL, --user and --password, or PGUSER and PGPASSWORD), and that the server lets you in."
					: shown(migration.wayOut()));
		}
		else if (failure instanceof IOException) {
			err.println("The output cannot be written: " + failure);
		}
		else {
			err.println("This should not happen: " + shown(failure.toString()));
		}
		if (verbose) {
			failure.printStackTrace(err);
		}
		return codeOf(failure);
	}

	private static String shown(String message) {
		return PASSWORD.matcher(message).replaceAll("$1***");
	}

}
